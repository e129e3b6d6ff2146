"""The sheet for a re-check of documents drawn by chance: two people say of each what they found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ecodemo.assess.bid import Assessment
from ecodemo.assess.stratified_draw import drawn
from ecodemo.evidence.inventory import FOLDER as EVIDENCE
from ecodemo.forms import words
from ecodemo.forms.contract import WORKBOOK_NAME, FormKind
from ecodemo.forms.export.letterhead import Letterhead
from ecodemo.forms.export.workbook_writer import workbook_content
from ecodemo.forms.sheets.sheet_table import FormBook, SheetRow, SheetTable
from ecodemo.forms.sheets_for_assessors import SAMPLE_SHEET
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.workspace import Workspace

_HASH = 12
"""Digits of a hash that people compare."""


@dataclass(frozen=True, slots=True)
class SampleForm:
    """A drawn sheet."""

    name: str
    """Of its file."""
    content: bytes
    drawn: int
    of: int


@dataclass(frozen=True, slots=True)
class _Provable:
    """A file that proves something which the bid asks for; the first that asks for it counts."""

    file: EvidenceFile
    unit: str
    number: str
    holder: str


def sample_form(
    assessment: Assessment, number: int, seed: int, letterhead: Letterhead | None = None
) -> SampleForm | None:
    """Draw from the files that prove what the bid asks for, by unit and indicator; `None` where there is none.

    Args:
        assessment: of the bid.
        number: how many to draw; all where there are fewer.
        seed: the same seed draws the same of the same files.
        letterhead: the office's own headers and footers.
    """
    workspace = assessment.workspace
    every = {provable.file.path: provable for provable in _provable(assessment)}
    if not every:
        return None
    strata: dict[tuple[str, str], list[str]] = {}
    for path, provable in every.items():
        strata.setdefault((provable.unit, provable.holder), []).append(path)
    paths = drawn(strata, number, seed)
    chosen = [provable for path, provable in every.items() if path in paths]
    title = SAMPLE_SHEET.title.format(unit=workspace.county.name)
    table = SheetTable(
        SAMPLE_SHEET,
        tuple(_row(workspace, index, provable) for index, provable in enumerate(chosen, 1)),
        title + (words.EXAMPLE if workspace.example else ""),
        words.SAMPLE_NOTE.format(of=len(every), drawn=len(chosen), seed=seed),
        remembered={"county": workspace.county.code, "seed": str(seed), "of": str(len(every))},
    )
    name = f"{WORKBOOK_NAME[FormKind.SAMPLE]}_{assessment.bid.id}_{seed}"
    book = FormBook(
        kind=FormKind.SAMPLE,
        unit=workspace.office or "",
        bid=assessment.bid.id,
        exported=assessment.today,
        name=name,
        tables=(table,),
    )
    return SampleForm(f"{name}.xlsx", workbook_content(book, letterhead), len(chosen), len(every))


def _provable(assessment: Assessment) -> Iterator[_Provable]:
    """In the order of the data, each file once, statements of 不涉及 among them."""
    seen: set[str] = set()
    for item in (*assessment.items, *assessment.excused):
        for slot in item.slots:
            for file in slot.files:
                if file.path not in seen:
                    seen.add(file.path)
                    yield _Provable(file, item.unit, item.requirement.no, item.holder.no)


def _row(workspace: Workspace, index: int, provable: _Provable) -> SheetRow:
    file = provable.file
    return SheetRow(
        file.path,
        {
            "index": index,
            "no": provable.number,
            "unit": workspace.label(provable.unit).zh,
            "years": words.years_words(file.years) or words.ONCE,
            "file": f"{EVIDENCE}/{file.path}",
            "hash": file.sha256[:_HASH] or None,
        },
    )
