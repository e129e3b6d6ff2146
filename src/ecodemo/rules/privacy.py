"""PV: personal numbers and secrecy marks where they will be read by others.

Names and data are printed in catalogues and reports, so they are published: an error. Documents go to those who
assess: a warning. The numbers themselves are never shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ecodemo.assess.bid import Assessment
from ecodemo.model.base import Record
from ecodemo.model.evidence import EvidenceFile, Survey
from ecodemo.model.finding import Problem, Ref, Severity, Step, Subject
from ecodemo.model.message import Listing, Message, listing, message
from ecodemo.model.personal import PersonalKind, personal_numbers
from ecodemo.model.workspace import Workspace
from ecodemo.rules._path import about
from ecodemo.rules._recognised import pages_named, please_check
from ecodemo.rules._rule import Context, rule

_CALLED: Mapping[PersonalKind, Message] = {
    PersonalKind.IDENTITY: message("an identity number"),
    PersonalKind.TELEPHONE: message("a mobile number"),
    PersonalKind.BANK: message("a bank card number"),
    PersonalKind.SECRECY: message("a secrecy mark"),
}
_LEVELS = ("绝密", "机密", "秘密")
_NO_FREE_TEXT = frozenset({"file", "hash", "was", "cell", "secrecy"})
"""Keys of texts that are no prose: paths (their names are looked at by themselves), hashes, figures, places, levels."""
_DIGIT = re.compile(r"[0-9０-９]")
_SHOWN = 24


@rule("PV101", "personal-number-in-name", Severity.ERROR, on=Survey)
def personal_number_in_name(survey: Survey, context: Context) -> Iterator[Problem]:
    """A name of a file or folder holds what must not be published; names appear in catalogue and reports."""
    paths = context.paths_found
    names = dict.fromkeys(path.rpartition("/")[2] for path in paths)
    if not personal_numbers("\n".join(names)):
        return
    for path, file in paths.items():
        kinds = personal_numbers(path.rpartition("/")[2])
        if kinds:
            yield Problem(
                Ref("evidence", path),
                message(
                    "The name contains {kinds}; names are printed in the catalogue and in reports.",
                    kinds=_called(kinds),
                ),
                about(path, file, context.workspace),
                message("Rename it, in the register too."),
            )


@rule("PV102", "personal-number-in-data", Severity.ERROR, on=Assessment)
def personal_number_in_data(assessment: Assessment, context: Context) -> Iterator[Problem]:
    """A text in the data holds what must not be published; reports print it."""
    if not personal_numbers("\n".join(_all_texts(assessment.workspace))):
        return
    for ref, subject, text in _written(assessment.workspace):
        kinds = personal_numbers(text)
        if kinds:
            yield Problem(
                ref,
                message(
                    "“{text}” contains {kinds}; this text is printed in reports.",
                    text=_masked(text),
                    kinds=_called(kinds),
                ),
                subject,
                message(
                    "Remove it. Telephone numbers belong in data/contacts.yaml, which stays with the bid office."
                )
                if PersonalKind.TELEPHONE in kinds
                else message("Remove it."),
            )


@rule("PV103", "personal-number-in-document", Severity.WARNING, on=EvidenceFile)
def personal_number_in_document(file: EvidenceFile, context: Context) -> Iterator[Problem]:
    """A document holds personal numbers, and goes to those who assess."""
    for found, pages in ((_kinds_in(file), {}), _recognised_in(file)):
        counted = [
            message("{kind} ({count})", kind=_CALLED[kind], count=count)
            for kind, count in found.items()
            if kind is not PersonalKind.SECRECY
        ]
        if not counted:
            continue
        what = message("The document contains {kinds}.", kinds=listing(*counted))
        yield Problem(
            Ref("evidence", file.path),
            please_check(_with_pages(what, found.keys() - {PersonalKind.SECRECY}, pages)) if pages else what,
            context.workspace.subject_of(file),
            message("Submit a copy with the numbers redacted, unless assessors must see them."),
        )


@rule("PV104", "secrecy-mark-in-document", Severity.WARNING, on=Survey)
def secrecy_mark_in_document(survey: Survey, context: Context) -> Iterator[Problem]:
    """A document bears a mark of state secrecy, or the register says that it is secret."""
    secret = {
        document.file
        for _, _, document in context.workspace.documents()
        if document.file and document.secrecy.startswith(_LEVELS)
    }
    for file in survey.files:
        is_marked = PersonalKind.SECRECY in _kinds_in(file)
        recognised, pages = _recognised_in(file)
        is_recognised = not is_marked and PersonalKind.SECRECY in recognised
        if is_marked or is_recognised or (secret and not secret.isdisjoint((file.path, file.delivery))):
            yield Problem(
                Ref("evidence", file.path),
                message("The document has a state secrecy mark.")
                if is_marked
                else please_check(
                    _with_pages(
                        message("The document has a state secrecy mark."), {PersonalKind.SECRECY}, pages
                    )
                )
                if is_recognised
                else message("The register marks the document as a state secret."),
                context.workspace.subject_of(file),
                message(
                    "State secrets must not be stored on a networked computer or in git. Contact the secrecy officer (保密员) first; do not forward the file."
                ),
            )


def _masked(text: str) -> str:
    """The beginning of a text, to know it by, without any digit."""
    return _DIGIT.sub("*", text[:_SHOWN]) + ("…" if len(text) > _SHOWN else "")


def _called(kinds: Iterable[PersonalKind]) -> Listing:
    return listing(*(_CALLED[kind] for kind in kinds))


def _kinds_in(file: EvidenceFile) -> dict[PersonalKind, int]:
    """What was found in the content; kinds that a later version recorded are passed over."""
    personal = file.facts.personal if file.facts else None
    if not personal:
        return {}
    return {kind: personal[kind] for kind in PersonalKind if personal.get(kind)}


def _recognised_in(file: EvidenceFile) -> tuple[dict[PersonalKind, int], Mapping[str, tuple[int, ...]]]:
    """What was recognised on scanned pages, and on which."""
    if file.recognised is None:
        return {}, {}
    personal = file.recognised.personal
    found = {kind: personal[kind] for kind in PersonalKind if personal.get(kind)}
    return found, {kind: file.recognised.personal_pages.get(kind, ()) for kind in found}


def _with_pages(
    what: Message, kinds: Iterable[PersonalKind], pages: Mapping[str, tuple[int, ...]]
) -> Message:
    """What was found, with the pages that have any of these kinds."""
    on = sorted({page for kind in kinds for page in pages.get(kind, ())})
    return message("{what} See {pages}.", what=what, pages=pages_named(on)) if on else what


def _written(workspace: Workspace) -> Iterator[tuple[Ref, Subject, str]]:
    """Every text of the data, with its place and whom it concerns."""
    for ref, subject, record in _records(workspace):
        for path, text in _texts(record):
            yield Ref(ref.kind, ref.id, path), subject, text


def _all_texts(workspace: Workspace) -> Iterable[str]:
    """The same texts without their places, each once: nearly always nothing is in them."""
    texts: dict[str, None] = {}
    pending: list[object] = [record for _, _, record in _records(workspace)]
    while pending:
        value = pending.pop()
        if isinstance(value, str):
            texts[value] = None
        elif isinstance(value, tuple):
            pending.extend(value)
        elif isinstance(value, Record):
            pending.extend(one for name, one in value.__dict__.items() if one and name not in _NO_FREE_TEXT)
    return texts


def _records(workspace: Workspace) -> Iterator[tuple[Ref, Subject, Record]]:
    """Everything that the data files say, with the place where each begins and whom it concerns."""
    nobody = Subject()
    yield Ref("county"), nobody, workspace.county
    yield from ((Ref("bid", bid.id), nobody, bid) for bid in workspace.bids)
    yield from ((Ref("phase", phase.id), nobody, phase) for phase in workspace.phases)
    yield from ((Ref("standard", standard.id), nobody, standard) for standard in workspace.standards.values())
    yield from ((Ref("measure", measure.id), nobody, measure) for measure in workspace.shared_measures)
    yield from ((Ref("box", box.no), nobody, box) for box in workspace.boxes)
    for indicator in workspace.indicators:
        yield Ref("indicator", indicator.id), Subject(unit=indicator.lead, indicator=indicator.id), indicator
    yield from ((Ref("group", group.id), nobody, group) for group in workspace.groups)
    yield from ((Ref("unit", unit.id), Subject(unit=unit.id), unit) for unit in workspace.units.values())
    yield from (
        (Ref("progress", progress.unit), Subject(unit=progress.unit), progress)
        for progress in workspace.progress.values()
    )
    for project in workspace.projects:
        yield Ref("project", project.no), Subject(unit=project.unit), project
    yield from ((Ref("site", site.no), nobody, site) for site in workspace.sites)
    yield from ((Ref("opinions", str(index)), nobody, one) for index, one in enumerate(workspace.opinions))
    yield from ((Ref("upload_item", item.no), nobody, item) for item in workspace.upload.items)
    yield from ((Ref("uploaded", str(index)), nobody, one) for index, one in enumerate(workspace.uploaded))
    for entry in workspace.rectification:
        yield Ref("rectification", entry.no), Subject(unit=entry.unit, indicator=entry.indicator), entry
    for index, objection in enumerate(workspace.objections):
        yield (
            Ref("objection", str(index)),
            Subject(unit=objection.unit, requirement=objection.requirement),
            objection,
        )
    for kind, granted in (
        ("not_involved", workspace.waivers.not_involved),
        ("extensions", workspace.waivers.extensions),
        ("waivers", workspace.waivers.waivers),
    ):
        yield from ((Ref(kind, str(index)), nobody, one) for index, one in enumerate(granted))


def _texts(value: object, path: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], str]]:
    """Every text in a record, with the keys that lead to it as they are written in the file."""
    match value:
        case str():
            yield path, value
        case Record():
            for name, field in type(value).model_fields.items():
                if name not in _NO_FREE_TEXT:
                    yield from _texts(getattr(value, name), (*path, field.alias or name))
        case tuple():
            for index, item in enumerate(value):
                yield from _texts(item, (*path, index))
        case _:
            return


RULES = (
    personal_number_in_name,
    personal_number_in_data,
    personal_number_in_document,
    secrecy_mark_in_document,
)
