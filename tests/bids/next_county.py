"""The small county with a second bid under another list, four years after the first."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from cli.running import Result, invoke
from ecodemo.assess.owed import Item
from ecodemo.check.session import CheckOptions, CheckResult
from support import check, edit

FIRST, NEXT = "provincial-2021", "national-2025"
NAMED = ("--outcome", "named", "--on", "2021-12-28", "--document", "00-1/2021")
NEXT_STANDARD = """id: national-2024
title: 国家示例建设指标
pass: {every_row: true}
vetoes:
- {no: V3, id: incident, text: 发生重、特大突发环境事件, years: 3}
rows:
- {no: 4, name: 空气, text: 优良天数≥98, targets: {good-days: {at_least: 98}}}
- {no: 5, name: 绿地, text: 林草覆盖率≥60, targets: {cover-rate: {at_least: 60}}}
- {no: 9, name: 噪声, text: 达标, targets: {noise: {at_least: 95}}}
"""
_BID = """- id: national-2025
  name: 国家示范区
  standard: national-2024
  assessed: 2024
  base: 2020
  apply: 2025-06-30
"""


def follow(root: Path) -> Path:
    """Give the county the next bid, in place of its rehearsal, and box 00 to each bid."""
    county = root / "data" / "county.yaml"
    text = county.read_text(encoding="utf-8")
    begin, end = text.index("- id: rehearsal-2022"), text.index("\nphases:")
    text = text[:begin] + _BID + text[end:].replace("bid: rehearsal-2022", f"bid: {NEXT}")
    text = text.replace("to: 2022-12-31, extends: acceptance", "to: 2025-12-31, extends: acceptance")
    county.write_text(text.replace("today: 2021-11-01 ", "# "), encoding="utf-8")
    edit(root / "data" / "indicators.yaml", "  name: 综合材料\n", "  name: 综合材料\n  of: bid\n")
    edit(root / "data" / "indicators.yaml", "  name: 一票否决\n", "  name: 一票否决\n  of: bid\n")
    (root / "data" / "standards" / "national-2024.yaml").write_text(NEXT_STANDARD, encoding="utf-8")
    return root


def run(root: Path, *words: str | Path, day: str = "2022-01-10", lang: str = "en") -> Result:
    return invoke("-C", root, "--today", day, "--lang", lang, *words)


def judged(root: Path, day: str, bid: str | None = None, phase: str | None = None) -> CheckResult:
    return check(root, CheckOptions(bid=bid, phase=phase), day)


def codes(result: CheckResult, *families: str) -> set[str]:
    """The codes of errors, of some families or all."""
    found = {finding.code for finding in result.findings if finding.severity.value == "error"}
    return {code for code in found if not families or code.startswith(families)}


def item(result: CheckResult, no: str, unit: str) -> Item:
    (found,) = (one for one in result.assessment.items if (one.requirement.no, one.unit) == (no, unit))
    return found


def report(root: Path, unit: str, **observation: Any) -> None:
    """Add an observation to the end of a unit's file that ends with its observations."""
    written = ", ".join(f"{key}: {value}" for key, value in observation.items())
    file = root / "data" / "progress" / f"{unit}.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("\nobservations:\n", f"\nobservations:\n- {{{written}}}\n"), encoding="utf-8"
    )


def day(text: str) -> date:
    return date.fromisoformat(text)
