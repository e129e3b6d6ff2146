"""What the data say of a list, as entries of its workbook, and the workbook itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ecodemo.forms.contract import WORKBOOK_NAME, Content, FormKind, Sheet
from ecodemo.forms.plan.plan_entries import PlanEntry
from ecodemo.forms.plan.plan_sheets import LEAD, TOWNSHIPS, offering
from ecodemo.forms.sheets.sheet_table import FormBook, SheetRow, SheetTable
from ecodemo.forms.standard import standard_sheets as sheets
from ecodemo.forms.standard.measure_entries import measure_entries
from ecodemo.forms.standard.standard_words import said_applies, said_points, said_target
from ecodemo.forms.words import full_day
from ecodemo.model.standard import PassRule, Row, Standard
from ecodemo.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class BasicItem:
    """A row of the first sheet."""

    label: str
    key: str
    """The key in the file; of the pass rule behind `pass.`."""
    hint: str = ""


BASIC_ITEMS = (
    BasicItem("代号", "id", "小写字母、数字、连字符，如 yunnan-2021；文件以此命名"),
    BasicItem("名称", "title", "清单的全称"),
    BasicItem("文号", "document"),
    BasicItem("发布日期", "issued"),
    BasicItem("发布机关", "issuer"),
    BasicItem("约束性指标", "pass.binding", "要有多少达标：全部，或80%"),
    BasicItem("参考性指标", "pass.reference", "要有多少达标：全部，或80%"),
    BasicItem("通过分数", "pass.points", "计分的清单才填"),
    BasicItem("满分", "pass.of", "计分的清单才填"),
    BasicItem("规则出处", "pass.source", "通过规则在哪个文件第几条"),
    BasicItem("指标齐全", "partial", "清单的指标都在“指标”表里的写“是”；缺了的写“否”，能否通过只能待定"),
    BasicItem("已与原文核对", "unverified", "逐条核对过的写“是”；没有的，报告里注明未核实"),
)
CHECKED, NOT_CHECKED = "是", "否"


def standard_entries(standard: Standard, workspace: Workspace) -> Mapping[str, tuple[PlanEntry, ...]]:
    """The entries of each sheet; of a list that is still to be made only the items of the first."""
    file = f"standards/{standard.id}"
    return {
        sheets.BASIC: tuple(_basic(standard, file)),
        sheets.ROWS: tuple(
            entry for index, row in enumerate(standard.rows) for entry in _row(index, row, workspace, file)
        ),
        sheets.LIST_VETOES: tuple(_vetoes(standard, file)),
        sheets.MEASURES: tuple(measure_entries(workspace)),
    }


def new_standard(id_: str) -> Standard:
    """A list that says nothing yet."""
    return Standard.model_construct(id=id_, title="", unverified=())


def _basic(standard: Standard, file: str) -> Iterator[PlanEntry]:
    rule = standard.pass_rule or PassRule.model_construct(binding="", reference="")
    for item in BASIC_ITEMS:
        is_of_rule = item.key.startswith("pass.")
        value: object = getattr(rule if is_of_rule else standard, item.key.removeprefix("pass."))
        if (
            item.key == "pass.reference"
            and rule.points is not None
            and "reference" not in rule.model_fields_set
        ):
            value = None  # what is not met of them only costs points
        match value:
            case None | "":
                shown = None
            case date():
                shown = full_day(value)
            case Decimal():
                shown = f"{value:f}"
            case bool():
                shown = NOT_CHECKED if value else CHECKED
            case tuple():
                shown = CHECKED if standard.title and standard.is_verified else None
            case _:
                shown = sheets.ALL if value == "all" else str(value)
        contents: dict[str, Content] = {"item": item.label, "content": shown, "hint": item.hint or None}
        path = ("pass",) if is_of_rule else ()
        offers = (sheets.ALL, "80%") if item.key in ("pass.binding", "pass.reference") else ()
        offers = (CHECKED, NOT_CHECKED) if item.key == "partial" else offers
        yield PlanEntry(file, path, item.label, contents, offers=offers)


def _row(index: int, row: Row, workspace: Workspace, file: str) -> Iterator[PlanEntry]:
    """The lines of a row: one for each measure. Those of several measures are not changed in the workbook."""
    several = frozenset({"text", "measure"} if len(row.targets) > 1 else ())
    for place, (measure, target) in enumerate(row.targets.items()):
        known = workspace.measures.get(measure)
        contents: dict[str, Content] = {
            "no": row.no,
            "text": target.text or (row.text if place == 0 else None),
            "measure": known.name if known else measure,
            "read": said_target(target),
        }
        if place == 0:
            contents |= {
                "domain": row.domain or None,
                "task": row.task or None,
                "name": row.name,
                "attribute": next(
                    (said for said, of in sheets.ATTRIBUTES.items() if of == row.attribute), None
                ),
                "points": said_points(row, known),
                "text": (target.text if several else "") or row.text or target.text or None,
                "applies": said_applies(row.applies_if) or None,
            }
            yield PlanEntry(file, ("rows", index), row.no, contents, row.unverified, several)
        else:
            closed = frozenset(
                {"domain", "task", "name", "attribute", "points", "text", "applies", "measure"}
            )
            yield PlanEntry(file, ("rows", index), f"{row.no}/{place + 1}", contents, closed=closed)


def _vetoes(standard: Standard, file: str) -> Iterator[PlanEntry]:
    for index, veto in enumerate(standard.vetoes):
        contents: dict[str, Content] = {
            "no": veto.no,
            "text": veto.text,
            "years": veto.years,
            "proof": veto.proof or None,
            "applies": said_applies(veto.applies_if) or None,
        }
        yield PlanEntry(file, ("vetoes", index), veto.no, contents, veto.unverified)


def standard_content(workspace: Workspace, standard: Standard | None, day: date) -> bytes:
    """The bytes of the workbook of a list; without one, of an empty form."""
    from ecodemo.forms.export.workbook_writer import workbook_content  # what only reads needs no openpyxl

    return workbook_content(standard_book(workspace, standard, day))


def standard_book(workspace: Workspace, standard: Standard | None, day: date) -> FormBook:
    """The workbook's tables."""
    listed = standard or new_standard("")
    entries = standard_entries(listed, workspace)
    has_points = standard is None or any(row.points is not None for row in listed.rows)
    measures = tuple(dict.fromkeys(measure.name for measure in workspace.measures.values()))
    rows = sheets.rows_sheet(with_points=has_points)
    columns = tuple(replace(one, choices=measures) if one.key == "measure" else one for one in rows.columns)
    empty = standard is None
    tables = (
        _table(sheets.BASIC_SHEET, entries, listed.title),
        _table(
            replace(rows, columns=columns, spare_rows=60 if empty else rows.spare_rows), entries, listed.title
        ),
        _table(sheets.VETO_LIST_SHEET, entries, listed.title),
        _table(_measure_sheet(workspace), entries, listed.title),
    )
    return FormBook(FormKind.STANDARD, "", listed.id, day, WORKBOOK_NAME[FormKind.STANDARD], tables)


def _measure_sheet(workspace: Workspace) -> Sheet:
    own = {
        "group": tuple(group.name for group in workspace.groups),
        "from": (LEAD, TOWNSHIPS, *(unit.name for unit in workspace.units.values())),
    }
    return offering(sheets.MEASURE_SHEET, own)


def _table(sheet: Sheet, entries: Mapping[str, tuple[PlanEntry, ...]], title: str) -> SheetTable:
    rows = tuple(
        SheetRow(
            entry.key,
            entry.contents,
            closed=entry.closed
            | frozenset({"no"} if entry.contents.get("no") else ())
            | frozenset({"content"} if title and entry.key == "代号" else ()),
            offers={"content": entry.offers} if entry.offers else {},
            key=entry.key,
        )
        for entry in entries[sheet.name]
    )
    return SheetTable(sheet, rows, sheet.title.format(unit=title or "新清单"), sheet.note)
