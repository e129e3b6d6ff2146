"""DC110 to DC112, DC116: whether the proof says, at the place that is named, the number that was reported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pydantic_core import PydanticCustomError

from ecodemo.assess.citation import place_of
from ecodemo.model import reading
from ecodemo.model.base import read_quantity
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.finding import Problem, Ref, Severity
from ecodemo.model.message import Message, Number, listing, message
from ecodemo.model.number import rounded
from ecodemo.model.reported import Reported
from ecodemo.rules._about import about_figure
from ecodemo.rules._recognised import LOOK, please_check
from ecodemo.rules._rule import Context, rule

_COUNTS_ITS_PAGES = frozenset(("pdf", "portfolio", "ofd", "tif", "pptx", "jpg", "png", "gif", "bmp", "webp"))
"""Word and WPS only write down how many pages it were the last time somebody looked."""
_WORKBOOKS_NOT_READ = frozenset(("xls", "xlsb", "ods"))
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_WITH_UNIT = re.compile(r"([+-]?\d[\d,]*(?:\.\d+)?[万亿]?)\s*([^\d\s]*)")
_PER_CENT = "%"
_SHOWN = 40
_WORDS = frozenset(
    (reading.EMPTY, reading.NO_SUCH_PLACE, reading.NOT_COMPUTED, reading.ERROR, reading.NOT_SEARCHABLE)
)


@rule("DC110", "proof-differs", Severity.ERROR, on=Reported)
def proof_differs(reported: Reported, context: Context) -> Iterator[Problem]:
    """The cell that is named holds another number than was reported (数据不一致)."""
    value, measure = reported.observation.value, context.workspace.measures[reported.observation.measure]
    readings = _readings(reported, context) if reported.observation.cell else []
    numbers = [(file, text) for file, text in readings if _number(text) is not None]
    if value is None or not numbers or any(agrees(text, value, measure.unit) for _, text in numbers):
        return
    file, text = numbers[0]
    yield Problem(
        reported.value_ref,
        message(
            "{measure} {years}: reported {value}, but {cell} of {file} contains {found}.",
            measure=measure.label,
            years=listing(str(reported.observation.year)),
            value=Number(value, None, measure.unit),
            cell=reported.observation.cell,
            file=file.name,
            found=text,
        ),
        about_figure(reported, context),
        message(
            "Determine which is correct; correct the other, citing its document. Never change an ended year to make it match."
        ),
        related=(Ref("evidence", file.path),),
    )


@rule("DC111", "proof-place-missing", Severity.ERROR, on=Reported)
def proof_place_missing(reported: Reported, context: Context) -> Iterator[Problem]:
    """The cell or page that is named does not exist, or has no number."""
    if reported.observation.value is None or not place_of(reported.observation):
        return
    readings = _readings(reported, context)
    faults = [(file, fault) for file, text in readings if (fault := _fault(text, reported, file))]
    if not faults or len(faults) < len(readings):
        return
    file, (what, hint) = faults[0]
    yield Problem(
        Ref("observation", reported.ref.id, ("cell" if reported.observation.cell else "page",)),
        what,
        about_figure(reported, context),
        hint,
        related=(Ref("evidence", file.path),),
    )


@rule("DC112", "figure-not-on-page", Severity.WARNING, on=Reported)
def figure_not_on_page(reported: Reported, context: Context) -> Iterator[Problem]:
    """The reported number is not on the page that is named."""
    value, page = reported.observation.value, reported.observation.page
    if value is None or page is None or reported.observation.cell:
        return
    measure = context.workspace.measures[reported.observation.measure]
    readings = _readings(reported, context)
    if any(_holds(text, value, measure.unit) for _, text in readings):
        return
    if scans := [file for file, text in readings if text == reading.NOT_SEARCHABLE]:
        yield from _not_recognised(reported, value, scans, context)
        return
    for file, text in readings:
        if not _is_word(text) and not _is_beyond(file, page):
            yield Problem(
                Ref("observation", reported.ref.id, ("page",)),
                message(
                    "{measure} {years}: {value} is not on page {page} of {file}.",
                    measure=measure.label,
                    years=listing(str(reported.observation.year)),
                    value=Number(value, None, measure.unit),
                    page=page,
                    file=file.name,
                ),
                about_figure(reported, context),
                message("Check and correct the page or the number; count from the first page of the file."),
                related=(Ref("evidence", file.path),),
            )
            return


def _not_recognised(
    reported: Reported, value: Decimal, scans: list[EvidenceFile], context: Context
) -> Iterator[Problem]:
    """The figure was looked for in the recognised words of its page, and found in no file of the proof."""
    measure, page = context.workspace.measures[reported.observation.measure], reported.observation.page
    place = place_of(reported.observation)
    read = [
        (file, file.recognised) for file in scans if file.recognised and page not in file.recognised.faults
    ]
    if len(read) < len(scans) or any(one.found(place, value, measure.unit) != "" for _, one in read):
        return
    for file, _ in read:
        if file.path not in context.accepted:
            yield Problem(
                Ref("observation", reported.ref.id, ("page",)),
                please_check(
                    message(
                        "{measure} {years}: {value} is not on page {page} of {file}.",
                        measure=measure.label,
                        years=listing(str(reported.observation.year)),
                        value=Number(value, None, measure.unit),
                        page=page or 0,
                        file=file.name,
                    )
                ),
                about_figure(reported, context),
                LOOK,
                related=(Ref("evidence", file.path),),
            )
            return


@rule("DC116", "cell-not-compared", Severity.WARNING, on=Reported)
def cell_not_compared(reported: Reported, context: Context) -> Iterator[Problem]:
    """The cell that is named is in a workbook whose cells are not read, so nobody has compared it."""
    cell = reported.observation.cell
    if reported.observation.value is None or not cell or _readings(reported, context):
        return
    unread = (f for f in context.citations.of(reported) if f.facts and f.facts.kind in _WORKBOOKS_NOT_READ)
    for file in unread:
        yield Problem(
            Ref("observation", reported.ref.id, ("cell",)),
            message(
                "{cell} of {file} was not compared: cells of this workbook format cannot be read.",
                cell=cell,
                file=file.name,
            ),
            about_figure(reported, context),
            message("Save it as xlsx (另存为xlsx) and file that, or check the figure by hand."),
            related=(Ref("evidence", file.path),),
        )
        return


def agrees(written: str, value: Decimal, unit: str) -> bool:
    """Whether a number as written in a cell is the reported one.

    A share may be written as 0.924 for 92.4%. A longer number agrees when, rounded half up, it gives the reported one.
    """
    found = _number(written)
    if found is None:
        return False
    number, suffix = found
    if suffix == _PER_CENT and unit != _PER_CENT:
        number /= 100
    candidates = (number, number * 100) if unit == _PER_CENT and suffix != _PER_CENT else (number,)
    exponent = value.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return any(candidate == value or rounded(candidate, decimals) == value for candidate in candidates)


def _number(written: str) -> tuple[Decimal, str] | None:
    """The number in a cell's text and the unit after it; `None` for words, and for texts with several numbers."""
    found = _WITH_UNIT.fullmatch(written.translate(_FULL_WIDTH).strip())
    if found is None:
        return None
    try:
        return read_quantity(found[1]), found[2]
    except PydanticCustomError:
        return None


