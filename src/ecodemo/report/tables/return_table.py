"""The table of reasons for return, by unit, kind and round."""

from __future__ import annotations

from dataclasses import dataclass

from ecodemo.language import Speaker
from ecodemo.report.contents.delivery_view import ReturnCount
from ecodemo.table import Column


@dataclass(frozen=True, slots=True)
class UnitReason:
    """A kind of reason for which documents of a unit were returned."""

    unit: str
    reason: ReturnCount

    def of_round(self, number: int) -> int:
        """How many of them were the return of that number."""
        return sum(self.reason.rounds[number - 1 : number])

    def from_round(self, number: int) -> int:
        """How many of them were the return of that number or a later one."""
        return sum(self.reason.rounds[number - 1 :])


def reason_columns(speaker: Speaker) -> tuple[Column[UnitReason], ...]:
    text = speaker.text
    return (
        Column("unit", text("Responsible unit"), lambda row: row.unit, 24, wraps=True),
        Column("reason", text("Reason for return"), lambda row: row.reason.label, 24, wraps=True),
        Column("count", text("Times"), lambda row: row.reason.count, 8, "number"),
        Column("first", text("1st return"), lambda row: row.of_round(1), 8, "number"),
        Column("second", text("2nd return"), lambda row: row.of_round(2), 8, "number"),
        Column("later", text("3rd or later"), lambda row: row.from_round(3), 8, "number"),
    )
