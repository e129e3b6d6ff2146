"""Which documents there are: what is owed and not missing in the story, a file for three years or one each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from scripts.build_example import story
from scripts.build_example.compose import Composer
from scripts.build_example.content import Content, Nothing, Page, Paper, Picture, Sheet
from scripts.build_example.figures import YEARS, Entries, Entry
from scripts.build_example.proof import cited_year, usual_proof

from ecodemo.assess.owed import owed_requirements
from ecodemo.model.requirement import Need, Requirement
from ecodemo.model.workspace import Workspace


@dataclass(frozen=True)
class File:
    """A file of evidence and what it says; `registered` is the path in the register, an event's folder for its parts."""

    path: str
    unit: str
    requirement: str
    years: tuple[int, ...]
    content: Content
    registered: str
    is_lost: bool = False
    """In the register, and not written."""


_EACH_YEAR = frozenset({"05-2", "07-1", "07-3", "10-1", "16-2", "25-4", "40-3"})
_EACH_YEAR_OF = frozenset(
    {
        ("meicheng", "25-1"),
        ("longtang", "28-1"),
        ("malu", "29-1"),
        ("changtang", "29-1"),
        ("tianzhuang", "30-1"),
        ("nanjin", "25-3"),
        ("kuixi", "07-4"),
    }
)
_SUPPORT: Mapping[tuple[str, str], tuple[int, ...]] = {
    # Some of what need not be handed in is there all the same.
    ("changtang", "02-4"): YEARS,
    ("meicheng", "07-4"): YEARS,
    ("kuixi", "07-4"): YEARS,
    ("jiangnan", "07-4"): YEARS,
    ("lean", "07-4"): YEARS,
    ("jiangnan", "08-4"): YEARS[-1:],
    ("qujiang", "08-4"): YEARS[-1:],
    ("malu", "11-3"): YEARS,
    ("kuixi", "12-4"): YEARS,
    ("pingkou", "14-3"): YEARS,
    ("qingtangpu", "16-1"): YEARS[-1:],
    ("zhexi", "16-1"): YEARS[-1:],
    ("xiaoyan", "27-3"): YEARS[-1:],
    ("zhexi", "27-3"): YEARS[-1:],
    ("lengshi", "39-3"): YEARS[-1:],
    ("meicheng", "40-2"): YEARS[-1:],
}
_ELSEWHERE = frozenset({"02-2"})
"""互见: the register says where."""
_OLD_NAME = {("longtang", "28-1", 2018): "龙塘乡", ("longtang", "28-1", 2019): "龙塘乡"}
_STATEMENTS = {("longtang", "25-3"): YEARS, ("qujiang", "25-2"): (2020,)}
"""不涉及: a stamped statement instead of the ledger."""
_WORD = frozenset({"00-6", "00-15", "02-3", "39-1"})
_MEETING = "00-1 2021-04-12 动员大会"
_MET_ON = date(2021, 4, 12)
_PUBLICITY_ON = date(2021, 6, 4)


def plan(workspace: Workspace, told: Entries) -> list[File]:
    """Every file that is to be written, in the order of paths."""
    composer = Composer(workspace, told)
    bid = workspace.bids[0]
    files = [*_meeting(workspace), *_events(workspace)]
    for requirement in owed_requirements(workspace, bid):
        if requirement.no in story.NOT_YET | _ELSEWHERE or requirement.parts:
            continue
        for unit in workspace.owing(requirement):
            needed = requirement.need_of(workspace.units[unit].kind) is Need.REQUIRED
            if needed or (unit, requirement.no) in _SUPPORT:
                files.extend(_files(workspace, composer, told, requirement, unit))
    return sorted(files, key=lambda file: file.path)


def _files(
    workspace: Workspace, composer: Composer, told: Entries, requirement: Requirement, unit: str
) -> Iterator[File]:
    for years in _spans(requirement, unit):
        entries = [
            story.as_in_ledger(unit, requirement.no, entry)
            for entry in _resting(told[unit], unit, requirement, years)
        ]
        content: Content
        if (unit, requirement.no, *years) == story.EMPTY:
            content = Nothing()
        elif years and set(years) <= set(_STATEMENTS.get((unit, requirement.no), ())):
            content = composer.statement(requirement, unit, years, entries)
        else:
            content = composer.content(requirement, unit, years, entries)
        path = _path(workspace, requirement, unit, years, content)
        is_lost = (unit, requirement.no) == story.LOST
        yield File(path, unit, requirement.no, years, content, path, is_lost)


def _spans(requirement: Requirement, unit: str) -> list[tuple[int, ...]]:
    """The years of each file, without those that are missing."""
    missing = story.MISSING.get((unit, requirement.no), ())
    asked = _SUPPORT.get((unit, requirement.no), YEARS)
    match requirement.years:
        case "once":
            return [()]
        case "each":
            there = [year for year in asked if year not in missing]
        case "latest":
            there = [year for year in (YEARS[-1],) if year not in missing]
        case _:
            return [(YEARS[0],), (YEARS[-1],)]
    statement = [year for year in there if year in _STATEMENTS.get((unit, requirement.no), ())]
    if requirement.no in _EACH_YEAR or (unit, requirement.no) in _EACH_YEAR_OF:
        return [(year,) for year in there]
    parts = (tuple(year for year in there if year not in statement), tuple(statement))
    return [part for part in parts if part]


