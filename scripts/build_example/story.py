"""What is wrong in the example, on purpose: each fault with the rule that finds it.

The rest of the county is in order. RS101 (the coastline has no lead) is in the plan's own data; RS102 is
nowhere, because the lists that ship ask only for measures that the plan has. What the figures themselves say
is in figures.py: drinking water that only rounds to 100 % (TG101, TG106), too little film (TG102), fish counted
in two ways (TG105). The exceptions (WV101 to WV105) and the rectification ledger (PH202 to PH205) stand in
texts/, late and returned documents (EV107) in register.py, and what is wrong inside of single files (EV109 to
EV121, DC111) in damage.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from scripts.build_example.figures import YEARS, Entries, Entry, percent, total

from ecodemo.model.workspace import Workspace

TODAY = "2021-09-20"

SILENT = "audit"
"""RS105, and EV105 for each of its documents: this unit has documents, but no progress file."""

MISSING: Mapping[tuple[str, str], tuple[int | None, ...]] = {
    # EV104; None stands for a document that is not by year.
    ("malu", "29-1"): (2019,),
    ("gulou", "32-2"): YEARS,
    ("nanjin", "38-2"): YEARS,  # with its figures of 2020 (TG103)
    ("housing", "29-3"): (2018,),  # WV102: the waiver for it has expired
    ("ecology", "07-3"): (2019,),  # waived until the day of the application
}
LOST = ("gaoming", "35-1")
"""EV103, and EV104 with it: received, accepted, and no longer on disk."""

EMPTY = ("tianzhuang", "30-1", 2019)
"""EV101: a file of 0 bytes; sent back, and not yet due again."""

PHOTOS = (1, 2)
"""EV106, and PH101 with it: of the three photographs of the mobilisation meeting."""

EXCHANGED = ("pingkou", "38-2")
"""EV108: other bytes than those that were accepted."""

REVIEWED_UNTIL = ("38-2", "pingkou")
"""PH201: the lead has looked at these documents of the townships in their order, and not at those that follow."""

STRAYS = (
    # EV102: a picture as the telephone named it (FX206), and a workbook that nobody filed.
    "25 农业废弃物综合利用率/大福镇/2020/微信图片_20210519.jpg",
    "新建文件夹/汇总表(1).xlsx",
)

NOT_ACCEPTED = frozenset(
    {("changtang", "02-4"), ("pingkou", "14-3"), ("zhexi", "16-1"), ("xiaoyan", "27-3"), ("lengshi", "39-3")}
)
"""Nobody accepts what does not open, has to be unpacked first, has expired, or is another's."""

SINCE_THE_LOCK = ("lengshi", "39-3")
"""PH303: it came today, and the evidence was locked on Saturday."""

_LEDGER = {("dafu", "30-1", "garbage-treated", 2019): Decimal(5786)}
"""DC110: two digits were exchanged when the figure was copied from the ledger."""

PAGES = {("ecology", "pm25", 2020): 2}
"""DC112: the page of the years before; the report of 2020 has one more, on method."""

_NO_FILM = "全镇无覆膜种植"
_NO_LIVESTOCK = "2019年底养殖场全部退养"

NOT_YET = frozenset({"00-8", "00-9", "00-10", "00-12", "00-13", "29-4", "29-5", "V2", "V4", "V5"})
"""Due in October, and the result after that; and what comes with projects that are not done."""


_CITY = "益阳市人民政府"
ASSIGNED: Mapping[str, tuple[str, ...]] = {
    # TG104: nothing for row 8 (water) and row 20 (energy): the city has not said yet.
    "ecology": (
        f"{{measure: good-days, year: 2020, at_least: 95.0, by: {_CITY}, document: 07-2/2020}}",
        f"{{measure: pm25, year: 2020, fulfilled: true, by: {_CITY}, document: 07-3/2020}}   # 只有考核结论，没有数",
    ),
    "water": (
        "{measure: shoreline-rate, year: 2020, at_least: 80.0, by: 益阳市水利局, document: 19-2/2020}",
        "{measure: water-drop, year: 2020, at_least: 5.0, by: 益阳市水利局, document: 21-1/2020}",
    ),
    "agriculture": (
        "{measure: toilet-rate, year: 2020, at_least: 85.0, by: 益阳市农业农村局, document: 32-3/2020}",
    ),
}
VETOES: Mapping[str, tuple[str, ...]] = {
    # VT102: function-zone is not answered.
    "ecology": (
        "{id: inspection, answer: rectified, note: 交办1件，已按期销号, through: 2021-10-15, document: V1}",
        "{id: key-tasks, answer: clear, through: 2021-10-15}",  # VT104: no document
        "{id: incident, answer: clear, through: 2021-06-30, document: V3}",  # VT103: ends too early
        # VT101: it is the case
        "{id: complaints, answer: hit, note: 2件信访超期未办结，正在办理, through: 2021-10-15}",
        "{id: falsified-data, answer: clear, through: 2021-10-15, document: V6}",
    ),
}


