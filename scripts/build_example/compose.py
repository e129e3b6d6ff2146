"""What each document says: the sentences of texts/wording.yaml around the figures that rest on it."""

from __future__ import annotations

import random
import zlib
from datetime import date
from decimal import Decimal
from pathlib import Path
from string import Template
from typing import Any

import yaml
from scripts.build_example.content import HEAD_ROWS, Cell, Content, Key, Page, Paper, Picture, Sheet, Table
from scripts.build_example.figures import YEARS, Entries, Entry, percent, shared_out

from ecodemo.model.indicator import Indicator, Measure
from ecodemo.model.organisation import Township
from ecodemo.model.requirement import Form, Requirement
from ecodemo.model.workspace import Workspace

TEXTS = Path(__file__).parent / "texts"
_MONTHLY = frozenset({"29-1", "30-1", "30-2"})
_VILLAGES = [
    "青山",
    "石桥",
    "大溪",
    "白沙",
    "茶园",
    "高峰",
    "龙泉",
    "新塘",
    "枫树",
    "松林",
    "竹山",
    "双江",
    "老屋",
    "长冲",
    "石塘",
    "金鸡",
    "云台",
    "花桥",
    "木瓜",
    "塘湾",
    "洞口",
    "杨梅",
    "梅山",
    "望江",
    "黄泥",
    "樟木",
    "桐子",
    "油溪",
    "马渡",
    "天井",
    "罗溪",
    "芭蕉",
    "麻园",
    "清水",
    "板桥",
    "银杏",
    "南坪",
    "北斗",
    "东风",
    "西岸",
    "中洲",
]
_MONTHS = [f"{month}月" for month in range(1, 13)]
_COLUMNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Composer:
    """Makes contents; knows the county and what was reported, so that documents and figures agree."""

    def __init__(self, workspace: Workspace, told: Entries) -> None:
        self._workspace = workspace
        self._told = told
        self._wording: dict[str, Any] = yaml.safe_load((TEXTS / "wording.yaml").read_text(encoding="utf-8"))

    def content(
        self, requirement: Requirement, unit: str, years: tuple[int, ...], entries: list[Entry]
    ) -> Content:
        match requirement.form:
            case Form.TABLE:
                return self._sheet(requirement, unit, years, entries)
            case Form.PHOTO | Form.SCREENSHOT:
                return self._picture(requirement, unit, years)
            case Form.MAP if "scene" in self._words(requirement, unit):
                return self._picture(requirement, unit, years)
            case _:
                return self._paper(requirement, unit, years, entries)

    def statement(
        self, requirement: Requirement, unit: str, years: tuple[int, ...], entries: list[Entry]
    ) -> Paper:
        """不涉及, stamped."""
        name, span = self._name(unit), _span(years)
        text = (
            f"经核实，{name}{span}年{entries[0].not_involved}，“{requirement.name}”及相应数据不涉及。",
            "如有不实，由本单位负责。特此说明。",
        )
        page = Page(text, self._figures(entries), frozenset(entry.key for entry in entries))
        return Paper(
            f"{requirement.name}不涉及说明",
            self._issuer(requirement, unit),
            _day(requirement, unit, years),
            (page,),
        )

    def _words(self, requirement: Requirement, unit: str) -> dict[str, Any]:
        """What the texts say of a document: of this unit's, or of everybody's."""
        return dict(self._wording.get(f"{requirement.no}/{unit}") or self._wording.get(requirement.no, {}))

    def _name(self, unit: str) -> str:
        return self._workspace.units[unit].name

    def _issuer(self, requirement: Requirement, unit: str) -> str:
        owner = self._workspace.units[unit]
        own = f"{owner.name}人民政府" if isinstance(owner, Township) else owner.name
        return str(self._words(requirement, unit).get("issuer", own))

    def _filled(self, text: str, unit: str, years: tuple[int, ...]) -> str:
        year = years[-1] if years else 2021
        return Template(text).substitute(unit=self._name(unit), years=_span(years), year=year)

    def _title(self, requirement: Requirement, unit: str, years: tuple[int, ...]) -> str:
        return self._filled(self._words(requirement, unit).get("title", requirement.name), unit, years)

    # Papers

    def _paper(
        self, requirement: Requirement, unit: str, years: tuple[int, ...], entries: list[Entry]
    ) -> Paper:
        wording = self._words(requirement, unit)
        text = tuple(self._filled(line, unit, years) for line in wording.get("text", ()))
        more = tuple(self._filled(line, unit, years) for line in wording.get("more", ()))
        keys = frozenset(entry.key for entry in entries)
        table = self._figures(entries) if entries else self._table(requirement, unit, years)
        if more and entries:
            # A report: cover, in 2020 a page on method, results last.
            method = (
                [Page(("监测方法、仪器和质量控制见省级技术规范，本年度无仪器故障。",))]
                if years[-1] == YEARS[-1]
                else []
            )
            pages = [Page(text), *method, Page(more, table, keys)]
        elif more:
            pages = [Page(text), Page(more)]
        else:
            pages = [Page(text, table, keys)]
        return Paper(
            title=self._title(requirement, unit, years),
            issuer=self._issuer(requirement, unit),
            day=wording.get("day") or _day(requirement, unit, years),
            pages=tuple(pages),
            number=self._filled(wording.get("number", ""), unit, years),
        )

    def _figures(self, entries: list[Entry]) -> Table:
        """Measures down, years across; not a column where no figure is."""
        shown = sorted({entry.year for entry in entries})
        values = {entry.key: entry.shown for entry in entries}
        measures = dict.fromkeys(entry.measure for entry in entries)
        rows = tuple(
            (self._label(self._workspace.measures[m]), *(values.get((m, year), "—") for year in shown))
            for m in measures
        )
        return Table(("项目", *(f"{year}年" for year in shown)), rows)

    def _label(self, measure: Measure) -> str:
        number = f"{measure.no} " if measure.no else ""
        return f"{number}{measure.name}" + (f"（{measure.unit}）" if measure.unit else "")

    def _table(self, requirement: Requirement, unit: str, years: tuple[int, ...]) -> Table | None:
        lab = self._words(requirement, unit).get("lab")
        if not lab:
            return None
        dice = _dice(requirement.no, unit)
        rows = tuple(
            (name, of, limit, *(f"{dice.uniform(low, high):.{2 if high < 1 else 1}f}" for _ in years))
            for name, of, limit, low, high in lab
        )
        return Table(("项目", "单位", "限值", *(f"{year}年" for year in years)), rows)

    # Sheets

    def _sheet(
        self, requirement: Requirement, unit: str, years: tuple[int, ...], entries: list[Entry]
    ) -> Sheet:
        if requirement.no == "04-1" and not entries:
            return self._by_township(requirement, unit, years)
        if requirement.no in _MONTHLY:
            return self._spread(requirement, unit, years, entries, "月份", _MONTHS)
        if isinstance(self._workspace.units[unit], Township):
            return self._spread(requirement, unit, years, entries, "村（社区）", self._villages(unit))
        return self._items(requirement, unit, years, entries)

    def _villages(self, unit: str) -> list[str]:
        """Names that could stand in any county: which village has which number is nobody's business."""
        township = next(township for township in self._workspace.townships if township.id == unit)
        names = _dice("villages", unit).sample(_VILLAGES, township.villages or 10)
        return [*(f"{name}村" for name in names[:-1]), f"{names[-1]}社区"]

    def _spread(
        self,
        requirement: Requirement,
        unit: str,
        years: tuple[int, ...],
        entries: list[Entry],
        what: str,
        labels: list[str],
    ) -> Sheet:
        """Figures by village or month, with the total that is reported in the last line."""
        dice = _dice(requirement.no, unit)
        weights = [dice.uniform(0.6, 1.5) for _ in labels]
        columns: list[tuple[str, str, list[Decimal] | None, Cell]] = []
        holds: dict[Key, str] = {}
        for year in sorted({entry.year for entry in entries if entry.year in YEARS}):
            of_year = {entry.measure: entry.value for entry in entries if entry.year == year}
            shares = _village_shares(of_year, weights, dice)
            for measure in (m for m in dict.fromkeys(entry.measure for entry in entries)):
                value = of_year.get(measure)
                if value is not None:
                    holds[measure, year] = f"{_COLUMNS[2 + len(columns)]}{HEAD_ROWS + 1 + len(labels)}"
                subject = self._workspace.measures[measure]
                columns.append(
                    (f"{year}年", f"{subject.name}（{subject.unit}）", shares.get(measure), value or "—")
                )
        for name, about in self._words(requirement, unit).get("columns", ()):
            numbers = [Decimal(max(0, round(about * weight * dice.uniform(0.8, 1.2)))) for weight in weights]
            columns.append((f"{_span(years)}年", name, numbers, sum(numbers, Decimal(0))))
        return Sheet(
            title=f"{self._name(unit)}{self._title(requirement, unit, years)}",
            issuer=self._issuer(requirement, unit),
            day=_day(requirement, unit, years),
            lines=(
                f"填报单位：{self._name(unit)}（盖章）",
                f"所属年度：{_span(years)}",
                "填报人、审核人签字见原件",
            ),
            heads=(
                ("", "", *(column[0] for column in columns)),
                ("序号", what, *(column[1] for column in columns)),
            ),
            rows=tuple(
                (Decimal(index + 1), label, *(column[2][index] if column[2] else "—" for column in columns))
                for index, label in enumerate(labels)
            ),
            foot=("", "合计", *(column[3] for column in columns)),
            holds=holds,
        )

    def _items(
        self, requirement: Requirement, unit: str, years: tuple[int, ...], entries: list[Entry]
    ) -> Sheet:
        """Figures of a department: items down, years across."""
        shown = YEARS if len(years) != 1 or requirement.years in ("latest", ("base", "latest")) else years
        values = {entry.key: entry.state or entry.value for entry in entries}
        rows: list[tuple[Cell, ...]] = []
        holds: dict[Key, str] = {}
        for measure_id in dict.fromkeys(entry.measure for entry in entries):
            measure = self._workspace.measures[measure_id]
            for column, year in enumerate(shown):
                if (measure_id, year) in values:
                    holds[measure_id, year] = f"{_COLUMNS[3 + column]}{HEAD_ROWS + 1 + len(rows)}"
            rows.append(
                (
                    Decimal(len(rows) + 1),
                    measure.name,
                    measure.unit,
                    *(values.get((measure_id, y)) for y in shown),
                )
            )
        for measure, by_year in self._ratios(requirement, values, shown):
            rows.append((Decimal(len(rows) + 1), measure.name, measure.unit, *by_year))
        for name, of, *numbers in self._words(requirement, unit).get("rows", ()):
            told = dict(zip(YEARS, (Decimal(str(number)) for number in numbers), strict=True))
            rows.append((Decimal(len(rows) + 1), name, of, *(told[year] for year in shown)))
        return Sheet(
            title=self._title(requirement, unit, years),
            issuer=self._issuer(requirement, unit),
            day=_day(requirement, unit, years),
            lines=(
                f"填报单位：{self._name(unit)}（盖章）",
                f"所属年度：{_span(years)}",
                "填报人、审核人签字见原件",
            ),
            heads=(("序号", "项目", "单位", *(f"{year}年" for year in shown)),),
            rows=tuple(rows),
            holds=holds,
        )

    def _ratios(
        self, requirement: Requirement, values: dict[Key, Decimal | str | None], years: tuple[int, ...]
    ) -> list[tuple[Measure, list[Cell]]]:
        """The rates that the figures on a sheet come to."""
        holder = self._workspace.holders[requirement.no]
        found: list[tuple[Measure, list[Cell]]] = []
        for measure in holder.measures if isinstance(holder, Indicator) else ():
            if (
                measure.ratio is None
                or not {(m, y) for m in measure.made_from for y in years} <= values.keys()
            ):
                continue
            above, below = (
                [sum((v for m in side if isinstance(v := values[m, y], Decimal)), Decimal(0)) for y in years]
                for side in measure.ratio
            )
            step = str(Decimal(1).scaleb(-(measure.decimals or 0)))
            found.append((measure, [percent(a, b, step) for a, b in zip(above, below, strict=True)]))
        return found

    def _by_township(self, requirement: Requirement, unit: str, years: tuple[int, ...]) -> Sheet:
        rows: list[tuple[Decimal | str, ...]] = []
        for index, township in enumerate(self._workspace.townships, start=1):
            chiefs = {
                entry.year: entry.value
                for entry in self._told[township.id]
                if entry.measure == "river-chiefs"
            }
            rows.append((Decimal(index), township.name, *(chiefs[year] or Decimal(0) for year in years)))
        totals = [sum((Decimal(row[2 + place]) for row in rows), Decimal(0)) for place in range(len(years))]
        return Sheet(
            title=f"县、镇、村{self._title(requirement, unit, years)}",
            issuer=self._issuer(requirement, unit),
            day=_day(requirement, unit, years),
            lines=(
                f"填报单位：{self._name(unit)}（盖章）",
                f"所属年度：{_span(years)}",
                "姓名、电话在示例中略去，只列人数",
            ),
            heads=(("序号", "乡镇", *(f"{year}年河长人数（人）" for year in years)),),
            rows=tuple(rows),
            foot=("", "合计", *totals),
        )

    # Pictures

    def _picture(self, requirement: Requirement, unit: str, years: tuple[int, ...]) -> Picture:
        wording = self._words(requirement, unit)
        title = self._title(requirement, unit, years)
        if requirement.form is Form.PHOTO and isinstance(self._workspace.units[unit], Township):
            title = f"{self._name(unit)}{title}"
        place = self._name(unit) if isinstance(self._workspace.units[unit], Township) else "安化县"
        seed = _dice(requirement.no, unit).randrange(999) + max(YEARS) - max(years, default=max(YEARS))
        return Picture(
            title, place, _day(requirement, unit, years), wording["scene"], wording.get("sign", ""), seed
        )


