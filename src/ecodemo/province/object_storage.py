"""A county's objects in a bucket: listed, and read block by block. Every wait and every retry has an end."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from ecodemo.errors import EcodemoError
from ecodemo.model.message import listing, message
from ecodemo.province.s3_address import S3Address
from ecodemo.province.storage_failures import (
    ACCESS_KEY,
    ENDPOINT,
    REGION,
    SECRET_KEY,
    TOO_SLOW,
    failure_at,
    unread,
)

PIP = "pip install 'ecodemo[province]'"
SILENCE = 20.0
"""Seconds that a server may take to connect, and to send the next bytes."""
_RETRIES = 3
_RETRYING = 45
"""Seconds after which a request that failed is not sent again."""
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object of a county."""

    name: str
    """Counted from the county's folder."""
    size: int
    etag: str
    """Changes when its content does; empty where a server gives none."""


class ObjectStorage:
    """The bucket that an address names. It is only read; the keys are the environment's and appear nowhere."""

    def __init__(self, address: S3Address, environment: Mapping[str, str], patience: float) -> None:
        """Connects to nothing yet.

        Args:
            address: the county's.
            environment: has the keys.
            patience: seconds after which nothing is asked for any more.

        Raises:
            EcodemoError: the library is missing, or the environment has no keys or no usable address of a server.
        """
        self._address = address
        self._store = _store(address, environment, patience)
        self._until = time.monotonic() + patience

    def at_the_top(self) -> Iterator[StoredObject]:
        """The objects in the county's folder itself.

        Raises:
            StorageError: they cannot be listed.
        """
        import obstore

        with self._failures():
            found = obstore.list_with_delimiter(self._store, prefix=self._address.prefix)
        yield from map(self._stored, found["objects"])

    def below(self, folder: str) -> Iterator[StoredObject]:
        """The objects below a folder of the county, those of its subfolders too.

        Raises:
            StorageError: they cannot be listed.
        """
        import obstore

        with self._failures():
            for batch in obstore.list(self._store, prefix=f"{self._address.prefix}{folder}/"):
                yield from map(self._stored, batch)
                self._refuse_to_wait("")

    def blocks(self, stored: StoredObject) -> Iterator[bytes]:
        """The bytes of an object as it was when it was listed.

        Raises:
            StorageError: it was deleted or replaced, or it cannot be read to its end.
        """
        import obstore

        path, size = f"{self._address.prefix}{stored.name}", 0
        self._refuse_to_wait(stored.name)
        with self._failures(stored.name):
            got = obstore.get(self._store, path, options={"if_match": stored.etag or None})
            is_same = stored.etag in ("", got.meta["e_tag"])  # some servers give whatever is there now
            for block in got.stream(min_chunk_size=_BLOCK):
                size += len(block)
                if not is_same or size > stored.size:
                    break
                yield bytes(block)
                self._refuse_to_wait(stored.name)
        if size != stored.size or not is_same:
            raise unread(
                f"{self._address}{stored.name}",
                message("the object was replaced while the county was being read"),
            )

    def _refuse_to_wait(self, name: str) -> None:
        if time.monotonic() > self._until:
            raise unread(f"{self._address}{name}", TOO_SLOW)

    @contextmanager
    def _failures(self, name: str = "") -> Iterator[None]:
        from obstore.exceptions import BaseError

        try:
            yield
        except (BaseError, FileNotFoundError) as error:
            # Without a cause: the library's text holds what a server wrote, and nobody is to print it.
            raise failure_at(f"{self._address}{name}", error) from None

    def _stored(self, found: Mapping[str, Any]) -> StoredObject:
        name = str(found["path"]).removeprefix(self._address.folder).removeprefix("/")
        return StoredObject(name, int(found["size"]), str(found["e_tag"] or ""))


def _store(address: S3Address, environment: Mapping[str, str], patience: float) -> Any:  # noqa: ANN401 - of an extra
    missing = [name for name in (ACCESS_KEY, SECRET_KEY) if not environment.get(name)]
    if missing:
        raise EcodemoError(
            message(
                "Reading {address} requires the environment variables {missing}.",
                address=str(address),
                missing=listing(*missing),
            )
        )
    endpoint = environment.get(ENDPOINT, "").strip()
    if endpoint and not _is_server(endpoint):
        raise EcodemoError(
            message("{variable} is not the address of a server (https://HOST).", variable=ENDPOINT)
        )
    if not find_spec("obstore"):
        raise EcodemoError(
            message("Roots on object storage require the province extra. Install it: {command}", command=PIP)
        )
    from obstore.store import S3Store

    return S3Store(
        address.bucket,
        access_key_id=environment[ACCESS_KEY],
        secret_access_key=environment[SECRET_KEY],
        region=environment.get(REGION) or "us-east-1",
        **({"endpoint": endpoint} if endpoint else {}),
        client_options={
            "allow_http": endpoint.startswith("http://"),
            "connect_timeout": timedelta(seconds=SILENCE),
            "read_timeout": timedelta(seconds=SILENCE),
            "timeout": timedelta(seconds=patience),
        },
        retry_config={"max_retries": _RETRIES, "retry_timeout": timedelta(seconds=_RETRYING)},
    )


def _is_server(endpoint: str) -> bool:
    try:
        parts = urlsplit(endpoint)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
