"""Small reports of checks, for the writers of single formats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ecodemo.report.check.check_view import CheckReport, ExcusedRow, RuleRow
from ecodemo.report.contents.finding_view import FindingRow, UnitCount

LABELS = {"error": "错误", "warning": "提醒", "info": "提示"}


def finding(**changes: Any) -> FindingRow:
    """A finding of a township; what is named is different."""
    row: dict[str, Any] = {
        "code": "EV104",
        "name": "document-missing",
        "severity": "error",
        "message": "缺25-1 秸秆综合利用台账（2020年）。",
        "file": "data/indicators.yaml",
        "line": 12,
        "column": 5,
        "unit": "longtang",
        "unit_name": "龙塘镇",
        "requirement": "25-1",
        "indicator": "farm-waste",
        "measure": "",
        "years": (2020,),
        "hint": "放入该放的文件夹。",
        "due": "2021-05-20",
        "overdue_days": 123,
        "related": (),
        "related_places": (),
        "waived_by": "",
        "fingerprint": "0123456789abcdef:1",
    }
    row |= changes
    return FindingRow(severity_label=LABELS[row["severity"]], **row)


def check_report(
    findings: Sequence[FindingRow] = (), excused: Sequence[tuple[FindingRow, str]] = (), **changes: Any
) -> CheckReport:
    """What a writer is given; of its rules TG101 found nothing."""
    found = [*findings, *(row for row, _ in excused)]
    report: dict[str, Any] = {
        "version": "1.2.3",
        "language": "zh",
        "exit_code": 1,
        "closes": "error",
        "title": "安化县 省级示范县",
        "standing": "2021年9月20日 · 自查整改阶段",
        "standard_note": "",
        "example_note": "",
        "today": "2021-09-20",
        "phase": "self-inspection",
        "bid": "provincial-2021",
        "category": "ecodemo/self-inspection",
        "sentence": "自查整改阶段条件尚未满足。",
        "counts": "错误1个。",
        "remarks": (),
        "folder": "",
        "names": {},
        "units": units_of(findings),
        "rules": [rule(code, found) for code in sorted({"EV104", "TG101", *(row.code for row in found)})],
        "findings": findings,
        "excused": [ExcusedRow(finding=row, why=why) for row, why in excused],
    }
    return CheckReport(**(report | changes))


def units_of(findings: Sequence[FindingRow]) -> list[UnitCount]:
    names = {row.unit: row.unit_name for row in findings}
    return [
        UnitCount(
            unit=unit,
            name=name,
            errors=sum(row.unit == unit and row.severity == "error" for row in findings),
            warnings=sum(row.unit == unit and row.severity == "warning" for row in findings),
        )
        for unit, name in names.items()
    ]


def rule(code: str, found: Sequence[FindingRow]) -> RuleRow:
    return RuleRow(
        code=code,
        family=code[:2],
        name="document-missing",
        title="缺材料",
        severity="error",
        what="找出没有交的材料。",
        page=f"# {code} 缺材料\n\n找出没有交的材料。\n",
        found=sum(row.code == code for row in found),
    )
