"""The papers of volumes: the list of each, the table of vetoes, and what the archive sticks on boxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ecodemo.acceptance import package_words as words
from ecodemo.acceptance.package_head import PackageHead
from ecodemo.acceptance.volume_lines import ListedLine, line_columns, sum_of
from ecodemo.acceptance.volumes import Volume
from ecodemo.paper.parts import (
    FormCell,
    FormTable,
    Grid,
    GridColumn,
    PageBreak,
    Paper,
    Paragraph,
    Part,
    Style,
)
from ecodemo.report.contents.verdict_view import VetoRow
from ecodemo.report.papers.composition import grid
from ecodemo.table import Column

_COVER = (25, 75)
_COVER_WIDTHS = {
    words.FONDS: 16,
    words.FONDS_NAME: 24,
    words.YEAR: 8,
    words.PERIOD: 16,
    words.SUBJECT: 34,
    words.ROW_NO: 9,
    words.FILED_BY: 20,
    words.DAYS: 20,
    words.NUMBERS: 20,
    words.AMOUNT: 22,
    words.SECRECY: 6,
}
_SPINES = (30, 27, 40, 27, 50)
"""Millimetres of three spines and of what is cut away between them: together the text of a form's page."""


def list_paper(head: PackageHead, volume: Volume, lines: Iterable[ListedLine]) -> Paper:
    """卷内目录 of a volume, nine columns wide."""

    def parts() -> Iterator[Part]:
        yield Paragraph(words.LIST_TITLE, Style.TITLE)
        yield from _note(head)
        place = words.LIST_PLACE.format(office=head.office, year=head.year, volume=volume.name)
        yield Paragraph(place, Style.CAPTION, keeps_next=True)
        yield grid(line_columns(), lines)
        said = sum_of(volume)
        yield Paragraph(f"{said.words}。", Style.NOTE)
        if said.without_pages:
            yield Paragraph(words.UNCOUNTED, Style.NOTE)
        if volume.gaps:
            gaps = words.BETWEEN_BOXES.join(gap.words for gap in volume.gaps)
            yield Paragraph(words.GAPS.format(gaps=gaps), Style.NOTE)

    return _numbered(words.LIST_TITLE, parts(), is_wide=True)


def veto_paper(head: PackageHead, vetoes: Iterable[VetoRow]) -> Paper:
    """All vetoes on one table: condition, conclusion, period and proof."""
    shares = (6, 44, 18, 28, 34)
    columns = tuple(GridColumn(name, share) for name, share in zip(words.VETO_HEADS, shares, strict=True))
    rows = tuple(
        (
            row.no,
            row.text,
            row.answer_label,
            row.period,
            row.document_title if row.proven else words.NO_DOCUMENT,
        )
        for row in vetoes
    )
    title = Paragraph(words.VETO_TITLE, Style.TITLE)
    return _numbered(words.VETO_TITLE, (title, *_note(head), Grid(columns, rows)))


def cover_paper(head: PackageHead, volumes: Iterable[Volume]) -> Paper:
    """A cover a volume; its first five lines are those of DA/T 22-2015, the others are practice."""

    def parts() -> Iterator[Part]:
        yield from _note(head)
        for place, volume in enumerate(volumes):
            if place:
                yield PageBreak()
            yield Paragraph(words.ARCHIVE_TITLE.format(county=head.county), Style.TITLE)
            yield Paragraph(volume.title, Style.TITLE)
            yield Paragraph("", Style.NOTE)
            yield FormTable(
                _COVER,
                tuple(
                    (FormCell(label, Style.HEAD_CELL), FormCell(text, Style.CELL))
                    for label, text in _cover_lines(head, volume)
                ),
            )

    title = words.COVERS.removesuffix(".docx")
    return Paper(title, title, tuple(parts()), is_form=True, sheet="letter")


def spine_paper(head: PackageHead, volumes: Iterable[Volume]) -> Paper:
    """A page of spines a volume, for boxes of three thicknesses, to be cut out."""

    def parts() -> Iterator[Part]:
        yield from _note(head)
        for place, volume in enumerate(volumes):
            if place:
                yield PageBreak()
            yield Paragraph(words.SPINE_NOTE, Style.CAPTION)
            yield FormTable(_SPINES, tuple(_spine_rows(head, volume)))

    title = words.SPINES.removesuffix(".docx")
    return Paper(title, title, tuple(parts()), is_form=True)