def tell(entries: Entries, workspace: Workspace) -> Entries:
    """The reports with the faults of the story, and the county's rates that the lead departments stamp."""
    told = {unit: list(listed) for unit, listed in entries.items()}

    # DC103: two cells exchanged, more straw used than there was.
    _swap(told["xianxi"], "straw-used", "straw-all", 2018)
    # DC104: a slip of ten times in 2019, in both figures, so that the rate looks right.
    for measure in ("garbage-treated", "garbage-collected"):
        _change(
            told["yanxi"], measure, 2019, lambda entry: replace(entry, value=(entry.value or Decimal(0)) * 10)
        )
    # DC105: no document behind it.
    _change(told["lengshi"], "river-patrols", 2020, lambda entry: replace(entry, proof="-"))
    # DC106: reported from the ledger and from the data sheet.
    told["qingtangpu"] = [
        twin
        for entry in told["qingtangpu"]
        for twin in (
            [entry, replace(entry, proof="00-7")] if entry.key == ("rural-people", 2019) else [entry]
        )
    ]
    # DC108: a year that is not over.
    told["pingkou"].append(Entry("straw-used", 2021, Decimal(3120), note="上半年数", proof="00-7"))
    # DC109: an earlier year is missing.
    told["taoxi"] = [entry for entry in told["taoxi"] if entry.key != ("toilet-homes", 2018)]
    # TG103: the assessed year is missing, and the document with it.
    told["nanjin"] = [
        replace(entry, proof="00-7") if entry.measure.startswith("officials") else entry
        for entry in told["nanjin"]
        if entry.key not in {("officials-trained", 2020), ("officials-all", 2020)}
    ]
    for measure in ("sewage-treated", "sewage-made"):  # its 29-1 of 2019 is not there
        _change(told["malu"], measure, 2019, lambda entry: replace(entry, proof="00-7"))
    # Recognised: no film is used there.
    for measure in ("film-back", "film-used"):
        for year in YEARS:
            _change(
                told["longtang"], measure, year, lambda e: Entry(e.measure, e.year, not_involved=_NO_FILM)
            )
    # WV104: declared, and not yet recognised.
    for measure in ("manure-used", "manure-all"):
        _change(
            told["qujiang"], measure, 2020, lambda e: Entry(e.measure, e.year, not_involved=_NO_LIVESTOCK)
        )

    _stamp(told, [township.id for township in workspace.townships])

    # RS104: proved by a document that another unit owes.
    _change(told["forestry"], "reserve-area", 2020, lambda entry: replace(entry, proof="17-1"))
    # RS103 and DC107: GDP is the statistics bureau's, and this is not its figure.
    told["development"].append(Entry("gdp", 2020, Decimal(2621500), source="县发展和改革局计划报告"))
    return told


def as_in_ledger(unit: str, requirement: str, entry: Entry) -> Entry:
    """The content of the document, where that is not what was reported."""
    value = _LEDGER.get((unit, requirement, *entry.key))
    return entry if value is None else replace(entry, value=value)


def _stamp(told: Entries, townships: list[str]) -> None:
    """The rates that the bureau of agriculture certifies, and the county total that it took over."""
    for rate, part, whole in (
        ("straw-rate", "straw-used", "straw-all"),
        ("manure-rate", "manure-used", "manure-all"),
        ("film-rate", "film-back", "film-used"),
    ):
        for year in YEARS:
            value = percent(total(told, townships, part, year), total(told, townships, whole, year))
            if (rate, year) == ("straw-rate", 2020):
                value = Decimal("92.4")  # DC101: the sum is 92.8
            told["agriculture"].append(Entry(rate, year, value))
    # DC102: the task of the city counts 212 households more than the townships do.
    homes = total(told, townships, "rural-homes", 2020) + 212
    told["agriculture"].append(
        Entry("rural-homes", 2020, homes, source="益阳市农业农村局任务文件", proof="32-3")
    )


def _change(listed: list[Entry], measure: str, year: int, change: Callable[[Entry], Entry]) -> None:
    for index, entry in enumerate(listed):
        if entry.key == (measure, year):
            listed[index] = change(entry)
            return
    raise KeyError(measure, year)


def _swap(listed: list[Entry], one: str, other: str, year: int) -> None:
    values = {entry.measure: entry.value for entry in listed if entry.year == year}
    _change(listed, one, year, lambda entry: replace(entry, value=values[other]))
    _change(listed, other, year, lambda entry: replace(entry, value=values[one]))
