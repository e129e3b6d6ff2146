"""The words for a finding, the same wherever it is printed."""

from __future__ import annotations

from collections.abc import Iterator

from ecodemo.language import Language, Speaker
from ecodemo.model.message import counted, message
from ecodemo.report.contents.finding_view import FindingRow


def place(finding: FindingRow, speaker: Speaker) -> str:
    """file:line:column, or the file where it is the file as a whole."""
    if not finding.file:
        return speaker.text("(unknown location)")
    return f"{finding.file}:{finding.line}:{finding.column}" if finding.line else finding.file


def related_words(finding: FindingRow, speaker: Speaker, most: int | None = None) -> str:
    """Its other places, `most` of them by name; empty where it has one."""
    if not finding.related:
        return ""
    named = finding.related[:most]
    more = len(finding.related) - len(named)
    tail = speaker.text(" and {more} more").format(more=more) if more else ""
    return speaker.text("see also {places}").format(places=", ".join(named)) + tail


def due_words(finding: FindingRow, speaker: Speaker) -> str:
    """By when it has to be done and how late that is; empty where nothing is due."""
    if not finding.due:
        return ""
    due = speaker.text("due {day}").format(day=finding.due)
    if finding.overdue_days:
        due += speaker.say(
            message(", {days} overdue", days=counted(finding.overdue_days, "{n} day", "{n} days"))
        )
    return due


def waived_words(finding: FindingRow, speaker: Speaker) -> str:
    """By whom and why it was waived; empty where it was not."""
    return speaker.text("waived: {why}").format(why=finding.waived_by) if finding.waived_by else ""


def sentences_of(finding: FindingRow, speaker: Speaker) -> Iterator[str]:
    """The unit and what was found, how to fix it, and by when: a line each."""
    between = "：" if speaker.language is Language.ZH else ": "
    yield f"{finding.unit_name}{between}{finding.message}" if finding.unit_name else finding.message
    yield from (line for line in (finding.hint, due_words(finding, speaker)) if line)