def cover_columns(head: PackageHead) -> tuple[Column[Volume], ...]:
    """What the covers say, a column a line: for programs that print labels from a workbook."""
    return tuple(_cover_column(head, label, width) for label, width in _COVER_WIDTHS.items())


def _cover_column(head: PackageHead, label: str, width: int) -> Column[Volume]:
    return Column(label, label, lambda volume: dict(_cover_lines(head, volume)).get(label, ""), width)


def spine_columns(head: PackageHead) -> tuple[Column[Volume], ...]:
    """What the spines say, a column a line."""
    return (
        Column("fonds", words.FONDS, lambda _: words.TO_FILL_IN, 14),
        Column("year", words.YEAR, lambda _: str(head.year), 8, "centred"),
        Column("period", words.PERIOD, lambda _: words.TO_FILL_IN, 14),
        Column("title", words.TITLE, lambda volume: volume.title, 50),
        Column("numbers", words.NUMBERS, _numbers, 24),
        Column("boxes", words.BOX_NO, lambda volume: words.BETWEEN_BOXES.join(volume.boxes), 12, "centred"),
    )


def _cover_lines(head: PackageHead, volume: Volume) -> Iterator[tuple[str, str]]:
    yield words.FONDS, words.FILL_IN_FONDS
    yield words.FONDS_NAME, head.office
    yield words.YEAR, words.YEAR_WORD.format(year=head.year)
    yield words.PERIOD, words.FILL_IN_PERIOD
    yield words.SUBJECT, volume.name
    if volume.row:
        yield words.ROW_NO, words.ROW_WORD.format(no=volume.row.row.no)
    yield words.FILED_BY, words.BETWEEN_BOXES.join(volume.leads) or head.office
    days = sorted(line.day for line in volume.files if line.day)
    yield words.DAYS, words.FROM_TO.format(first=days[0], last=days[-1]) if days else words.TO_FILL_IN
    yield words.NUMBERS, _numbers(volume)
    yield words.AMOUNT, _amount(volume)
    yield words.SECRECY, words.BETWEEN_BOXES.join(_secrecy(volume)) or words.NO_SECRECY


def _amount(volume: Volume) -> str:
    said = sum_of(volume)
    amount = words.AMOUNT_WORDS.format(files=said.files, pages=said.pages)
    if not said.without_pages:
        return amount
    return words.UNCOUNTED_FILES.format(amount=amount, unknown=said.without_pages)


def _spine_rows(head: PackageHead, volume: Volume) -> Iterator[tuple[FormCell, ...]]:
    upright = "\n".join(volume.title)
    for text, style in (
        (words.FONDS, Style.SMALL_HEAD_CELL),
        (words.TO_FILL_IN, Style.CENTRED_CELL),
        (words.YEAR, Style.SMALL_HEAD_CELL),
        (str(head.year), Style.CENTRED_CELL),
        (words.PERIOD, Style.SMALL_HEAD_CELL),
        (words.TO_FILL_IN, Style.CENTRED_CELL),
        (upright, Style.CENTRED_CELL),
        (words.NUMBERS, Style.SMALL_HEAD_CELL),
        (_numbers(volume).replace("至", "\n至\n"), Style.CENTRED_CELL),
        (words.BOX_NO, Style.SMALL_HEAD_CELL),
        (words.BETWEEN_BOXES.join(volume.boxes), Style.CENTRED_CELL),
    ):
        cell, gap = FormCell(text, style), FormCell("", style)
        yield cell, gap, cell, gap, cell


def _numbers(volume: Volume) -> str:
    files = volume.files
    if not files:
        return ""
    return words.FROM_TO.format(first=files[0].reference, last=files[-1].reference)


def _secrecy(volume: Volume) -> list[str]:
    return list(dict.fromkeys(line.secrecy for line in volume.files if line.secrecy))


def _numbered(title: str, parts: Iterable[Part], *, is_wide: bool = False) -> Paper:
    return Paper(title, title, tuple(parts), is_form=True, sheet="handout", is_wide=is_wide)


def _note(head: PackageHead) -> Iterator[Paragraph]:
    if head.note:
        yield Paragraph(head.note, Style.EXAMPLE)
