"""Whatever both sides change: each change is in the data afterwards, or reported as a conflict."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecodemo.formats.xlsx.written import Written
from ecodemo.forms import contract
from ecodemo.forms.intake.import_line import Effect
from ecodemo.forms.intake.merge.decision import Decision, decide
from ecodemo.forms.intake.merge.figure_values import take_figures
from ecodemo.forms.intake.merge.workbook_merge import WorkbookMerge
from ecodemo.forms.reading.cells import Absent
from ecodemo.forms.reading.recognition import ExportRecord, Recognised, SheetMatch
from ecodemo.forms.reading.tables import CellTable
from ecodemo.forms.sheets_for_units import data_sheet
from ecodemo.load.document import read
from ecodemo.load.edit import append_items, set_values
from ecodemo.load.flow import EditError
from ecodemo.load.unit_file import UnitFile
from ecodemo.load.workspace import load
from ecodemo.model.progress import Progress

SMALL = Path(__file__).parents[1] / "cases" / "base"
YEARS = (2018, 2019, 2020)
MEASURES = {"25.1": "straw-used", "25.2": "straw-all", "25.3": "film-back", "25.4": "film-used"}

_value = st.one_of(st.none(), st.integers(0, 3).map(Decimal), st.just("不涉及"))
_side = st.fixed_dictionaries({}, optional={(no, year): _value for no in MEASURES for year in YEARS})


def test_the_table_of_decisions() -> None:
    one, two, three = Decimal(1), Decimal(2), Decimal(3)
    for base, theirs, ours, expected in (
        (one, one, two, Decision.NOTHING),
        (one, two, one, Decision.TAKE),
        (one, two, two, Decision.NOTHING),
        (one, two, three, Decision.CONFLICT),
        (one, None, two, Decision.NOTHING),
        (None, two, None, Decision.TAKE),
        (None, two, three, Decision.CONFLICT),
        (one, two, None, Decision.TAKE),
        (one, Absent("无"), one, Decision.TAKE),
        (Absent("不涉及"), Absent("无"), one, Decision.NOTHING),
        (Decimal("92.30"), Decimal("92.3"), one, Decision.NOTHING),
    ):
        assert decide(base, theirs, ours, has_base=True) is expected
    assert decide(None, two, one, has_base=False) is Decision.CONFLICT


def _found(values: Mapping[tuple[str, int], object]) -> SheetMatch:
    heads = (
        "编号",
        "填报项目",
        *(f"{year}年" for year in YEARS),
        "依据材料",
        "页码或单元格",
        "不涉及",
        "说明",
    )
    rows = [tuple(Written(f"数据!{chr(65 + c)}1", head) for c, head in enumerate(heads))]
    for number, no in enumerate(MEASURES, 2):
        contents = (no, "", *(values.get((no, year)) for year in YEARS), None, None, None, None)
        rows.append(tuple(Written(f"数据!{chr(65 + c)}{number}", value) for c, value in enumerate(contents)))
    keys = ("no", "name", *map(str, YEARS), "proof", "place", "not_involved", "note")
    return SheetMatch(
        data_sheet(YEARS),
        CellTable("数据", tuple(rows)),
        0,
        {key: c for c, key in enumerate(keys)},
        (),
    )


def _ours(progress: Progress) -> dict[tuple[str, int], object]:
    by_id = {measure: no for no, measure in MEASURES.items()}
    return {
        (by_id[o.measure], o.year): "不涉及" if o.not_involved is not None else o.value
        for o in progress.observations
        if o.measure in by_id
    }


@settings(max_examples=60)
@given(base=_side, theirs=_side, ours=_side)
def test_every_change_is_there_or_reported(
    base: dict[tuple[str, int], Decimal | str | None],
    theirs: dict[tuple[str, int], Decimal | str | None],
    ours: dict[tuple[str, int], Decimal | str | None],
) -> None:
    """`base` as exported (as figures: 不涉及 has its own column), `theirs` and `ours` changes of it."""
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary) / "county"
        shutil.copytree(SMALL / "data", root / "data")
        path = root / "data" / "progress" / "dongshan.yaml"
        lines = ["unit: dongshan   # 注", "observations:"]
        exported = {key: value for key, value in base.items() if isinstance(value, Decimal)}
        held: dict[tuple[str, int], Decimal | str] = dict(exported)
        held.update({key: value for key, value in ours.items() if value is not None})
        for (no, year), value in held.items():
            said = "not_involved: 无" if value == "不涉及" else f"value: {value}"
            lines.append(f"- {{measure: {MEASURES[no]}, year: {year}, {said}, note: ''}}   # {no}")
        if not held:
            lines.append("- {measure: straw-rate, year: 2020, value: 90}")
        path.write_text("\n".join((*lines, "")), encoding="utf-8")
        workspace = load(root).workspace
        assert workspace is not None
        shown = {**exported, **theirs}
        record = ExportRecord(
            1,
            "unit",
            "dongshan",
            "provincial-2021",
            {
                (contract.DATA, no, str(year)): str(exported.get((no, year), ""))
                for no in MEASURES
                for year in YEARS
            },
        )
        written = {key: float(v) if isinstance(v, Decimal) else v for key, v in shown.items()}
        found = _found(written)
        file = UnitFile(root, "dongshan")
        merge = WorkbookMerge(
            workspace, workspace.bids[0], file, Recognised((found,), record, "dongshan"), date(2021, 9, 18)
        )
        take_figures(merge, found)
        now = _ours(file.progress)
        conflicts = {line.about for line in merge.lines if line.effect is Effect.CONFLICT}
        for key, wanted in theirs.items():
            if wanted is None or wanted == exported.get(key):
                continue
            is_reported = any(about.startswith(key[0]) and about.endswith(str(key[1])) for about in conflicts)
            assert now.get(key) == wanted or is_reported, (key, wanted, now, conflicts)
        for key, wanted in ours.items():
            if wanted is not None and wanted != exported.get(key):
                assert now[key] == wanted
        for number, line in enumerate(lines):
            if "measure" not in line:
                assert file.content.decode().splitlines()[number] == line
            else:
                comment = line.partition("   # ")[2]
                assert file.content.decode().splitlines()[number].endswith(comment)


_TEXTS = st.sampled_from(
    [
        b"list:\n- {a: 1, b: '2', c: [x, y]}   # one\n- a: 1\n  b: 2   # two\n  # three\n  c: |\n    long\n    text\n- {a: 1}\n",
        "\ufefflist:\r\n- {a: 年, b: '2', c: {d: 1}}\r\n- a: '1'\r\n  b: \"2\"\r\n  c:\r\n- a: 1".encode(),
        b"# head\nlist: [{a: 1, b: 2, c: 3}, {a: 1,\n  b: 2, # why\n  c: 3}, {'a': 1}]\nother: 1\n",
    ]
)
_NEW = st.dictionaries(
    st.sampled_from("abcde"),
    st.one_of(
        st.none(), st.integers(0, 99), st.text("a年#:'\"{}, -", max_size=6), st.just({"on": date(2021, 1, 1)})
    ),
    max_size=4,
)


@given(_TEXTS, st.dictionaries(st.integers(0, 2), _NEW, max_size=3), st.lists(_NEW, max_size=2))
def test_values_put_in_place_of_others(
    content: bytes, changes: dict[int, dict[str, object]], added: list[dict[str, object]]
) -> None:
    """The result says what it said before and the change, or nothing is given out; comments stay."""
    items = [{key: value for key, value in item.items() if value is not None} for item in added]
    try:
        new = append_items(
            set_values(content, {("list", index): values for index, values in changes.items()}),  # type: ignore[misc]
            "list",
            [item for item in items if item],  # type: ignore[misc]
        )
    except EditError:
        return
    old_data, data = read(content).data, read(new).data
    assert isinstance(old_data, dict)
    assert isinstance(data, dict)
    for index, entry in enumerate(old_data["list"]):
        expected = {**entry, **changes.get(index, {})}
        for key, value in expected.items():
            if value is None and key in changes.get(index, {}):
                assert key not in data["list"][index]
            elif isinstance(value, dict):
                assert set(data["list"][index][key]) == set(value)
            else:
                assert data["list"][index][key] == (
                    None if value is None else value if isinstance(value, list) else str(value)
                )
    for comment in re.findall(rb"# (?:one|two|three|why|head)", content):
        assert comment in new


def test_a_value_in_place_leaves_the_line() -> None:
    content = b"list:\n- {measure: x, year: 2020, value: 5, proof: 25-1/2020}   # why\n"
    new = set_values(
        content, {("list", 0): {"value": Decimal("6.50"), "revised": {"on": date(2021, 1, 2), "was": "5"}}}
    )
    assert new == (
        b"list:\n- {measure: x, year: 2020, value: 6.50, proof: 25-1/2020, revised: {'on': 2021-01-02, was: '5'}}   # why\n"
    )
    new = set_values(content, {("list", 0): {"value": None, "not_involved": "无", "proof": None}})
    assert new.decode() == "list:\n- {measure: x, year: 2020, not_involved: 无}   # why\n"


@pytest.mark.parametrize("path", [("list", 5), ("other",)])
def test_what_is_not_there_is_refused(path: tuple[str | int, ...]) -> None:
    with pytest.raises(EditError):
        set_values(b"list:\n- {a: 1}\n", {path: {"a": 2}})
