"""A county made in code, six townships and six departments, and everything that they handed in from April to
September 2021: the whole register is written at once, and a day is asked by `today=`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

YEARS = (2018, 2019, 2020)

DEPARTMENTS = {
    "office": "创建办",
    "water": "县水利局",
    "agri": "县农业农村局",
    "housing": "县住建局",
    "finance": "县财政局",
    "archive": "县档案馆",
}
TOWNSHIPS = {
    "dong": "东河镇",
    "xi": "西坪镇",
    "nan": "南溪乡",
    "bei": "北山乡",
    "zhong": "中湾镇",
    "shan": "山口镇",
}
FORMER = "山口乡"
"""The name that 山口镇 bore: its folders are all called so."""
BUSY = ["office", "water", "agri", "housing", "finance"]
"""The departments that owe what the archive does not."""

BOX, WATER, FARM = "00 综合材料", "04 水环境质量", "25 农业废弃物综合利用率"
FOLDER = {"00": BOX, "04": WATER, "25": FARM}

BOX_REQUIREMENTS: list[dict[str, Any]] = [
    {
        "no": "00-1",
        "name": "工作方案",
        "from": "everyone",
        "years": "once",
        "due": {"townships": "2021-04-20", "departments": "2021-04-30"},
    },
    {
        "no": "00-2",
        "name": "动员会",
        "from": "townships",
        "years": "once",
        "due": "2021-04-25",
        "parts": [
            {"no": 1, "name": "会议通知", "form": "document"},
            {"no": 2, "name": "签到表", "form": "minutes"},
        ],
    },
    # No due date of its own: that of the first phase with one, 15 May for townships, 25 May for departments.
    {"no": "00-3", "name": "责任书", "from": "everyone", "years": "once"},
    {
        "no": "00-4",
        "name": "自查报告",
        "from": "everyone",
        "years": "once",
        "due": {"townships": "2021-08-31", "departments": "2021-09-10"},
    },
    {"no": "00-6", "name": "任务清单", "from": BUSY, "years": "once", "due": "2021-05-10"},
    {"no": "00-7", "name": "季度小结", "from": BUSY, "years": "once", "due": "2021-07-10"},
    {"no": "00-8", "name": "制度汇编", "from": BUSY, "years": "once", "due": "2021-06-20"},
    {"no": "00-9", "name": "经费证明", "from": BUSY, "years": "once", "due": "2021-06-30"},
]
WATER_REQUIREMENTS: list[dict[str, Any]] = [
    {"no": "04-1", "name": "巡河记录", "from": "townships", "years": "each", "due": "2021-05-10"},
    {"no": "04-2", "name": "水质报告", "from": "townships", "years": "latest", "due": "2021-05-20"},
    {"no": "04-3", "name": "水质汇总", "from": "lead", "years": "once", "due": "2021-06-30"},
]
FARM_REQUIREMENTS: list[dict[str, Any]] = [
    {"no": "25-1", "name": "秸秆台账", "from": "townships", "years": "each", "due": "2021-05-20"},
    {"no": "25-2", "name": "粪污台账", "from": "townships", "years": "each", "due": "2021-05-31"},
    {"no": "25-3", "name": "农膜台账", "from": "townships", "years": "latest", "due": "2021-06-15"},
    {
        "no": "25-4",
        "name": "现场照片",
        "from": "townships",
        "years": "latest",
        "due": "2021-05-20",
        "need": "support",
    },
    {"no": "25-5", "name": "网格名册", "from": "townships", "years": "once", "due": "2021-07-20"},
    {"no": "25-6", "name": "全县汇总", "from": "lead", "years": "each", "due": "2021-06-30"},
]
NAMES = {r["no"]: r["name"] for r in (*BOX_REQUIREMENTS, *WATER_REQUIREMENTS, *FARM_REQUIREMENTS)}
"""Of others the file bears the number alone."""


@dataclass(frozen=True)
class Delivery:
    """One entry of the register with its file; days are written `05-20`, all of 2021."""

    unit: str
    no: str
    received: str | None
    """`None`: it is filed, but in no register."""
    years: tuple[int, ...] = ()
    returned: tuple[tuple[str, str | None], ...] = ()
    """The day of each return, and the return's own due date."""
    redelivered: tuple[str, ...] = ()
    accepted: str | None = None
    reviewed_bytes: bytes | None = None
    """What the reviewer looked at, where the file is another now."""
    see: str | None = None
    parts: tuple[str, ...] = ()
    """The parts that come with it, in one event's folder."""
    one_part: bool = False
    """Only this part is registered, by its own path."""
    content: bytes | None = field(default=None)

    @property
    def folder(self) -> str:
        unit = FORMER if self.unit == "shan" else {**DEPARTMENTS, **TOWNSHIPS}[self.unit]
        years = (
            f"{self.years[0]}-{self.years[-1]}" if len(self.years) > 1 else str((self.years or (2021,))[0])
        )
        return f"{FOLDER[self.no[:2]]}/{unit}/{years}"

    @property
    def files(self) -> tuple[str, ...]:
        if self.see:
            return ()
        if self.parts:
            event = f"{self.folder}/{self.no} 2021-04-12 {NAMES[self.no]}"
            return tuple(f"{event}/{self.no}-{part}.pdf" for part in self.parts)
        return (f"{self.folder}/{self.no} {NAMES.get(self.no, self.no)}.pdf",)

    @property
    def registered(self) -> str:
        if self.parts and not self.one_part:
            return self.files[0].rpartition("/")[0]
        return self.files[0]

    def bytes_of(self, path: str) -> bytes:
        return self.content if self.content is not None else path.encode()

    @property
    def hash(self) -> str:
        if self.parts and not self.one_part:
            lines = sorted(
                f"{hashlib.sha256(self.bytes_of(p)).hexdigest()}  {p.rpartition('/')[2]}\n"
                for p in self.files
            )
            return hashlib.sha256("".join(lines).encode()).hexdigest()
        return hashlib.sha256(self.bytes_of(self.files[0])).hexdigest()

    def entry(self, reviewer: str) -> dict[str, Any]:
        written: dict[str, Any] = {"requirement": self.no, "received": _day(self.received)}
        if self.years:
            written["years"] = list(self.years)
        if self.see:
            return {**written, "see": self.see}
        first = hashlib.sha256(b"what was sent back").hexdigest()
        written["file"] = self.registered
        reviews: list[dict[str, Any]] = [
            {
                "on": _day(on),
                "by": reviewer,
                "result": "returned",
                "reason": "缺签字",
                "hash": first,
                **({"due": _day(due)} if due else {}),
            }
            for on, due in self.returned
        ]
        if self.accepted:
            seen = (
                self.hash if self.reviewed_bytes is None else hashlib.sha256(self.reviewed_bytes).hexdigest()
            )
            reviews.append({"on": _day(self.accepted), "by": reviewer, "result": "accepted", "hash": seen})
        if reviews:
            written["reviews"] = reviews
        if self.redelivered:
            written["redelivered"] = [{"on": _day(on), "hash": self.hash} for on in self.redelivered]
        return written


