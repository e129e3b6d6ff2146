"""Who gets which message by which channel, and sending them one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from ecodemo.check.session import CheckResult
from ecodemo.supervise.messages import messages_of
from ecodemo.supervise.sending.channels import Channel
from ecodemo.supervise.sending.deliver import Attempt, Postbox
from ecodemo.supervise.sending.sent_record import SendingState, SentLine, SentRecord
from ecodemo.supervise.supervision_view import Supervision


@dataclass(frozen=True, slots=True)
class Reminder:
    """A message to one unit by one channel."""

    line: SentLine
    channel: Channel
    text: str
    title: str
    recipient: str
    """A mail address; empty for a group, and where the unit's is not known."""
    known: SendingState | None
    """How far the same message went before."""
    is_asked_again: bool

    @property
    def lacks_address(self) -> bool:
        """Whether it is mail and nobody knows where to."""
        return self.channel.is_mail and not self.recipient

    @property
    def is_to_be_sent(self) -> bool:
        """Not where it was sent, or may have been, unless that is asked for."""
        is_done = self.known not in (None, "failed") and not self.is_asked_again
        return not is_done and not self.lacks_address


def reminders_of(
    supervision: Supervision,
    result: CheckResult,
    channels: Sequence[Channel],
    record: SentRecord,
    again: frozenset[str],
) -> Iterator[Reminder]:
    """For each unit with outstanding items one by each channel; `again` has the units that are to get theirs once more."""
    workspace = result.assessment.workspace
    for unit, text in messages_of(supervision, result):
        contact = workspace.contacts.get(unit)
        for channel in channels:
            line = SentLine(
                day=supervision.today,
                snapshot=result.data_version,
                bid=supervision.bid_id,
                unit=unit,
                channel=channel.name,
                text=sha256(text.encode()).hexdigest()[:12],
                state="sending",
            )
            yield Reminder(
                line=line,
                channel=channel,
                text=text,
                title=f"{workspace.label(unit).zh}：待办事项提醒" if channel.is_mail else "",
                recipient=contact.mail if contact and channel.is_mail else "",
                known=record.state_of(line),
                is_asked_again=unit in again,
            )


def send_reminders(
    reminders: Sequence[Reminder], record: SentRecord, said: Callable[[Reminder, Attempt], None]
) -> None:
    """Send what is to be sent; before a message leaves and after it the record says so, and only then is it `said`.

    Raises:
        EcodemoError: the record cannot be written; the message of the last line may have left.
    """
    boxes = {
        channel.name: Postbox(channel) for channel in {r.channel.name: r.channel for r in reminders}.values()
    }
    for reminder in reminders:
        if not reminder.is_to_be_sent:
            continue
        record.note(reminder.line)
        box = boxes[reminder.channel.name]
        attempt = box.deliver(reminder.text, reminder.title, reminder.recipient)
        record.note(reminder.line.at(attempt.outcome))
        said(reminder, attempt)
