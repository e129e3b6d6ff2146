"""DC117, EV122, EV123: what scans show beside their words, and whether a signed sheet says what was reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from ecodemo.assess.bid import Assessment
from ecodemo.assess.citation import confirmations
from ecodemo.model.evidence import EvidenceFile, Searchable, Survey
from ecodemo.model.finding import Problem, Ref, Severity
from ecodemo.model.message import Number, listing, message
from ecodemo.model.recognised import ANY_PAGE, PageFault, RecognisedFacts
from ecodemo.model.requirement import Form
from ecodemo.rules._about import PICTURED, about_file, form_asked
from ecodemo.rules._recognised import LOOK, pages_named, please_check
from ecodemo.rules._rule import Context, rule

_FIGURES_NAMED = 8


@rule("DC117", "confirmation-differs", Severity.WARNING, on=Assessment)
def confirmation_differs(assessment: Assessment, context: Context) -> Iterator[Problem]:
    """Reported figures were not found on the signed sheet of figures (数据确认表)."""
    sheets = sorted(confirmations(context.workspace, context.files), key=lambda file: file.unit or "")
    for unit, several in groupby(sheets, key=lambda file: file.unit or ""):
        files = list(several)
        read = [file.recognised for file in files if file.recognised and file.recognised.is_complete]
        if len(read) < len(files) or context.accepted.issuperset(file.path for file in files):
            continue
        missing = [
            message(
                "{measure} {year} {value}",
                measure=measure.label,
                year=str(year),
                value=Number(value, None, measure.unit),
            )
            for measure in assessment.requested_figures.measures
            for year in assessment.requested_figures.years_of(measure.id)
            if (observation := assessment.requested_figures.observed(unit).get((measure.id, year)))
            and (value := observation.value) is not None
            and _is_missing(read, value, measure.unit)
        ]
        if missing:
            what = message(
                "Reported figures not found in it ({count}): {figures}.",
                count=len(missing),
                figures=listing(*missing, most=_FIGURES_NAMED),
            )
            unreadable = [
                page for one in read for page, fault in one.faults.items() if fault is not PageFault.BLANK
            ]
            if unreadable:
                what = message("{what} Not legible: {pages}.", what=what, pages=pages_named(unreadable))
            yield Problem(
                Ref("evidence", files[0].path),
                please_check(what),
                about_file(files[0], context),
                message(
                    "Compare the signed sheet with the workbook. If they differ, the unit corrects one of them and signs again; otherwise, accept the sheet in the review workbook."
                ),
                related=tuple(Ref("evidence", file.path) for file in files[1:]),
            )


def _is_missing(read: Sequence[RecognisedFacts], value: Decimal, unit: str) -> bool:
    """Whether a figure was looked for on all sheets and found on none."""
    found = [one.found(ANY_PAGE, value, unit) for one in read]
    return all(number == "" for number in found)


@rule("EV122", "no-red-seal", Severity.WARNING, on=Survey)
def no_red_seal(survey: Survey, context: Context) -> Iterator[Problem]:
    """No red seal was seen on a document that is to bear one."""
    for file in _without_seal(context):
        if not _undetermined(file):
            yield Problem(
                Ref("evidence", file.path),
                please_check(
                    message("No red seal found (未见红色印章); pages checked: {count}.", count=_read(file))
                ),
                about_file(file, context),
                LOOK,
            )


@rule("EV123", "seal-undetermined", Severity.INFO, on=Survey)
def seal_undetermined(survey: Survey, context: Context) -> Iterator[Problem]:
    """Whether a document bears a red seal cannot be determined: it was scanned without colour, or not legibly."""
    for file in _without_seal(context):
        if pages := _undetermined(file):
            named = pages_named(pages)
            is_grey = file.recognised is not None and set(pages) <= set(file.recognised.grey)
            yield Problem(
                Ref("evidence", file.path),
                please_check(
                    message(
                        "Scanned without colour ({pages}); cannot determine whether it has a red seal.",
                        pages=named,
                    )
                    if is_grey
                    else message(
                        "Scanned without colour or not readable ({pages}); cannot determine whether it has a red seal.",
                        pages=named,
                    )
                ),
                about_file(file, context),
                LOOK,
            )


def _without_seal(context: Context) -> Iterator[EvidenceFile]:
    """The scans that were read whole, are to bear a seal and show none; pictures of one document show it together."""
    asked = [file for file in context.files if file.recognised and _bears_seal(file, context)]
    sealed = {_document(file) for file in asked if file.recognised and file.recognised.seals}
    for file in asked:
        is_scan = file.facts is not None and file.facts.searchable is Searchable.SCAN
        is_whole = file.recognised is not None and file.recognised.is_complete
        if is_scan and is_whole and _document(file) not in sealed and file.path not in context.accepted:
            yield file


def _bears_seal(file: EvidenceFile, context: Context) -> bool:
    if file.requirement is None:
        return False
    requirement = context.workspace.requirements[file.requirement]
    form = form_asked(file, requirement)
    stamp = requirement.stamp if not requirement.parts else ""
    return form is Form.CERTIFICATE or (bool(stamp) and form not in PICTURED)


def _document(file: EvidenceFile) -> tuple[object, ...]:
    """What is the same for the pictures of one document; a file of another kind is one by itself."""
    is_picture = file.facts is not None and file.facts.width is not None
    alone = "" if is_picture else file.path
    return file.unit, file.requirement, file.years, file.event, file.part, alone


def _undetermined(file: EvidenceFile) -> tuple[int, ...]:
    """Pages on which a red seal cannot be seen, were there one."""
    one = file.recognised
    failed = (page for page, fault in one.faults.items() if fault is PageFault.FAILED) if one else ()
    return tuple(sorted({*(one.grey if one else ()), *failed}))


def _read(file: EvidenceFile) -> int:
    return file.recognised.read if file.recognised else 0


RULES = (confirmation_differs, no_red_seal, seal_undetermined)
