"""Results of many counties as `province check` writes them, made up from one county's state by a seeded generator."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from ecodemo.province.result_tables import TABLES
from ecodemo.province.write_tables import write_tables
from ecodemo.report.state import ProofCount, RowState, SlimState, UnitState, VetoState

CITIES = (
    *("长沙市", "株洲市", "湘潭市", "衡阳市", "邵阳市", "岳阳市", "常德市", "张家界市"),
    *("益阳市", "郴州市", "永州市", "怀化市", "娄底市", "湘西土家族苗族自治州"),
)
PROVINCES = (
    *("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41"),
    *("42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65"),
)
HASH = "0123456789abcdef" * 4


@dataclass(frozen=True, slots=True)
class Document:
    """A file of a county's evidence."""

    requirement: str
    unit: str
    year: str
    path: str
    sha256: str = HASH


@dataclass(frozen=True, slots=True)
class MadeCounty:
    """A county of a made-up result; without a state it could not be judged."""

    code: str
    name: str
    city: str
    state: SlimState | None = None
    documents: tuple[Document, ...] = ()
    ended: str = "unusable"
    why: str = "data/county.yaml:3: 无法识别"


def made_counties(
    pattern: SlimState, number: int, seed: int = 1, province: str = "43", unusable: int = 0
) -> Iterator[MadeCounty]:
    """Counties in cities of nine each, none like another; the first ones could not be judged."""
    chance = Random(seed)  # noqa: S311 - the same for the same seed
    for place in range(number):
        city, within = divmod(place, 9)
        code = f"{province}{city % 90 + 1:02}{within + 21:02}"
        name, of = f"{'甲乙丙丁戊己庚辛壬'[within]}{city + 1}县", CITIES[city % len(CITIES)]
        if place < unusable:
            yield MadeCounty(code, name, of, ended=("unusable", "timeout", "fault", "memory")[place % 4])
        else:
            yield MadeCounty(code, name, of, varied(pattern, chance, code))


def varied(pattern: SlimState, chance: Random, code: str) -> SlimState:
    """The state of another county, of its own quality."""
    quality = chance.choice((0.5, 0.8, 0.9, 0.97, 0.99, 1.0))
    rows = tuple(_row(row, chance, quality) for row in pattern.rows)
    vetoes = tuple(_veto(veto, chance, quality) for veto in pattern.vetoes)
    passes = all(row.counts or row.verdict == "not applicable" for row in rows) and all(
        veto.verdict in ("met", "not applicable") for veto in vetoes
    )
    gate = pattern.gate.model_copy(
        update={
            "state": "open"
            if passes or chance.random() < 0.1
            else chance.choice(("closed", "closed", "waiting")),
            "errors": 0 if passes else chance.randrange(1, 90),
            "warnings": chance.randrange(60),
        }
    )
    findings = pattern.findings.model_copy(
        update={
            "by_code": tuple(
                (rule, severity, chance.randrange(1, 40))
                for rule, severity, _ in pattern.findings.by_code
                if chance.random() > quality / 2
            )
        }
    )
    return pattern.model_copy(
        update={
            "county": code,
            "example": False,
            "rows": rows,
            "vetoes": vetoes,
            "gate": gate,
            "findings": findings,
            "units": tuple(_unit(unit, chance, quality) for unit in pattern.units),
            "verdict": "met" if passes else chance.choice(("not met", "undecided")),
        }
    )


def _row(row: RowState, chance: Random, quality: float) -> RowState:
    if row.verdict == "not applicable":
        return row
    is_good = chance.random() < quality
    owed = row.proof.owed
    there = owed if is_good or not owed else chance.randrange(owed + 1)
    waived = chance.randrange(2) if there < owed else 0
    returned = 0 if is_good else chance.choice((0, 0, 0, 1, 2, 5))
    verdict = "met" if is_good else chance.choice(("met", "not met", "undecided"))
    counts = verdict == "met" and there + waived >= owed and not returned
    return row.model_copy(
        update={
            "verdict": verdict,
            "counts": counts,
            "proof": ProofCount(there=there, waived=waived, owed=owed),
            "returned": returned,
            "remedy": "none" if counts else chance.choice(("proof", "work", "closed-year", "upper-level")),
        }
    )


