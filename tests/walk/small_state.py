"""A slim state of a county with four rows, two vetoes and two units: the pattern of made-up ones."""

from __future__ import annotations

from ecodemo.report.state import (
    FindingCounts,
    GateState,
    ProofCount,
    RowState,
    SlimState,
    UnitState,
    VerdictWord,
    VetoState,
)


def small_state() -> SlimState:
    """As of 2021-09-20, by the national list of 2019; its fourth row does not apply."""
    return SlimState(
        tool="0.2.0",
        data="c0731ff87180",
        county="430923",
        example=False,
        day="2021-09-20",
        bid="national-2021",
        standard="national-2019",
        phase="self-inspection",
        gate=GateState(state="closed", errors=3, warnings=4, waived=0, known=0, waits_for=()),
        verdict="not met",
        by_figures="not met",
        rows=(_row("1", "met"), _row("7", "not met"), _row("25", "undecided"), _row("13", "not applicable")),
        vetoes=(_veto("complaints"), _veto("incident")),
        units=(_unit("ecology", "departments"), _unit("nanjin", "townships")),
        rectification=(),
        exceptions=(),
        unverified=("pass_rule",),
        left_out={},
        findings=FindingCounts(
            by_code=(("EV101", "error", 2), ("EV104", "error", 1), ("TG101", "warning", 4)), by_unit=()
        ),
    )


def _row(no: str, verdict: VerdictWord) -> RowState:
    return RowState(
        no=no,
        points=None,
        indicator=f"indicator-{no}",
        verdict=verdict,
        counts=verdict == "met",
        proof=ProofCount(there=6, waived=0, owed=6),
        accepted=2,
        returned=0,
        light="green",
        remedy="none" if verdict == "met" else "proof",
        measures=(),
    )


def _veto(id_: str) -> VetoState:
    return VetoState(id=id_, answer="clear", verdict="met", through="2021-10-15", proven=True)


def _unit(id_: str, kind: str) -> UnitState:
    counts = {"due": 20, "on_time": 17, "late_done": 2, "overdue": 1, "returned": 1, "longest": 13}
    return UnitState.model_validate({"id": id_, "kind": kind, "rank": 1, "light": "yellow", **counts})
