"""What a second judge needs to judge once more: the data as they are written, the register, the lock, and the State.

Nothing in it is computed by the first judge but the State, which is what the second one is to be compared with. Entries keep
the keys of the data files; what is empty is left out. Numbers stay text, days are ISO days.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from ecodemo.assess.shelf import can_prove
from ecodemo.check.session import CheckResult
from ecodemo.model.base import Record
from ecodemo.model.county import Bid
from ecodemo.model.progress import Document, Observation, Progress
from ecodemo.model.requirement import Requirement
from ecodemo.model.standard import Standard
from ecodemo.model.workspace import Workspace
from ecodemo.report.build_state import state_of
from ecodemo.report.state import SlimState

Plain: TypeAlias = dict[str, Any]
"""Of the kinds that JSON has."""

_OF_COUNTY = {"code", "terrain", "arid", "coastal", "key_function_zone", "lake_region", "has", "profile"}
_OF_ROW = {"no", "attribute", "points", "scale", "applies_if", "targets"}
_OF_VETO = {"no", "id", "years", "applies_if", "counts"}
_OF_RULE = {"binding", "reference", "every_row", "points", "of"}
_OF_MEASURE = {
    *("id", "unit", "decimals", "better", "reported_by", "years", "states", "range_given"),
    *("ratio", "drop", "change"),
}
_OF_REQUIREMENT = {"no", "owed_by", "years", "need", "parts", "at_least", "veto", "of", "measures"}
_OF_PART = {"no", "name", "form", "at_least"}
_OF_OBSERVATION = {"measure", "year", "value", "state", "not_involved", "basis", "proof", "document"}
_OF_ASSIGNMENT = {
    *("measure", "year", "at_least", "at_most", "more_than", "less_than", "fulfilled", "document"),
}
_OF_ANSWER = {"id", "answer", "through", "document", "bid"}
_OF_DOCUMENT = {"bid", "file", "requirement", "years", "received", "redelivered", "issued", "see", "reviews"}
_DIGITS = 12
_NO_LETTER = re.compile("[\ud800-\udfff]")
_OF_NOT_INVOLVED = {"measure", "requirement", "unit", "document", "granted", "by"}
_REFERENCES = {"proof", "document", "see"}
_OF_WAIVER = {"rule", "scope", "granted", "by", "number", "until"}


def proof_data(result: CheckResult, places: Mapping[str, str] = MappingProxyType({})) -> Plain:
    """The data of a check for the second judge, and the State that results.

    Args:
        result: the check.
        places: the place of each file in the package, by its path below evidence/.

    Each file is its path, its hash, its bytes, 1 where there is nothing in it or it cannot be opened, and its place.
    """
    return {**judged_data(result), "files": list(file_entries(result, places))}


def file_entries(result: CheckResult, places: Mapping[str, str]) -> Iterator[list[Any]]:
    """The files alone, one by one; arguments as of `proof_data`."""
    files = result.survey.files
    paths, found = (
        shortened(file.path for file in files),
        shortened(places.get(file.path, "") for file in files),
    )
    for file, path, place in zip(files, paths, found, strict=True):
        yield [path, file.sha256, file.size, int(not can_prove(file)), place]


def judged_data(result: CheckResult) -> Plain:
    """All of the data but the files."""
    assessment = result.assessment
    workspace, bid = assessment.workspace, assessment.bid
    numbers = {file.path: number for number, file in enumerate(result.survey.files)}
    return {
        "proof_version": 1,
        "state": state_of(result).model_dump(
            mode="json", include=SlimState.model_fields.keys() - {"findings", "left_out"}
        ),
        "day": result.today.isoformat(),
        "county": _kept(workspace.county, _OF_COUNTY),
        "bid": _bid(bid),
        "bids": [_bid(other) for other in sorted(workspace.bids, key=lambda other: other.assessed)],
        "standard": _standard(workspace.text_of(workspace.standard_of(bid)), workspace.standard_of(bid)),
        "units": {
            unit.id: {"kind": unit.kind.value, "names": unit.names} for unit in workspace.units.values()
        },
        "folders": dict(workspace.lookup.former_folders),
        "measures": {measure.id: _kept(measure, _OF_MEASURE) for measure in workspace.measures.values()},
        "indicators": [
            {
                "id": indicator.id,
                "lead": indicator.lead,
                "measures": [measure.id for measure in indicator.measures],
                "requirements": [requirement.no for requirement in indicator.requirements],
            }
            for indicator in workspace.indicators
        ],
        "requirements": {
            no: _requirement(wanted, workspace) for no, wanted in workspace.requirements.items()
        },
        "progress": {unit: _progress(unit, workspace, numbers) for unit in workspace.progress},
        "not_involved": [_kept(entry, _OF_NOT_INVOLVED) for entry in workspace.waivers.not_involved],
        "waivers": [_kept(entry, _OF_WAIVER) for entry in workspace.waivers.waivers],
    }


def json_of(data: Plain) -> Iterator[str]:
    """As JSON on one line, piece by piece; the same data are the same text, and what is no letter (of undecodable names) is spelt out."""
    written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
    for place, (key, value) in enumerate(data.items()):
        yield f"{',' if place else '{'}{written.encode(key)}:"
        if isinstance(value, list | Iterator):
            yield "["
            for number, entry in enumerate(value):
                yield f"{',' if number else ''}{_spelt(written.encode(entry))}"
            yield "]"
        else:
            yield _spelt(written.encode(value))
    yield "}"


def _spelt(text: str) -> str:
    return _NO_LETTER.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _kept(entry: Record, keys: set[str]) -> Plain:
    """Some keys of an entry as they are written in the data, without what is as if it were not written."""
    dumped = entry.model_dump(mode="json", by_alias=True, include=keys, exclude_defaults=True)
    references = {key: str(getattr(entry, key)) for key in _REFERENCES & dumped.keys()}
    return {**dumped, **references}


def _bid(bid: Bid) -> Plain:
    """With the last day that is its own, where nothing is written of the bid that something belongs to."""
    return {
        **_kept(bid, {"id", "assessed", "base", "apply"}),
        "years": bid.years,
        "ends": bid.ends.isoformat(),
    }


def _standard(text: Standard, own: Standard) -> Plain:
    return {
        "partial": own.partial or text.partial,
        "pass": text.pass_rule.model_dump(mode="json", include=_OF_RULE, exclude_unset=True)
        if text.pass_rule
        else None,
        "rows": [_kept(row, _OF_ROW) for row in text.rows],
        "vetoes": [_kept(veto, _OF_VETO) for veto in text.vetoes],
    }


def _requirement(wanted: Requirement, workspace: Workspace) -> Plain:
    return {
        **_kept(wanted, _OF_REQUIREMENT - {"parts", "of"}),
        **({"of": "bid"} if workspace.calendar.is_of_bid(wanted) else {}),
        "parts": [_kept(part, _OF_PART) for part in wanted.parts],
    }


def _progress(unit: str, workspace: Workspace, numbers: Mapping[str, int]) -> Plain:
    """What a unit had reported by the day."""
    own: Progress = workspace.progress[unit]
    return {
        "observations": _table(_observation(reported.observation) for reported in workspace.observed(unit)),
        "assigned": [
            _kept(entry, _OF_ASSIGNMENT) for entry in own.assigned if workspace.knows(entry.reported)
        ],
        "vetoes": [_kept(entry, _OF_ANSWER) for entry in own.vetoes if workspace.knows(entry.reported)],
        "documents": _table(_document(entry, numbers) for entry in own.documents),
    }


def _observation(observation: Observation) -> Plain:
    """The documents that it rests on say only whether something does not apply."""
    rests = set() if observation.not_involved is not None else {"proof", "document"}
    return _kept(observation, _OF_OBSERVATION - rests)


def _document(entry: Document, numbers: Mapping[str, int]) -> Plain:
    """A file by its place in the list of files, if it is in it; hashes as short as the data may write them."""
    file = {"file": numbers[entry.file]} if entry.file in numbers else {}
    kept = _kept(entry, _OF_DOCUMENT - {"reviews", "redelivered"})
    listed = {
        "redelivered": [[again.on.isoformat(), again.hash[:_DIGITS]] for again in entry.redelivered],
        "reviews": [
            [review.on.isoformat(), review.hash[:_DIGITS], review.result] for review in entry.reviews
        ],
    }
    return {**kept, **file, **{key: value for key, value in listed.items() if value}}


def _table(entries: Iterable[Plain]) -> Plain:
    """Entries as columns and rows: what an entry does not have is null, and left out at the end of its row."""
    listed = list(entries)
    columns = list(dict.fromkeys(key for entry in listed for key in entry))
    rows = [[entry.get(key) for key in columns] for entry in listed]
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    return {"columns": columns, "rows": rows}


def shortened(paths: Iterable[str]) -> Iterator[tuple[int, str] | None]:
    """Each path as the number of folders that it shares with the one before, and the rest; nothing for an empty one."""
    before: list[str] = []
    for path in paths:
        if not path:
            yield None
            continue
        parts = path.split("/")
        shared = next(
            (n for n, (one, other) in enumerate(zip(parts[:-1], before, strict=False)) if one != other),
            min(len(parts) - 1, len(before)),
        )
        yield shared, "/".join(parts[shared:])
        before = parts
