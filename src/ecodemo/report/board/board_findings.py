"""The findings of a board, and which of them concern an indicator or a unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from ecodemo.report.board.board_links import Addresses
from ecodemo.report.board.figure_trails import FigureTrails
from ecodemo.report.contents.board_view import BoardFinding
from ecodemo.report.contents.finding_view import FindingRow
from ecodemo.report.contents.indicator_sheet_view import BoardLink, FindingLink


@dataclass(frozen=True, slots=True)
class BoardFindings:
    """The findings of a board, by what they are about."""

    listed: tuple[BoardFinding, ...]
    by_indicator: dict[str, list[FindingLink]] = field(default_factory=dict)
    by_unit: dict[str, list[FindingLink]] = field(default_factory=dict)


def board_findings(
    rows: Iterable[FindingRow],
    addresses: Addresses,
    trails: FigureTrails,
    about: Callable[[FindingRow], Iterator[BoardLink]],
) -> BoardFindings:
    """The findings in their order, each with its address and with links to what it is about."""
    findings = BoardFindings(
        tuple(
            BoardFinding(
                address=addresses.new("finding", row.fingerprint),
                finding=row,
                unit=trails.unit(row.unit) if row.unit else None,
                about=tuple(about(row)),
            )
            for row in rows
        )
    )
    for entry in findings.listed:
        row = entry.finding
        link = FindingLink(
            href=f"#{entry.address}",
            severity=row.severity,
            severity_label=row.severity_label,
            message=row.message,
        )
        for found, key in ((findings.by_indicator, row.indicator), (findings.by_unit, row.unit)):
            if key:
                found.setdefault(key, []).append(link)
    return findings
