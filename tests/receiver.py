"""A server on this machine that takes messages as JSON, as `json://` of apprise sends them."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRET = "S3cret-in-the-path"  # noqa: S105 - made up, to be looked for


class Receiver:
    """Keeps what it is sent. `answers` are the next ones: a status, or a status with a body; else all is taken."""

    def __init__(self) -> None:
        self.received: list[str] = []
        self.answers: list[int | tuple[int, bytes]] = []
        self.arrived = threading.Event()
        self.goes_on = threading.Event()
        self.goes_on.set()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                receiver.received.append(body["message"])
                receiver.arrived.set()
                receiver.goes_on.wait(30)
                answer = receiver.answers.pop(0) if receiver.answers else 200
                status, content = answer if isinstance(answer, tuple) else (answer, b"")
                if not status:  # hang up without a word
                    return
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None: ...

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None: ...  # the sender was killed

        self._server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"json://127.0.0.1:{self._server.server_port}/{SECRET}"

    def close(self) -> None:
        self.goes_on.set()
        self._server.shutdown()
        self._server.server_close()
