"""A difference as a paper: the same for a terminal and for Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from ecodemo.history.diff_words import DiffWords
from ecodemo.language import Speaker
from ecodemo.model.workspace import Workspace
from ecodemo.paper.parts import Paper, Paragraph, Part, Points, Style
from ecodemo.report.diff_view import Diff


def diff_paper(diff: Diff, workspace: Workspace, speaker: Speaker) -> Paper:
    """The paper, with the names of a workspace."""
    words = DiffWords(diff, workspace, speaker.language)
    name = f"diff-{diff.before.day}-{diff.after.day}"
    return Paper(name, speaker.say(words.title), tuple(_parts(words, speaker)))


def _parts(words: DiffWords, speaker: Speaker) -> Iterator[Part]:
    say = speaker.say
    yield Paragraph(say(words.title), Style.TITLE)
    yield from (Paragraph(say(remark)) for remark in words.remarks())
    sections = tuple(words.sections())
    if not sections:
        yield Paragraph(speaker.text("Nothing changed."))
    for section in sections:
        yield Paragraph(say(section.head), Style.HEADING)
        yield Points(tuple(Paragraph(say(line), Style.POINT) for line in section.lines))
