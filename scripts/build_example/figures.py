"""The numbers: what every unit reports of every measure it owes, 2018 to 2020.

Plausible for the county, and made up; only the forest cover of 2019 (76.17 %) was published
(https://ttnews.xyz/a/5dc14354dc9b5e51a03179f2). The totals fit together: the villages sum to the
township, the townships to the county, and the rates come out where the story wants them.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from ecodemo.model.organisation import Township
from ecodemo.model.workspace import Workspace

YEARS = (2018, 2019, 2020)
SEED = 430923


@dataclass(frozen=True)
class Entry:
    """What a unit says of a measure for a year: a value, a state or 不涉及."""

    measure: str
    year: int
    value: Decimal | None = None
    state: str = ""
    not_involved: str = ""
    source: str = ""
    basis: str = ""
    note: str = ""
    proof: str = ""
    """A document other than the usual one for this measure; `-` for none."""
    revised: str = ""
    """The trace of a changed figure, as it is written in YAML."""

    @property
    def key(self) -> tuple[str, int]:
        return self.measure, self.year

    @property
    def shown(self) -> str:
        if self.not_involved:
            return "不涉及"
        return self.state if self.value is None else f"{self.value:f}"


Entries = dict[str, list[Entry]]


@dataclass(frozen=True)
class _Pair:
    """A part and its whole, per village and year, and the county's rate that the townships add up to."""

    part: str
    whole: str
    step: str
    per_village: float
    growth: tuple[float, float, float]
    """The whole in 2018, 2019 and 2020, against 2020."""
    rates: tuple[str, str, str]
    spread: float
    """How far the townships are apart, in points of the rate."""
    without: frozenset[str] = frozenset()
    """Townships that the story takes out; the others come to the rate."""


_PAIRS = (
    _Pair("straw-used", "straw-all", "1", 610, (0.98, 0.99, 1), ("88.6", "90.9", "92.8"), 2.5),
    _Pair("manure-used", "manure-all", "1", 1280, (1.12, 1.05, 1), ("76.4", "79.8", "82.6"), 4),
    # TG102: 78.1 % where 80 are asked.
    _Pair(
        "film-back",
        "film-used",
        "0.1",
        1.1,
        (1.06, 1.03, 1),
        ("74.2", "76.5", "78.1"),
        5,
        frozenset({"longtang"}),
    ),
    _Pair("sewage-treated", "sewage-made", "0.01", 0.46, (0.93, 0.97, 1), ("61.4", "70.6", "79.3"), 5),
    _Pair("garbage-treated", "garbage-collected", "1", 142, (0.94, 0.98, 1), ("90.8", "95.2", "98.6"), 1),
    _Pair("toilet-homes", "rural-homes", "1", 402, (1.01, 1.005, 1), ("71.5", "80.4", "88.3"), 4),
)
_REPORTED_BEFORE: Mapping[str, Mapping[str, tuple[str, str]]] = {
    # The three townships of the data that load in the design's samples keep their figures of 2020.
    "meicheng": {"straw": ("21430", "23120"), "manure": ("41200", "47800"), "film": ("31.4", "40.2")},
    "longtang": {"straw": ("8612", "9310"), "manure": ("15010", "18240")},
    "nanjin": {"straw": ("3890", "4150"), "manure": ("6100", "7700")},
}
# TG101, TG106: people in scattered houses whose water no test has passed, 0.04 % of the county in 2020.
_WITHOUT_SAFE_WATER = {"gulou": Decimal(142), "tianzhuang": Decimal(108)}


def by_unit(workspace: Workspace) -> Entries:
    """Every unit's report as it would be without the faults of the story."""
    entries: Entries = {unit: [] for unit in workspace.units}
    for township in workspace.townships:
        entries[township.id] = []
    for measure, values in _of_townships(workspace.townships).items():
        for unit, by_year in values.items():
            entries[unit].extend(
                Entry(measure, year, value) for year, value in zip(YEARS, by_year, strict=True)
            )
    for unit, reported in _of_departments().items():
        entries[unit].extend(reported)
    order = {measure: index for index, measure in enumerate(workspace.measures)}
    for unit in entries:
        entries[unit].sort(key=lambda entry: (order[entry.measure], entry.year))
    return entries


def total(entries: Entries, units: Iterable[str], measure: str, year: int) -> Decimal:
    """The sum of what some units report; what does not concern a unit adds nothing."""
    return sum(
        (
            entry.value or Decimal(0)
            for unit in units
            for entry in entries[unit]
            if entry.key == (measure, year)
        ),
        Decimal(0),
    )


