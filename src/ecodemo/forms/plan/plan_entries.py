"""What the data say of the plan, as entries of the workbook's sheets: where each is, and what its cells show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ecodemo.forms.contract import Content
from ecodemo.forms.plan import plan_sheets as sheets
from ecodemo.forms.words import full_day
from ecodemo.model.base import WHOLE
from ecodemo.model.county import ARID, Bid, County, Phase
from ecodemo.model.finding import Step
from ecodemo.model.indicator import Holder, Indicator
from ecodemo.model.organisation import Group, Township, Unit, UnitKind
from ecodemo.model.requirement import DueByKind, NeedByKind, Requirement, Span
from ecodemo.model.role import DepartmentRole
from ecodemo.model.target import ByProfile
from ecodemo.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """A row of the plan workbook."""

    file: str
    """The data file, without folder and suffix."""
    path: tuple[Step, ...]
    key: str
    """The id, the number, or the item: what the record knows the row by."""
    contents: Mapping[str, Content]
    unverified: tuple[str, ...] = ()
    closed: frozenset[str] = frozenset()
    """Columns that cannot be filled in here."""
    offers: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What people call it."""
        return str(self.contents.get("name") or self.contents.get("indicator") or self.key)


@dataclass(frozen=True, slots=True)
class ProfileItem:
    """A row of the first sheet."""

    label: str
    key: str
    """The key in county.yaml."""
    is_of_bid: bool
    hint: str = ""


PROFILE_ITEMS = (
    ProfileItem("县名", "name", is_of_bid=False, hint="全称"),
    ProfileItem("代码", "code", is_of_bid=False, hint="县的行政区划代码，6位"),
    ProfileItem("所属市", "city", is_of_bid=False),
    ProfileItem("所属省", "province", is_of_bid=False),
    ProfileItem("地形", "terrain", is_of_bid=False, hint="按标准里的说法选；森林覆盖率等指标按地形定标准值"),
    ProfileItem("干旱半干旱地区", "arid", is_of_bid=False, hint="是或否；空着的指标无法判定"),
    ProfileItem("沿海", "coastal", is_of_bid=False, hint="是或否"),
    ProfileItem(
        "国家重点生态功能区", "key_function_zone", is_of_bid=False, hint="是或否；一票否决有一条看这里"
    ),
    ProfileItem(
        "县里有什么", "has", is_of_bid=False, hint="用顿号隔开，如：森林、水源地、自然保护地、生态保护红线"
    ),
    ProfileItem("申报名称", "name", is_of_bid=True),
    ProfileItem("适用清单", "standard", is_of_bid=True, hint="按哪一份指标清单评"),
    ProfileItem("评估年", "assessed", is_of_bid=True, hint="按哪一年的数评"),
    ProfileItem("看几年", "years", is_of_bid=True, hint="到评估年为止看几年的数"),
    ProfileItem("基准年", "base", is_of_bid=True, hint="与哪一年比，要早于评估年"),
    ProfileItem("申报日", "apply", is_of_bid=True, hint="一票否决的近几年算到这一天"),
    ProfileItem("创建期限", "due", is_of_bid=True, hint="哪天以前要创成"),
)
LAKE = ProfileItem("湖区", "lake_region", is_of_bid=False, hint="是或否")
_TERRAINS = ("山区", "丘陵地区", "平原地区", ARID, "青藏高原地区")


def plan_entries(workspace: Workspace, bid: Bid) -> Mapping[str, tuple[PlanEntry, ...]]:
    """The entries of each sheet, in the order of the data."""
    groups = (_group(workspace, index, group) for index, group in enumerate(workspace.groups))
    units = [
        *(_unit("groups", "departments", index, unit) for index, unit in enumerate(workspace.departments)),
        *(_unit("townships", "townships", index, unit) for index, unit in enumerate(workspace.townships)),
    ]
    return {
        sheets.PROFILE: tuple(_profile(workspace, bid)),
        sheets.GROUPS: tuple(groups),
        sheets.UNITS: tuple(units),
        sheets.PHASES: tuple(_phase(index, phase) for index, phase in enumerate(workspace.phases)),
        sheets.TASKS: tuple(_task(workspace, index, one) for index, one in enumerate(workspace.indicators)),
        sheets.MATERIALS: tuple(_materials(workspace)),
    }


