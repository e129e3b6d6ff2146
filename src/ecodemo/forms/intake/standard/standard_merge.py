"""The workbook of a list of indicators, merged into data/standards/: a list that is there, or a new one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial

from ecodemo.formats.xlsx.written import Written, exact
from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.intake.plan.cell_merge import CellReader, merge_cell
from ecodemo.forms.intake.plan.plan_data import PlanData, PlanEdit
from ecodemo.forms.intake.plan.plan_rows import PlanRow
from ecodemo.forms.intake.standard.target_text import read_target
from ecodemo.forms.plan.plan_entries import PlanEntry
from ecodemo.forms.reading.cells import CellError, read_text
from ecodemo.forms.reading.days import read_date
from ecodemo.forms.reading.entry_text import normal, plain_text, within
from ecodemo.forms.reading.recognition import ExportRecord, SheetMatch, is_plainly, record_in, sheet_in
from ecodemo.forms.reading.tables import CellTable
from ecodemo.forms.standard import standard_sheets as sheets
from ecodemo.forms.standard.standard_entries import BASIC_ITEMS, CHECKED, new_standard, standard_entries
from ecodemo.forms.standard.standard_words import FACTS, HAS, NOT, TERRAINS
from ecodemo.load.edit import new_file
from ecodemo.load.flow import YamlValue
from ecodemo.load.schema import did_you_mean
from ecodemo.model.base import read_quantity
from ecodemo.model.county import ARID
from ecodemo.model.indicator import Measure
from ecodemo.model.message import listing, message
from ecodemo.model.standard import Standard

_BETWEEN = re.compile(r"[、，,；;]+")
_ID = re.compile(r"[a-z][a-z0-9-]*")
_ROW_NUMBER = re.compile(r"[0-9A-Za-z]+([.-][0-9A-Za-z]+)*")
_LONGEST = 600
_HEADER = "# yaml-language-server: $schema=../.schema/standard.json"
_NEVER_CLEARED = frozenset({"name", "text", "measure", "代号", "名称"})
_KEYS = {"applies": "applies_if"}


@dataclass(frozen=True, slots=True)
class ListWorkbook:
    """A workbook that holds a list of indicators."""

    found: Mapping[str, SheetMatch]
    record: ExportRecord | None


def list_workbook(tables: Iterable[CellTable]) -> ListWorkbook | None:
    """The sheets of a list in a workbook; `None` where it is another."""
    tables = tuple(tables)
    records = [record for table in tables if table.name.startswith("_") and (record := record_in(table))]
    if records and records[0].kind != "standard":
        return None
    found: dict[str, SheetMatch] = {}
    for table in tables:
        match = None if table.name.startswith("_") else sheet_in(table, sheets.LIST_SHEETS)
        if match is not None and not table.is_hidden and (records or is_plainly(match)):
            found.setdefault(match.sheet.name, match)
    is_list = bool(records) or {sheets.BASIC, sheets.ROWS} <= found.keys()
    return ListWorkbook(found, records[0] if records else None) if is_list else None


def take_list(book: ListWorkbook, name: str, data: PlanData, today: date) -> list[ImportLine]:
    """Merge a workbook, and say what becomes of its cells."""
    basic = book.found.get(sheets.BASIC)
    id_ = _content(basic, "代号") if basic else ""
    if not _ID.fullmatch(id_):
        words = message(
            "The list needs an id (代号) of lower-case letters, digits and hyphens, as in yunnan-2021."
        )
        return [ImportLine(Effect.REFUSED, name, words=words)]
    return _ListMerge(book, name, data, id_, today).lines_of_all()


def _content(match: SheetMatch, item: str) -> str:
    rows = (row for row in match.row_numbers if plain_text(match.cell(row, "item")) == item)
    return next((plain_text(match.cell(row, "content")) for row in rows), "")


@dataclass
class _ListMerge:
    book: ListWorkbook
    name: str
    data: PlanData
    id_: str
    today: date
    lines: list[ImportLine] = field(default_factory=list)

    def lines_of_all(self) -> list[ImportLine]:
        standard = self.data.workspace.standards.get(self.id_)
        if standard is not None and standard.rows_of:
            words = message(
                "The rows of {id} are those of {other}. Give the list an id (代号) of its own.",
                id=self.id_,
                other=standard.rows_of,
            )
            return [ImportLine(Effect.REFUSED, self.name, words=words)]
        if standard is None:
            self._new_list()
            return self.lines
        self.lines += self.data.apply(self._basic_edits(standard))
        self.lines += self.data.apply(self._row_edits(standard))
        self._vetoes(standard)
        return self.lines

    def _new_list(self) -> None:
        """A list that is not there yet, from the first row that can be read on."""
        shown = new_standard(self.id_)
        said = self._basic(shown)
        rows = self._row_edits(shown)
        asked = [line for line in self.lines if line.place.startswith(f"{sheets.ROWS}!")]
        rule = {
            key.removeprefix("pass."): value for key, (value, _) in said.items() if key.startswith("pass.")
        }
        if "title" not in said or not rule:
            words = message(
                "A new list needs its title (名称), and when a bid passes: 约束性指标 and 参考性指标, or 通过分数."
            )
            self.lines.append(ImportLine(Effect.REFUSED, self.name, self.id_, words=words))
            return
        plain = {key: value for key, (value, _) in said.items() if not key.startswith("pass.")}
        values: dict[str, YamlValue] = {"id": self.id_, **_given(plain), "pass": _given(rule)}
        if plain.get("unverified") is not None or "unverified" not in plain:
            values["unverified"] = True
        first = next((edit for edit in rows if self._is_created(values, edit)), None)
        if first is None:
            words = message("Not one row could be read, so the list was not made.")
            self.lines.append(ImportLine(Effect.REFUSED, self.name, self.id_, words=words))
            return
        words = message("A new list: data/standards/{id}.yaml.", id=self.id_)
        title = str(values["title"])
        self.lines.append(ImportLine(Effect.NEW, self.name, self.id_, after=title, words=words))
        self.lines += first.lines
        others = self.data.apply(rows[rows.index(first) + 1 :])
        self.lines += others
        self._vetoes(self.data.workspace.standards[self.id_])
        if asked or rows[0] is not first or any(line.effect is Effect.REFUSED for line in others):
            self.data.apply([PlanEdit(f"standards/{self.id_}", (), {"partial": True})])
            words = message("Rows are missing, so the list is kept as partial: a bid is undecided at best.")
            self.lines.append(ImportLine(Effect.REMARK, self.name, self.id_, words=words))

    def _is_created(self, values: Mapping[str, YamlValue], edit: PlanEdit) -> bool:
        """Whether the list loads with this row as its first; else the row is asked back."""
        content = new_file((_HEADER,), {**values, "rows": [edit.added["rows"]]})
        words = self.data.create(edit.file, content)
        if words is not None:
            self.lines += [replace(line, effect=Effect.REFUSED, words=words) for line in edit.lines]
        return words is None

    # sheets

    def _basic(self, shown: Standard) -> dict[str, tuple[YamlValue | None, ImportLine]]:
        """What the first sheet changes, by the key of the item, with its line."""
        match = self.book.found[sheets.BASIC]
        entries = {entry.key: entry for entry in standard_entries(shown, self.data.workspace)[sheets.BASIC]}
        items = {item.label: item.key for item in BASIC_ITEMS if item.key != "id"}
        said: dict[str, tuple[YamlValue | None, ImportLine]] = {}
        for number in match.row_numbers:
            entry = entries.get(plain_text(match.cell(number, "item")))
            key = items.get(entry.key) if entry else None
            if entry is None or key is None:
                continue
            row = self._row(match, number, entry, entry.key)
            self._cell(match, row, "content", partial(_BASIC_READERS[key], near=self.today), entry.key)
            if "content" in row.said:
                said[key] = row.said["content"], row.lines["content"]
        if said.get("unverified", (True,))[0] is False:
            said["unverified"] = None, said["unverified"][1]
        return said

    def _basic_edits(self, standard: Standard) -> list[PlanEdit]:
        file = f"standards/{self.id_}"
        is_there = standard.pass_rule is not None
        edits = []
        for key, (value, line) in self._basic(standard).items():
            path = ("pass",) if key.startswith("pass.") and is_there else ()
            bare = key.removeprefix("pass.")
            values: dict[str, YamlValue | None] = {bare: value}
            if key.startswith("pass.") and not is_there:
                values = {"pass": _given(values)}
            edits.append(PlanEdit(file, path, values, lines=(line,)))
        return edits

    def _row_edits(self, standard: Standard) -> list[PlanEdit]:
        match = self.book.found.get(sheets.ROWS)
        if match is None:
            return []
        entries = {entry.key: entry for entry in standard_entries(standard, self.data.workspace)[sheets.ROWS]}
        edits: list[PlanEdit] = []
        parts: dict[str, list[PlanRow]] = {}
        for number in match.row_numbers:
            if not any(
                not match.cell(number, one.key).is_empty for one in match.sheet.columns if one.is_units
            ):
                continue
            no = plain_text(match.spread_cell(number, "no")) or (list(parts)[-1] if parts else "")
            place = len(parts.setdefault(no, []))
            entry = entries.get(f"{no}/{place + 1}" if place else no)
            row = self._row(match, number, entry, no)
            parts[no].append(row)
            self._row_cells(match, row)
        for no, rows in parts.items():
            edits += self._changes(no, rows) if rows[0].entry else self._new_row(no, rows)
        self._deleted(match, standard, set(parts))
        return edits

    def _row_cells(self, match: SheetMatch, row: PlanRow) -> None:
        for key in ("domain", "task", "name", "text"):
            self._cell(match, row, key, _text)
        self._cell(match, row, "attribute", lambda cell: _named(read_text(cell), sheets.ATTRIBUTES))
        self._cell(match, row, "points", _points)
        self._cell(match, row, "applies", _applies)
        self._cell(match, row, "measure", self._measure)

    def _changes(self, no: str, rows: list[PlanRow]) -> list[PlanEdit]:
        """The changes of a row that is there; its sentence and its measure make its target."""
        row, entry = rows[0], rows[0].entry
        assert entry is not None  # noqa: S101 - of a row that is there
        for other in rows[1:]:
            if other.entry is None:
                words = message("The row {no} is there already; a further measure is added by hand.", no=no)
                self.lines.append(ImportLine(Effect.REFUSED, other.place, no, words=words))
            self._say_untaken(other)
        edits = []
        if row.said.keys() & {"text", "measure"}:
            edits += self._target_changes(row, entry)
        for key, value in row.said.items():
            if key not in ("text", "measure"):
                edits.append(
                    PlanEdit(entry.file, entry.path, {_KEYS.get(key, key): value}, lines=(row.lines[key],))
                )
        self._say_untaken(row)
        return edits

    def _target_changes(self, row: PlanRow, entry: PlanEntry) -> list[PlanEdit]:
        text = str(row.said.get("text", entry.contents["text"] or ""))
        held = next(iter(self.data.workspace.standards[self.id_].rows[int(entry.path[1])].targets))
        measure = self.data.workspace.measures[str(row.said.get("measure", held))]
        columns = [key for key in ("text", "measure") if key in row.said]
        try:
            target = read_target(text, measure)
        except CellError as error:
            for key in columns:
                row.refuse(key, error.words)
            return []
        values: dict[str, YamlValue | None] = {"text": text, "targets": {measure.id: target}}
        return [PlanEdit(entry.file, entry.path, values, lines=tuple(row.lines[key] for key in columns))]

    def _new_row(self, no: str, rows: list[PlanRow]) -> list[PlanEdit]:
        """A row that the list does not have yet, of one measure or several."""
        first = rows[0]
        refused = [line for row in rows for line in row.lines.values() if line.effect is Effect.REFUSED]
        words = None
        if not _ROW_NUMBER.fullmatch(no):
            words = message("A row needs its number (序号), as in 7 or 3.1.")
        elif lacking := [
            match_head
            for key, match_head in (("name", "指标"), ("text", "标准值"), ("measure", "对应分项"))
            if key not in first.said and not any(line.effect is Effect.REFUSED for line in refused)
        ]:
            words = message("A new row also needs: {heads}.", heads=listing(*lacking))
        targets: dict[str, YamlValue] = {}
        for row in rows:
            if "measure" not in row.said:
                continue
            measure = self.data.workspace.measures[str(row.said["measure"])]
            sentence = str(row.said.get("text", first.said.get("text", "")))
            try:
                target = read_target(sentence, measure)
            except CellError as error:
                line = row.lines.get("text", first.lines.get("text"))
                place, after = (line.place, line.after) if line else (row.place, sentence)
                refused.append(
                    ImportLine(Effect.REFUSED, place, f"{no} {measure.name}", after=after, words=error.words)
                )
                continue
            targets[measure.id] = _with_text(target, sentence) if len(rows) > 1 else target
        if words is not None:
            refused.append(ImportLine(Effect.REFUSED, first.place, no, words=words))
        self.lines += refused
        if refused:
            return []
        sentences = [str(row.said["text"]) for row in rows if "text" in row.said]
        item: dict[str, YamlValue] = {"no": no}
        for key in ("domain", "task", "name", "attribute", "points"):
            if first.said.get(key) is not None:
                item[key] = first.said[key] or ""
        item["text"] = "；".join(dict.fromkeys(sentences))
        if first.said.get("applies") is not None:
            item["applies_if"] = first.said["applies"] or ""
        item["targets"] = targets
        line = ImportLine(Effect.NEW, first.place, no, after=str(first.said["name"]))
        return [PlanEdit(f"standards/{self.id_}", (), added={"rows": item}, lines=(line,))]

    def _vetoes(self, standard: Standard) -> None:
        match = self.book.found.get(sheets.LIST_VETOES)
        if match is None:
            return
        entries = {
            entry.key: entry for entry in standard_entries(standard, self.data.workspace)[sheets.LIST_VETOES]
        }
        known = {veto.text: veto.id for one in self.data.workspace.standards.values() for veto in one.vetoes}
        edits = []
        for number in match.row_numbers:
            no = plain_text(match.cell(number, "no"))
            if not no:
                continue
            row = self._row(match, number, entries.get(no), no)
            for key, read in (("text", _text), ("years", _whole), ("proof", _text), ("applies", _applies)):
                self._cell(match, row, key, read)
            self._say_untaken(row)
            if row.entry is not None:
                edits += [
                    PlanEdit(
                        row.entry.file, row.entry.path, {_KEYS.get(key, key): value}, lines=(row.lines[key],)
                    )
                    for key, value in row.said.items()
                ]
            elif "text" in row.said:
                text = str(row.said["text"])
                item = {"no": no, "id": known.get(text, f"veto-{no.lower()}"), **_given(row.said)}
                if "applies" in item:
                    item["applies_if"] = item.pop("applies")
                line = ImportLine(Effect.NEW, row.place, no, after=text)
                edits.append(PlanEdit(f"standards/{self.id_}", (), added={"vetoes": item}, lines=(line,)))
        self.lines += self.data.apply(edits)

    # cells

    def _row(self, match: SheetMatch, number: int, entry: PlanEntry | None, key: str) -> PlanRow:
        name = str(entry.contents.get("name") or entry.key) if entry else key
        return PlanRow(
            number, entry, entry.key if entry else key, name, match.cell(number, match.sheet.keys[0]).place
        )

    def _cell(
        self, match: SheetMatch, row: PlanRow, key: str, read: Callable[[Written], YamlValue], item: str = ""
    ) -> None:
        if key not in match.columns:
            return
        record = self.book.record
        is_same = record is not None and record.bid == self.id_ and (match.sheet.name, row.key) in record.rows
        base = normal(record.base.get((match.sheet.name, row.key, key), "")) if record and is_same else None
        may_clear = (item or key) not in _NEVER_CLEARED
        merge_cell(
            match, row, match.sheet.column(key), base, CellReader(read, may_clear=may_clear, about=item)
        )
        if item and row.lines and "content" not in row.said:
            self._say_untaken(row)

    def _say_untaken(self, row: PlanRow) -> None:
        self.lines += [
            line
            for line in row.lines.values()
            if line.effect in (Effect.REFUSED, Effect.CONFLICT) and line not in self.lines
        ]

    def _deleted(self, match: SheetMatch, standard: Standard, there: set[str]) -> None:
        gone = [row.no for row in standard.rows if row.no not in there]
        if gone and self.book.record is not None and self.book.record.bid == self.id_:
            words = message(
                "In the sheet “{sheet}” rows are gone; deleting a row changes nothing: {names}.",
                sheet=match.sheet.name,
                names=listing(*gone),
            )
            self.lines.append(ImportLine(Effect.REMARK, self.name, words=words))

    def _measure(self, cell: Written) -> str:
        text = read_text(cell)
        measures: Iterable[Measure] = self.data.workspace.measures.values()
        known = {name: one.id for one in measures for name in (one.id, one.name, one.no or one.id)}
        return _named(text, known)


def _with_text(target: YamlValue, text: str) -> YamlValue:
    """A target of several, with its own sentence beside it."""
    if isinstance(target, str):
        value: YamlValue = "previous" if target == "not_worse" else True
        return {target: value, "text": text}
    assert isinstance(target, Mapping)  # noqa: S101 - a target is a word or a mapping
    return {**target, "text": text}


def _given(values: Mapping[str, YamlValue | None]) -> dict[str, YamlValue]:
    return {key: value for key, value in values.items() if value is not None}


def _text(cell: Written, near: date | None = None) -> str:
    return within(read_text(cell), _LONGEST)


def _day(cell: Written, near: date) -> date:
    found = read_date(cell, near)
    if found is None:
        raise CellError(message("Not a date. Use the form 2021-05-20."))
    return found.day


def _share(cell: Written, near: date | None = None) -> str:
    text = re.sub(r"\s", "", read_text(cell)).replace("％", "%")
    if text == sheets.ALL:
        return "all"
    if "%" in cell.format and isinstance(cell.value, int | float):
        text = f"{int(exact(cell.value) * 100)}%"
    if not re.fullmatch(r"\d{1,3}%", text):
        raise CellError(message("Write 全部, or a share as in 80%."))
    return text


def _points(cell: Written, near: date | None = None) -> Decimal:
    try:
        return read_quantity(re.sub(r"分$", "", read_text(cell)))
    except ValueError:
        raise CellError(message("Write a number, digits only.")) from None


def _whole(cell: Written) -> int:
    text = re.sub(r"[年\s]", "", read_text(cell))
    if not re.fullmatch(r"[0-9]{1,2}", text):
        raise CellError(message("Write a whole number from {least} to {most}.", least=1, most=99))
    return int(text)


def _unchecked(cell: Written, near: date | None = None) -> bool:
    """Whether it is not compared with its source yet."""
    return read_text(cell) != CHECKED


def _applies(cell: Written) -> YamlValue:
    found: dict[str, YamlValue] = {}
    profile: dict[str, YamlValue] = {}
    for word in filter(None, _BETWEEN.split(read_text(cell))):
        bare = word.strip()
        holds = not bare.startswith(NOT)
        fact = bare.removeprefix(NOT)
        if fact in FACTS:
            found[FACTS[fact]] = holds
        elif bare in (*TERRAINS, ARID):
            found["terrain"] = bare
        elif bare.startswith(HAS):
            if "has" in found:
                raise CellError(message("Only one belongs here; “{text}” names several.", text=word))
            found["has"] = bare.removeprefix(HAS)
        elif "：" in bare:
            key, _, value = bare.partition("：")
            profile[key] = value
        else:
            profile[fact] = holds
    return {**found, **({"profile": profile} if profile else {})}


def _named(text: str, known: Mapping[str, str]) -> str:
    if text in known:
        return known[text]
    hint = None if _BETWEEN.search(text) else did_you_mean(text, list(known))
    if hint is not None:
        raise CellError(message("Unknown name “{text}”. {hint}", text=text, hint=hint))
    raise CellError(message("Unknown name “{text}”. Use the name from the data.", text=text))


_BASIC_READERS: Mapping[str, Callable[..., YamlValue]] = {
    "title": _text,
    "document": _text,
    "issued": _day,
    "issuer": _text,
    "pass.binding": _share,
    "pass.reference": _share,
    "pass.points": _points,
    "pass.of": _points,
    "pass.source": _text,
    "unverified": _unchecked,
}
