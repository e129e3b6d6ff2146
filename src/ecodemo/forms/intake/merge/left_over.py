"""What people wrote into a workbook where the form asks for nothing: it is not imported, and none of it goes unsaid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ecodemo.formats.xlsx.cell_names import letters_of
from ecodemo.formats.xlsx.written import Written
from ecodemo.forms import contract, words
from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.intake.merge.ledger_rows import COLUMNS as LEDGER_COLUMNS
from ecodemo.forms.intake.merge.workbook_merge import WorkbookMerge, record_key
from ecodemo.forms.reading.entry_text import number_in
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.model.message import message

_MOST = 20
"""Lines of one kind about one sheet."""
_OWN_NOTES = ("怎么改：", words.READ_OUT)
"""What is in the notes that the tool itself puts beside cells."""
_SIGNATURES = tuple(f"{text.partition('：')[0]}：" for text in words.SIGNATURES)
_COMMENT = message(
    "Comment on the cell. It was not imported; explanations of a figure go in the column 说明."
)
_BESIDES = message("Outside the table. It was not imported.")
_SHEET = message("Not a sheet of the form. It was not imported.")


def report_left_over(merge: WorkbookMerge) -> None:
    """Comments, rows and columns that are not the form's, and sheets that are not: each with its words.

    After everything that is taken was read: rows that something is reported of already are left out.
    """
    said = {line.place for line in merge.lines}
    lines = [*_comments(merge)]
    copies = (copy for copy in merge.book.copies if copy.unit in (None, merge.file.unit))
    for found in (*merge.book.found, *copies):
        lines += list(_besides(merge, found, said))[:_MOST]
    for table in merge.book.others:
        text = "；".join(cell.text for row in table.rows for cell in row if not cell.is_empty)
        lines.append(ImportLine(Effect.REMARK, table.name, after=_short(text), words=_SHEET, is_left=True))
    merge.lines += lines


def _comments(merge: WorkbookMerge) -> Iterator[ImportLine]:
    rows = {found.table.name: found for found in (*merge.book.found, *merge.book.copies)}
    for table in merge.book.tables:
        own = [
            (position, comment)
            for position, comment in sorted(table.comments.items())
            if comment.author != words.OFFICE
            and not any(own in comment.text for own in _OWN_NOTES)
            and comment.text.strip()
        ]
        for (row, column), comment in own[:_MOST]:
            found = rows.get(table.name)
            about = record_key(found, row) if found and row in found.row_numbers else ""
            place = f"{table.name}!{letters_of(column)}{row + 1}"
            yield ImportLine(
                Effect.REMARK, place, about, after=_short(comment.text), words=_COMMENT, is_left=True
            )


def _besides(merge: WorkbookMerge, found: SheetMatch, said: set[str]) -> Iterator[ImportLine]:
    """Cells beside the columns of a sheet, and rows that are about nothing."""
    known = set(found.columns.values())
    for row in found.row_numbers:
        cells = found.table.rows[row]
        written = [cell for cell in cells if not cell.is_empty and not cell.is_formula]
        if not _is_about_nothing(merge, found, row):
            beside = [cell for place, cell in enumerate(cells) if place not in known]
            written = [cell for cell in beside if cell in written]
        elif any(cell.place in said for cell in cells if cell.place):
            continue
        text = "；".join(cell.text for cell in written if not _is_own(merge, cell))
        if text:
            yield ImportLine(
                Effect.REMARK, written[0].place, after=_short(text), words=_BESIDES, is_left=True
            )


def _is_about_nothing(merge: WorkbookMerge, found: SheetMatch, row: int) -> bool:
    """Whether a row bears nothing by which the form would find it."""
    match found.sheet.name:
        case contract.DATA | contract.DOCUMENTS | contract.ASSIGNED:
            return number_in(found.cell(row, "no")) is None
        case contract.STATEMENTS:
            return not any(sign.isdigit() for sign in found.cell(row, "no").text)
        case contract.LEDGER:
            return all(found.cell(row, column.key).is_empty for column in LEDGER_COLUMNS)
        case contract.PROBLEMS:
            return merge.has_base and not merge.was_exported(found.sheet.name, record_key(found, row))
        case _:
            return not record_key(found, row)


def _is_own(merge: WorkbookMerge, cell: Written) -> bool:
    """Whether the form itself says so: where to sign, the name of a rate that it computes."""
    measures: Iterable[str] = (m.name for m in merge.workspace.measures.values() if m.is_computed)
    indicators: Iterable[str] = (i.name for i in merge.workspace.indicators)
    units = {measure.unit for measure in merge.workspace.measures.values()}
    text = cell.text
    return text in units or text in indicators or text == "共用" or text.startswith((*_SIGNATURES, *measures))


def _short(text: str) -> str:
    line = "；".join(part.strip() for part in text.splitlines() if part.strip())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


_LONGEST = 300
"""Characters of the words that are repeated."""
