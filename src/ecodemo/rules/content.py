"""EV109 to EV116: whether a file is a document by its content, and of the time that it is to prove."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ecodemo.assess.bid import Assessment
from ecodemo.assess.shelf import is_blank
from ecodemo.model.evidence import Condition, EvidenceFile, Facts
from ecodemo.model.finding import Problem, Ref, Severity
from ecodemo.model.message import Message, listing, message
from ecodemo.model.progress import Document
from ecodemo.model.recognised import Candidate, HeadKind, PageFault
from ecodemo.model.requirement import Form
from ecodemo.rules._about import PICTURED, about_document, about_file, form_asked
from ecodemo.rules._recognised import FAULTS, PAGES_NAMED, pages_named, place_on_page, please_check
from ecodemo.rules._rule import Context, rule
from ecodemo.rules.file_formats import MACROS, PICTURES, SUFFIXES, UNSUITABLE

_SHORTER_SIDE, _LONGER_SIDE = 300, 400
"""Pixels. The tool's own: smaller pictures are the previews that chat programs show, not the photographs."""
_BYTES_PER_PIXEL = 0.03
"""Of a JPEG. The tool's own: with less, edges and writing dissolve into squares."""
_OF_A_YEAR = frozenset((Form.REPORT, Form.TABLE, Form.CERTIFICATE, Form.SURVEY))
"""Forms that say what was in a year, so that none is older than its year."""
_YEARS_OF_GRACE = 1
"""The tool's own: a year's report is written in the year after it."""

_DOES_NOT_OPEN = {
    Condition.TRUNCATED: (
        message("The file is truncated: it was not copied or sent completely."),
        message("Ask for it again, or extract it again from its pack in inbox/; open it before filing it."),
    ),
    Condition.DAMAGED: (
        message("The file is damaged and cannot be opened."),
        message("Try to open it yourself; if that fails, ask the unit for it again."),
    ),
    Condition.TOO_LARGE: (
        message("The file is too large to open in a reasonable time."),
        message("Open it and save it smaller (scans at 200 to 300 dpi), or split it into parts."),
    ),
}


@rule("EV109", "suffix-mismatch", Severity.WARNING, on=EvidenceFile)
def suffix_lies(file: EvidenceFile, context: Context) -> Iterator[Problem]:
    """The name says another kind of file than the bytes are."""
    facts = file.facts
    if facts is None or facts.condition is not Condition.SOUND or facts.kind not in SUFFIXES:
        return
    suffix = _suffix(file)
    if suffix not in SUFFIXES[facts.kind]:
        yield Problem(
            Ref("evidence", file.path),
            message("The extension is .{suffix}, but the content is {kind}.", suffix=suffix, kind=facts.kind)
            if suffix
            else message("The name has no extension; the content is {kind}.", kind=facts.kind),
            about_file(file, context),
            message(
                "If it is the right document, change the extension to .{kind}; otherwise, ask for the right one.",
                kind=facts.kind,
            ),
        )


@rule("EV110", "does-not-open", Severity.ERROR, on=EvidenceFile)
def does_not_open(file: EvidenceFile, context: Context) -> Iterator[Problem]:
    """A file that is cut off, damaged, or larger than can be opened."""
    if file.facts is not None and file.facts.condition in _DOES_NOT_OPEN:
        what, hint = _DOES_NOT_OPEN[file.facts.condition]
        yield Problem(Ref("evidence", file.path), what, about_file(file, context), hint)


@rule("EV111", "encrypted", Severity.ERROR, on=EvidenceFile)
def encrypted(file: EvidenceFile, context: Context) -> Iterator[Problem]:
    """A file that asks for a password."""
    if file.facts is not None and file.facts.condition is Condition.ENCRYPTED:
        yield Problem(
            Ref("evidence", file.path),
            message("The file is password-protected."),
            about_file(file, context),
            message("Ask for it without a password: neither assessors nor an archive can open it."),
        )


@rule("EV112", "unsuitable-kind", Severity.WARNING, on=EvidenceFile)
def unsuitable_kind(file: EvidenceFile, context: Context) -> Iterator[Problem]:
    """A file of a kind that assessors and archives cannot be expected to open."""
    facts = file.facts
    if facts is None or not facts.size or facts.condition not in (Condition.SOUND, Condition.ENCRYPTED):
        return
    for what, hint in _unsuitable(facts, _suffix(file)):
        yield Problem(Ref("evidence", file.path), what, about_file(file, context), hint)


