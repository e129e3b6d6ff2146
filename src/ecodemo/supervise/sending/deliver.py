"""One message by one channel: sent, refused, or nobody can say."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from ecodemo.model.message import Message, message
from ecodemo.supervise.sending.channels import Channel
from ecodemo.supervise.sending.silence import silence
from ecodemo.supervise.sending.wire import Wire, listening

Outcome: TypeAlias = Literal["sent", "failed", "unknown"]
PAUSES = (1.0, 3.0)
"""Seconds before a message that certainly did not arrive is tried again."""
_AT_A_GATEWAY = frozenset((502, 504))
"""Somebody in between answered; whether the message went on is not known."""
_BUSY = 429
_ERRORS = range(500, 600)
_FOR_NOW = range(400, 500)
"""SMTP: refused now, may be taken later."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one attempt ended."""

    outcome: Outcome
    why: Message | str = ""
    may_pass: bool = False
    """It did not arrive, and the next attempt may succeed."""


class Postbox:
    """A channel, ready to send; it keeps the pause between messages that the service behind it asks for."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._service = None if channel.is_mail else _service(channel.parts)

    def deliver(self, text: str, title: str = "", recipient: str = "") -> Attempt:
        """Send a message; what certainly did not arrive is tried again after short pauses."""
        service = self._service
        if self._channel.is_mail:
            service = _service({**self._channel.parts, "targets": [recipient]})
            if not service or not service.targets:
                return Attempt("failed", message("apprise does not accept the mail address"))
        for pause in PAUSES:
            attempt = _attempt(service, text, title)
            if not attempt.may_pass:
                return attempt
            time.sleep(pause)
        return _attempt(service, text, title)


def _service(parts: Mapping[str, Any]) -> Any:  # noqa: ANN401 - of a library without types
    """What apprise sends by."""
    from apprise import Apprise, AppriseAsset

    asset = AppriseAsset(app_id="ecodemo", http_redirects=False)  # a redirected message counts as refused
    with silence():
        return Apprise.instantiate(dict(parts), asset=asset)


def _attempt(service: Any, text: str, title: str) -> Attempt:  # noqa: ANN401 - of a library without types
    from apprise import NotifyFormat

    with silence(), listening() as wire:
        try:
            is_sent = bool(service.notify(body=text, title=title, body_format=NotifyFormat.TEXT))
        except Exception as error:  # noqa: BLE001 - its text may hold the address
            return Attempt("unknown", message("apprise failed: {kind}", kind=type(error).__name__))
    return _judged(wire, is_sent=is_sent)


def _judged(wire: Wire, *, is_sent: bool) -> Attempt:
    if is_sent and not wire.errcode:
        return Attempt("sent")
    if wire.is_handed_over or wire.http in _AT_A_GATEWAY:
        return Attempt("unknown", message("the server did not confirm it"))
    if code := wire.errcode or wire.smtp or wire.code or wire.http:
        why = message("the server refused it (code {code})", code=str(code))
        return Attempt("failed", why, may_pass=_may_pass(wire))
    if wire.is_cut_off:
        return Attempt("failed", message("cannot connect to the server"), may_pass=True)
    return Attempt("unknown", message("apprise does not say why it failed"))


def _may_pass(wire: Wire) -> bool:
    if wire.smtp:
        return wire.smtp in _FOR_NOW
    return wire.http == _BUSY or wire.http in _ERRORS