def _profile(workspace: Workspace, bid: Bid) -> Iterator[PlanEntry]:
    place = workspace.bids.index(bid)
    asked = asked_facts(workspace)
    for item in (
        *PROFILE_ITEMS,
        *((LAKE,) if "lake_region" in asked or workspace.county.lake_region is not None else ()),
    ):
        record: Bid | County = bid if item.is_of_bid else workspace.county
        path: tuple[Step, ...] = ("bids", place) if item.is_of_bid else ("county",)
        offers: tuple[str, ...] = ()
        value = getattr(record, item.key)
        match item.key:
            case "standard":
                offers = tuple(workspace.standards[id_].title for id_ in sorted(workspace.standards))
                value = workspace.standards[value].title
            case "terrain":
                offers = _TERRAINS
            case "arid" | "coastal" | "key_function_zone" | "lake_region":
                offers = (sheets.YES, sheets.NO)
        contents: dict[str, Content] = {
            "item": item.label,
            "content": _shown(value),
            "hint": item.hint or None,
        }
        unverified = bid.unverified if item.is_of_bid else ()
        yield PlanEntry("county", path, item.label, contents, unverified, offers=offers)
    for fact in free_facts(workspace):
        wanted = asked.get(fact, {workspace.county.profile.get(fact, True)})
        is_yes_or_no = all(isinstance(value, bool) for value in wanted)
        contents = {
            "item": fact,
            "content": _shown(workspace.county.profile.get(fact)),
            "hint": "是或否；清单里有条目看这里" if is_yes_or_no else "清单里有条目看这里",
        }
        offers = (sheets.YES, sheets.NO) if is_yes_or_no else tuple(sorted(map(str, wanted)))
        yield PlanEntry("county", ("county",), fact, contents, offers=offers)


def free_facts(workspace: Workspace) -> tuple[str, ...]:
    """What only lists of provinces ask of a profile, by their own words."""
    named = {*County.model_fields, *Bid.model_fields}
    labels = {item.label for item in (*PROFILE_ITEMS, LAKE)}
    own = dict.fromkeys((*asked_facts(workspace), *workspace.county.profile))
    return tuple(fact for fact in own if fact not in named and fact not in labels)


def asked_facts(workspace: Workspace) -> Mapping[str, set[bool | str]]:
    """The facts that rows, targets or vetoes of the lists ask for, with the answers that they name."""
    asked: dict[str, set[bool | str]] = {}
    for standard in workspace.standards.values():
        conditions = [row.applies_if for row in standard.rows] + [one.applies_if for one in standard.vetoes]
        for applies in filter(None, conditions):
            if applies.lake_region is not None:
                asked.setdefault("lake_region", set()).add(applies.lake_region)
            for fact, value in applies.profile.items():
                asked.setdefault(fact, set()).add(value)
        for row in standard.rows:
            for target in row.targets.values():
                if isinstance(target, ByProfile) and target.by == "lake_region":
                    asked.setdefault("lake_region", {True})
    return asked


def _shown(value: object) -> str | None:
    match value:
        case None | () | "":
            return None
        case bool():
            return sheets.YES if value else sheets.NO
        case date():
            return full_day(value)
        case tuple():
            return "、".join(map(str, value))
        case _:
            return str(value)


def _group(workspace: Workspace, index: int, group: Group) -> PlanEntry:
    contents: dict[str, Content] = {
        "name": group.name,
        "lead": _called(workspace, group.lead),
        "duties": group.duties or None,
        "role": sheets.SUPERVISION if group.role else None,
        "id": group.id,
    }
    return PlanEntry("groups", ("groups", index), group.id, contents, group.unverified)