def _day(day: str | None) -> str | None:
    return f"2021-{day}" if day else None


def _each(unit: str, no: str, *days: str) -> list[Delivery]:
    """A file a year, each with its own day."""
    return [Delivery(unit, no, day, (year,)) for year, day in zip(YEARS, days, strict=True)]


BOTH = ("1 会议通知", "2 签到表")
LATEST = (2020,)

DELIVERIES: list[Delivery] = [
    # 东河镇: everything in time; what is sent back comes again in time.
    Delivery("dong", "00-1", "04-10"),
    Delivery("dong", "00-2", "04-12", parts=BOTH[:1], one_part=True),
    Delivery("dong", "00-2", "04-24", parts=BOTH[1:], one_part=True),
    Delivery("dong", "00-3", "05-06"),
    *_each("dong", "04-1", "05-05", "05-05", "05-05"),
    Delivery("dong", "04-2", "05-18", LATEST),
    Delivery("dong", "25-1", "05-12", YEARS),
    Delivery(
        "dong",
        "25-2",
        "05-28",
        YEARS,
        returned=(("06-05", "06-15"),),
        redelivered=("06-14",),
        accepted="06-20",
    ),
    Delivery("dong", "25-3", "06-10", LATEST),
    Delivery("dong", "25-5", "07-15"),
    Delivery("dong", "00-4", "08-31"),
    # 西坪镇: late, then done.
    Delivery("xi", "00-1", "04-23"),
    Delivery("xi", "00-2", "04-25", parts=BOTH),
    Delivery("xi", "00-3", "05-14"),
    *_each("xi", "04-1", "05-08", "05-08", "05-13"),
    Delivery("xi", "04-2", "05-20", LATEST),
    Delivery("xi", "25-1", "05-19", YEARS, returned=(("05-26", "06-01"),), redelivered=("06-09",)),
    Delivery("xi", "25-2", "06-03", YEARS),
    Delivery("xi", "25-3", "06-15", LATEST),
    Delivery("xi", "25-5", "07-25"),
    Delivery("xi", "00-4", "08-30"),
    # 南溪乡: an extension for 04-2, and 25-2 recognised as not involved on 5 June.
    Delivery("nan", "00-1", "04-20"),
    Delivery("nan", "00-2", "04-20", parts=BOTH),
    Delivery("nan", "00-3", "05-15"),
    *_each("nan", "04-1", "05-10", "05-10", "05-10"),
    Delivery("nan", "04-2", "06-08", LATEST),
    Delivery("nan", "25-1", "05-24", YEARS),
    Delivery("nan", "25-2", "06-05", LATEST),  # the statement that it does not apply
    Delivery("nan", "25-3", "06-29", LATEST),
    Delivery("nan", "25-5", "07-20"),
    Delivery("nan", "00-4", "09-05"),
    # 北山乡: returns of every kind.
    Delivery("bei", "00-1", "04-12", returned=(("04-15", "04-19"),), redelivered=("04-18",)),
    Delivery("bei", "00-2", "04-22", parts=BOTH, returned=(("04-27", "05-05"),), redelivered=("05-04",)),
    Delivery("bei", "00-3", "05-12", returned=(("05-18", None),), redelivered=("07-01",)),
    *_each("bei", "04-1", "05-09", "05-09", "05-09"),
    Delivery("bei", "04-2", "05-19", LATEST),
    Delivery("bei", "25-1", "05-20", (2018,), returned=(("06-01", "06-10"),), redelivered=("07-05",)),
    Delivery("bei", "25-1", "05-20", (2019,)),
    Delivery("bei", "25-1", "05-20", (2020,)),
    Delivery("bei", "25-2", "05-31", YEARS),
    Delivery("bei", "25-3", "06-14", LATEST),
    Delivery("bei", "25-5", "07-19"),
    Delivery("bei", "00-4", "08-20", returned=(("08-25", "09-05"),), redelivered=("09-05",)),
    # 中湾镇: little, and late; its work plan is filed without being registered.
    Delivery("zhong", "00-1", None),
    Delivery("zhong", "00-3", "06-01"),
    *_each("zhong", "04-1", "05-09", "05-09", "08-01"),
    Delivery("zhong", "04-2", "05-20", LATEST),
    Delivery("zhong", "25-2", "06-25", YEARS),
    Delivery("zhong", "25-3", "06-16", LATEST),
    Delivery("zhong", "25-5", "08-15"),
    # 山口镇: under its former name; 25-2 is 互见 25-1; what was accepted of 25-3 is not the present file.
    Delivery("shan", "00-1", "04-19"),
    Delivery("shan", "00-2", "04-24", parts=BOTH),
    Delivery("shan", "00-3", "05-15"),
    Delivery("shan", "04-1", "05-10", YEARS),
    Delivery("shan", "04-2", "05-20", LATEST),
    Delivery("shan", "25-1", "05-13", YEARS),
    *(Delivery("shan", "25-2", "05-30", (year,), see=f"25-1/{year}") for year in YEARS),
    Delivery("shan", "25-3", "06-15", LATEST, accepted="06-20", reviewed_bytes=b"other bytes"),
    Delivery("shan", "25-5", "07-21"),
    Delivery("shan", "00-4", "08-31"),
    # Departments.
    *(
        Delivery("office", no, day)
        for no, day in {
            "00-1": "04-15",
            "00-6": "05-08",
            "00-3": "05-25",
            "00-8": "06-20",
            "00-9": "06-30",
            "00-7": "07-10",
            "00-4": "09-10",
        }.items()
    ),
    *(
        Delivery("water", no, day)
        for no, day in {
            "00-1": "04-29",
            "00-6": "05-12",
            "00-3": "05-20",
            "00-8": "06-25",
            "00-9": "06-28",
            "04-3": "06-30",
            "00-7": "07-09",
        }.items()
    ),
    *(
        Delivery("agri", no, day)
        for no, day in {
            "00-1": "04-30",
            "00-6": "05-10",
            "00-8": "06-18",
            "00-9": "06-20",
            "00-7": "07-05",
            "00-4": "09-01",
        }.items()
    ),
    Delivery("agri", "00-3", "05-24", returned=(("05-28", "06-05"),), redelivered=("06-05",)),
    *_each("agri", "25-6", "06-10", "06-10", "07-03"),
    *(
        Delivery("housing", no, day)
        for no, day in {
            "00-1": "04-20",
            "00-6": "05-10",
            "00-3": "05-25",
            "00-8": "06-21",
            "00-9": "06-29",
            "00-7": "07-12",
            "00-4": "09-11",
        }.items()
    ),
    *(
        Delivery("finance", no, day)
        for no, day in {
            "00-1": "05-03",
            "00-6": "05-10",
            "00-3": "05-25",
            "00-8": "06-20",
            "00-9": "06-30",
            "00-7": "09-15",
            "00-4": "09-10",
        }.items()
    ),
    Delivery("archive", "00-1", "04-28"),
    Delivery("archive", "00-4", "09-10"),
]

