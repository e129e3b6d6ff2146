"""Servers that speak S3, as processes of their own, and a proxy that makes whatever goes wrong on a network."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

BUCKET = "counties"
NODE_PACKAGES = Path(os.environ.get("STORAGE_PACKAGES") or Path(__file__).parents[2] / "build" / "storage")
S3RVER = NODE_PACKAGES / "node_modules" / "s3rver" / "bin" / "s3rver.js"
_SOON = 60


@dataclass(frozen=True)
class ObjectServer:
    """A running server."""

    address: str
    key: str = "S3RVER"
    secret: str = "S3RVER"  # noqa: S105 - s3rver's only one

    @property
    def environment(self) -> Mapping[str, str]:
        """What a user sets to read from it."""
        return {
            "AWS_ENDPOINT_URL": self.address,
            "AWS_ACCESS_KEY_ID": self.key,
            "AWS_SECRET_ACCESS_KEY": self.secret,
            "AWS_REGION": "us-east-1",
        }

    @contextmanager
    def client(self, service: str = "s3") -> Iterator[Any]:
        """Amazon's own library, to put there what ours is to read."""
        import boto3
        from botocore.config import Config

        client = boto3.client(
            service,
            endpoint_url=self.address,
            aws_access_key_id=self.key,
            aws_secret_access_key=self.secret,
            region_name="us-east-1",
            config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}),
        )
        try:
            yield client
        finally:
            client.close()

    def make_bucket(self) -> None:
        """Make the bucket."""
        with self.client() as client:
            client.create_bucket(Bucket=BUCKET)

    def put(self, objects: Mapping[str, bytes]) -> None:
        """Put objects into the bucket."""
        with self.client() as client:
            for name, content in objects.items():
                client.put_object(Bucket=BUCKET, Key=name, Body=content)

    def delete(self, name: str) -> None:
        """Delete an object."""
        with self.client() as client:
            client.delete_object(Bucket=BUCKET, Key=name)

    def put_folder(self, folder: Path, prefix: str) -> None:
        """Put all files of a folder into the bucket."""
        files = (path for path in folder.rglob("*") if path.is_file())
        self.put({f"{prefix}{path.relative_to(folder).as_posix()}": path.read_bytes() for path in files})


@contextmanager
def moto_server() -> Iterator[ObjectServer]:
    """moto, which is written in Python."""
    if not (find_spec("moto") and find_spec("flask")):
        pytest.skip("moto is missing: pip install 'moto[s3,server]'")
    with _started([sys.executable, "-m", "moto.server", "-p", "{port}"]) as server:
        yield server


@contextmanager
def s3rver(folder: Path, *arguments: str) -> Iterator[ObjectServer]:
    """s3rver, which is written in JavaScript; it checks signatures and clocks."""
    node = shutil.which("node")
    if not (node and S3RVER.is_file()):
        pytest.skip("s3rver is missing: npm install --prefix build/storage s3rver@3")
    with _started([node, *arguments, str(S3RVER), "-d", str(folder), "-p", "{port}", "-s"]) as server:
        yield server


@contextmanager
def _started(command: list[str]) -> Iterator[ObjectServer]:
    port = free_port()
    with subprocess.Popen(
        [part.format(port=port) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            wait_for_port(port)
            yield ObjectServer(f"http://127.0.0.1:{port}")
        finally:
            process.kill()


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def wait_for_port(port: int) -> None:
    """Until somebody listens there."""
    end = time.monotonic() + _SOON
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens at port {port}")


@dataclass
class Answer:
    """What a server answered, and how much of it is sent on how fast."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    sent: int | None = None
    """Bytes of the body that are sent before the connection is cut."""
    before: float = 0
    """Seconds before anything is sent."""
    between: float = 0
    """Seconds between two bytes of the body."""


Fault = Callable[[str, Answer], "Answer | None"]
"""What becomes of an answer to a path; `None`: the connection is dropped."""


@contextmanager
def proxy(server: ObjectServer, fault: Fault) -> Iterator[ObjectServer]:
    """The server behind a network that does to each answer what `fault` says."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = fault(self.path, _asked(server, self.path, dict(self.headers)))
            self.close_connection = True
            if answer is None:
                return
            with suppress(OSError):
                time.sleep(answer.before)
                self.send_response_only(answer.status)
                for name, value in answer.headers:
                    self.send_header(name, value)
                self.send_header("Connection", "close")
                self.end_headers()
                body = answer.body[: answer.sent]
                for start in range(0, len(body), 1 if answer.between else len(body)):
                    self.wfile.write(body[start : start + 1] if answer.between else body)
                    time.sleep(answer.between)

        def log_message(self, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        listening.daemon_threads = True
        listening.block_on_close = False
        thread = Thread(target=listening.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield ObjectServer(f"http://127.0.0.1:{listening.server_port}", server.key, server.secret)
        finally:
            listening.shutdown()
            thread.join()


@contextmanager
def untrusted_server(folder: Path) -> Iterator[str]:
    """A server whose certificate nobody trusts."""
    certificate, key = _self_signed(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        ended = Event()

        def greet() -> None:
            while not ended.is_set():
                with suppress(OSError), listening.accept()[0] as connection:
                    context.wrap_socket(connection, server_side=True).close()

        listening.settimeout(0.1)
        thread = Thread(target=greet)
        thread.start()
        try:
            yield f"https://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            ended.set()
            thread.join()


def _self_signed(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(Encoding.PEM))
    paths[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return paths


def _asked(server: ObjectServer, path: str, headers: dict[str, str]) -> Answer:
    connection = http.client.HTTPConnection(server.address.removeprefix("http://"), timeout=_SOON)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        kept = [
            (k, v)
            for k, v in answer.getheaders()
            if k.lower() not in ("connection", "transfer-encoding", "content-length", "date", "server")
        ]
        return Answer(answer.status, [*kept, ("Content-Length", str(len(body)))], body)
    finally:
        connection.close()