def percent(part: Decimal, whole: Decimal, decimals: str = "0.1") -> Decimal:
    return (part / whole * 100).quantize(Decimal(decimals), ROUND_HALF_UP)


def shared_out(
    whole: Decimal, weights: list[float], step: Decimal, most: list[Decimal] | None = None
) -> list[Decimal]:
    """`whole` in shares of `step` that sum to it exactly, none above its own `most` if there is room."""
    all_weights = sum(weights)
    shares = [(whole * Decimal(weight / all_weights)).quantize(step, ROUND_HALF_UP) for weight in weights]
    room = most or [whole] * len(shares)
    shares = [min(share, limit) for share, limit in zip(shares, room, strict=True)]
    missing = whole - sum(shares)
    while missing:
        # A little at a time to the one furthest from the limit, so that nobody jumps out of the row.
        portion = min(abs(missing), max(step, (abs(missing) / len(shares)).quantize(step)))
        if missing > 0:
            index = max(range(len(shares)), key=lambda i: (room[i] - shares[i], -i))
            change = min(portion, room[index] - shares[index])
        else:
            index = max(range(len(shares)), key=lambda i: (shares[i], -i))
            change = -portion
        shares[index] += change
        missing -= change
    return shares


ByYear = tuple[Decimal, Decimal, Decimal]


def _of_townships(townships: tuple[Township, ...]) -> dict[str, dict[str, ByYear]]:
    """Measure, township, three years."""
    dice = random.Random(SEED)  # noqa: S311 - the numbers shall be the same every time, not secret
    villages = {township.id: township.villages or 10 for township in townships}
    figures: dict[str, dict[str, ByYear]] = {}
    for pair in _PAIRS:
        whole, part = _pair(pair, villages, dice)
        figures[pair.part], figures[pair.whole] = part, whole
    figures |= _river(villages, dice) | _water(villages, dice) | _training(villages, dice)
    return figures


def _pair(
    pair: _Pair, villages: Mapping[str, int], dice: random.Random
) -> tuple[dict[str, ByYear], dict[str, ByYear]]:
    step, topic = Decimal(pair.step), pair.part.split("-")[0]
    known = {unit: values[topic] for unit, values in _REPORTED_BEFORE.items() if topic in values}
    sizes = {unit: pair.per_village * count * dice.uniform(0.82, 1.18) for unit, count in villages.items()}
    leanings = {unit: dice.uniform(-pair.spread, pair.spread) for unit in villages}
    wholes: dict[str, list[Decimal]] = {unit: [] for unit in villages}
    parts: dict[str, list[Decimal]] = {unit: [] for unit in villages}
    for year, growth, rate in zip(YEARS, pair.growth, pair.rates, strict=True):
        whole = {
            unit: Decimal(size * growth * dice.uniform(0.985, 1.015)).quantize(step)
            for unit, size in sizes.items()
        }
        part = {
            unit: (whole[unit] * Decimal((float(rate) + leanings[unit]) / 100)).quantize(step)
            for unit in villages
        }
        fixed = (
            {unit: (Decimal(a), Decimal(b)) for unit, (a, b) in known.items()} if year == YEARS[-1] else {}
        )
        for unit, (a, b) in fixed.items():
            part[unit], whole[unit] = a, b
        counted = {unit: whole[unit] for unit in villages if unit not in pair.without}
        _bring_to(part, counted, Decimal(rate), step, fixed)
        for unit in villages:
            wholes[unit].append(whole[unit])
            parts[unit].append(part[unit])
    return _tupled(wholes), _tupled(parts)


def _bring_to(
    part: dict[str, Decimal],
    whole: Mapping[str, Decimal],
    rate: Decimal,
    step: Decimal,
    fixed: Mapping[str, object],
) -> None:
    """Moves the larger townships a little, so that the county comes to `rate`."""
    wanted = (sum(whole.values()) * rate / 100).quantize(step)
    movers = sorted((unit for unit in whole if unit not in fixed), key=lambda unit: -whole[unit])[:12]
    lacking = wanted - sum(part[unit] for unit in whole)
    for unit, share in zip(
        movers, shared_out(abs(lacking), [float(whole[u]) for u in movers], step), strict=True
    ):
        part[unit] = min(whole[unit], part[unit] + (share if lacking > 0 else -share))


