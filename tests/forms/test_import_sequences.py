"""Any sequence of edits on both sides: the unit's in its workbook, the office's in the YAML.

Each of them ends in the data or is reported; what nobody changed stays as it was, byte for byte. What the unit itself
said last it can correct in the same old workbook, and an older one that comes late takes nothing of it back.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from ecodemo.check.session import CheckOptions, check
from ecodemo.formats.xlsx.written import Written
from ecodemo.forms.export.write_packs import export
from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.intake.import_plan import ImportPlan
from ecodemo.forms.intake.importer import Importer
from ecodemo.forms.intake.parcel import parcels
from ecodemo.forms.intake.write_import import write
from ecodemo.forms.reading.cells import Absent, CellError, UnderstoodFigure, read_figure
from ecodemo.load.workspace import load
from ecodemo.model.progress import Observation, Progress
from ecodemo.model.workspace import Workspace
from forms.packs import column_of, opened, row_of, workbook_of

pytestmark = pytest.mark.long

UNIT, DAY = "dongshan", date(2021, 9, 18)
MEASURES = {"25.1": "straw-used", "25.3": "film-back", "25.4": "film-used"}
YEARS = (2018, 2019, 2020)

_figures = st.tuples(
    st.sampled_from([*MEASURES]),
    st.sampled_from([f"{year}年" for year in YEARS]),
    st.sampled_from([None, 7, 31.4, "21,430", "1.2万", "８", "无", "不涉及", "约3", "=1+1", "#REF!", "3亩"]),
)
_beside = st.sampled_from(
    [
        ("25.1", "说明", "补报南村"),
        ("25.1", "说明", "核实\n无误"),
        ("25.3", "页码", "第3页"),
        ("25.3", "页码", "汇总!B7"),
        ("25.4", "依据", "25-1"),
        ("25.4", "依据", "99-9"),
        ("25.3", "不涉及", "是"),
        ("25.4", "不涉及", "2020"),
        ("25-1", "说明", "村级签字已补"),
        ("07-3", "说明", "见25-1"),
        ("07-3", "说明", "全镇无秸秆"),
        ("07-3", "情况", "不涉及"),
    ]
)
Observed = dict[tuple[str, int], Observation]
_values = st.sampled_from(["5", "21430", "21430.0", "38.20", "7"])
_SAID = (Effect.REFUSED, Effect.CONFLICT, Effect.REMARK)


class Correspondence(RuleBasedStateMachine):
    """A county that sends a workbook out, and a township that sends it back."""

    small: Path

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self.root = Path(shutil.copytree(self.small, Path(self._folder.name) / "county"))
        self.file = self.root / "data" / "progress" / f"{UNIT}.yaml"
        self.numbers = iter(range(1_000))
        self.said: dict[tuple[str, int], Decimal] = {}
        self.sent: list[Path] = []
        self.send_out()

    def teardown(self) -> None:
        self._folder.cleanup()

    @rule()
    def send_out(self) -> None:
        """The unit throws the old workbook away."""
        result = check(load(self.root), CheckOptions(), DAY)
        folder = Path(self._folder.name) / f"out{next(self.numbers)}"
        (pack,) = export(result, result.assessment, [UNIT], folder)
        assert pack.path is not None
        self.workbook = workbook_of(opened(pack.path, folder / "pack"))
        self.book = openpyxl.load_workbook(self.workbook)
        self.edits: dict[tuple[str, str], object] = {}
        self.exported: dict[tuple[str, str], object] = {}
        self.office: dict[tuple[str, int], Decimal] = {}

    @rule(edit=st.one_of(_figures, _beside))
    def unit_edits(self, edit: tuple[str, str, Any]) -> None:
        no, head, value = edit
        sheet = self.book["佐证" if "-" in no else "数据"]
        cell = sheet.cell(row_of(sheet, no), column_of(sheet, head))
        self.exported.setdefault((no, head), cell.value)
        cell.value = value
        self.edits[no, head] = value

    @rule(
        no=st.sampled_from([*MEASURES]),
        year=st.sampled_from(YEARS),
        values=st.permutations([8, 31.4, "21,430", "1.2万"]),
    )
    def unit_sends_again_from_its_old_workbook(self, no: str, year: int, values: Sequence[object]) -> None:
        for value in values[:2]:
            self.unit_edits((no, f"{year}年", value))
            self.send_back()
        self.an_older_one_comes_again(len(self.sent) - 2)

    @precondition(lambda self: "_ecodemo" in self.book.sheetnames)
    @rule()
    def the_record_is_lost(self) -> None:
        del self.book["_ecodemo"]

    @rule(measure=st.sampled_from([*MEASURES.values()]), year=st.sampled_from(YEARS), value=_values)
    def office_edits(self, measure: str, year: int, value: str) -> None:
        text = self.file.read_text(encoding="utf-8")
        begins = re.escape(f"- {{measure: {measure}, year: {year}, ")
        new, times = re.subn(rf"(?m)^({begins}value: )[\d.]+", rf"\g<1>{value}", text)
        if times:
            self.file.write_text(new, encoding="utf-8")
        elif not re.search(rf"(?m)^{begins}", text):
            line = f"- {{measure: {measure}, year: {year}, value: {value}}}   # 电话核实\n"
            self.file.write_text(text.rstrip("\n") + "\n" + line, encoding="utf-8")
        else:
            return
        self.office[measure, year] = Decimal(value)
        if self.said.get((measure, year)) == Decimal(value):
            del self.office[measure, year]

    @rule(number=st.integers(0, 20))
    def office_comments(self, number: int) -> None:
        lines = self.file.read_text(encoding="utf-8").splitlines()
        line = lines[number % len(lines)]
        if line.startswith("- {measure") and "#" not in line:
            lines[number % len(lines)] = f"{line}   # 注{number}"
            self.file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    @rule()
    def send_back(self) -> None:
        self.book.properties.title = str(next(self.numbers))
        self.book.save(self.workbook)
        before, text = self._progress(), self.file.read_text(encoding="utf-8")
        lines = [line for receipt in self._import().receipts for line in receipt.lines]
        after = self._progress()
        self._compare_with_what_the_unit_said(_observed(before), _observed(after), lines)
        for (no, head), value in self.edits.items():
            if value is not None and value != self.exported[no, head]:
                said = [line for line in lines if line.about.split(" ")[0] == no and line.effect in _SAID]
                assert said or self._is_there(no, head, value), (no, head, value, lines)
        for key, wanted in self.office.items():
            assert _observed(after)[key].value == wanted, (key, wanted, lines)
        self._compare(text, before, after)
        again = self.file.read_bytes()
        assert not self._import().contents
        assert self.file.read_bytes() == again
        copy = self.workbook.with_name(f"东山镇填报表{next(self.numbers)}.xlsx")
        self.sent.append(Path(shutil.copy(self.workbook, copy)))

    @precondition(lambda self: self.sent)
    @rule(number=st.integers(0, 9))
    def an_older_one_comes_again(self, number: int) -> None:
        before = _observed(self._progress())
        self._import(self.sent[number % len(self.sent)])
        after = _observed(self._progress())
        for key, said in self.said.items():
            if before[key].value == said:
                assert after[key].value == said, key

    def _compare_with_what_the_unit_said(
        self, before: Observed, after: Observed, lines: Sequence[ImportLine]
    ) -> None:
        """Its own figure that nobody else touched gives way to its new one; then that is what it said last."""
        has_record = "_ecodemo" in self.book.sheetnames
        for (no, head), value in self.edits.items():
            if not head.endswith("年"):
                continue
            key = MEASURES[no], int(head[:4])
            figure, sent_out = _figure(value), _figure(self.exported[no, head])
            was = before[key].value if key in before else None
            now = after[key].value if key in after else None
            is_own = key in self.said and was == self.said[key]
            is_refused = any(line.effect is Effect.REFUSED and line.about.startswith(no) for line in lines)
            if figure is None or figure == sent_out:
                continue
            if is_own and has_record and not is_refused:
                assert now == figure, (key, figure, lines)
            if now == figure and (has_record or now != was):
                self.said[key] = figure
                self.office = {other: v for other, v in self.office.items() if other != key}
        for key in [key for key in self.said if after[key].not_involved is not None]:
            del self.said[key]

    def _workspace(self) -> Workspace:
        workspace = load(self.root).workspace
        assert workspace is not None
        return workspace

    def _progress(self) -> Progress:
        return self._workspace().progress[UNIT]

    def _import(self, workbook: Path | None = None) -> ImportPlan:
        with TemporaryDirectory() as unpacked:
            importer = Importer(self.root, self._workspace(), DAY)
            for parcel in parcels([workbook or self.workbook], Path(unpacked), DAY, DAY):
                importer.add(parcel)
            plan = importer.finish()
            write(plan)
        return plan

    def _is_there(self, no: str, head: str, value: Any) -> bool:
        progress = self._progress()
        if "-" in no:
            declared = [entry for entry in self._workspace().waivers.not_involved if entry.requirement == no]
            if head == "情况":
                return bool(declared)
            documents = [document for document in progress.documents if document.requirement == no]
            return any(
                value == f"见{d.see.requirement}" if d.see else value == d.note for d in documents
            ) or any(entry.reason == value for entry in declared)
        observed = _observed(progress)
        of_row = [observed[MEASURES[no], year] for year in YEARS if (MEASURES[no], year) in observed]
        match head:
            case "说明":
                words = value.replace("\n", "；")
                reasons = (change.reason for o in of_row for change in o.revised)
                return words in {*(o.note for o in of_row), *(o.not_involved for o in of_row), *reasons}
            case "页码":
                return any(o.cell == value or f"第{o.page}页" == value for o in of_row)
            case "依据":
                return any(proof.requirement == value for o in of_row if (proof := o.proof or o.document))
            case "不涉及":
                years = YEARS if value == "是" else (int(value),)
                return all(observed[MEASURES[no], year].not_involved is not None for year in years)
            case _:
                return _says(observed.get((MEASURES[no], int(head[:4]))), value)

    def _compare(self, text: str, before: Progress, after: Progress) -> None:
        """The entries of what is as it was stay, byte for byte and in their order; so do all comments."""
        were, are = _observed(before), _observed(after)
        assert list(are)[: len(were)] == list(were)
        touched = [f"measure: {key[0]}, year: {key[1]}," for key in were if were[key] != are[key]]
        touched += [
            f"requirement: {one.requirement}"
            for one, other in zip(before.documents, after.documents, strict=False)
            if one != other
        ]
        new = self.file.read_text(encoding="utf-8")
        entries = iter(_entries(new))
        for entry in _entries(text):
            if not any(mark in entry for mark in touched):
                assert entry in entries, (entry, new)
            for comment in re.findall("   #.*", entry):
                assert comment in new


def _entries(text: str) -> list[str]:
    """What begins at the left margin, with the lines that belong to it."""
    return re.split(r"(?m)^(?=\S)", text)


def _figure(value: Any) -> Decimal | None:
    try:
        read = read_figure(Written("", value), "吨")
    except CellError:
        return None
    return read.value if isinstance(read, UnderstoodFigure) else None


def _observed(progress: Progress) -> Observed:
    return {(o.measure, o.year): o for o in progress.observations}


def _says(observation: Observation | None, value: Any) -> bool:
    if observation is None:
        return False
    try:
        read = read_figure(Written("", value), "吨")
    except CellError:
        return False
    if isinstance(read, Absent):
        return observation.not_involved is not None
    return isinstance(read, UnderstoodFigure) and observation.value == read.value


@pytest.mark.rare
@pytest.mark.usefixtures("parses_once")
def test_every_edit_of_either_side_is_there_or_reported(
    small_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Correspondence, "small", small_workspace, raising=False)
    run_state_machine_as_test(
        Correspondence,
        settings=settings(
            max_examples=12,
            stateful_step_count=14,
            # A step is an import: to shrink a failure takes minutes, and its steps are few as it is.
            phases=(Phase.explicit, Phase.generate),
        ),
    )
