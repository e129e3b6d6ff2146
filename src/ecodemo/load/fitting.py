"""Keys of one entry that exclude each other, or that do not fit what another entry says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from ecodemo.load.assessed import assessed_misfits
from ecodemo.load.document import Complaint
from ecodemo.load.file import LoadedFile
from ecodemo.load.references import SOUND, unknown
from ecodemo.load.upload_misfits import upload_misfits
from ecodemo.model.county import County, CountyFile
from ecodemo.model.drawn_sample import DrawnSamples
from ecodemo.model.finding import Step
from ecodemo.model.indicator import Indicators, Measure
from ecodemo.model.message import Message, message
from ecodemo.model.objection import Objections
from ecodemo.model.opinion import Opinions
from ecodemo.model.progress import Assignment, Document, Observation, Progress
from ecodemo.model.requirement import Requirement
from ecodemo.model.standard import Standard
from ecodemo.model.target import (
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    ByProfile,
    Improving,
    LessThan,
    MoreThan,
    NotWorse,
    ReachState,
    Target,
)
from ecodemo.model.upload import Upload
from ecodemo.model.waiver import Waivers
from ecodemo.model.workspace import Workspace
from ecodemo.unknown_word import did_you_mean

Path = tuple[Step, ...]
_Said = Complaint | tuple[Path, Message] | tuple[Path, Message, Message]


def misfits(workspace: Workspace, file: LoadedFile[Any]) -> Iterator[Complaint]:
    """Everything in one file that does not fit, with its place."""
    for said in _misfits(workspace, file):
        if isinstance(said, Complaint):
            yield said
        else:
            path, text, *hint = said
            if path[:2] in file.pruned:
                continue
            yield Complaint("SC204", file.document.place(path), text, hint[0] if hint else None)


def _misfits(workspace: Workspace, file: LoadedFile[Any]) -> Iterator[_Said]:
    match file.record:
        case CountyFile():
            yield from _county(file.record)
            yield from _terrain(file.record.county, workspace)
        case Indicators():
            yield from _indicators(workspace, file.record, file)
        case Standard():
            yield from _standard(workspace, file.record, file)
        case Progress():
            yield from _progress(workspace, file.record, file)
        case Waivers():
            yield from _waivers(file.record)
        case Objections():
            yield from _objections(file.record)
        case Opinions() | DrawnSamples():
            yield from assessed_misfits(workspace, file.record, file)
        case Upload():
            yield from upload_misfits(file.record)
        case _:
            pass


def _waivers(record: Waivers) -> Iterator[_Said]:
    for index, entry in enumerate(record.not_involved):
        if (entry.measure is None) == (entry.requirement is None):
            yield ("not_involved", index), message("Expected exactly one of measure and requirement.")
    for index, waiver in enumerate(record.waivers):
        if not waiver.names_what_it_is_for:
            yield (
                ("waivers", index, "scope"),
                message("A waiver must name a requirement, a unit, an indicator or a measure."),
            )
        if waiver.until is None and not waiver.number.strip():
            yield (
                ("waivers", index),
                message("A waiver requires an end date (until) or an approval number (文号, number)."),
            )


def _objections(record: Objections) -> Iterator[_Said]:
    for index, objection in enumerate(record.objections):
        if objection.decision is not None and objection.decision.by == objection.unit:
            yield (
                ("objections", index, "decision", "by"),
                message("A unit does not decide on its own objection."),
            )


def _county(record: CountyFile) -> Iterator[_Said]:
    if record.today and not record.example:
        yield (
            ("today",),
            message("“today” is allowed only with “example: true”."),
            message("Use --today instead."),
        )
    if record.county.contradicts_itself:
        yield (
            ("county", "arid"),
            message(
                "“terrain” and “arid” contradict each other: {terrain}.", terrain=record.county.terrain or ""
            ),
            message("“arid: true” means the terrain 干旱半干旱地区. Remove one of the two."),
        )
    for index, bid in enumerate(record.bids):
        if bid.base is not None and bid.base >= bid.assessed:
            yield (
                ("bids", index, "base"),
                message(
                    "The base year {base} is not before the assessed year {assessed}.",
                    base=str(bid.base),
                    assessed=str(bid.assessed),
                ),
                message("Figures of the assessed year are compared with an earlier year."),
            )
    phases = {phase.id for phase in record.phases}
    earlier = {SOUND}
    for index, phase in enumerate(record.phases):
        at: Path = ("phases", index)
        if phase.extends in phases and phase.extends not in earlier:
            yield (*at, "extends"), message("A phase can only extend an earlier phase.")
        earlier.add(phase.id)
        if phase.end < phase.start:
            yield (*at, "to"), message("The phase ends before it starts.")


def _terrain(county: County, workspace: Workspace) -> Iterator[_Said]:
    """A terrain that no standard has a target for is only wrong where another word is near."""
    words = {
        word
        for standard in workspace.standards.values()
        for row in standard.rows
        for target in row.targets.values()
        for word in _terrains(target)
    }
    terrain = county.terrain or ""
    if words and terrain not in words and (hint := did_you_mean(terrain, sorted(words))):
        yield (
            ("county", "terrain"),
            message("No standard has a target for the terrain “{terrain}”.", terrain=terrain),
            hint,
        )


def _terrains(target: Target) -> Iterator[str]:
    match target:
        case AllOf(all_of=parts) | AnyOf(any_of=parts):
            for part in parts:
                yield from _terrains(part)
        case ByProfile(by="terrain"):
            yield from target.cases


def _indicators(workspace: Workspace, record: Indicators, file: LoadedFile[Any]) -> Iterator[_Said]:
    for m, measure in enumerate(record.measures):
        yield from _measure(("measures", m), measure, workspace, file)
    for b, box in enumerate(record.boxes):
        for r, requirement in enumerate(box.requirements):
            yield from _filed(("boxes", b, "requirements", r), requirement, box.no)
    for i, indicator in enumerate(record.indicators):
        for m, measure in enumerate(indicator.measures):
            yield from _measure(("indicators", i, "measures", m), measure, workspace, file)
        for r, requirement in enumerate(indicator.requirements):
            yield from _filed(("indicators", i, "requirements", r), requirement, indicator.no)


def _filed(at: Path, requirement: Requirement, holder: str) -> Iterator[_Said]:
    if requirement.box != holder:
        yield (
            (*at, "no"),
            message("Number {no} does not belong to box {box}.", no=requirement.no, box=holder),
            message("It must start with {box}.", box=holder),
        )


def _measure(at: Path, measure: Measure, workspace: Workspace, file: LoadedFile[Any]) -> Iterator[_Said]:
    kinds = [key for key in ("ratio", "drop", "change") if getattr(measure, key) is not None]
    if len(kinds) > 1:
        yield (
            (*at, kinds[1]),
            message("“{one}” and “{other}” are mutually exclusive.", one=kinds[0], other=kinds[1]),
        )
    if measure.is_computed and measure.no:
        yield (*at, "no"), message("A computed measure is never entered, so it has no number.")
    if not measure.is_computed and not measure.no:
        yield at, message("Set “no”, the measure's number; only computed measures have none.")
    if measure.states and (measure.is_computed or measure.unit):
        yield (*at, "states"), message("A measure is either a quantity with a unit or a state.")
    given = measure.range_given
    if measure.states and given:
        yield (*at, "range"), message("A state has no range.")
    if given and given.least is not None and given.most is not None and given.most < given.least:
        yield (*at, "range"), message("The maximum of the range is below its minimum.")
    if _in_circle(measure, workspace):
        text = message("Circular reference: the measure is computed from itself.")
        yield Complaint("SC303", file.document.place(at), text)


def _in_circle(measure: Measure, workspace: Workspace) -> bool:
    pending, seen = list(measure.made_from), set[str]()
    while pending:
        current = pending.pop()
        if current == measure.id:
            return True
        if current not in seen and current in workspace.measures:
            seen.add(current)
            pending.extend(workspace.measures[current].made_from)
    return False


def _standard(workspace: Workspace, record: Standard, file: LoadedFile[Any]) -> Iterator[_Said]:
    if record.rows_of is None:
        for key, value in (("rows", record.rows), ("pass", record.pass_rule)):
            if not value:
                yield Complaint("SC202", file.document.place(()), message("Missing key “{key}”.", key=key))
    elif record.rows or record.rows_of == record.id:
        yield ("rows_of",), message("A standard has its own rows or borrows those of another, not both.")
    borrowed = workspace.standards.get(record.rows_of or "")
    if borrowed is not None and borrowed.rows_of:
        yield ("rows_of",), message("A standard cannot borrow from one that borrows its own rows.")
    for r, row in enumerate(record.rows):
        for measure_id, target in row.targets.items():
            measure = workspace.measures.get(measure_id)
            if measure is not None:
                yield from _target(("rows", r, "targets", measure_id), target, measure, file)


def _target(at: Path, target: Target, measure: Measure, file: LoadedFile[Any]) -> Iterator[_Said]:
    match target:
        case ReachState():
            yield from _state((*at, "state"), target.state, measure, file)
        case AtLeast() | AtMost() | MoreThan() | LessThan() if measure.states:
            yield at, message("“{measure}” is a state, not a number.", measure=measure.label)
        case NotWorse() | Improving() if measure.better is None and not measure.states:
            yield (
                at,
                message("“{measure}” does not specify which direction is better.", measure=measure.label),
                message("Add “better: higher” or “better: lower” to it in indicators.yaml."),
            )
        case AllOf(all_of=parts):
            for index, part in enumerate(parts):
                yield from _target((*at, "all_of", index), part, measure, file)
        case AnyOf(any_of=parts):
            for index, part in enumerate(parts):
                yield from _target((*at, "any_of", index), part, measure, file)
        case ByProfile():
            for case, part in target.cases.items():
                yield from _target((*at, case), part, measure, file)
        case _:
            pass


def _state(at: Path, state: str, measure: Measure, file: LoadedFile[Any]) -> Iterator[_Said]:
    if state not in measure.states:
        yield unknown(file, at, state, message("state"), frozenset(measure.states))


def _progress(workspace: Workspace, record: Progress, file: LoadedFile[Any]) -> Iterator[_Said]:
    name = PurePosixPath(file.name)
    if name.stem != record.unit:
        yield (
            ("unit",),
            message("The file is named {file}, but the unit is “{unit}”.", file=name.name, unit=record.unit),
            message("Both must match."),
        )
    for index, observation in enumerate(record.observations):
        yield from _observation(("observations", index), observation, workspace, file)
    for index, assignment in enumerate(record.assigned):
        yield from _assignment(("assigned", index), assignment)
    for index, document in enumerate(record.documents):
        yield from _document(("documents", index), document, workspace)
    for index, answer in enumerate(record.answers):
        if not answer.to and not answer.problem:
            yield (
                ("answers", index),
                message("An answer must refer to a problem: its number in “to”, or “problem”."),
            )


def _observation(
    at: Path, observation: Observation, workspace: Workspace, file: LoadedFile[Any]
) -> Iterator[_Said]:
    given = [key for key in ("value", "state", "not_involved") if getattr(observation, key) is not None]
    if len(given) != 1:
        yield at, message("Expected exactly one of value, state and not_involved.")
    measure = workspace.measures.get(observation.measure)
    if measure is None:
        return
    if observation.state is not None:
        yield from _state((*at, "state"), observation.state, measure, file)
    if observation.value is not None and measure.states:
        yield (*at, "value"), message("“{measure}” is a state, not a number.", measure=measure.label)


def _assignment(at: Path, assignment: Assignment) -> Iterator[_Said]:
    keys = ("at_least", "at_most", "more_than", "less_than", "fulfilled")
    if all(getattr(assignment, key) is None for key in keys):
        yield at, message("An assignment requires a number or a conclusion.")


def _document(at: Path, document: Document, workspace: Workspace) -> Iterator[_Said]:
    if bool(document.file) == (document.see is not None):
        yield at, message("Expected exactly one of file and see.")
    requirement = workspace.requirements.get(document.requirement)
    if requirement is not None and requirement.years != "once" and not document.years:
        yield at, message("{no} is required by year, but “years” is missing.", no=requirement.no)
    path = PurePosixPath(document.file.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in document.file.split("/")[0]:
        yield (*at, "file"), message("The path points outside the folder evidence.")