def _resting(listed: list[Entry], unit: str, requirement: Requirement, years: tuple[int, ...]) -> list[Entry]:
    """The figures that a document must show: each once, those that rest on it, for the data sheet all."""
    if requirement.no == "00-7":
        chosen = listed
    else:
        chosen = [
            entry
            for entry in listed
            if requirement.no in {usual_proof(entry.measure, unit), entry.proof}
            and (not years or _shows(requirement, years, entry))
        ]
    return list({entry.key: entry for entry in chosen}.values())


def _shows(requirement: Requirement, years: tuple[int, ...], entry: Entry) -> bool:
    """What is asked of the base and the assessed year is compared in the later document."""
    compares = isinstance(requirement.years, tuple) and years == (YEARS[-1],)
    return compares or cited_year(requirement, entry) in years


_SUFFIX: Mapping[type[Content], str] = {Sheet: ".xlsx", Paper: ".pdf", Picture: ".jpg", Nothing: ".xlsx"}
"""Of what is composed; what is done to a file afterwards is in damage.py."""


def _path(
    workspace: Workspace, requirement: Requirement, unit: str, years: tuple[int, ...], content: Content
) -> str:
    holder, owner = workspace.holders[requirement.no], workspace.units[unit]
    folder = owner.short or owner.name
    if len(years) == 1:
        folder = _OLD_NAME.get((unit, requirement.no, years[0]), folder)
    name, suffix = requirement.name, _SUFFIX[type(content)]
    if isinstance(content, Paper) and _is_word(workspace, requirement.no, unit):
        suffix = ".docx"
    if isinstance(content, Picture) and content.scene in ("page", "map"):
        suffix = ".png"
    if isinstance(content, Paper) and (unit, requirement.no) in _STATEMENTS:
        name += "（不涉及说明）"
    year = "2021" if not years else str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"
    return f"{holder.no} {holder.name}/{folder}/{year}/{requirement.no} {name}{suffix}"


def _is_word(workspace: Workspace, requirement: str, unit: str) -> bool:
    """Plans and reports that were not printed and scanned: of all townships, of every other department."""
    departments = [department.id for department in workspace.departments]
    odd = unit not in departments or departments.index(unit) % 2 == 1
    return (
        requirement in _WORD
        or (odd and requirement == "00-5")
        or (unit not in departments and requirement == "35-1")
    )


def _meeting(workspace: Workspace) -> Iterator[File]:
    """The mobilisation meeting: one folder with its parts."""
    unit = "office"
    folder = f"00 综合材料/{workspace.units[unit].short}/2021/{_MEETING}"
    for name, content in _parts(workspace.units[unit].name):
        yield File(f"{folder}/{name}", unit, "00-1", (), content, folder)


def _events(workspace: Workspace) -> Iterator[File]:
    """Each department's day of publicity: what it planned, and a photograph."""
    for turn, unit in enumerate(workspace.owing(workspace.requirements["00-16"])):
        owner = workspace.units[unit]
        folder = f"00 综合材料/{owner.short}/2021/00-16 {_PUBLICITY_ON} 六五环境日宣传"
        plan_of_day = Page(
            (
                "6月4日上午，在机关和服务大厅开展六五环境日宣传，主题为“人与自然和谐共生”。",
                "内容：摆放展板、发放宣传册，讲解本单位承担的创建任务；宣传稿报县融媒体中心。",
            )
        )
        paper = Paper(f"{owner.name}六五环境日宣传活动方案", owner.name, date(2021, 5, 31), (plan_of_day,))
        picture = Picture(
            f"{owner.name}六五环境日宣传",
            "安化县",
            _PUBLICITY_ON,
            "street",
            owner.short or owner.name,
            31 * turn + 7,
        )
        for name, content in (("00-16-1 活动方案.docx", paper), ("00-16-2 活动照片.jpg", picture)):
            yield File(f"{folder}/{name}", unit, "00-16", (2021,), content, folder)


def _parts(issuer: str) -> Iterator[tuple[str, Content]]:
    notice = Page(
        (
            "经县委、县人民政府同意，定于2021年4月12日上午9时召开创建省级生态文明建设示范县动员大会。",
            "参加人员：县领导小组成员，各乡镇、县直各单位主要负责人和信息员。会期半天，请准时参会，不得代会。",
        )
    )
    number = "安创办〔2021〕（示例）号"
    title = "关于召开创建省级生态文明建设示范县动员大会的通知"
    yield "00-1-1 会议通知.pdf", Paper(title, issuer, date(2021, 4, 9), (notice,), number)
    signed = Page(("应到69人，实到68人，请假1人。签到原件存创建办，姓名在示例中略去。",))
    yield "00-1-2 签到表.pdf", Paper("动员大会签到表", issuer, _MET_ON, (signed,))
    speech = Page(
        (
            "同志们：今天召开动员大会，部署创建省级生态文明建设示范县工作。",
            "一要认清形势。对照三十二项指标，逐项找差距，数据说话、材料作证。",
            "二要压实责任。牵头单位抓总，乡镇如实填报，谁出数谁负责。",
            "三要守住底线。不补造材料，不改动历年数据，存在的问题如实写进自查报告。",
        )
    )
    yield (
        "00-1-3 讲话材料.docx",
        Paper("在创建省级生态文明建设示范县动员大会上的讲话", issuer, _MET_ON, (speech,)),
    )
    for number_of_photo in story.PHOTOS:
        picture = Picture(
            f"动员大会会场照片{number_of_photo}",
            "县会议中心",
            _MET_ON,
            "meeting",
            "创建动员大会",
            number_of_photo,
        )
        yield f"00-1-4 会场照片{number_of_photo}.jpg", picture
