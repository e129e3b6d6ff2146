"""The result of a county, as lines of the result's tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from ecodemo.check.session import CheckResult
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.workspace import Workspace
from ecodemo.province.result_tables import (
    DOCUMENTS,
    FINDINGS,
    MEASURES,
    OF_A_COUNTY,
    ROWS,
    RUNS,
    UNITS,
    VETOES,
)
from ecodemo.report.state import MeasureState, SlimState

Line: TypeAlias = Mapping[str, str | int | float | bool | Mapping[str, str] | None]
"""A line of a table, by column."""


def county_tables(code: str, state: SlimState, result: CheckResult) -> Mapping[str, bytes]:
    """The lines of a county by table, as JSON lines.

    Args:
        code: the county's code in the list of counties.
        state: its result.
        result: from what: the names of the data, and the files.
    """
    lines = {
        ROWS.name: _rows(state, result),
        MEASURES.name: _measures(state, result.assessment.workspace),
        UNITS.name: _units(state, result.assessment.workspace),
        FINDINGS.name: _findings(state),
        VETOES.name: _vetoes(state, result),
        DOCUMENTS.name: _documents(result.survey.files),
    }
    return {
        table.name: as_lines({"code": code, **line} for line in lines[table.name]) for table in OF_A_COUNTY
    }


def run_facts(state: SlimState) -> Line:
    """Those of a county's line in `runs` that its state has."""
    return {
        "day": state.day,
        "bid": state.bid,
        "standard": state.standard,
        "phase": state.phase,
        "gate": state.gate.state or "",
        "verdict": state.verdict,
        "by_figures": state.by_figures,
        "errors": state.gate.errors,
        "warnings": state.gate.warnings,
        "waived": state.gate.waived,
        "data": state.data,
        "example": state.example,
    }


def run_line(facts: Line) -> Line:
    """A line of `runs` with every column."""
    return {column.name: "" if column.type == "VARCHAR" else None for column in RUNS.columns} | dict(facts)


def as_lines(lines: Iterable[Line]) -> bytes:
    """JSON, one line each."""
    return b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines)


def _rows(state: SlimState, result: CheckResult) -> Iterator[Line]:
    for row, judged in zip(state.rows, result.assessment.rows, strict=True):
        yield {
            **row.model_dump(include={"no", "indicator", "verdict", "counts", "light", "remedy"}),
            **row.proof.model_dump(),
            "name": judged.row.name,
            "attribute": judged.row.attribute or "",
            "points": row.points or "",
            "accepted": row.accepted,
            "returned": row.returned,
        }


def _measures(state: SlimState, workspace: Workspace) -> Iterator[Line]:
    for row in state.rows:
        for measure in row.measures:
            yield {"no": row.no, **_measure(measure, workspace)}


def _measure(state: MeasureState, workspace: Workspace) -> Line:
    measure = workspace.measures[state.id]
    last = max(state.values, default="")
    return {
        "measure": state.id,
        "name": measure.name,
        "quantity": measure.unit,
        "verdict": state.verdict,
        "target": state.target,
        "margin": state.margin or "",
        "near": state.near or "",
        "year": last,
        "value": state.values.get(last, ""),
        "values": state.values,
        "computed": state.computed,
    }


def _units(state: SlimState, workspace: Workspace) -> Iterator[Line]:
    for unit in state.units:
        yield {**unit.model_dump(exclude={"id"}), "unit": unit.id, "name": workspace.units[unit.id].name}


def _findings(state: SlimState) -> Iterator[Line]:
    for rule, severity, count in state.findings.by_code:
        yield {"rule": rule, "severity": severity, "count": count}


def _vetoes(state: SlimState, result: CheckResult) -> Iterator[Line]:
    for veto, judged in zip(state.vetoes, result.assessment.vetoes, strict=True):
        yield {
            **veto.model_dump(exclude={"id", "through"}),
            "veto": veto.id,
            "name": judged.veto.text,
            "through": veto.through or None,
        }


def _documents(files: Iterable[EvidenceFile]) -> Iterator[Line]:
    for file in files:
        if file.sha256:
            yield {
                "requirement": file.requirement or "",
                "unit": file.unit or "",
                "year": ",".join(map(str, file.years)),
                "path": file.path.encode("utf-8", "backslashreplace").decode(),
                "sha256": file.sha256,
            }