def _river(villages: Mapping[str, int], dice: random.Random) -> dict[str, dict[str, ByYear]]:
    chiefs: dict[str, list[Decimal]] = {}
    patrols: dict[str, list[Decimal]] = {}
    for unit, count in villages.items():
        now = count * 2 + dice.randint(7, 13)
        chiefs[unit] = [Decimal(now - dice.randint(2, 5)), Decimal(now - dice.randint(0, 2)), Decimal(now)]
        rounds = (dice.randint(28, 33), dice.randint(36, 41), dice.randint(44, 51))
        patrols[unit] = [
            number * each + dice.randint(0, 20) for number, each in zip(chiefs[unit], rounds, strict=True)
        ]
    return {"river-chiefs": _tupled(chiefs), "river-patrols": _tupled(patrols)}


def _water(villages: Mapping[str, int], dice: random.Random) -> dict[str, dict[str, ByYear]]:
    people: dict[str, list[Decimal]] = {}
    safe: dict[str, list[Decimal]] = {}
    for unit, count in villages.items():
        now = round(count * 1484 * dice.uniform(0.88, 1.12))
        people[unit] = [Decimal(round(now * 1.012)), Decimal(round(now * 1.005)), Decimal(now)]
        shares = (
            Decimal(str(round(dice.uniform(0.958, 0.98), 4))),
            Decimal(str(round(dice.uniform(0.982, 0.994), 4))),
        )
        before = [
            (number * share).quantize(Decimal(1)) for number, share in zip(people[unit], shares, strict=False)
        ]
        safe[unit] = [*before, people[unit][2] - _WITHOUT_SAFE_WATER.get(unit, Decimal(0))]
    return {"safe-water-people": _tupled(safe), "rural-people": _tupled(people)}


def _training(villages: Mapping[str, int], dice: random.Random) -> dict[str, dict[str, ByYear]]:
    officials: dict[str, list[Decimal]] = {}
    trained: dict[str, list[Decimal]] = {}
    for unit, count in villages.items():
        now = 12 + count // 4 + dice.randint(0, 4)
        officials[unit] = [Decimal(now - dice.randint(0, 1)), Decimal(now), Decimal(now)]
        absent = (dice.randint(1, 3), dice.randint(0, 1), 0)
        trained[unit] = [number - away for number, away in zip(officials[unit], absent, strict=True)]
    return {"officials-trained": _tupled(trained), "officials-all": _tupled(officials)}


def _tupled(values: Mapping[str, list[Decimal]]) -> dict[str, ByYear]:
    return {unit: (a, b, c) for unit, (a, b, c) in values.items()}