def _readings(reported: Reported, context: Context) -> list[tuple[EvidenceFile, str]]:
    """The content of the named place in each file of the proof where it is known."""
    place, page = place_of(reported.observation), reported.observation.page
    found = []
    for file in context.citations.of(reported) if place else ():
        if page is not None and _is_beyond(file, page):
            found.append((file, reading.NO_SUCH_PLACE))
            continue
        text = file.readings.get(place)
        is_no_workbook = text == reading.NOT_SEARCHABLE and reported.observation.cell
        if text is not None and not is_no_workbook:
            found.append((file, text))
    return found


def _is_beyond(file: EvidenceFile, page: int) -> bool:
    facts = file.facts
    if facts is None or facts.pages is None or facts.kind not in _COUNTS_ITS_PAGES:
        return False
    return page > facts.pages


def _holds(text: str, value: Decimal, unit: str) -> bool:
    return any(agrees(word, value, unit) for word in text.split())


def _is_word(text: str) -> bool:
    return text in _WORDS


def _fault(text: str, reported: Reported, file: EvidenceFile) -> tuple[Message, Message] | None:
    """Why there is no number at the place, and what to do."""
    page, cell = reported.observation.page, reported.observation.cell
    if not cell:
        return _fault_of_page(text, page or 0, file)
    match text:
        case reading.NO_SUCH_PLACE:
            return (
                message("{file} has no cell {cell}.", cell=cell, file=file.name),
                message("Cite it as sheet!cell, such as 汇总!C40, with the sheet name from its tab."),
            )
        case reading.EMPTY:
            return (
                message("{cell} of {file} is empty.", cell=cell, file=file.name),
                message("Open it and cite the cell with the number; in merged cells, the first one."),
            )
        case reading.ERROR:
            return (
                message("{cell} of {file} contains an error, such as #REF!.", cell=cell, file=file.name),
                message("Return it; the formula must be fixed and the table resubmitted."),
            )
        case reading.NOT_COMPUTED:
            return (
                message("The formula in {cell} of {file} has no computed result.", cell=cell, file=file.name),
                message("Open it in WPS or Excel, save it once, and file it again."),
            )
        case _ if _number(text) is None:
            return (
                message(
                    "{cell} of {file} contains “{text}”, not a number.",
                    cell=cell,
                    file=file.name,
                    text=text[:_SHOWN],
                ),
                message("Cite the cell that contains the number."),
            )
        case _:
            return None


def _fault_of_page(text: str, page: int, file: EvidenceFile) -> tuple[Message, Message] | None:
    if text == reading.NO_SUCH_PLACE:
        return (
            message("{file} has no page {page}.", file=file.name, page=page),
            message("Count from the first page of the file; printed page numbers do not count."),
        )
    if text == reading.EMPTY:
        return (
            message("Page {page} of {file} is blank.", page=page, file=file.name),
            message("Cite the page with the number; if it was scanned blank, scan it again."),
        )
    return None


RULES = (proof_differs, proof_place_missing, figure_not_on_page, cell_not_compared)
