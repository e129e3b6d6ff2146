"""Counties as they could be: figures, assignments, documents, reviews, exceptions, targets and files changed at random.

Every change leaves what the loader would take. A seed is a county.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, TypeVar

from pydantic import TypeAdapter

from ecodemo.assess.bid import assess
from ecodemo.check.session import CheckResult, reviewed_hashes
from ecodemo.evidence.filing import Filing
from ecodemo.model.county import Bid
from ecodemo.model.evidence import Condition, EvidenceFile, Facts, Survey
from ecodemo.model.indicator import Measure
from ecodemo.model.progress import Assignment, Document, Observation, Progress, Review, VetoAnswer
from ecodemo.model.standard import PassRule, Row, Standard
from ecodemo.model.target import Target
from ecodemo.model.waiver import NotInvolved, Waiver
from ecodemo.model.workspace import Workspace

_TARGET: TypeAdapter[Target] = TypeAdapter(Target)
_LIMITS = ("at_least", "at_most", "more_than", "less_than")
_Entry = TypeVar("_Entry")


@dataclass(frozen=True)
class County:
    """What is judged: the data, the bid, the day, the files."""

    workspace: Workspace
    bid: Bid
    today: date
    files: tuple[EvidenceFile, ...]


def mutated(judged: CheckResult, seed: int, changes: int = 40) -> CheckResult:
    """The result of judging after some changes; what the rules found is left as it was."""
    random = Random(seed)  # noqa: S311 - chooses changes, keeps no secret
    county = County(judged.loaded.workspace, judged.assessment.bid, judged.today, judged.survey.files)
    for _ in range(random.randint(1, changes)):
        county = random.choice(_CHANGES)(county, random)
    return rejudged(judged, county)


def rejudged(judged: CheckResult, county: County) -> CheckResult:
    filing = Filing(county.workspace)
    survey: Survey = replace(judged.survey, files=tuple(_filed(filing, file) for file in county.files))
    assessment = assess(
        county.workspace,
        county.bid,
        county.today,
        survey.files,
        reviewed_hashes(county.workspace, survey),
    )
    return replace(judged, assessment=assessment, today=county.today, survey=survey, findings=())


def _filed(filing: Filing, file: EvidenceFile) -> EvidenceFile:
    return filing.file(file.path, file.size, file.sha256)._replace(facts=file.facts)


def _progress(
    county: County, random: Random, key: str, change: Callable[[list[Any], Random], None]
) -> County:
    """Change one list of one unit that has something in it."""
    own = county.workspace.progress
    unit = random.choice([unit for unit, progress in own.items() if getattr(progress, key)] or list(own))
    entries = list(getattr(own[unit], key))
    change(entries, random)
    progress = own[unit].model_copy(update={key: tuple(entries)})
    return replace(county, workspace=replace(county.workspace, progress={**own, unit: progress}))


def _some(entries: list[_Entry], random: Random) -> int | None:
    return random.randrange(len(entries)) if entries else None


def _measure(county: County, random: Random, *, quantity: bool | None = None) -> Measure:
    asked = {measure_id for row in county.workspace.rows_of(county.bid) for measure_id in row.targets}
    used = county.workspace.made_of(asked)
    fitting = [
        measure
        for measure in county.workspace.measures.values()
        if measure.id in used and (quantity is None or quantity is not bool(measure.states))
    ]
    return random.choice(fitting)


def _value(measure: Measure, random: Random) -> dict[str, Any]:
    if measure.states:
        return {"state": random.choice(measure.states)}
    return {
        "value": Decimal(random.choice(["0", "1", "30", "95", "95.0", "89.96", "100", "12345.678", "-2.5"]))
    }


def change_a_figure(county: County, random: Random) -> County:
    def change(entries: list[Observation], random: Random) -> None:
        place = _some(entries, random)
        if place is None:
            return
        was = entries[place]
        measure = county.workspace.measures[was.measure]
        match random.randrange(7):
            case 0:
                del entries[place]
            case 5:
                entries[place] = was.model_copy(update={"reported": _day(county, random)})
            case 1:
                entries[place] = was.model_copy(update={"basis": random.choice(["", "新口径"])})
            case 2:
                kept = {"value": None, "state": None, "not_involved": "没有"}
                document = was.proof if random.random() < 0.7 else None
                entries[place] = was.model_copy(update={**kept, "document": document})
            case 3:
                entries.append(was.model_copy(update=_value(measure, random)))
            case 4:
                entries[place] = was.model_copy(update={"year": was.year + random.choice([-1, 1])})
            case _:
                new = {"value": None, "state": None, "not_involved": None, **_value(measure, random)}
                if not measure.states and was.value is not None and random.random() < 0.5:
                    new["value"] = was.value * Decimal(random.choice(["0.5", "0.999", "1.001", "2"]))
                entries[place] = was.model_copy(update=new)

    return _progress(county, random, "observations", change)


def report_a_total(county: County, random: Random) -> County:
    """A unit reports what others, or nobody, report: a stamped rate, a county total, a stray figure."""
    measure = _measure(county, random)
    lead = county.workspace.lead_of(measure.id)
    unit = lead if lead and random.random() < 0.7 else random.choice(list(county.workspace.units))
    year = county.bid.assessed - random.randrange(3)
    observation = Observation(measure=measure.id, year=year, **_value(measure, random))
    own = county.workspace.progress
    progress = own.get(unit) or Progress(unit=unit)
    update = progress.model_copy(update={"observations": (*progress.observations, observation)})
    return replace(county, workspace=replace(county.workspace, progress={**own, unit: update}))


def change_an_assignment(county: County, random: Random) -> County:
    measure = _measure(county, random, quantity=True)
    new: dict[str, Any] = {random.choice(_LIMITS): str(random.choice([0, 5, 60, 95]))}
    if random.random() < 0.4:
        new = {"fulfilled": random.random() < 0.5, **(new if random.random() < 0.5 else {})}
    entry = Assignment.model_validate({"measure": measure.id, "year": str(county.bid.assessed), **new})

    def change(entries: list[Assignment], random: Random) -> None:
        place = _some(entries, random)
        if place is not None and random.random() < 0.4:
            del entries[place]
        else:
            entries.append(entry)

    return _progress(county, random, "assigned", change)


def change_a_document(county: County, random: Random) -> County:
    hashes = {file.path: file.sha256 for file in county.files}

    def change(entries: list[Document], random: Random) -> None:
        place = _some(entries, random)
        if place is None:
            return
        was = entries[place]
        now = hashes.get(was.file, "a" * 64)
        update: dict[str, Any] = {}
        match random.randrange(7):
            case 0:
                del entries[place]
                return
            case 1:
                update["received"] = random.choice([None, _day(county, random)])
            case 2:
                update["issued"] = random.choice([None, _day(county, random)])
            case 3:
                day = _day(county, random)
                again = {"on": day.isoformat(), "hash": random.choice([now, "b" * 64])}
                update["redelivered"] = Document.model_validate(
                    {"file": "x", "requirement": "01-1", "redelivered": [again]}
                ).redelivered
            case 4:
                if was.file:
                    other = random.choice(list(county.workspace.requirements))
                    update = {
                        "file": "",
                        "see": Document.model_validate(
                            {"file": "x", "requirement": "01-1", "see": other}
                        ).see,
                        "reviews": (),
                    }
            case _:
                update["reviews"] = (*was.reviews, _review(county, now, random))
        entries[place] = was.model_copy(update=update)

    return _progress(county, random, "documents", change)


def review_a_document_often(county: County, random: Random) -> County:
    """Several reviews and deliveries of two or three contents, in any order."""
    hashes = {file.path: file.sha256 for file in county.files}

    def change(entries: list[Document], random: Random) -> None:
        place = _some(entries, random)
        if place is None or not entries[place].file:
            return
        now = hashes.get(entries[place].file, "a" * 64)
        again = [
            {"on": _day(county, random).isoformat(), "hash": random.choice([now, "b" * 64])}
            for _ in range(random.randrange(4))
        ]
        came = Document.model_validate({"file": "x", "requirement": "01-1", "redelivered": again})
        reviews = tuple(_review(county, now, random) for _ in range(random.randint(1, 4)))
        update = {"reviews": reviews, "redelivered": came.redelivered}
        entries[place] = entries[place].model_copy(update=update)

    return _progress(county, random, "documents", change)


def _review(county: County, now: str, random: Random) -> Review:
    day = _day(county, random)
    result = random.choice(["accepted", "returned"])
    seen = random.choice([now, now[:12], "b" * 64, "c" * 12])
    return Review.model_validate({"on": day.isoformat(), "by": "office", "result": result, "hash": seen})


def _day(county: County, random: Random) -> date:
    return county.today + timedelta(days=random.choice([-200, -90, -30, -3, -1, 0, 1, 30]))


def change_a_file(county: County, random: Random) -> County:
    files = list(county.files)
    place = random.randrange(len(files)) if files else 0
    if not files:
        return county
    was = files[place]
    match random.randrange(5):
        case 0:
            del files[place]
        case 1:
            files[place] = was._replace(size=0)
        case 2:
            facts = was.facts or Facts(was.size)
            files[place] = was._replace(facts=facts._replace(condition=random.choice(list(Condition))))
        case 3:
            files[place] = was._replace(sha256=random.choice(["b", "d"]) * 64)
        case _:
            files[place] = was._replace(
                path=was.path.replace("2020", random.choice(["2019", "2017-2020", "旧"]))
            )
    return replace(county, files=_each_once(files))


def _each_once(files: Iterable[EvidenceFile]) -> tuple[EvidenceFile, ...]:
    return tuple({file.path: file for file in files}.values())


def grant_a_waiver(county: County, random: Random) -> County:
    scope: dict[str, Any] = {"requirement": random.choice(list(county.workspace.requirements))}
    if random.random() < 0.3:
        scope = {"indicator": random.choice(county.workspace.indicators).id}
    if random.random() < 0.3:
        scope["year"] = str(county.bid.assessed)
    if random.random() < 0.3:
        scope["unit"] = random.choice(list(county.workspace.units))
    waiver = Waiver.model_validate(
        {
            "rule": random.choice(["EV104", "EV104", "EV101"]),
            "scope": scope,
            "reason": "没有",
            "granted": _day(county, random).isoformat(),
            "by": random.choice(list(county.workspace.units)),
            "until": (county.today + timedelta(days=random.choice([-1, 0, 90]))).isoformat(),
        }
    )
    waivers = county.workspace.waivers
    update = waivers.model_copy(update={"waivers": (*waivers.waivers, waiver)})
    return replace(county, workspace=replace(county.workspace, waivers=update))


def declare_not_involved(county: County, random: Random) -> County:
    workspace = county.workspace
    entry: dict[str, Any] = {"reason": "没有"}
    no = random.choice(list(workspace.requirements))
    if random.random() < 0.5:
        measure = _measure(county, random)
        entry["measure"] = measure.id
        indicator = workspace.indicator_of_measure.get(measure.id)
        numbers = [wanted.no for wanted in indicator.requirements] if indicator else [no]
        no = random.choice(numbers or [no])
    else:
        entry["requirement"] = no
    if random.random() < 0.5:
        owing = workspace.owing(workspace.requirements[no]) or tuple(workspace.units)
        entry["unit"] = random.choice(owing)
    if random.random() < 0.8:
        entry["document"] = no
    if random.random() < 0.8:
        entry |= {"granted": _day(county, random).isoformat(), "by": random.choice(list(workspace.units))}
    waivers = workspace.waivers
    listed = (*waivers.not_involved, NotInvolved.model_validate(entry))
    return replace(
        county, workspace=replace(workspace, waivers=waivers.model_copy(update={"not_involved": listed}))
    )


def _standard(county: County, random: Random, change: Callable[[Standard], Mapping[str, Any]]) -> County:
    workspace = county.workspace
    text = workspace.text_of(workspace.standard_of(county.bid))
    new = text.model_copy(update=dict(change(text)))
    return replace(county, workspace=replace(workspace, standards={**workspace.standards, new.id: new}))


def change_a_target(county: County, random: Random) -> County:
    def change(text: Standard) -> Mapping[str, Any]:
        rows = list(text.rows)
        place = random.randrange(len(rows))
        row = rows[place]
        targets = dict(row.targets)
        measure_id = random.choice(list(targets))
        measure = county.workspace.measures.get(measure_id)
        if measure is not None:
            targets[measure_id] = _TARGET.validate_python(_target(measure, random))
        rows[place] = row.model_copy(update={"targets": targets})
        return {"rows": tuple(rows)}

    return _standard(county, random, change)


def _target(measure: Measure, random: Random, depth: int = 0) -> object:
    kinds = ["assigned", "limit", "all_of", "any_of", "by"]
    if measure.states or measure.better:
        kinds += ["not_worse", "base", "improving"]
    match random.choice(kinds):
        case "all_of" | "any_of" as several if depth < 2:
            return {several: [_target(measure, random, depth + 1) for _ in range(random.randint(1, 3))]}
        case "by" if depth < 2:
            cases = {
                name: _target(measure, random, depth + 1)
                for name in random.choice([("山区",), ("丘陵地区",)])
            }
            return {"by": "terrain", **cases}
        case "assigned" | "not_worse" | "improving" as word:
            return word
        case "base":
            return {"not_worse": "base"}
    if measure.states:
        return {"state": random.choice(measure.states)}
    return {random.choice(_LIMITS): random.choice(["0", "30", "60", "90", "92.4", "95.0", "100"])}


def change_a_row(county: County, random: Random) -> County:
    applies: tuple[object, ...] = (
        None,
        {"coastal": True},
        {"coastal": False},
        {"arid": True},
        {"lake_region": True},
        {"has": "森林"},
        {"profile": {"高原": True}},
    )

    def change(text: Standard) -> Mapping[str, Any]:
        rows = list(text.rows)
        place = random.randrange(len(rows))
        row = rows[place].model_dump(by_alias=True, exclude_unset=True)
        row["attribute"] = random.choice(["binding", "reference", None])
        row["applies_if"] = random.choice(applies)
        row["targets"] = rows[place].targets
        rows[place] = rows[place].model_copy(
            update={
                "attribute": Row.model_validate({**_ROW, "attribute": row["attribute"]}).attribute,
                "applies_if": Row.model_validate({**_ROW, "applies_if": row["applies_if"]}).applies_if,
            }
        )
        return {"rows": tuple(rows)}

    return _standard(county, random, change)


_ROW: Mapping[str, Any] = {"no": "1", "name": "行", "targets": {"x": {"at_least": "1"}}}


def change_the_pass_rule(county: County, random: Random) -> County:
    written: dict[str, Any] = {}
    if random.random() < 0.6:
        written["binding"] = random.choice(["all", "80%", "33%"])
    if random.random() < 0.6:
        written["reference"] = random.choice(["all", "80%", "0%"])
    if random.random() < 0.2:
        written["every_row"] = True
    if random.random() < 0.4:
        written["points"] = str(random.choice([1, 8, 20, 60]))

    def change(text: Standard) -> Mapping[str, Any]:
        rule = PassRule.model_validate(written) if random.random() < 0.9 else None
        rows = tuple(_with_points(row, county, random) for row in text.rows)
        return {"pass_rule": rule, "partial": random.random() < 0.15, "rows": rows}

    return _standard(county, random, change)


def _with_points(row: Row, county: County, random: Random) -> Row:
    points = random.choice([None, Decimal(4), Decimal("2.5")])
    scale: tuple[tuple[Decimal, Decimal], ...] = ()
    (measure_id, *others) = row.targets
    measure = county.workspace.measures.get(measure_id)
    if points and not others and measure and not measure.states:
        scale = ((Decimal(80), Decimal(2)), (Decimal(20), Decimal("0.5")))
    return row.model_copy(update={"points": points, "scale": scale})


def change_the_profile(county: County, random: Random) -> County:
    update: dict[str, Any] = random.choice(
        [
            {"coastal": random.choice([True, False, None])},
            {"terrain": random.choice(["山区", "丘陵地区", None])},
            {"key_function_zone": random.choice([True, False, None])},
            {"profile": {"高原": random.choice([True, False])}},
            {"lake_region": True},
        ]
    )
    own = county.workspace.county.model_copy(update=update)
    return replace(county, workspace=replace(county.workspace, county=own))


def change_a_veto(county: County, random: Random) -> County:
    vetoes = county.workspace.text_of(county.workspace.standard_of(county.bid)).vetoes
    if not vetoes:
        return county
    through = county.today + timedelta(days=random.choice([-60, 0, 25, 90]))
    veto = random.choice(vetoes)
    entry: dict[str, Any] = {
        "id": veto.id,
        "answer": random.choice(["clear", "rectified", "hit"]),
        "through": through.isoformat(),
    }
    if random.random() < 0.7:
        entry["document"] = next(
            (wanted.no for wanted in county.workspace.requirements.values() if wanted.veto == veto.id),
            random.choice(list(county.workspace.requirements)),
        )
    answer = VetoAnswer.model_validate(entry)

    def change(entries: list[VetoAnswer], random: Random) -> None:
        place = _some(entries, random)
        if place is not None and random.random() < 0.4:
            del entries[place]
        if random.random() < 0.8:
            entries.append(answer)

    return _progress(county, random, "vetoes", change)


def change_the_bid(county: County, random: Random) -> County:
    update: dict[str, Any] = random.choice(
        [
            {"base": random.choice([None, county.bid.assessed - 2, county.bid.assessed - 1])},
            {"apply": random.choice([None, county.today + timedelta(days=20)])},
            {"years": random.choice([1, 2, 3, 4])},
        ]
    )
    bid = county.bid.model_copy(update=update)
    bids = tuple(bid if other.id == bid.id else other for other in county.workspace.bids)
    return replace(county, bid=bid, workspace=replace(county.workspace, bids=bids))


def change_the_day(county: County, random: Random) -> County:
    return replace(county, today=county.today + timedelta(days=random.choice([-120, -20, -1, 1, 20, 400])))


def change_who_reports(county: County, random: Random) -> County:
    """Townships, one of them, a department or the lead for a measure; the lead of an indicator is lost."""
    workspace = county.workspace
    indicators = list(workspace.indicators)
    place = random.randrange(len(indicators))
    indicator = indicators[place]
    if random.random() < 0.2:
        indicators[place] = indicator.model_copy(update={"lead": random.choice([None, *workspace.units])})
    elif indicator.measures:
        measures = list(indicator.measures)
        at = random.randrange(len(measures))
        words = random.choice(
            [("lead",), ("townships",), (random.choice(list(workspace.units)),), ("townships", "lead")]
        )
        if not measures[at].is_computed:
            measures[at] = measures[at].model_copy(update={"reported_by": words})
        indicators[place] = indicator.model_copy(update={"measures": tuple(measures)})
    return replace(county, workspace=replace(workspace, indicators=tuple(indicators)))


_CHANGES: tuple[Callable[[County, Random], County], ...] = (
    change_a_figure,
    change_a_figure,
    change_a_figure,
    report_a_total,
    change_an_assignment,
    change_a_document,
    change_a_document,
    review_a_document_often,
    review_a_document_often,
    change_a_file,
    change_a_file,
    grant_a_waiver,
    declare_not_involved,
    declare_not_involved,
    change_a_target,
    change_a_target,
    change_a_row,
    change_the_pass_rule,
    change_the_profile,
    change_a_veto,
    change_the_bid,
    change_the_day,
    change_who_reports,
)