def _unsuitable(facts: Facts, suffix: str) -> Iterator[tuple[Message, Message]]:
    # Some formats are zip files inside, and some have no signature: there the name says which.
    kind = suffix if facts.kind in ("", "zip") and suffix in UNSUITABLE else facts.kind
    if kind in UNSUITABLE:
        yield UNSUITABLE[kind]
    elif kind in MACROS or facts.macros:
        yield (
            message("The file contains macros."),
            message("Save it without macros as xlsx, docx or PDF, and submit the new file."),
        )
    elif not kind and facts.condition is Condition.SOUND:
        yield (
            message("Unknown file type."),
            message("Open it in the program that created it and save it as PDF; otherwise ask for another."),
        )


@rule("EV113", "picture-too-poor", Severity.WARNING, on=EvidenceFile)
def picture_too_poor(file: EvidenceFile, context: Context) -> Iterator[Problem]:
    """A picture too small, or too much compressed, to show anything; a scanned page that cannot be read."""
    yield from _not_legible(file, context)
    facts = file.facts
    if facts is None or facts.kind not in PICTURES or not facts.width or not facts.height:
        return
    shorter, longer = sorted((facts.width, facts.height))
    hint = message("Ask for the original: sent as a file, or with “original picture” selected.")
    if shorter < _SHORTER_SIDE or longer < _LONGER_SIDE:
        size = message("The picture is only {width}×{height} pixels.", width=facts.width, height=facts.height)
        yield Problem(Ref("evidence", file.path), size, about_file(file, context), hint)
    elif facts.kind == "jpg" and facts.size < _BYTES_PER_PIXEL * facts.width * facts.height:
        compressed = message("The picture is so heavily compressed that details are lost.")
        yield Problem(Ref("evidence", file.path), compressed, about_file(file, context), hint)


def _not_legible(file: EvidenceFile, context: Context) -> Iterator[Problem]:
    """The pages of a scan that recognition could not read; what is to be a photograph shows its thing without words."""
    requirement = context.workspace.requirements.get(file.requirement or "")
    if file.recognised is None or file.path in context.accepted:
        return
    if requirement and form_asked(file, requirement) in PICTURED:
        return
    faults = file.recognised.faults
    named = [
        message("{pages}: {fault}", pages=pages_named(pages), fault=words)
        for fault, words in FAULTS.items()
        if fault is not PageFault.BLANK
        and (pages := sorted(page for page, one in faults.items() if one is fault))
    ]
    if named:
        yield Problem(
            Ref("evidence", file.path),
            please_check(message("Not legible: {pages}.", pages=listing(*named))),
            about_file(file, context),
            message(
                "If it is legible, accept the document in the review workbook. Otherwise, ask for a new scan (200 to 300 dpi, the whole page)."
            ),
        )


@rule("EV114", "blank-pages", Severity.WARNING, on=EvidenceFile)
def blank_pages(file: EvidenceFile, context: Context) -> Iterator[Problem]:
    """Pages with nothing on them."""
    facts = file.facts
    yield from _recognised_as_blank(file, context)
    if facts is None or not facts.blank_pages or is_blank(file):
        return
    blank = [str(page) for page in facts.blank_pages]
    yield Problem(
        Ref("evidence", file.path),
        message("All pages are blank.")
        if facts.pages is not None and len(blank) >= facts.pages
        else message("Blank pages: {pages}.", pages=listing(*blank, most=PAGES_NAMED)),
        about_file(file, context),
        message("Compare it with the paper original: rescan missing pages, or remove blank backs."),
    )


def _recognised_as_blank(file: EvidenceFile, context: Context) -> Iterator[Problem]:
    faults = file.recognised.faults if file.recognised and file.path not in context.accepted else {}
    blank = [page for page, fault in sorted(faults.items()) if fault is PageFault.BLANK]
    if blank:
        yield Problem(
            Ref("evidence", file.path),
            please_check(message("Blank: {pages}.", pages=pages_named(blank))),
            about_file(file, context),
            message("Compare it with the paper original: rescan missing pages, or remove blank backs."),
        )


@rule("EV115", "not-valid", Severity.ERROR, on=Assessment)
def not_valid(assessment: Assessment, context: Context) -> Iterator[Problem]:
    """A document that the bid asks for was not in force in the year that it is to prove, once that has ended."""
    asked = {
        (item.unit, item.requirement.no): {slot.year or assessment.bid.assessed for slot in item.slots}
        for item in assessment.items
    }
    dated = [(unit, index, document) for unit, index, document in context.documents() if document.valid]
    in_force = {
        (unit, document.requirement, year)
        for unit, _, document in dated
        for year in asked.get((unit, document.requirement), ())
        if _fault(document, year) is None
    }
    for unit, index, document in dated:
        years = asked.get((unit, document.requirement), set())
        ended = {year for year in years if year < context.today.year}
        for year in sorted(ended & set(document.years) if document.years else ended):
            fault = _fault(document, year)
            if fault is not None and (unit, document.requirement, year) not in in_force:
                yield Problem(
                    Ref("document", f"{unit}/{index}", ("valid",)),
                    fault,
                    about_document(unit, document, context),
                    message("Submit the one in force that year, or correct the dates in the register."),
                )


