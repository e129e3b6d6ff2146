"""The part of the draft on documents: how many are owed and there, what is missing, sent back or not involved."""

from __future__ import annotations

from collections.abc import Iterator

from ecodemo.forms import words
from ecodemo.forms.contract import NOT_INVOLVED
from ecodemo.forms.draft import draft_words as say
from ecodemo.forms.draft.unit_data import OwnData, is_unverified
from ecodemo.forms.sheets.document_sheet import years_asked
from ecodemo.model.indicator import Indicator
from ecodemo.paper.parts import Grid, GridColumn, Paragraph, Part, Style


def document_parts(own: OwnData) -> Iterator[Part]:
    """The counts, what does not concern the unit, and the list of what is missing or was sent back."""
    required = [timing for timing in own.timings if timing.item.is_required]
    support = [timing for timing in own.timings if not timing.item.is_required]
    if required:
        yield Paragraph(_counts(own, len(required)))
    else:
        yield Paragraph(say.NO_DOCUMENTS.format(we=own.we))
    if support:
        there = sum(timing.item.is_there for timing in support)
        yield Paragraph(say.SUPPORT_TEXT.format(asked=len(support), there=there))
    yield from _not_involved(own)
    if not required:
        return
    if any(
        isinstance(t.item.holder, Indicator) and is_unverified(t.item.holder, "requirements")
        for t in required
    ):
        yield Paragraph(say.DOCUMENTS_UNVERIFIED, Style.NOTE)
    rows = tuple(_lacking(own))
    if not rows:
        yield Paragraph(say.NOTHING_MISSING)
        return
    yield Paragraph(say.MISSING_CAPTION.format(unit=own.unit.name), Style.CAPTION)
    yield Grid(
        (
            GridColumn(say.NO, 15),
            GridColumn(say.NAME, 40),
            GridColumn(say.YEARS, 24),
            GridColumn(say.STATE, 55),
            GridColumn(say.DUE, 22),
        ),
        rows,
    )


def _counts(own: OwnData, asked: int) -> str:
    missing = len(own.lacking)
    required = (timing.item for timing in own.timings if timing.item.is_required)
    waived = sum(item.is_complete and not item.is_there for item in required)
    today = own.assessment.today
    not_due = sum(timing.item.due is not None and timing.item.due >= today for timing in own.lacking)
    return say.DOCUMENTS_TEXT.format(
        we=own.we,
        asked=asked,
        there=asked - missing - waived,
        waived=say.WAIVED.format(count=waived) if waived else "",
        missing=missing,
        returned=len(own.returned),
        not_due=say.NOT_DUE.format(count=not_due) if not_due else "",
    )


def _not_involved(own: OwnData) -> Iterator[Part]:
    """What was recognised is not owed any more; what was only declared is, and says so."""
    workspace = own.assessment.workspace
    recognised = [
        entry.requirement
        for entry in workspace.waivers.not_involved
        if entry.requirement
        and entry.unit in (own.unit.id, None)
        and own.unit.id in workspace.owing(workspace.requirements[entry.requirement])
        and own.assessment.figures.recognitions.of_requirement(entry.requirement, own.unit.id)
    ]
    declared = [row.about for row in own.documents.rows if row.contents.get("state") == NOT_INVOLVED]
    for pattern, numbers in ((say.NOT_INVOLVED_TEXT, recognised), (say.DECLARED_TEXT, declared)):
        if numbers:
            names = (say.NUMBERED_NAME.format(no=no, name=workspace.requirements[no].name) for no in numbers)
            yield Paragraph(pattern.format(count=len(numbers), names="、".join(names)))


def _lacking(own: OwnData) -> Iterator[tuple[str, ...]]:
    """As the sheet of documents says it."""
    rows = {row.about: row.contents for row in own.documents.rows}
    named = {timing.item.requirement.no for timing in (*own.lacking, *own.returned)}
    for timing in own.timings:
        requirement = timing.item.requirement
        if requirement.no not in named or not timing.item.is_required:
            continue
        contents = rows[requirement.no]
        received = str(contents.get("received") or "")
        is_returned = timing in own.returned
        said = (
            received if timing in own.lacking else "",
            str(contents.get("review") or "") if is_returned else "",
        )
        yield (
            requirement.no,
            requirement.name,
            years_asked(timing.item),
            "；".join(part for part in said if part) or say.NOT_HANDED_IN,
            words.day_words(timing.item.due, own.assessment.today) if timing.item.due else "",
        )
