"""四性检测: what was checked of the evidence, by the four properties of electronic archives, and what could not be.

The names of the properties and items follow DA/T 70-2018 as public pages quote it. An item is passed only where its
rules ran and everything could be looked at: what was not looked at is never called right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal

from ecodemo.assess.bid import Assessment
from ecodemo.check.session import CheckResult
from ecodemo.language import Speaker
from ecodemo.model.evidence import Searchable, Survey
from ecodemo.model.finding import Finding
from ecodemo.model.message import Listing, Message, Number, counted, listing, message, sentences
from ecodemo.report.contents.evidence_view import Properties, PropertyCheck, PropertySection
from ecodemo.report.contents.property_facts import Evidence, PropertyKind
from ecodemo.report.contents.property_items import PROPERTIES, PropertyId, PropertyItem

State = Literal["passed", "not passed", "not decided", "nothing to check", "information"]

_STATES: dict[State, Message] = {
    "passed": message("passed"),
    "not passed": message("not passed"),
    "not decided": message("not decided"),
    "nothing to check": message("nothing to check"),
    "information": message("for information"),
}
_NAMES: dict[PropertyId, Message] = {
    "authenticity": message("Authenticity"),
    "integrity": message("Integrity"),
    "usability": message("Usability"),
    "safety": message("Safety"),
}
_NOTES = (
    message("Items that were not checked never count as passed; waived items count as not passed."),
    message(
        "Basis: the terms of DA/T 70-2018 as public pages quote them; which items are checked, and how, is the tool's own choice. The standard itself was not obtained (not verified)."
    ),
)


def survey_words(survey: Survey) -> Listing:
    """How much of a survey was done afresh, and how much was taken on trust."""
    if survey.is_from_lock:
        return _words_from_lock(survey)
    counts = survey.counts
    words = message(
        "Hashes: {computed} computed, {trusted} reused, {pointers} from pointers; file metadata: {read} read, {known} reused, {unknown} unknown. Scans and pictures without searchable text: {scans}; partly scanned: {partly}.",
        computed=counts.computed,
        trusted=counts.trusted,
        pointers=counts.pointers,
        read=counts.facts_read,
        known=counts.facts_trusted,
        unknown=counts.facts_unknown,
        scans=_how_many(survey, Searchable.SCAN),
        partly=_how_many(survey, Searchable.PARTLY),
    )
    return sentences(words, *_scanned_pages(survey))


def _stable_words(survey: Survey) -> Listing:
    """What of that does not depend on what was looked at before: the same evidence gives the same bytes."""
    if survey.is_from_lock:
        return _words_from_lock(survey)
    counts = survey.counts
    words = message(
        "Hashes: {files} from files, {pointers} from pointers; file metadata: {known} known, {unknown} unknown. Scans and pictures without searchable text: {scans}; partly scanned: {partly}.",
        files=counts.computed + counts.trusted,
        pointers=counts.pointers,
        known=counts.facts_read + counts.facts_trusted,
        unknown=counts.facts_unknown,
        scans=_how_many(survey, Searchable.SCAN),
        partly=_how_many(survey, Searchable.PARTLY),
    )
    return sentences(words, *_scanned_pages(survey))


def _words_from_lock(survey: Survey) -> Listing:
    words = message(
        "Hashes: {hashes} from the lock; file metadata: {known} known, {unknown} unknown. Scans and pictures without searchable text: {scans}; partly scanned: {partly}.",
        hashes=len(survey.files),
        known=survey.counts.facts_trusted,
        unknown=survey.counts.facts_unknown,
        scans=_how_many(survey, Searchable.SCAN),
        partly=_how_many(survey, Searchable.PARTLY),
    )
    return sentences(words, *_scanned_pages(survey))


def _scanned_pages(survey: Survey) -> Iterator[Message]:
    """How many of the pages without words were read by recognition; nothing where there is no such page."""
    read = sum(file.recognised.read for file in survey.files if file.recognised)
    unread = sum(file.unread_pages for file in survey.files)
    if read or unread:
        yield message("Scanned pages: {read} recognised, {unread} not recognised.", read=read, unread=unread)


def build_properties(result: CheckResult, assessment: Assessment, speaker: Speaker) -> Properties:
    """The whole table in the speaker's language."""
    survey, say = result.survey, speaker.say
    evidence = Evidence(result, assessment)
    return Properties(
        files=len(survey.files),
        size=sum(file.size for file in survey.files),
        locked=None if survey.lock is None else len(survey.lock),
        head=tuple(say(words) for words in _head(survey, uses_cache=result.uses_cache)),
        brief=tuple(say(words) for words in _brief(survey)),
        sections=tuple(_section(name, items, evidence, speaker) for name, items in PROPERTIES.items()),
        notes=tuple(say(note) for note in _NOTES),
    )


def _how_many(survey: Survey, searchable: Searchable) -> int:
    return sum(file.facts is not None and file.facts.searchable is searchable for file in survey.files)