def _fault(document: Document, year: int) -> Message | None:
    if document.valid is None:
        return None
    begins, ends = document.valid
    if ends < date(year, 12, 31):
        return message(
            "{no} is valid only until {day}, but must prove {year}.",
            no=document.requirement,
            day=ends,
            year=str(year),
        )
    if begins > date(year, 12, 31):
        return message(
            "{no} is valid only from {day}, but must prove {year}.",
            no=document.requirement,
            day=begins,
            year=str(year),
        )
    return None


@rule("EV116", "dated-too-late", Severity.WARNING, on=Assessment)
def written_later(assessment: Assessment, context: Context) -> Iterator[Problem]:
    """A document was written, or a photograph taken, later than the years that it is to prove."""
    requirements = context.workspace.requirements
    yield from _dated_elsewhere(context)
    for unit, index, document in context.documents():
        if requirements[document.requirement].years == "once" or not document.years or not document.issued:
            continue
        if document.issued.year > max(document.years) + _YEARS_OF_GRACE:
            yield Problem(
                Ref("document", f"{unit}/{index}", ("issued",)),
                message(
                    "{no} is dated {day}, but must prove {year}.",
                    no=document.requirement,
                    day=document.issued,
                    year=str(max(document.years)),
                ),
                about_document(unit, document, context),
                message(
                    "Submit a document from that time, or explain the later date in a note; never backdate."
                ),
            )
    for file in context.files:
        taken = file.facts.taken if file.facts else None
        if not (taken and file.requirement and file.years and taken.year > max(file.years)):
            continue
        # A paper photographed later, to hand it in, is no photograph of its thing.
        requirement = requirements[file.requirement]
        if requirement.years != "once" and form_asked(file, requirement) is Form.PHOTO:
            yield Problem(
                Ref("evidence", file.path),
                message(
                    "The photograph was taken on {day}, but must prove {year}.",
                    day=taken,
                    year=str(max(file.years)),
                ),
                about_file(file, context),
                message("File it under the year in which it was taken, and find one from the required year."),
            )


def _dated_elsewhere(context: Context) -> Iterator[Problem]:
    """Scans whose recognised day of issue does not fit what they must prove; the day in the register settles it."""
    for unit, _, document in context.documents():
        for file in () if document.issued else context.deliveries.get(document.file, ()):
            day = file.recognised.said(HeadKind.ISSUED) if file.recognised else None
            if day is None:
                continue
            form = form_asked(file, context.workspace.requirements[document.requirement])
            if years := _years_missed(document, date.fromisoformat(day.text), form, context):
                yield Problem(
                    Ref("evidence", file.path),
                    please_check(_dated(document, day, years)),
                    about_document(unit, document, context),
                    message(
                        "Check the page. Enter the date that the document bears on the 佐证 sheet, or as “issued” in the register; if it is the wrong document, submit the right one."
                    ),
                )


def _years_missed(document: Document, issued: date, form: Form, context: Context) -> str:
    """The years, or the validity, that a day of issue does not fit; empty where it fits."""
    if document.valid and issued > document.valid[1]:
        return f"{document.valid[0]}–{document.valid[1]}"
    is_once = context.workspace.requirements[document.requirement].years == "once"
    if is_once or not document.years:
        return ""
    last = max(document.years)
    is_outside = issued.year > last + _YEARS_OF_GRACE or (form in _OF_A_YEAR and issued.year < last)
    return str(last) if is_outside else ""


def _dated(document: Document, day: Candidate, years: str) -> Message:
    return message(
        "{no} is dated {day} ({place}), but must prove {years}.",
        no=document.requirement,
        day=date.fromisoformat(day.text),
        place=place_on_page(day),
        years=years,
    )


def _suffix(file: EvidenceFile) -> str:
    """What follows the last dot of the name, in small letters."""
    _, dot, suffix = file.name.lstrip(".").rpartition(".")
    return suffix.lower() if dot else ""


RULES = (
    suffix_lies,
    does_not_open,
    encrypted,
    unsuitable_kind,
    picture_too_poor,
    blank_pages,
    not_valid,
    written_later,
)
