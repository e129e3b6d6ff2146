"""The table of the four properties (四性): a line for each checked item."""

from __future__ import annotations

from ecodemo.language import Speaker
from ecodemo.report.contents.evidence_view import Properties, PropertyCheck
from ecodemo.table import Column, Mark, TitledTable

_MARK: dict[str, Mark] = {
    "passed": "good",
    "not passed": "bad",
    "not decided": "open",
    "nothing to check": "grey",
    "information": "grey",
}


def property_columns(speaker: Speaker) -> tuple[Column[PropertyCheck], ...]:
    text = speaker.text
    return (
        Column("name", text("Item"), lambda check: check.name, 24),
        Column("what", text("What was checked"), lambda check: check.what, 44),
        Column("checked", text("Checked"), lambda check: check.checked, 8, "number"),
        Column("passed", text("Passed"), lambda check: check.passed, 8, "number"),
        Column("not_passed", text("Not passed"), lambda check: check.not_passed, 8, "number"),
        Column("not_checked", text("Not checked"), lambda check: check.not_checked, 8, "number"),
        Column(
            "state",
            text("Result"),
            lambda check: check.state_label,
            11,
            "centred",
            lambda check: _MARK[check.state],
        ),
        Column("remark", text("Remark"), lambda check: check.remark, 44),
    )


def property_table(properties: Properties, speaker: Speaker) -> TitledTable[PropertyCheck]:
    """The conclusion of each property above its items."""
    return TitledTable(
        speaker.text("Four properties"),
        property_columns(speaker),
        bands=tuple(
            (f"{section.name}  {section.conclusion}", section.checks) for section in properties.sections
        ),
        notes=(*properties.head, *properties.notes),
    )
