"""The 通报 on what units submitted: counts, problems by name, two rankings, and every mark with its days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ecodemo.language import Speaker
from ecodemo.model.message import Message, message
from ecodemo.model.organisation import UnitKind
from ecodemo.paper.parts import Colophon, Paper, Paragraph, Part, Style
from ecodemo.report.contents.delivery_view import UnitRow
from ecodemo.report.papers.blocks import Blocks
from ecodemo.report.papers.composition import example_notice, grid, on_one_line, paper_of, speaker_of
from ecodemo.report.papers.outline import numbered
from ecodemo.report.tables.return_table import reason_columns
from ecodemo.report.tables.unit_table import unit_columns
from ecodemo.supervise.supervision_table import (
    SupervisionMark,
    correction_columns,
    mark_columns,
    marks_of_items,
    reasons_of,
)
from ecodemo.supervise.supervision_view import StandingWord, Supervision, UnitSupervision
from ecodemo.table import Column, pick

_MARKED: tuple[StandingWord, ...] = ("overdue", "returned, overdue", "returned", "submitted late")
_COUNTS = ("due", "on_time", "late_done", "overdue", "returned", "share")
_KINDS = (UnitKind.TOWNSHIP.value, UnitKind.DEPARTMENT.value)


def circular_paper(supervision: Supervision, template_folder: str | None = None) -> Paper:
    """The circular in the language of the view.

    Raises:
        EcodemoError: a block of the workspace's own is not right.
    """
    circular = on_one_line(supervision)
    name = f"circular-{circular.bid_id}-{circular.today}"
    parts = numbered(_parts(circular, template_folder), speaker_of(circular).language)
    return paper_of(name, parts, circular.language)


def _parts(circular: Supervision, template_folder: str | None) -> Iterator[Part]:
    speaker = speaker_of(circular)
    by_kind = {kind: [u for u in circular.ranked if u.standing.kind == kind] for kind in _KINDS}
    marks = tuple(_marks(circular.units, speaker))
    has_reasons = any(reason.kind for reason in circular.reasons)
    tables = _table_numbers(
        {
            **by_kind,
            "marks": marks,
            "reasons": circular.reasons if has_reasons else (),
            "corrections": circular.corrections,
        }
    )
    data = {"circular": circular.model_dump(mode="json"), "tables": tables}
    blocks = Blocks("circular", circular.language, template_folder, data)
    say = blocks.parts
    yield from say("title")
    yield from example_notice(circular)
    yield from say("recipient", Style.RECIPIENT)
    for block in ("introduction", "overall", "problems", "requests"):
        yield from say(block)
    is_defined = False
    for kind, units in by_kind.items():
        if units:
            yield from say("ranking", Style.CAPTION, kind=kind)
            yield replace(grid(ranking_columns(speaker), units), is_small=True)
            yield from say("ranking-note", Style.NOTE, is_defined=is_defined)
            is_defined = True
    if marks:
        yield from say("marks", Style.CAPTION)
        columns = pick(mark_columns(speaker), "unit", "no", "what", "years", "due", "received", "situation")
        yield replace(grid(columns, marks), is_small=True)
        yield from say("marks-note", Style.NOTE)
    if has_reasons:
        yield from say("reasons", Style.CAPTION)
        yield replace(grid(reason_columns(speaker), reasons_of(circular.units)), is_small=True)
    if circular.corrections:
        yield from say("corrections", Style.CAPTION)
        yield replace(grid(correction_columns(speaker), circular.corrections), is_small=True)
    yield from say("signature", Style.SIGNATURE)
    yield Paragraph(circular.today_words, Style.DATE)
    yield Colophon(blocks.line("copies"), blocks.line("issuer"), blocks.line("issued"))


def _table_numbers(tables: dict[str, Sequence[object]]) -> dict[str, int]:
    """The numbers of the tables that there are, from 1; 0 where there is none."""
    there = [name for name, rows in tables.items() if rows]
    return {name: there.index(name) + 1 if name in there else 0 for name in tables}


def ranking_columns(speaker: Speaker) -> tuple[Column[UnitSupervision], ...]:
    """The ranking of one kind of units, equal ranks named as such."""
    *shown, longest = (
        column.over(_standing) for column in pick(unit_columns(speaker), "name", *_COUNTS, "longest")
    )
    rank: Column[UnitSupervision] = Column(
        "rank", speaker.text("Rank"), lambda unit: speaker.say(_rank(unit)), 15, "centred"
    )
    dashed: Column[UnitSupervision] = Column(
        "longest", longest.head, lambda unit: unit.standing.longest or "—", 10, "number"
    )
    return (rank, *shown, dashed)


def _standing(unit: UnitSupervision) -> UnitRow:
    return unit.standing


def _rank(unit: UnitSupervision) -> Message:
    rank = unit.standing.rank
    if rank is None:
        return message("not ranked")
    return message("{rank} (shared)", rank=rank) if unit.shared else message("{rank}", rank=rank)


def _marks(units: Iterable[UnitSupervision], speaker: Speaker) -> Iterator[SupervisionMark]:
    """Overdue, returned and late documents of all units, the most serious first."""
    marked = [
        (unit.standing.name, item)
        for unit in units
        for item in (*unit.items, *unit.late)
        if item.standing in _MARKED
    ]
    for name, item in sorted(marked, key=lambda mark: (_MARKED.index(mark[1].standing), -mark[1].days_late)):
        yield from marks_of_items(name, [item], speaker)
