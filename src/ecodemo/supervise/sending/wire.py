"""What a server answered to a message that apprise sent.

Apprise says only whether it thinks that it worked. Robots of WeCom and DingTalk refuse with HTTP 200 and a number in the
answer, and where the connection broke decides whether a message may have arrived. So the answers are read as they pass:
numbers of them, never texts, which could repeat a secret.
"""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

_END_OF_DATA = 354
"""SMTP: the server waits for the message; what it answers next says whether it took it."""
_REFUSED = 400


@dataclass(slots=True)
class Wire:
    """The last answer, as far as anything was heard."""

    http: int | None = None
    errcode: int = 0
    """Of robots of WeCom and DingTalk: anything but 0 refuses."""
    code: int = 0
    """Of robots of Feishu, where apprise sees it itself; other servers mean other things by it."""
    smtp: int | None = None
    """The last refusal of a mail server."""
    is_handed_over: bool = False
    """The message left, and no answer came."""
    is_cut_off: bool = False
    """No connection, or it broke before the message left."""


@contextmanager
def listening() -> Iterator[Wire]:
    """Hear what servers answer to whatever this process sends by requests or smtplib."""
    import requests

    wire = Wire()
    send, reply = requests.Session.send, smtplib.SMTP.getreply

    def heard_send(session: Any, request: Any, **options: Any) -> Any:  # noqa: ANN401 - of a library without types
        try:
            response = send(session, request, **options)
        except requests.RequestException as error:
            wire.http = None
            wire.is_cut_off = _is_before_the_message(error)
            wire.is_handed_over = not wire.is_cut_off
            raise
        wire.http = int(response.status_code)
        wire.errcode, wire.code = (_number_in(response, key) for key in ("errcode", "code"))
        return response

    def heard_reply(self: smtplib.SMTP) -> tuple[int, bytes]:
        try:
            code, text = reply(self)
        except (OSError, smtplib.SMTPException):
            wire.is_cut_off = not wire.is_handed_over
            raise
        wire.is_handed_over = code == _END_OF_DATA
        if code >= _REFUSED:
            wire.smtp = code
        return code, text

    requests.Session.send = heard_send
    smtplib.SMTP.getreply = heard_reply  # type: ignore[method-assign]
    try:
        yield wire
    finally:
        requests.Session.send = send
        smtplib.SMTP.getreply = reply  # type: ignore[method-assign]


def _is_before_the_message(error: Any) -> bool:  # noqa: ANN401 - of a library without types
    """Whether a request ended before any of it could arrive; a broken or silent connection proves nothing."""
    import requests
    from urllib3.exceptions import MaxRetryError

    if isinstance(
        error, (requests.ConnectTimeout, requests.exceptions.SSLError, requests.exceptions.ProxyError)
    ):
        return True
    if isinstance(error, requests.ConnectionError):
        return bool(error.args) and isinstance(error.args[0], MaxRetryError)  # it never connected
    return not isinstance(error, (requests.Timeout, requests.exceptions.ChunkedEncodingError))


def _number_in(response: Any, key: str) -> int:  # noqa: ANN401 - of a library without types
    try:
        answer = response.json()
    except ValueError:
        return 0
    number = answer.get(key) if isinstance(answer, dict) else None
    return number if isinstance(number, int) else 0
