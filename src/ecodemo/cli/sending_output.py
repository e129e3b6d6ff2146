"""What `ecodemo supervise send` prints: messages that left on stdout, what needs attention and the counts on stderr."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from ecodemo.cli.settings import Settings
from ecodemo.model.message import Message, Name, listing, message

if TYPE_CHECKING:
    from ecodemo.model.workspace import Workspace
    from ecodemo.supervise.sending.deliver import Attempt, Outcome
    from ecodemo.supervise.sending.reminders import Reminder
    from ecodemo.supervise.sending.sent_record import SentLine


class SendingOutput:
    """Says how each message ended, and counts."""

    def __init__(self, settings: Settings, workspace: Workspace) -> None:
        self._settings = settings
        self._workspace = workspace
        self._ended: Counter[Outcome] = Counter()

    def preview(self, reminders: Sequence[Reminder]) -> None:
        """Who would get what by which channel."""
        for reminder in reminders:
            if not reminder.is_to_be_sent or self._settings.quiet:
                continue
            channel = reminder.channel.name
            if reminder.recipient:
                channel += f" <{reminder.recipient}>"
            self._print(message("{unit}, {channel}:", unit=self._unit(reminder.line), channel=channel))
            typer.echo(f"{reminder.text}\n")

    def say(self, reminder: Reminder, attempt: Attempt) -> None:
        """How one message ended."""
        self._ended[attempt.outcome] += 1
        unit, channel = self._unit(reminder.line), reminder.channel.name
        match attempt.outcome:
            case "sent":
                if not self._settings.quiet:
                    self._print(message("{unit}, {channel}: sent", unit=unit, channel=channel))
            case "failed":
                failed = message(
                    "{unit}, {channel}: not sent, {why}", unit=unit, channel=channel, why=attempt.why
                )
                self._print(failed, err=True)
            case "unknown":
                unknown = message(
                    "{unit}, {channel}: possibly sent, {why}", unit=unit, channel=channel, why=attempt.why
                )
                self._print(unknown, err=True)

    def summarise(
        self, reminders: Sequence[Reminder], interrupted: Sequence[SentLine], *, is_dry_run: bool
    ) -> bool:
        """The counts and what needs attention; whether every unit has its message, or would get it."""
        unclear = [r for r in reminders if r.known in ("sending", "unknown") and not r.is_asked_again]
        planned = {(r.line.unit, r.line.channel) for r in reminders}
        others = [line for line in interrupted if (line.unit, line.channel) not in planned]
        for line in (*(r.line for r in unclear), *others):
            self._print(
                message(
                    "{unit}, {channel}: an earlier command was interrupted or got no answer on {day}; possibly sent. Send it again: --again {id}",
                    unit=self._unit(line), channel=line.channel, day=line.day, id=line.unit,
                ),
                err=True,
            )  # fmt: skip
        unreached = self._say_without_address(reminders)
        before = sum(r.known == "sent" and not r.is_asked_again for r in reminders)
        if is_dry_run:
            to_send = sum(r.is_to_be_sent for r in reminders)
            self._print(
                message("Would be sent: {sent}; sent before: {before}.", sent=to_send, before=before),
                err=True,
            )
            return True
        failed, unknown = self._ended["failed"], self._ended["unknown"] + len(unclear)
        self._print(
            message(
                "Sent: {sent}; not sent: {failed}; possibly sent: {unknown}; sent before: {before}.",
                sent=self._ended["sent"], failed=failed, unknown=unknown, before=before,
            ),
            err=True,
        )  # fmt: skip
        return not (failed or unknown or unreached)

    def _say_without_address(self, reminders: Sequence[Reminder]) -> bool:
        """Name the units that get no mail; whether one of them gets no message at all."""
        units = [r.line for r in reminders if r.lacks_address]
        if units:
            names = listing(*(self._unit(line) for line in units), most=len(units))
            self._print(
                message("No mail address (mail: in data/contacts.yaml): {units}", units=names), err=True
            )
        reached = {r.line.unit for r in reminders if not r.lacks_address}
        return any(line.unit not in reached for line in units)

    def _unit(self, line: SentLine) -> Name:
        return self._workspace.label(line.unit)

    def _print(self, said: Message, *, err: bool = False) -> None:
        typer.echo(self._settings.speaker.say(said), err=err)
