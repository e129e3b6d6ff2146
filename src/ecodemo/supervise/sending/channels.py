"""Where messages go, as the environment names it: addresses of apprise, which hold secrets.

An address is kept where no output shows it; output refers to a channel by its name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

from ecodemo.errors import EcodemoError
from ecodemo.model.message import Message, message, sentences
from ecodemo.supervise.sending.silence import silence

GROUP = "ECODEMO_NOTIFY"
MAIL = "ECODEMO_NOTIFY_MAIL"
PIP = "pip install 'ecodemo[notify]'"

_NAMED = re.compile(r"([^\s=:/@?&]{1,30})=(?=[a-z0-9]+://)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Channel:
    """A way on which messages leave."""

    name: str
    """Without secrets; it is what `history/sent.jsonl` has."""
    parts: Mapping[str, Any] = field(repr=False)
    """The address as apprise takes it apart, secrets included."""
    is_mail: bool = False
    """Its recipients are those of contacts.yaml."""


def channels_in(environment: Mapping[str, str]) -> tuple[Channel, ...]:
    """The channels that are set, the group's first.

    Raises:
        EcodemoError: none is set, apprise is not installed, or an address is not one; no sentence holds an address.
    """
    group = [line.strip() for line in environment.get(GROUP, "").splitlines() if line.strip()]
    mail = [line.strip() for line in environment.get(MAIL, "").splitlines() if line.strip()]
    if not group and not mail:
        raise EcodemoError(
            message(
                "No channel is configured. Set the environment variable {group} (apprise addresses, one per line) or {mail} (the apprise address of a mail account).",
                group=GROUP,
                mail=MAIL,
            )
        )
    if not find_spec("apprise"):
        raise EcodemoError(
            message("Sending messages requires the notify extra. Install it: {command}", command=PIP)
        )
    wrong: list[Message] = []
    channels = [*_group(group, wrong), *_mail(mail, wrong)]
    repeated = [name for name, times in Counter(channel.name for channel in channels).items() if times > 1]
    wrong += [message("{group}: two channels are named “{name}”.", group=GROUP, name=n) for n in repeated]
    if wrong:
        raise EcodemoError(message("{problems}", problems=sentences(*wrong)))
    return tuple(channels)


def _group(lines: list[str], wrong: list[Message]) -> Iterator[Channel]:
    kinds: Counter[str] = Counter()
    for number, line in enumerate(lines, 1):
        named = _NAMED.match(line)
        parts = _taken_apart(line[named.end() :] if named else line)
        if parts is None:
            wrong.append(
                message(
                    "{variable}, line {number}: not an address that apprise knows.",
                    variable=GROUP,
                    number=number,
                )
            )
            continue
        kind = str(parts["schema"])
        kinds[kind] += 1
        name = kind if kinds[kind] == 1 else f"{kind}-{kinds[kind]}"
        yield Channel(named[1] if named else name, parts)


def _mail(lines: list[str], wrong: list[Message]) -> Iterator[Channel]:
    parts = _taken_apart(lines[0]) if len(lines) == 1 else None
    if parts is not None and "targets" in parts:
        yield Channel("mail", parts, is_mail=True)
    elif lines:
        wrong.append(message("{variable}: not an apprise address of one mail account.", variable=MAIL))


def _taken_apart(address: str) -> Mapping[str, Any] | None:
    """The address in parts; `None` where apprise does not know it, or could not send by it."""
    from apprise import Apprise
    from apprise.plugins import url_to_dict

    try:
        with silence():
            parts: dict[str, Any] | None = url_to_dict(address)
            return parts if parts and Apprise.instantiate(dict(parts)) else None
    except Exception:  # noqa: BLE001 - what it says may hold the address
        return None
