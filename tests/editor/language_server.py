"""A client of yaml-language-server, which the YAML extensions of editors run: JSON-RPC over its standard streams."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread
from types import TracebackType
from typing import Any, Self

import pytest

ANSWERED_WITHIN = 300
SETTINGS = {
    "yaml": {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}},
}
CAPABILITIES = {
    "workspace": {"configuration": True},
    "textDocument": {
        "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
        "hover": {"contentFormat": ["markdown"]},
        "publishDiagnostics": {},
    },
}


def server_command() -> list[str]:
    """How the server is started; the test that asks is skipped where it is not installed."""
    program = os.environ.get("YAML_LANGUAGE_SERVER") or shutil.which("yaml-language-server")
    if program is None:
        pytest.skip(
            "no yaml-language-server: npm install yaml-language-server, or name it in YAML_LANGUAGE_SERVER"
        )
    if not shutil.which("node"):
        pytest.skip("no node, which runs yaml-language-server")
    return [program, "--stdio"]


class LanguageServer:
    """One running server that looks at one folder."""

    def __init__(self, root: Path) -> None:
        self._process = subprocess.Popen(
            server_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._received: Queue[dict[str, Any]] = Queue()
        self._asked = self._opened = 0
        self._marks: dict[str, list[dict[str, Any]]] = {}
        Thread(target=self._read, daemon=True).start()
        self._root = root

    def __enter__(self) -> Self:
        folder = {"uri": self._root.as_uri(), "name": "county"}
        self.ask(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": folder["uri"],
                "workspaceFolders": [folder],
                "capabilities": CAPABILITIES,
            },
        )
        self._send(method="initialized", params={})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    @contextmanager
    def opened(self, file: Path, text: str) -> Iterator[dict[str, str]]:
        """A new document beside `file` that is not saved yet.

        Each has a name of its own: the server remembers documents by name and marks them when it finds the time.
        """
        self._opened += 1
        document = {"uri": file.with_name(f"{self._opened}-{file.name}").as_uri()}
        self._send(
            method="textDocument/didOpen",
            params={"textDocument": {**document, "languageId": "yaml", "version": 1, "text": text}},
        )
        yield document
        self._send(method="textDocument/didClose", params={"textDocument": document})

    def marks(self, document: dict[str, str]) -> list[dict[str, Any]]:
        """What the server marks in an open document."""
        while document["uri"] not in self._marks:
            self._take()
        return self._marks[document["uri"]]

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        """The result of a request."""
        self._asked += 1
        self._send(id=self._asked, method=method, params=params)
        while True:
            answer = self._take()
            if answer.get("id") == self._asked and "method" not in answer:
                assert "error" not in answer, answer
                return answer["result"]

    def _take(self) -> dict[str, Any]:
        """The next message; what the server asks is answered, what it marks is kept."""
        received = self._received.get(timeout=ANSWERED_WITHIN)
        match received:
            case {"method": "workspace/configuration", "id": id_, "params": {"items": items}}:
                self._send(id=id_, result=[SETTINGS.get(item["section"]) for item in items])
            case {"method": str(), "id": id_}:
                self._send(id=id_, result=None)
            case {"method": "textDocument/publishDiagnostics", "params": {"uri": uri, "diagnostics": marks}}:
                self._marks[uri] = marks
        return received

    def _send(self, **message: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while line := stream.readline():
            length = int(line.removeprefix(b"Content-Length:"))
            while stream.readline().strip():
                pass
            body = stream.read(length)
            if len(body) < length:  # it was killed in the midst of an answer
                return
            self._received.put(json.loads(body))
