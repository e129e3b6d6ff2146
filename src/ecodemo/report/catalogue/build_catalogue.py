"""The archive's list (归档文件目录): every file that proves something the bid owes, box by box, with 互见 both ways."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from ecodemo import __version__
from ecodemo.assess.owed import Item
from ecodemo.check.session import CheckResult
from ecodemo.language import Speaker
from ecodemo.model.evidence import Condition, EvidenceFile
from ecodemo.model.indicator import Indicator
from ecodemo.model.message import Message, counted, listing, message
from ecodemo.model.official import NO_NUMBER, canonical_number
from ecodemo.model.progress import Document
from ecodemo.model.workspace import Workspace
from ecodemo.report.contents import labels
from ecodemo.report.contents.catalogue_entries import CatalogueEntry, entries
from ecodemo.report.contents.evidence_view import Catalogue, CatalogueBox, CatalogueRow
from ecodemo.report.contents.office_head import head_note
from ecodemo.report.contents.written_days import with_written_days

_SUFFIX = re.compile(r"\.[0-9A-Za-z]{1,5}$")
_NOTES = (
    message(
        "The reference (档号) is the document's number, year and unit in this workspace; numbers that an archive assigns later are not known here."
    ),
    message(
        "Columns: DA/T 22-2015 as quoted by szsunz.com/tech/201812/4928.html and jiutuozhineng.com/danganbaike/423.html; the standard itself was not obtained (not verified)."
    ),
)


def build_catalogue(
    result: CheckResult, speaker: Speaker, units: Iterable[str] = (), indicators: Iterable[str] = ()
) -> Catalogue:
    """The list of a bid, or the part of it that some units handed in or that belongs to some indicators.

    Args:
        result: of a check.
        speaker: the language of heads and remarks; what the data say stays as it is.
        units: ids; none means all.
        indicators: ids; none means all, and what belongs to no indicator.
    """
    assessment = result.assessment
    workspace, say = assessment.workspace, speaker.say
    wanted_units, wanted_indicators = tuple(units), tuple(indicators)
    whole = entries(assessment)
    shown = [
        entry
        for entry in whole
        if (not wanted_units or entry.item.unit in wanted_units)
        and (not wanted_indicators or _indicator(entry.item) in wanted_indicators)
    ]
    part = [
        *(workspace.label(unit) for unit in wanted_units),
        *(workspace.indicators_by_id[indicator].label for indicator in wanted_indicators),
    ]
    remarks = _Remarks(whole, workspace, speaker)
    boxes = tuple(
        _box(list(group), remarks, workspace, speaker)
        for _, group in groupby(shown, lambda entry: entry.item.holder.no)
    )
    return Catalogue(
        tool=f"ecodemo {__version__}",
        data_version=result.data_version,
        language=speaker.language.value,
        example=workspace.example,
        example_note=head_note(result, speaker),
        county=say(workspace.county.label),
        bid_id=assessment.bid.id,
        bid_name=say(assessment.bid.label),
        today=result.today.isoformat(),
        today_words=say(result.today),
        part=say(message("Partial list: {what}.", what=listing(*part, most=len(part)))) if part else "",
        boxes=boxes,
        files=sum(box.files for box in boxes),
        references=sum(box.references for box in boxes),
        pages=sum(box.pages for box in boxes),
        without_pages=sum(box.without_pages for box in boxes),
        sums=say(_sums(shown)),
        notes=tuple(say(note) for note in _notes(shown, whole, result, is_whole=not part)),
    )


def _box(
    entries: list[CatalogueEntry], remarks: _Remarks, workspace: Workspace, speaker: Speaker
) -> CatalogueBox:
    holder = entries[0].item.holder
    return CatalogueBox(
        no=holder.no,
        name=speaker.say(holder.label),
        rows=tuple(
            CatalogueRow(
                serial=serial,
                reference=entry.reference,
                number=number_of(entry.document),
                issuer=issuer_of(entry, workspace),
                title=with_written_days(title_of(entry), speaker.language),
                day=f"{entry.document.issued:%Y%m%d}" if entry.document and entry.document.issued else "",
                secrecy=entry.document.secrecy if entry.document else "",
                pages=_pages(entry.file) if entry.file else None,
                remark=remarks.of(entry),
                path=entry.file.path if entry.file else "",
            )
            for serial, entry in enumerate(entries, 1)
        ),
        files=len(_files(entries)),
        references=len(entries) - len(_files(entries)),
        pages=sum(_pages(file) or 0 for file in _files(entries)),
        without_pages=sum(_pages(file) is None for file in _files(entries)),
        sums=speaker.say(_sums(entries)),
    )


def number_of(document: Document | None) -> str:
    """文号 as registered, in its one spelling."""
    return "" if document is None or document.number == NO_NUMBER else canonical_number(document.number)


def issuer_of(entry: CatalogueEntry, workspace: Workspace) -> str:
    """As registered; else whose stamp is asked for, and where none is, the unit itself."""
    registered = entry.document.issuer if entry.document else ""
    return registered or entry.item.requirement.stamp or workspace.units[entry.item.unit].name


def title_of(entry: CatalogueEntry) -> str:
    """The registered title; else the file's name, of an event's file behind the event's own."""
    requirement, document, file = entry.item.requirement, entry.document, entry.file
    registered = document.title if document else ""
    if file is None or (document and document.file == file.path and registered):
        return registered or requirement.name
    name = _without_number(_SUFFIX.sub("", file.name), requirement.no) or requirement.name
    if not file.event:
        return name
    event = registered or _without_number(file.event.rsplit("/", 1)[-1], requirement.no)
    return f"{event}：{name}" if event and event != name else name