_STATION = "湖南省生态环境监测中心"
_DEPARTMENTS: Mapping[str, Mapping[str, tuple[str, str, str]]] = {
    "office": {"plan-in-force": ("未编制", "已编制", "制定实施")},
    "party-office": {"deployment-state": ("有效开展",) * 3},
    "organisation": {
        "eco-points": ("20.0", "21.0", "22.0"),
        "all-points": ("100.0", "100.0", "100.0"),
        "officials-trained": ("566", "598", "624"),
        "officials-all": ("611", "619", "624"),
    },
    "water": {
        "river-chief-state": ("全面实施",) * 3,
        "shore-protected": ("1102.4", "1110.9", "1120.6"),
        "shore-all": ("1385.2", "1385.2", "1385.2"),
        "water-total": ("262400000", "259100000", "252600000"),
    },
    "ecology": {
        "info-disclosed": ("186", "214", "243"),
        "info-due": ("186", "214", "243"),
        "plan-eia-state": ("开展",) * 3,
        "good-days": ("94.0", "95.1", "97.3"),
        "pm25": ("36", "34", "30"),
        "surface-good": ("100.0", "100.0", "100.0"),
        "surface-bad": ("0.0", "0.0", "0.0"),
        "ei": ("81.94", "82.07", "82.31"),
        "hazard-used": ("10.85", "11.62", "12.40"),
        "hazard-disposed": ("182.37", "197.55", "214.36"),
        "hazard-made": ("191.12", "206.77", "224.10"),
        "hazard-old-used": ("0.00", "0.00", "0.00"),
        "hazard-old-disposed": ("2.10", "2.40", "2.66"),
        "soil-list-state": ("未建立", "建立", "建立"),
        "emergency-state": ("建立",) * 3,
        "solid-used": ("118640", "126350", "131920"),
        "solid-made": ("141300", "146820", "148760"),
        "solid-old-used": ("1200", "1460", "1850"),
        "sources-good": ("9", "9", "9"),
        "sources-all": ("9", "9", "9"),
    },
    "forestry": {
        # 2019: 76.17 % of 495,000 hectares, the one published figure.
        "forest-area": ("376695.00", "377041.50", "377388.00"),
        "grass-area": ("2130.40", "2130.40", "2128.60"),
        "species-listed": ("58", "58", "58"),
        "species-safe": ("56", "56", "57"),
        "reserve-area": ("612.40", "612.40", "612.40"),
        "reserve-kind": ("不改变",) * 3,
        "reserve-function": ("不降低",) * 3,
    },
    "agriculture": {
        "alien-species": ("不明显",) * 3,
        "fish-species": ("61", "61", "63"),
    },
    "resources": {
        "land-area": ("495000.00",) * 3,
        "redline-area": ("1893.10",) * 3,
        "redline-kind": ("不改变",) * 3,
        "redline-function": ("不降低",) * 3,
        "built-land": ("158200000", "157000000", "155600000"),
    },
    "statistics": {
        "gdp": ("2352600", "2508100", "2608400"),
        "energy-total": ("868100", "897900", "907700"),
    },
    "housing": {
        "sewage-treated": ("548.20", "583.60", "617.30"),
        "sewage-made": ("612.40", "631.80", "648.50"),
        "green-built": ("98600", "142300", "186400"),
        "all-built": ("241500", "256800", "261700"),
    },
    "urban": {
        "garbage-treated": ("58420", "60115", "61480"),
        "garbage-collected": ("58420", "60115", "61480"),
        "waste-sorting": ("未实施", "实施", "实施"),
        "rural-collection": ("实施",) * 3,
    },
    "finance": {
        "green-purchase": ("2816.40", "3124.75", "3387.20"),
        "all-purchase": ("3402.60", "3628.90", "3801.35"),
    },
}
_SURVEYED = {"satisfied": 947, "satisfaction-asked": 1000, "participants": 871, "participation-asked": 1000}
"""Asked by the statistics bureau for the assessed year alone."""
_NO_BLACK_WATER = "建成区无黑臭水体"


def _of_departments() -> Entries:
    entries = {
        unit: [
            _entry(measure, year, text)
            for measure, row in rows.items()
            for year, text in zip(YEARS, row, strict=True)
        ]
        for unit, rows in _DEPARTMENTS.items()
    }
    entries["housing"] += [
        Entry(measure, year, not_involved=_NO_BLACK_WATER)
        for measure in ("black-gone", "black-all")
        for year in YEARS
    ]
    entries["statistics"] += [
        Entry(measure, YEARS[-1], Decimal(people)) for measure, people in _SURVEYED.items()
    ]
    return {unit: [_with_source(entry) for entry in listed] for unit, listed in entries.items()}


def _entry(measure: str, year: int, text: str) -> Entry:
    return Entry(measure, year, Decimal(text)) if text[0].isdigit() else Entry(measure, year, state=text)


_REDLINE_BASIS = "2020年评估调整"
# TG105: more places were searched in 2020, so the two counts are not comparable.
_SURVEYS = {2018: "2018年调查，6个断面", 2019: "2018年调查，6个断面", 2020: "2020年调查，9个断面"}


def _with_source(entry: Entry) -> Entry:
    match entry.measure:
        case "good-days" | "pm25" | "surface-good" | "surface-bad" | "ei":
            return replace(entry, source=_STATION)
        case "redline-area" if entry.year == 2018:
            # The base year restated on the new basis, which is what makes the two years comparable.
            trace = "{'on': 2021-07-12, was: '1905.32', reason: 2018年划定口径，按2020年评估调整口径复算, document: 17-1/2020}"
            return replace(entry, basis=_REDLINE_BASIS, revised=trace)
        case "redline-area":
            return replace(entry, basis=_REDLINE_BASIS)
        case "fish-species":
            return replace(entry, basis=_SURVEYS[entry.year])
        case "forest-area" if entry.year == 2019:
            note = "森林覆盖率76.17%为公开报道数，面积按此推算"
            return replace(entry, source="https://ttnews.xyz/a/5dc14354dc9b5e51a03179f2", note=note)
        case "gdp" | "energy-total":
            return replace(entry, source="县统计局年报")
        case "satisfied" | "satisfaction-asked" | "participants" | "participation-asked":
            return replace(entry, source="县统计局抽样调查")
        case _:
            return entry