def _village_shares(
    of_year: dict[str, Decimal | None], weights: list[float], dice: random.Random
) -> dict[str, list[Decimal]]:
    """Each measure's total by village; the part of a pair stays within the whole where the totals do."""
    shares: dict[str, list[Decimal]] = {}
    known = [(measure, value) for measure, value in of_year.items() if value is not None]
    # The greater one first: it is the whole of the pair.
    for measure, value in sorted(known, key=lambda pair: -pair[1]):
        step = Decimal(1).scaleb(int(value.as_tuple().exponent))
        limit = next(iter(shares.values())) if shares else None
        own = [weight * dice.uniform(0.97, 1.03) for weight in weights]
        shares[measure] = shared_out(value, own, step, limit)
    return shares


def _span(years: tuple[int, ...]) -> str:
    if not years:
        return "2021"
    return str(years[0]) if len(years) == 1 else f"{years[0]}—{years[-1]}"


def _dice(*about: str) -> random.Random:
    return random.Random(zlib.crc32("/".join(about).encode()))  # noqa: S311 - the same every time, not secret


def _day(requirement: Requirement, unit: str, years: tuple[int, ...]) -> date:
    """Written in the last days of the year it is about; photos in summer; what is asked once in 2021."""
    turn = zlib.crc32(f"{requirement.no}/{unit}/{years}".encode())
    if requirement.form is Form.PHOTO and years:
        return date(years[-1], 5 + turn % 6, 1 + turn % 28)
    if years:
        return date(years[-1], 12, 18 + turn % 13)
    first = {
        "00-4": date(2021, 4, 17),
        "00-5": date(2021, 5, 6),
        "00-6": date(2021, 8, 11),
        "00-14": date(2021, 9, 13),
        "00-15": date(2021, 5, 6),
        "V": date(2021, 9, 10),
    }
    start = first.get(requirement.no) or first.get(requirement.box) or date(2021, 5, 7)
    return start.replace(day=start.day + turn % 3)