def _veto(veto: VetoState, chance: Random, quality: float) -> VetoState:
    is_good = chance.random() < quality
    verdict = "met" if is_good else chance.choice(("not met", "undecided"))
    answer = {"met": "clear", "not met": "hit", "undecided": ""}[verdict]
    return veto.model_copy(update={"verdict": verdict, "answer": answer, "proven": is_good})


def _unit(unit: UnitState, chance: Random, quality: float) -> UnitState:
    late = sum(chance.random() > quality for _ in range(unit.due))
    overdue = chance.randrange(late + 1)
    return unit.model_copy(
        update={
            "on_time": unit.due - late,
            "late_done": late - overdue,
            "overdue": overdue,
            "returned": chance.randrange(3) if late else 0,
            "longest": chance.randrange(1, 60) if overdue else 0,
        }
    )


def write_result(
    folder: Path,
    counties: Iterable[MadeCounty],
    *,
    row_name: Callable[[str], str] = "指标{}".format,
    boards: bool = False,
) -> Path:
    """A folder as `province check` leaves it."""
    (folder / "states").mkdir(parents=True)
    with tempfile.TemporaryDirectory() as temporary:
        streams = {name: (Path(temporary) / name).open("w", encoding="utf-8") for name in TABLES}
        for county in counties:
            for table, lines in _lines(county, row_name).items():
                streams[table].writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
            if county.state:
                (folder / "states" / f"{county.code}.json").write_bytes(county.state.canonical())
            if boards and county.state:
                (folder / "boards").mkdir(exist_ok=True)
                (folder / "boards" / f"{county.code}.html").write_text("<!doctype html><title>.</title>")
        for stream in streams.values():
            stream.close()
        write_tables({name: [Path(stream.name)] for name, stream in streams.items()}, folder)
    shutil.rmtree(folder / "spilled", ignore_errors=True)
    return folder


def _lines(county: MadeCounty, row_name: Callable[[str], str]) -> Mapping[str, list[dict[str, Any]]]:
    code, state = {"code": county.code}, county.state
    run: dict[str, Any] = {**code, "name": county.name, "city": county.city, "tool": "0.2.0"}
    if state is None:
        return {"runs": [{**run, "state": county.ended, "why": county.why, "exit": 2, "signature": ""}]}
    run |= {
        "state": "ok",
        "why": "",
        "exit": int(state.gate.state != "open"),
        "seconds": 1.0,
        "signature": "s",
    }
    run |= {
        key: getattr(state, key)
        for key in ("day", "bid", "standard", "phase", "verdict", "by_figures", "data", "example")
    }
    run |= {"tool": state.tool, "gate": state.gate.state or ""}
    run |= {key: getattr(state.gate, key) for key in ("errors", "warnings", "waived")}
    return {
        "runs": [run],
        "rows": [
            {
                **code,
                **row.model_dump(
                    include={
                        "no",
                        "indicator",
                        "verdict",
                        "counts",
                        "accepted",
                        "returned",
                        "light",
                        "remedy",
                    }
                ),
                **row.proof.model_dump(),
                "name": row_name(row.no),
                "attribute": "",
                "points": row.points or "",
            }
            for row in state.rows
        ],
        "units": [
            {**code, **unit.model_dump(exclude={"id"}), "unit": unit.id, "name": unit.id}
            for unit in state.units
        ],
        "findings": [
            {**code, "rule": rule, "severity": severity, "count": count}
            for rule, severity, count in state.findings.by_code
        ],
        "vetoes": [
            {
                **code,
                "veto": veto.id,
                "name": veto.id,
                **veto.model_dump(include={"answer", "verdict", "proven"}),
                "through": veto.through or None,
            }
            for veto in state.vetoes
        ],
        "documents": [
            {
                **code,
                "requirement": d.requirement,
                "unit": d.unit,
                "year": d.year,
                "path": d.path,
                "sha256": d.sha256,
            }
            for d in county.documents
        ],
    }
