"""A list that is not there yet, made from its workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.intake.plan.plan_data import PlanEdit
from ecodemo.forms.intake.standard.list_basics import read_basics, said_whole
from ecodemo.forms.intake.standard.list_reading import ListReading, given
from ecodemo.forms.intake.standard.list_rows import row_edits
from ecodemo.forms.intake.standard.list_vetoes import take_vetoes
from ecodemo.forms.standard import standard_sheets as sheets
from ecodemo.forms.standard.standard_entries import new_standard
from ecodemo.load.edit import new_file
from ecodemo.load.flow import YamlValue
from ecodemo.model.message import message

_HEADER = "# yaml-language-server: $schema=../.schema/standard.json"


def make_list(reading: ListReading) -> bool:
    """A list that is not there yet, from the first row that can be read on; whether it was made."""
    shown = new_standard(reading.id_)
    said = read_basics(reading, shown)
    rows = row_edits(reading, shown)
    asked = [line for line in reading.lines if line.place.startswith(f"{sheets.ROWS}!")]
    rule = {key.removeprefix("pass."): value for key, (value, _) in said.items() if key.startswith("pass.")}
    if "title" not in said or not rule:
        words = message(
            "A new standard requires a title (名称) and a pass rule: 约束性指标 and 参考性指标, or 通过分数."
        )
        label = "通过分数" if "title" in said else "名称"
        reading.refuse(reading.item_place(label), reading.id_, words)
        return False
    plain = {key: value for key, (value, _) in said.items() if not key.startswith("pass.")}
    values: dict[str, YamlValue] = {"id": reading.id_, **given(plain), "pass": given(rule)}
    if plain.get("unverified") is not None or "unverified" not in plain:
        values["unverified"] = True
    first = next((edit for edit in rows if _is_created(reading, values, edit)), None)
    if first is None:
        words = message("No row could be imported, so the standard was not created.")
        reading.refuse(reading.name, reading.id_, words)
        return False
    words = message("New standard: data/standards/{id}.yaml.", id=reading.id_)
    title = str(values["title"])
    reading.lines.append(ImportLine(Effect.NEW, reading.name, reading.id_, after=title, words=words))
    reading.lines += first.lines
    others = reading.data.apply(rows[rows.index(first) + 1 :])
    reading.lines += others
    take_vetoes(reading, reading.data.workspace.standards[reading.id_])
    is_asked = asked or rows[0] is not first or any(line.effect is Effect.REFUSED for line in others)
    if is_asked or said_whole(reading) is False:
        reading.data.apply([PlanEdit(reading.file, (), {"partial": True})])
        words = message("Rows are missing, so the standard is marked as partial: a bid is undecided at best.")
        reading.remark(reading.id_, words)
    return True


def _is_created(reading: ListReading, values: Mapping[str, YamlValue], edit: PlanEdit) -> bool:
    """Whether the list loads with this row as its first; else the row is asked back."""
    content = new_file((_HEADER,), {**values, "rows": [edit.added["rows"]]})
    words = reading.data.create(edit.file, content)
    if words is not None:
        reading.lines += [replace(line, effect=Effect.REFUSED, words=words) for line in edit.lines]
    return words is None