def _without_number(name: str, number: str) -> str:
    """`00-1-2 签到表` without its number."""
    return re.sub(rf"^{re.escape(number)}(?:-\d{{1,2}}(?!\d))?[\s_.、．—-]*", "", name).strip()


def _pages(file: EvidenceFile) -> int | None:
    return file.facts.pages if file.facts else None


def _files(entries: Iterable[CatalogueEntry]) -> list[EvidenceFile]:
    return [entry.file for entry in entries if entry.file]


def _sums(entries: list[CatalogueEntry]) -> Message:
    files = _files(entries)
    return message(
        "{files}, {pages}, {without}, {references} (互见).",
        files=counted(len(files), "{n} file listed", "{n} files listed"),
        pages=counted(sum(_pages(file) or 0 for file in files), "{n} page", "{n} pages"),
        without=counted(
            sum(_pages(file) is None for file in files),
            "{n} file without a page count",
            "{n} files without a page count",
        ),
        references=counted(len(entries) - len(files), "{n} reference", "{n} references"),
    )


def _notes(
    shown: list[CatalogueEntry], whole: tuple[CatalogueEntry, ...], result: CheckResult, *, is_whole: bool
) -> Iterator[Message]:
    reasons = Counter(_why_without_pages(file) for file in _files(shown) if _pages(file) is None)
    if reasons:
        numbers = (message("{reason}: {files}", reason=why, files=n) for why, n in reasons.most_common())
        yield message(
            "Files without a page count (not estimated): {reasons}.",
            reasons=listing(*numbers, most=len(reasons)),
        )
    left = len(result.survey.files) - len(_files(whole))
    if left and is_whole:
        yield message(
            "{files}: not required by the bid, or received later.",
            files=counted(
                left, "{n} file below evidence/ is not listed", "{n} files below evidence/ are not listed"
            ),
        )
    yield from _NOTES


def _why_without_pages(file: EvidenceFile) -> Message:
    facts = file.facts
    if file.is_empty:
        return message("empty file")
    if facts is None:
        return message("pointer only") if file.is_pointer else message("could not be read")
    if facts.condition is not Condition.SOUND:
        return message("cannot be opened")
    kind = facts.kind or message("of unknown type")
    return message("a {kind} file has no page count", kind=kind)


class _Remarks:
    """The last column: references both ways, and what is the matter with the file."""

    def __init__(self, whole: tuple[CatalogueEntry, ...], workspace: Workspace, speaker: Speaker) -> None:
        self._workspace = workspace
        self._speaker = speaker
        self._leads_to: dict[str, list[str]] = {}
        self._led_from: dict[str, list[str]] = {}
        held: dict[tuple[str, str], list[CatalogueEntry]] = {}
        for entry in whole:
            if entry.file:
                held.setdefault((entry.number, entry.item.unit), []).append(entry)
        for entry in whole:
            see = entry.document.see if entry.document and entry.file is None else None
            if see is None:
                continue
            for target in held.get((see.requirement, see.unit or entry.item.unit), []):
                if see.year is None or not target.years or see.year in target.years:
                    self._leads_to.setdefault(entry.reference, []).append(target.reference)
                    self._led_from.setdefault(target.reference, []).append(entry.reference)

    def of(self, entry: CatalogueEntry) -> str:
        between = "；" if self._speaker.language == "zh" else "; "
        return between.join(self._speaker.say(remark) for remark in self._remarks(entry))

    def _remarks(self, entry: CatalogueEntry) -> Iterator[Message]:
        if entry.file is None:
            yield self._reference(entry)
        elif entry.reference in self._led_from:
            yield message("referenced by {references}", references=listing(*self._led_from[entry.reference]))
        if entry.file:
            yield from _matter(entry.file)
        if self._workspace.example:
            yield message("example")

    def _reference(self, entry: CatalogueEntry) -> Message:
        if entry.reference in self._leads_to:
            return message("see {references}", references=listing(*self._leads_to[entry.reference]))
        see = entry.document.see if entry.document else None
        assert see is not None  # noqa: S101 - an entry without a file is one that refers to another
        unit = self._workspace.units[see.unit or entry.item.unit]
        year = f"/{see.year}" if see.year else ""
        return message(
            "see {reference} (missing)",
            reference=f"{see.requirement}{year}@{unit.short or unit.name}",
        )


def _matter(file: EvidenceFile) -> Iterator[Message]:
    if file.is_empty:
        yield message("empty file")
    elif file.is_pointer:
        yield message("pointer only")
    elif file.facts is None:
        yield message("could not be read")
    elif file.facts.condition is not Condition.SOUND:
        yield message("cannot be opened: {condition}", condition=labels.CONDITION[file.facts.condition])


def _indicator(item: Item) -> str | None:
    return item.holder.id if isinstance(item.holder, Indicator) else None
