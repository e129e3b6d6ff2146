"""What each unit is to check before the circular: the marks that count against it, and its objections so far."""

from __future__ import annotations

from collections.abc import Iterator

from ecodemo.assess.bid import Assessment
from ecodemo.assess.timeliness import ItemTiming
from ecodemo.forms.sheets.objection_sheet import MarkToCheck
from ecodemo.forms.words import CHINESE
from ecodemo.model.message import Message, message
from ecodemo.model.objection import CountedMark, Objection
from ecodemo.report.contents.written_years import years_in_words
from ecodemo.supervise.counted_marks import counted_marks, counted_words
from ecodemo.supervise.objection_rows import objection_row, objections_known
from ecodemo.supervise.supervision_view import ObjectionRow

_NOT_BY_YEAR = "—"


def marks_to_check(assessment: Assessment, unit: str) -> Iterator[MarkToCheck]:
    """The marks of a unit in the order of the circular; behind them the objections whose mark is gone."""
    rows = [
        (entry, objection_row(entry, assessment, CHINESE))
        for entry in objections_known(assessment)
        if entry.unit == unit
    ]
    latest = {(entry.requirement, entry.years): (entry, row) for entry, row in rows}
    timings: tuple[ItemTiming, ...] = next((its.timings for its in assessment.units if its.unit == unit), ())
    for mark in counted_marks(timings, assessment.today):
        no = mark.timing.item.requirement.no
        entry, row = latest.pop((no, mark.years), (None, None))
        is_the_same = entry is not None and entry.counted.is_like(mark.counted)
        yield _mark(assessment, no, mark.years, mark.counted, entry if is_the_same else None, row)
    for entry, row in latest.values():
        yield _mark(assessment, entry.requirement, entry.years, entry.counted, entry, row)


def _mark(
    assessment: Assessment,
    no: str,
    years: tuple[int, ...],
    counted: CountedMark,
    entry: Objection | None,
    row: ObjectionRow | None,
) -> MarkToCheck:
    return MarkToCheck(
        no=no,
        name=assessment.workspace.requirements[no].name,
        years=years,
        years_words=years_in_words(years, CHINESE) or _NOT_BY_YEAR,
        counted=counted,
        situation=CHINESE.say(counted_words(counted)),
        objection=entry,
        decision=CHINESE.say(_decision(row)) if row else "",
    )


def _decision(row: ObjectionRow) -> Message:
    if row.state == "open":
        return message("{state}", state=row.state_words)
    if row.state == "granted":
        return message(
            "{state}: {reason}; now: {now}", state=row.state_words, reason=row.decision_reason, now=row.is_now
        )
    return message("{state}: {reason}", state=row.state_words, reason=row.decision_reason)
