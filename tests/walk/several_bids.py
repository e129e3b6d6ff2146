"""A county in code from 2021 to 2025: a provincial bid, four re-assessments of its title, and a national bid under a new list.

West is late now and then; straw falls below its target in 2023, so that the title is lost with the third re-assessment.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from support import lock

UNITS = {"office": "创建办", "water": "县水利局", "forest": "县林业局", "east": "东河镇", "west": "西坪镇"}
BOX, WATER, GREEN, FARM = "00 综合材料", "04 水环境质量", "11 林草覆盖率", "25 秸秆综合利用率"
FOLDERS = {"00": BOX, "V3": "V 一票否决", "04": WATER, "11": GREEN, "25": FARM}
FIRST = (2018, 2019, 2020)


@dataclass(frozen=True)
class Came:
    """One document, when it came, and whether it was sent back."""

    unit: str
    no: str
    received: str
    years: tuple[int, ...] = ()
    returned: tuple[str, str, str] | None = None
    """The day of the return, its due date, and the day on which it came again."""

    @property
    def path(self) -> str:
        box = FOLDERS[self.no if self.no == "V3" else self.no[:2]]
        years = self.years or (int(self.received[:4]),)
        folder = f"{years[0]}-{years[-1]}" if len(years) > 1 else str(years[0])
        return f"{box}/{UNITS[self.unit]}/{folder}/{self.no} 材料.pdf"

    @property
    def entry(self) -> dict[str, Any]:
        written: dict[str, Any] = {"file": self.path, "requirement": self.no, "received": self.received}
        if self.years:
            written["years"] = list(self.years)
        if self.returned:
            on, due, again = self.returned
            first = sha256(b"what was sent back").hexdigest()
            written["reviews"] = [
                {"on": on, "by": "water", "result": "returned", "reason": "缺签字", "hash": first, "due": due}
            ]
            written["redelivered"] = [{"on": again, "hash": sha256(self.path.encode()).hexdigest()}]
        return written


def _yearly(unit: str, day: str, year: int, *numbers: str) -> list[Came]:
    return [Came(unit, no, day, (year,)) for no in numbers]


_ALL = ("04-1", "25-1", "25-2", "25-3")
CAME = [
    Came("office", "00-1", "2021-04-28"),
    Came("office", "00-3", "2021-05-04"),
    Came("office", "00-8", "2021-10-14"),
    Came("water", "V3", "2021-10-09"),
    Came("east", "00-2", "2021-05-10"),
    Came("east", "04-1", "2021-05-10", FIRST),
    Came("east", "04-2", "2021-05-10"),
    Came("east", "25-1", "2021-05-10", FIRST),
    Came("east", "25-2", "2021-05-10", (2020,)),
    Came("east", "25-3", "2021-05-10", FIRST),
    Came("west", "00-2", "2021-05-18"),
    Came("west", "04-1", "2021-05-18", FIRST),
    Came("west", "04-2", "2021-06-05"),
    Came("west", "25-1", "2021-05-18", FIRST),
    Came("west", "25-2", "2021-05-18", (2020,)),
    Came("west", "25-3", "2021-05-18", FIRST, returned=("2021-06-01", "2021-06-10", "2021-06-20")),
    # The first re-assessment
    Came("water", "V3", "2022-08-25"),
    *_yearly("east", "2022-08-20", 2021, *_ALL),
    *_yearly("west", "2022-08-31", 2021, "04-1", "25-1", "25-2"),
    *_yearly("west", "2022-09-05", 2021, "25-3"),
    # The second
    Came("water", "V3", "2023-08-25"),
    *_yearly("east", "2023-08-10", 2022, *_ALL),
    *_yearly("west", "2023-08-31", 2022, *_ALL),
    # The third: the title is lost
    Came("water", "V3", "2024-08-25"),
    *_yearly("east", "2024-08-01", 2023, *_ALL),
    *_yearly("west", "2024-08-15", 2023, "04-1", "25-1", "25-3"),
    # The fourth
    Came("water", "V3", "2025-03-10"),
    *_yearly("east", "2025-03-10", 2024, *_ALL),
    *_yearly("west", "2025-03-20", 2024, *_ALL),
    # The national bid, under the list of 2024
    Came("office", "00-1", "2025-04-20"),
    Came("forest", "11-1", "2025-05-15", (2022, 2023, 2024)),
    Came("east", "00-2", "2025-05-20"),
    Came("office", "00-8", "2025-06-28"),
]

_REPORTED = {2018: "2021-05-15", 2019: "2021-05-15", 2020: "2021-05-15", 2021: "2022-08-20",
             2022: "2023-08-15", 2023: "2024-08-15", 2024: "2025-03-10"}  # fmt: skip
_VALUES = {
    "good-water": {2018: "90.0", 2019: "91.0", 2020: "93.0", 2021: "93.5", 2022: "93.2", 2023: "93.4", 2024: "94.0"},
    "straw": {2018: "84.0", 2019: "86.0", 2020: "88.0", 2021: "88.5", 2022: "88.0", 2023: "84.9", 2024: "89.0"},
}  # fmt: skip
_ANSWERS = {
    "2021-10-15": "2021-10-09",
    "2022-09-30": "2022-08-25",
    "2023-09-30": "2023-08-25",
    "2024-09-30": "2024-08-25",
    "2025-03-31": "2025-03-10",
}
"""The last day of each answer to the veto, and the day on which it came."""


def _bid(id_: str, assessed: int, apply: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "name": id_, "standard": "list-2019", "assessed": assessed, "apply": apply, **more}


def _recheck(year: int, apply: str, result: str) -> dict[str, Any]:
    return _bid(
        f"recheck-{year}", year - 1, apply, years=1, base=2020, recheck=True, follows="provincial-2021",
        outcome={"result": result, "on": apply, "document": "00-8/2021"},
    )  # fmt: skip


BIDS = [
    _bid("provincial-2021", 2020, "2021-10-15", base=2018,
         outcome={"result": "named", "on": "2021-12-28", "document": "00-8/2021"}),
    _recheck(2022, "2022-09-30", "named"),
    _recheck(2023, "2023-09-30", "named"),
    _recheck(2024, "2024-09-30", "refused"),
    _recheck(2025, "2025-03-31", "named"),
    _bid("national-2025", 2024, "2025-06-30", base=2020, follows="provincial-2021") | {"standard": "list-2024"},
]  # fmt: skip


def _phase(id_: str, bid: str, begins: str, ends: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "name": id_, "bid": bid, "from": begins, "to": ends, **more}


_STRICT = {"TG": "error", "VT102": "error", "PH201": "off", "PH202": "off"}
PHASES = [
    _phase("preparation", "provincial-2021", "2021-04-01", "2021-04-30", extends="sound", gate=["00-1", "00-3"]),
    _phase("implementation", "provincial-2021", "2021-05-01", "2021-05-31", extends="preparation",
           due="2021-05-20", rules={"EV104": "error"}),
    _phase("acceptance", "provincial-2021", "2021-06-01", "2021-12-31", extends="implementation",
           gate=["V", "00-8"], rules=_STRICT),
    _phase("first", "recheck-2022", "2022-01-01", "2022-12-31", extends="acceptance", due="2022-08-31"),
    _phase("second", "recheck-2023", "2023-01-01", "2023-12-31", extends="first", due="2023-08-31"),
    _phase("third", "recheck-2024", "2024-01-01", "2024-12-31", extends="second", due="2024-08-31"),
    _phase("fourth", "recheck-2025", "2025-01-01", "2025-03-31", extends="third", due="2025-03-15"),
    _phase("national", "national-2025", "2025-04-01", "2025-12-31", extends="fourth", due="2025-05-31"),
]  # fmt: skip

_INDICATORS = {
    "boxes": [
        {"no": "00", "name": "综合材料", "of": "bid", "requirements": [
            {"no": "00-1", "name": "动员会", "from": "office", "years": "once", "due": "2021-04-30"},
            {"no": "00-2", "name": "工作方案", "from": "townships", "years": "once"},
            {"no": "00-3", "name": "领导小组", "from": "office", "years": "once", "due": "2021-04-30", "of": "county"},
            {"no": "00-8", "name": "申报函", "from": "office", "years": "once", "due": "2021-10-15"},
        ]},
        {"no": "V", "name": "一票否决", "of": "bid", "requirements": [
            {"no": "V3", "name": "证明", "veto": "incident", "from": "water", "years": "once", "due": "2021-10-10"},
        ]},
    ],
    "indicators": [
        {"id": "water", "no": "04", "name": "水环境质量", "group": "all", "lead": "water",
         "measures": [{"id": "good-water", "no": "04.1", "name": "优良水体", "unit": "%", "decimals": 1, "better": "higher"}],
         "requirements": [
             {"no": "04-1", "name": "巡河记录", "from": "townships", "years": "each"},
             {"no": "04-2", "name": "河长名录", "from": "townships", "years": "once"},
         ]},
        {"id": "green", "no": "11", "name": "林草覆盖率", "group": "all", "lead": "forest",
         "measures": [{"id": "cover", "no": "11.1", "name": "覆盖率", "unit": "%", "decimals": 1, "better": "higher"}],
         "requirements": [{"no": "11-1", "name": "调查成果", "from": "lead", "years": "each"}]},
        {"id": "farm", "no": "25", "name": "秸秆综合利用率", "group": "all", "lead": "water",
         "measures": [{"id": "straw", "no": "25.1", "name": "秸秆利用率", "unit": "%", "decimals": 1, "better": "higher"}],
         "requirements": [
             {"no": "25-1", "name": "秸秆台账", "from": "townships", "years": "each"},
             {"no": "25-2", "name": "农膜台账", "from": "townships", "years": "latest"},
             {"no": "25-3", "name": "网格记录", "from": "townships", "years": "each"},
         ]},
    ],
}  # fmt: skip
_STANDARDS = {
    "list-2019": {
        "id": "list-2019", "title": "2019年指标", "pass": {"every_row": True},
        "vetoes": [{"no": "V3", "id": "incident", "text": "发生重大事件"}],
        "rows": [
            {"no": "1", "name": "水", "targets": {"good-water": {"at_least": 90}}},
            {"no": "2", "name": "秸秆", "targets": {"straw": {"at_least": 85}}},
        ],
    },
    "list-2024": {
        "id": "list-2024", "title": "2024年指标", "pass": {"every_row": True},
        "rows": [
            {"no": "1", "name": "水和秸秆", "targets": {"good-water": {"at_least": 92}, "straw": {"not_worse": "base"}}},
            {"no": "2", "name": "林草", "targets": {"cover": {"at_least": 60}}},
        ],
    },
}  # fmt: skip


def write_county(root: Path) -> Path:
    """All of it at once; a day is asked by `today=`."""
    data: dict[str, Any] = {
        "county": {
            "language": "zh",
            "county": {"name": "清河县", "code": "430992", "terrain": "山区", "coastal": False},
            "bids": BIDS,
            "phases": PHASES,
        },
        "groups": {
            "groups": [{"id": "all", "name": "工作组", "lead": "office"}],
            "departments": [{"id": unit, "name": UNITS[unit]} for unit in ("office", "water", "forest")],
        },
        "townships": {
            "townships": [
                {"id": "east", "name": UNITS["east"], "code": "430992101000"},
                {"id": "west", "name": UNITS["west"], "code": "430992102000"},
            ]
        },
        "indicators": _INDICATORS,
        **{f"standards/{id_}": standard for id_, standard in _STANDARDS.items()},
        **{f"progress/{unit}": _progress(unit) for unit in UNITS},
    }
    for name, record in data.items():
        path = root / "data" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
    for came in CAME:
        path = root / "evidence" / came.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(came.path.encode())
    lock(root)
    return root


def _progress(unit: str) -> dict[str, Any]:
    progress: dict[str, Any] = {
        "unit": unit,
        "documents": [came.entry for came in CAME if came.unit == unit],
    }
    if unit == "water":
        progress["observations"] = [
            {"measure": measure, "year": year, "value": value, "reported": _REPORTED[year]}
            for measure, values in _VALUES.items()
            for year, value in values.items()
        ]
        progress["vetoes"] = [
            {"id": "incident", "answer": "clear", "through": through, "document": "V3", "reported": came}
            for through, came in _ANSWERS.items()
        ]
    if unit == "forest":
        progress["observations"] = [
            {"measure": "cover", "year": year, "value": value, "reported": "2025-05-15"}
            for year, value in {2022: "61.0", 2023: "61.0", 2024: "62.0"}.items()
        ]
    return progress
