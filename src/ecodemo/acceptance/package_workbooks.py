"""The workbooks of a package: the list of everything, and the archive's list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ecodemo.acceptance import package_words as words
from ecodemo.acceptance.number_gaps import NumberGap
from ecodemo.acceptance.package_head import PackageHead
from ecodemo.acceptance.volume_lines import (
    ListedLine,
    VolumeSum,
    line_columns,
    sum_columns,
    whole_list_columns,
    whole_sum,
)
from ecodemo.acceptance.volume_papers import cover_columns, spine_columns
from ecodemo.acceptance.volumes import Volume
from ecodemo.language import Language, Speaker
from ecodemo.report.contents.report_view import Report
from ecodemo.report.tables.figure_table import township_columns
from ecodemo.report.writers.workbook import Book
from ecodemo.table import Column, TitledTable

_HERE = "./"


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """What became of a document since an earlier package."""

    what: str
    path: str


@dataclass(frozen=True, slots=True)
class SeeAlso:
    """A reference and a document that it leads to."""

    reference: str
    catalogue: str
    """What the county's own catalogue calls it."""
    title: str
    target: str
    target_catalogue: str
    target_title: str


def contents_workbook(
    head: PackageHead,
    listed: Sequence[tuple[VolumeSum, Sequence[ListedLine]]],
    report: Report,
    changes: Sequence[DocumentChange] | None = None,
    change_words: str = "",
    *,
    gaps: Sequence[NumberGap] = (),
    has_parts: bool = False,
) -> bytes:
    """00 总目录: every document with its place, the sums, references both ways, the townships' figures.

    Args:
        head: what every page says.
        listed: the volumes in their order, each with its sum and its lines.
        report: of the same state, in Chinese.
        changes: since an earlier package; they come first. `None` without one.
        change_words: the same in a sentence.
        gaps: the numbers under which nothing is filed.
        has_parts: whether there are several packages.
    """
    book = _book(head, words.ALL_LINES, evidence=_HERE)
    foot = (f"{report.data_version}  {report.tool}",)
    if changes is not None:
        columns: tuple[Column[DocumentChange], ...] = (
            Column("what", words.WHAT, lambda row: row.what, 10, "centred"),
            Column("path", words.CHANGED_FILE, lambda row: row.path, 120),
        )
        book.add(TitledTable(words.CHANGES, columns, changes, notes=(change_words,)))
    bands = tuple((f"{total.name}  {total.words}", lines) for total, lines in listed)
    book.add_long(
        TitledTable(
            words.ALL_LINES,
            whole_list_columns(has_parts=has_parts),
            bands=bands,
            notes=(words.CATALOGUE_NOTE, *foot),
        )
    )
    sums = [total for total, _ in listed]
    book.add(
        TitledTable(words.PAGE_SUMS, sum_columns(has_parts=has_parts), (*sums, whole_sum(sums)), notes=foot)
    )
    book.add_long(TitledTable(words.SEE_ALSO, _see_columns(), tuple(_references(listed))))
    speaker = Speaker(Language.ZH)
    book.add(TitledTable(words.NUMBER_GAPS, _gap_columns(speaker), gaps))
    townships = township_columns(report.townships, speaker)
    book.add(TitledTable(words.TOWNSHIPS, townships, report.township_lines, keep=4))
    return book.content(head.day)


def archive_workbook(head: PackageHead, listed: Iterable[tuple[VolumeSum, Sequence[ListedLine]]]) -> bytes:
    """归档文件目录: the nine columns alone, volume by volume, for the archive."""
    title = words.ARCHIVE_LIST.removesuffix(".xlsx")
    book = _book(head, title)
    columns = tuple(replace(column, leads_to=None) for column in line_columns())
    bands = tuple((f"{total.name}  {total.words}", lines) for total, lines in listed)
    book.add_long(TitledTable(title, columns, bands=bands))
    return book.content(head.day)


def label_workbook(head: PackageHead, volumes: Sequence[Volume]) -> bytes:
    """案卷封面和脊背: what covers and spines say, a line a volume."""
    book = _book(head, words.LABELS.removesuffix(".xlsx"))
    book.add(TitledTable(words.COVER_SHEET, cover_columns(head), volumes))
    book.add(TitledTable(words.SPINE_SHEET, spine_columns(head), volumes))
    return book.content(head.day)


def _book(head: PackageHead, name: str, evidence: str = "") -> Book:
    heading = (head.note, head.county, head.bid, head.day_words)
    return Book(heading, head.note, name=name, language=Language.ZH, evidence=evidence)


def _references(listed: Iterable[tuple[VolumeSum, Sequence[ListedLine]]]) -> Iterable[SeeAlso]:
    for _, lines in listed:
        for row in lines:
            line, called = row.line, row.line.placed.entry.reference
            if line.is_reference and not line.targets:
                yield SeeAlso(line.reference, called, line.title, line.seen, "", "")
            for target in line.targets:
                yield SeeAlso(
                    line.reference,
                    called,
                    line.title,
                    target.reference,
                    target.placed.entry.reference,
                    target.title,
                )


def _gap_columns(speaker: Speaker) -> tuple[Column[NumberGap], ...]:
    return (
        Column("number", words.GAP_HEAD, lambda gap: speaker.say(gap.label), 30),
        Column("reason", words.GAP_REASON, lambda gap: speaker.say(gap.reason), 70),
    )


def _see_columns() -> tuple[Column[SeeAlso], ...]:
    return (
        Column("reference", words.REFERENCE_HEAD, lambda row: row.reference, 12, "centred"),
        Column("catalogue", words.CATALOGUE_HEAD, lambda row: row.catalogue, 28),
        Column("title", words.TITLE, lambda row: row.title, 50),
        Column("target", words.TARGET, lambda row: row.target, 12, "centred"),
        Column("target_catalogue", words.TARGET_CATALOGUE, lambda row: row.target_catalogue, 28),
        Column("target_title", words.TARGET_TITLE, lambda row: row.target_title, 50),
    )