WAIVERS: dict[str, Any] = {
    "not_involved": [
        {
            "requirement": "25-2",
            "unit": "nan",
            "reason": "没有养殖",
            "document": "25-2/2020",
            "granted": "2021-06-05",
            "by": "agri",
        },
        # Nobody recognises for himself: this one counts for nothing.
        {
            "requirement": "25-3",
            "unit": "nan",
            "reason": "没有覆膜",
            "document": "25-3/2020",
            "granted": "2021-06-01",
            "by": "nan",
        },
    ],
    "extensions": [
        {
            "unit": "nan",
            "requirement": "04-2",
            "until": "2021-06-10",
            "reason": "洪灾",
            "granted": "2021-05-25",
            "by": "office",
        },
    ],
}

COUNTY: dict[str, Any] = {
    "language": "zh",
    "county": {"name": "清源县", "code": "430991", "terrain": "山区", "coastal": False},
    "bids": [
        {
            "id": "bid-2021",
            "name": "省级示范县",
            "standard": "list",
            "assessed": 2020,
            "years": 3,
            "base": 2018,
            "apply": "2021-10-15",
        }
    ],
    "phases": [
        {
            "id": "preparation",
            "name": "准备阶段",
            "bid": "bid-2021",
            "from": "2021-04-01",
            "to": "2021-04-30",
            "extends": "sound",
            "rules": {"RS": "error"},
        },
        {
            "id": "implementation",
            "name": "实施阶段",
            "bid": "bid-2021",
            "from": "2021-05-01",
            "to": "2021-05-31",
            "extends": "preparation",
            "due": {"townships": "2021-05-15", "departments": "2021-05-25"},
            "gate": ["00-1"],
            "rules": {"EV": "error"},
        },
        {
            "id": "self-inspection",
            "name": "自查阶段",
            "bid": "bid-2021",
            "from": "2021-06-01",
            "to": "2021-09-30",
            "extends": "implementation",
            "gate": ["00-4"],
            "rules": {"TG": "error", "DC": "error"},
        },
    ],
}
STANDARD: dict[str, Any] = {
    "id": "list",
    "title": "示范县指标",
    "pass": {"binding": "all", "reference": "80%", "show_also": ["50%"], "source": "编的"},
    "rows": [
        {
            "no": 1,
            "domain": "生态安全",
            "name": "水质优良比例",
            "attribute": "binding",
            "targets": {"clean-rate": {"at_least": 90}},
        },
        {
            "no": 2,
            "domain": "生态经济",
            "name": "秸秆综合利用率",
            "attribute": "reference",
            "targets": {"straw-rate": {"at_least": 90}},
        },
        {
            "no": 3,
            "domain": "生态经济",
            "name": "农膜",
            "attribute": "reference",
            "targets": {"film": {"at_least": 80}},
        },
        {
            "no": 4,
            "domain": "生态安全",
            "name": "海岸",
            "attribute": "reference",
            "applies_if": {"coastal": True},
            "targets": {"coast": {"at_least": 1}},
        },
    ],
}
INDICATORS: dict[str, Any] = {
    "boxes": [{"no": "00", "name": "综合材料", "requirements": BOX_REQUIREMENTS}],
    "indicators": [
        {
            "id": "clean-water",
            "no": "04",
            "name": "水环境质量",
            "group": "work",
            "lead": "water",
            "measures": [
                {"id": "clean-rate", "no": "04.1", "name": "水质优良比例", "unit": "%", "better": "higher"},
                {"id": "coast", "no": "04.2", "name": "海岸", "unit": "千米"},
            ],
            "requirements": WATER_REQUIREMENTS,
        },
        {
            "id": "farm-waste",
            "no": "25",
            "name": "农业废弃物综合利用率",
            "group": "economy",
            "lead": "agri",
            "measures": [
                {"id": "straw-used", "no": "25.1", "name": "秸秆利用量", "unit": "吨", "from": "townships"},
                {"id": "straw-all", "no": "25.2", "name": "秸秆总量", "unit": "吨", "from": "townships"},
                {
                    "id": "straw-rate",
                    "name": "秸秆综合利用率",
                    "unit": "%",
                    "decimals": 1,
                    "ratio": ["straw-used", "straw-all"],
                },
                {"id": "film", "no": "25.3", "name": "农膜回收率", "unit": "%", "from": "agri"},
            ],
            "requirements": FARM_REQUIREMENTS,
        },
    ],
}


