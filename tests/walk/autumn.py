"""The county of walk/county.py carried on from October to December 2021: acceptance, title, consolidation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from walk.county import BUSY, COUNTY, DELIVERIES, INDICATORS, WAIVERS, Delivery, write

REQUIREMENTS: list[dict[str, Any]] = [
    {"no": "00-10", "name": "申报材料", "from": ["office"], "years": "once", "due": "2021-10-15"},
    {"no": "00-12", "name": "现场点位材料", "from": BUSY, "years": "once", "due": "2021-10-31"},
    {"no": "00-11", "name": "验收整改报告", "from": "townships", "years": "once", "due": "2021-11-20"},
    {"no": "00-13", "name": "巩固方案", "from": "everyone", "years": "once", "due": "2021-12-25"},
]
PHASES: list[dict[str, Any]] = [
    {"id": "acceptance", "name": "验收阶段", "from": "2021-10-01", "to": "2021-11-30", "gate": ["00-10"]},
    {"id": "title", "name": "命名阶段", "from": "2021-12-01", "to": "2021-12-20"},
    {"id": "consolidation", "name": "巩固阶段", "from": "2021-12-21", "to": "2022-03-31", "gate": ["00-13"]},
]
EVENTS: list[Delivery] = [
    Delivery("office", "00-10", "10-14"),
    Delivery("office", "00-12", "10-30"),
    Delivery("office", "00-13", "12-20"),
    Delivery("water", "00-4", "10-08"),  # due on 10 September
    Delivery("water", "00-12", "10-31"),  # on its very day
    Delivery("water", "00-13", "12-24"),
    Delivery("agri", "00-12", "11-05"),  # five days late
    Delivery("agri", "00-13", "12-25"),
    Delivery("housing", "00-12", "10-29", returned=(("11-03", "11-10"),), redelivered=("11-09",)),
    Delivery("finance", "00-12", "10-25"),
    Delivery("finance", "00-13", "12-20"),
    Delivery("archive", "00-13", "12-23"),
    Delivery("dong", "00-11", "11-15"),
    Delivery("dong", "00-13", "12-15"),
    Delivery("xi", "00-11", "11-22"),  # two days late
    Delivery("nan", "00-11", "11-20"),
    Delivery("nan", "00-13", "12-26"),  # a day late
    Delivery(
        "bei", "00-11", "11-18", returned=(("11-24", "12-01"),), redelivered=("12-04",)
    ),  # three days late
    Delivery("bei", "00-13", "12-24"),
    Delivery("zhong", "00-4", "10-20"),
    Delivery("zhong", "25-1", "11-10", (2018, 2019, 2020)),
    Delivery("shan", "00-11", "11-19", accepted="11-28"),
    Delivery("shan", "00-13", "12-25"),
]


def write_year(root: Path) -> Path:
    """The county from April to December below `root`."""
    phases = [*COUNTY["phases"]]
    for phase in PHASES:
        phases.append({**phase, "bid": "bid-2021", "extends": phases[-1]["id"], "rules": {}})
    [box] = INDICATORS["boxes"]
    box = {**box, "requirements": [*box["requirements"], *REQUIREMENTS]}
    return write(
        root,
        [*DELIVERIES, *EVENTS],
        WAIVERS,
        {**COUNTY, "phases": phases},
        indicators={**INDICATORS, "boxes": [box]},
    )