def _unit(file: str, key: str, index: int, unit: Unit) -> PlanEntry:
    township = unit if isinstance(unit, Township) else None
    is_office = not isinstance(unit, Township) and unit.role is DepartmentRole.OFFICE
    contents: dict[str, Content] = {
        "name": unit.name,
        "kind": sheets.KINDS[unit.kind],
        "short": unit.short or None,
        "code": township.code if township else None,
        "villages": township.villages if township else None,
        "role": sheets.OFFICE if is_office else None,
        "id": unit.id,
    }
    closed = frozenset({"role"} if township else {"code", "villages"})
    unverified = () if isinstance(unit, Township) else unit.unverified
    return PlanEntry(file, (key, index), unit.id, contents, unverified, closed)


def _phase(index: int, phase: Phase) -> PlanEntry:
    due = phase.due or DueByKind()
    contents: dict[str, Content] = {
        "name": phase.name,
        "start": phase.start,
        "end": phase.end,
        "townships": due.townships,
        "departments": due.departments,
        "gate": "、".join(phase.gate) or None,
        "id": phase.id,
    }
    return PlanEntry("county", ("phases", index), phase.id, contents)


def _task(workspace: Workspace, index: int, indicator: Indicator) -> PlanEntry:
    contents: dict[str, Content] = {
        "no": indicator.no,
        "indicator": indicator.name,
        "lead": _called(workspace, indicator.lead),
        "support": "、".join(filter(None, (_called(workspace, unit) for unit in indicator.support))) or None,
    }
    return PlanEntry("indicators", ("indicators", index), indicator.no, contents, indicator.unverified)


def _materials(workspace: Workspace) -> Iterator[PlanEntry]:
    for key, place, holder in holders_of(workspace):
        for index, requirement in enumerate(holder.requirements):
            yield _material(workspace, (key, place, "requirements", index), requirement)


def holders_of(workspace: Workspace) -> Iterator[tuple[str, int, Holder]]:
    """Each box and indicator with its place in indicators.yaml."""
    for index, box in enumerate(workspace.boxes):
        yield "boxes", index, box
    for index, indicator in enumerate(workspace.indicators):
        yield "indicators", index, indicator


def _material(workspace: Workspace, path: tuple[Step, ...], requirement: Requirement) -> PlanEntry:
    contents: dict[str, Content] = {
        "no": requirement.no,
        "name": requirement.name,
        "from": "、".join(owing_words(workspace, word) for word in requirement.owed_by),
        "form": sheets.SET if requirement.parts else form_words(requirement),
        "years": years_words(requirement.years),
        "need": _need_words(requirement.need),
        "due": _due(requirement.due),
    }
    return PlanEntry(
        "indicators", path, requirement.no, contents, closed=frozenset({"form"} if requirement.parts else ())
    )


def form_words(requirement: Requirement) -> str:
    """The form of a document, as packs call it."""
    return next(word for word, form in sheets.FORMS.items() if form == requirement.form.value)


def owing_words(workspace: Workspace, word: str) -> str:
    """Who owes, as people write it."""
    general = next((said for said, meant in sheets.OWING.items() if meant == word), None)
    return general or _called(workspace, word) or word


def years_words(span: Span) -> str:
    """A span of years: `每年`, `2018、2020`, `基准年、评估年`."""
    named = {meant: said for said, meant in sheets.YEARS.items()}
    if isinstance(span, str):
        return named[span]
    return "、".join(named.get(year, str(year)) if isinstance(year, str) else str(year) for year in span)


def _need_words(need: NeedByKind) -> str:
    said = {meant: word for word, meant in sheets.NEEDS.items()}
    if need.townships == need.departments:
        return said[need.townships.value]
    return f"{sheets.KINDS[UnitKind.TOWNSHIP]}{said[need.townships.value]}、{sheets.KINDS[UnitKind.DEPARTMENT]}{said[need.departments.value]}"


def _due(due: DueByKind | None) -> Content:
    if due is None or due.townships == due.departments:
        return due.townships if due else None
    days = ((sheets.KINDS[kind], due.of(kind)) for kind in reversed(UnitKind))
    return "、".join(f"{kind}{full_day(day)}" for kind, day in days if day)


def _called(workspace: Workspace, unit: str | None) -> str | None:
    return workspace.units[unit].name if unit and unit in workspace.units else unit


def is_unverified(entry: PlanEntry, part: str) -> bool:
    """Whether the data say that this part of an entry is a proposal."""
    return part in entry.unverified or WHOLE in entry.unverified