def write(
    root: Path,
    deliveries: Sequence[Delivery] = DELIVERIES,
    waivers: dict[str, Any] = WAIVERS,
    county: dict[str, Any] = COUNTY,
    example_today: str | None = None,
    indicators: dict[str, Any] = INDICATORS,
) -> Path:
    """The county below `root`; JSON is YAML too."""
    progress: dict[str, dict[str, Any]] = {
        unit: {"unit": unit, "documents": []} for unit in (*DEPARTMENTS, *TOWNSHIPS)
    }
    for delivery in deliveries:
        if delivery.received is not None:
            reviewer = (
                "water"
                if delivery.no.startswith("04")
                else "agri"
                if delivery.no.startswith("25")
                else "office"
            )
            progress[delivery.unit]["documents"].append(delivery.entry(reviewer))
        for path in delivery.files:
            _put(root / "evidence" / path, delivery.bytes_of(path))
    for index, township in enumerate(TOWNSHIPS):
        progress[township]["observations"] = [
            {"measure": measure, "year": year, "value": value + index, "proof": f"25-1/{year}"}
            for year in YEARS
            for measure, value in (("straw-used", 90), ("straw-all", 95))
        ]
    progress["water"]["observations"] = [
        {"measure": "clean-rate", "year": 2020, "value": 95, "proof": "04-3"}
    ]
    progress["agri"]["observations"] = [{"measure": "film", "year": 2020, "value": 70, "proof": "25-6/2020"}]
    townships = [
        {"id": unit, "name": name, "code": f"4309912{index:02}"}
        for index, (unit, name) in enumerate(TOWNSHIPS.items())
    ]
    townships[-1]["formerly"] = [{"name": FORMER, "code": "430991999", "until": "2021-03-31"}]  # type: ignore[assignment]
    fixed = {"today": example_today, "example": True} if example_today else {}
    files: dict[str, Any] = {
        "county": {**county, **fixed},
        "standards/list": STANDARD,
        "indicators": indicators,
        "groups": {
            "groups": [
                {"id": "work", "name": "综合组", "lead": "office"},
                {"id": "economy", "name": "经济组", "lead": "agri"},
            ],
            "departments": [{"id": unit, "name": name} for unit, name in DEPARTMENTS.items()],
        },
        "townships": {"townships": townships},
        "waivers": waivers,
        "rectification": {
            "rectification": [
                {
                    "no": "ZG-01",
                    "found": "2021-06-18",
                    "by": "自查",
                    "indicator": "farm-waste",
                    "problem": "农膜回收率低",
                    "action": "回收",
                    "unit": "agri",
                    "due": "2021-08-31",
                },
            ]
        },
        **{f"progress/{unit}": entry for unit, entry in progress.items()},
    }
    for name, content in files.items():
        _put(root / "data" / f"{name}.yaml", json.dumps(content, ensure_ascii=False, indent=1).encode())
    return root


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