def _head(survey: Survey, *, uses_cache: bool) -> Iterator[Message | Listing]:
    yield message(
        "{files} below evidence/, {size}.",
        files=counted(len(survey.files), "{n} file", "{n} files"),
        size=counted(sum(file.size for file in survey.files), "{n} byte", "{n} bytes"),
    )
    yield _stable_words(survey) if uses_cache else survey_words(survey)
    if survey.lock is None:
        yield message("No lock (evidence.sha256).")
    else:
        yield message(
            "{entries} in the lock (evidence.sha256).",
            entries=counted(len(survey.lock), "{n} entry", "{n} entries"),
        )


def _size(of_bytes: int) -> Message:
    if of_bytes < 2**20:
        return message("{n} KB", n=Number(Fraction(of_bytes, 2**10), 0))
    return message("{n} MB", n=Number(Fraction(of_bytes, 2**20), 1))


def _brief(survey: Survey) -> Iterator[Message]:
    """The same for a paper that others sign: sizes in megabytes, and nothing of how the tool worked."""
    yield message(
        "Evidence: {files}, {size}.",
        files=counted(len(survey.files), "{n} file", "{n} files"),
        size=_size(sum(file.size for file in survey.files)),
    )
    yield message(
        "Scans and pictures without searchable text: {scans}; partly scanned: {partly}.",
        scans=_how_many(survey, Searchable.SCAN),
        partly=_how_many(survey, Searchable.PARTLY),
    )
    yield from _scanned_pages(survey)
    if survey.lock is None:
        yield message("The evidence has not been locked.")
    else:
        yield message("Files on the list of locked files: {count}.", count=len(survey.lock))


def _section(
    name: PropertyId, items: Sequence[PropertyItem], evidence: Evidence, speaker: Speaker
) -> PropertySection:
    checks = tuple(_check(item, evidence, speaker) for item in items)
    decisive = [check for check in checks if check.state != "information"]
    failed = [check for check in decisive if check.state == "not passed"]
    waiting = [check for check in decisive if check.not_checked]
    return PropertySection(
        id=name,
        name=speaker.say(_NAMES[name]),
        verdict="not passed" if failed else "undecided" if waiting else "passed",
        conclusion=speaker.say(sentences(*_conclusion(failed, waiting))),
        checks=checks,
    )


def _conclusion(failed: list[PropertyCheck], waiting: list[PropertyCheck]) -> Iterator[Message]:
    if failed:
        yield message(
            "{count} not passed ({items}).",
            count=counted(len(failed), "{n} item", "{n} items"),
            items=_counted((check.name, check.not_passed) for check in failed),
        )
    elif waiting:
        yield message("No findings in what was checked, but not everything was checked.")
    else:
        yield message("Passed.")
    if waiting:
        yield message(
            "{count} undecided, because not everything could be checked ({items}).",
            count=counted(len(waiting), "{n} item", "{n} items"),
            items=_counted((check.name, check.not_checked) for check in waiting),
        )


def _counted(pairs: Iterator[tuple[str, int]]) -> Listing:
    words = [message("{item} {count}", item=name, count=count) for name, count in pairs]
    return listing(*words, most=len(words))


def _check(item: PropertyItem, evidence: Evidence, speaker: Speaker) -> PropertyCheck:
    findings = evidence.findings(item.codes)
    failing = set(
        item.lacking(evidence)
        if item.lacking
        else (key for finding in findings for key in evidence.named_by(finding, item.kind))
    )
    things = set(item.things(evidence))
    idle = tuple(code for code in item.codes if not evidence.ran(code))
    unknown = things if idle else set(item.unknown(evidence))
    # Findings name files by their paths; other things they name in their own way, so that only numbers compare.
    is_by_path = item.kind in (PropertyKind.FILES, PropertyKind.FOLDERS)
    checked = len(things | failing) if is_by_path else max(len(things), len(failing))
    not_checked = min(len(unknown - failing), checked - len(failing))
    state = _state(item, checked, len(failing), not_checked)
    remarks = [*_remarks(idle, findings, evidence), item.words(evidence)]
    return PropertyCheck(
        name=speaker.say(item.name),
        what=speaker.say(item.what),
        checked=checked,
        passed=checked - len(failing) - not_checked,
        not_passed=len(failing),
        not_checked=not_checked,
        state=state,
        state_label=speaker.say(_STATES[state]),
        remark=speaker.say(sentences(*(remark for remark in remarks if remark))),
        codes=" ".join(item.codes),
    )


def _state(item: PropertyItem, checked: int, failing: int, not_checked: int) -> State:
    if item.is_information:
        return "information"
    if not checked:
        return "nothing to check"
    if failing:
        return "not passed"
    return "not decided" if not_checked else "passed"


def _remarks(idle: tuple[str, ...], findings: tuple[Finding, ...], evidence: Evidence) -> Iterator[Message]:
    if idle and evidence.result.filtered:
        yield message("Only part of the evidence was selected.")
    elif idle:
        yield message("Not run in this phase, or not completed.")
    waived = sum(finding.waiver is not None for finding in findings)
    if waived:
        yield message("Includes {count}.", count=counted(waived, "{n} waived finding", "{n} waived findings"))
