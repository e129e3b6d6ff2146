"""The sheet for a re-check of documents drawn from many counties, and what the number of wrong ones says of all.

It belongs to no workspace, so it is not imported: the second sheet has the bound for each number of wrong documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from ecodemo.assess.hypergeometric_bound import most_wrong, upper_bound
from ecodemo.evidence.inventory import FOLDER as EVIDENCE
from ecodemo.forms import words
from ecodemo.forms.contract import WORKBOOK_NAME, Content, FormKind
from ecodemo.forms.export.workbook_writer import workbook_content
from ecodemo.forms.sheets.sheet_table import FormBook, SheetRow, SheetTable
from ecodemo.forms.sheets_for_assessors import BOUND_SHEET, COUNTIES_SAMPLE_SHEET
from ecodemo.model.number import plain

_MOST_SHOWN = 20
"""Wrong documents up to which the bound is shown: with more nobody asks for it."""


def counties_sample_form(
    documents: Iterable[Mapping[str, str]],
    *,
    of: int,
    counties: int,
    unjudged: int,
    seed: int,
    day: date,
    province: str,
    example: bool,
) -> tuple[str, bytes]:
    """The workbook for two people, and the name of its file.

    Args:
        documents: drawn ones: code, county, requirement, unit, year, path and sha256.
        of: how many they were drawn from.
        counties: those they were drawn from.
        unjudged: those that nothing could be drawn from.
        seed: of the draw.
        day: the latest by which a county was judged.
        province: its name; empty for several.
        example: some of the values are made up.
    """
    rows = tuple(_row(place, document) for place, document in enumerate(documents, 1))
    lost = words.NOT_DRAWN_FROM.format(count=unjudged) if unjudged else ""
    note = words.COUNTIES_SAMPLE_NOTE.format(
        counties=counties, of=of, drawn=len(rows), seed=seed, unjudged=lost
    )
    title = COUNTIES_SAMPLE_SHEET.title.format(unit=province) + (words.EXAMPLE if example else "")
    name = f"{WORKBOOK_NAME[FormKind.SAMPLE_OF_COUNTIES]}_{day.isoformat()}_{seed}"
    book = FormBook(
        kind=FormKind.SAMPLE_OF_COUNTIES,
        unit="",
        bid="",
        exported=day,
        name=name,
        tables=(
            SheetTable(COUNTIES_SAMPLE_SHEET, rows, title, note),
            SheetTable(BOUND_SHEET, _bounds(of, len(rows)), BOUND_SHEET.title, BOUND_SHEET.note),
        ),
    )
    return f"{name}.xlsx", workbook_content(book)


def _row(place: int, document: Mapping[str, str]) -> SheetRow:
    contents: dict[str, Content] = {
        "index": place,
        "county": document["county"],
        "no": document["requirement"],
        "unit": document["unit"],
        "years": document["year"].replace(",", "、") or words.ONCE,
        "file": f"{EVIDENCE}/{document['path']}",
        "hash": document["sha256"],
    }
    return SheetRow(f"{document['code']}/{document['path']}", contents)


def _bounds(of: int, drawn: int) -> tuple[SheetRow, ...]:
    return tuple(
        SheetRow(
            str(wrong),
            {
                "wrong": wrong,
                "most": most_wrong(of, drawn, wrong),
                "bound": f"{plain(upper_bound(of, drawn, wrong) * 100, 2)}%",
            },
        )
        for wrong in range(min(drawn, _MOST_SHOWN) + 1)
    )
