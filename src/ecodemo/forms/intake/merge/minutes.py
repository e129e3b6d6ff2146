"""The minutes of a dispatch meeting into the ledger: each matter becomes an entry found at the meeting."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from ecodemo.formats.xlsx.written import Written
from ecodemo.forms.intake.import_line import Effect
from ecodemo.forms.intake.merge.ledger import take_ledger
from ecodemo.forms.intake.merge.ledger_rows import NUMBER
from ecodemo.forms.intake.merge.workbook_merge import WorkbookMerge
from ecodemo.forms.reading.entry_text import padded
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.forms.sheets_for_office import LEDGER_SHEET
from ecodemo.load.data_files import DataFiles
from ecodemo.model.message import message
from ecodemo.model.rectification import Rectification
from ecodemo.model.workspace import Workspace

MEETING = "调度会"
"""By whom such an entry was found."""
_BETWEEN = re.compile(r"[、，,；;/\n]+")
_DASHES = str.maketrans("—–－‐‑．", "-----.")


def take_minutes(merge: WorkbookMerge, found: SheetMatch, files: DataFiles) -> None:
    """Merge the sheet into the ledger; what is not taken is reported. The same minutes again change nothing."""
    given = {part.name: getattr(found, part.name) for part in fields(SheetMatch)}
    rows = {
        row: _as_entry(merge, found, row, files.ledger.record)
        for row in found.row_numbers
        if any(not found.spread_cell(row, key).is_empty for key in ("problem", "unit", "due"))
    }
    take_ledger(merge, MinutesMatch(**{**given, "sheet": LEDGER_SHEET}, entries=rows), files)


@dataclass(frozen=True, slots=True)
class MinutesMatch(SheetMatch):
    """A sheet of minutes, read as one of the ledger."""

    entries: Mapping[int, Mapping[str, Written]] = field(default_factory=dict)
    """By row, the cells of an entry as the ledger has them."""

    def cell(self, row: int, key: str) -> Written:
        return self.entries.get(row, {}).get(key, Written(""))

    def spread_cell(self, row: int, key: str) -> Written:
        return self.cell(row, key)


def _as_entry(
    merge: WorkbookMerge, found: SheetMatch, row: int, ledger: Rectification
) -> Mapping[str, Written]:
    cells = {key: found.spread_cell(row, key) for key in ("problem", "unit", "person", "due", "ask")}
    first, *others = [part.strip() for part in _BETWEEN.split(cells["unit"].text) if part.strip()] or [""]
    if merge.workspace.lookup.unit(cells["unit"].text) not in merge.workspace.units and others:
        cells["unit"] = replace(cells["unit"], value=first)
        cells["support"] = replace(cells["unit"], value="、".join(others))
    about = found.spread_cell(row, "about")
    indicator, measure, rest = _subject(merge.workspace, ledger, about.text)
    if indicator:
        cells["indicator"] = replace(about, value=indicator)
    if measure:
        cells["measure"] = replace(about, value=measure)
    problem = str(cells["problem"].value or "").strip()
    if rest and problem:
        problem = f"{problem}（{rest}）"
        cells["problem"] = replace(cells["problem"], value=problem)
    if about.text and not indicator and not rest:
        words = message("Nothing has this number; it was left out.")
        merge.say(Effect.REMARK, about.place, problem, after=about.text, words=words)
    cells["by"] = Written(cells["problem"].place, MEETING)
    cells["found"] = Written(cells["problem"].place, _found(merge, ledger, problem))
    return cells


def _found(merge: WorkbookMerge, ledger: Rectification, problem: str) -> str:
    """The day on which the matter was entered first; of a new one, that on which the minutes came."""
    alike = (entry.found for entry in ledger.rectification if (entry.by, entry.problem) == (MEETING, problem))
    return next(alike, merge.day).isoformat()


def _subject(workspace: Workspace, ledger: Rectification, text: str) -> tuple[str, str, str]:
    """Indicator and measure that a number leads to, and the number itself where it is that of a document or an entry."""
    number = re.sub(r"\s", "", text.translate(_DASHES))
    if NUMBER.fullmatch(number.upper()):
        entry = next((entry for entry in ledger.rectification if entry.no == number.upper()), None)
        if entry is not None:
            return entry.indicator or "", entry.measure or "", entry.no
    if number in workspace.indicators_by_id or any(
        indicator.no == number for indicator in workspace.indicators
    ):
        return number, "", ""
    measure = next((m for m in workspace.measures.values() if number and number in (m.no, m.id)), None)
    if measure is not None:
        holder = workspace.indicator_of_measure.get(measure.id)
        return holder.id if holder else "", measure.id, ""
    requirement = workspace.requirements.get(padded(number)) if re.fullmatch(r"\d+-\d+", number) else None
    if requirement is not None:
        holder_id = next((i.id for i in workspace.indicators if requirement in i.requirements), "")
        return holder_id, "", requirement.no
    return "", "", ""
