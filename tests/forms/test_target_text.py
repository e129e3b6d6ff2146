"""Targets in the words of a standard: read as they are meant, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import pytest

from ecodemo.forms.intake.standard.target_text import read_target
from ecodemo.forms.reading.cells import CellError
from ecodemo.forms.standard.standard_words import said_target
from ecodemo.load.document import read
from ecodemo.load.flow import plain
from ecodemo.model.indicator import Measure
from ecodemo.model.standard import Standard

ROOT = Path(__file__).resolve().parents[2]

SHARE = Measure.model_validate({"id": "share", "name": "利用率", "unit": "%", "better": "higher"})
DUST = Measure.model_validate({"id": "pm25", "name": "PM2.5", "unit": "微克/立方米", "better": "lower"})
STATE = Measure.model_validate({"id": "plan", "name": "规划", "states": ["未编制", "制定实施"]})
ASSIGNED_OR_BETTER = {"all_of": ["assigned", {"any_of": [{"at_most": "25"}, "improving"]}]}


@pytest.mark.parametrize(
    ("text", "measure", "target"),
    [
        ("≥90", SHARE, {"at_least": "90"}),
        ("≥ 90 %", SHARE, {"at_least": "90"}),
        ("90%以上", SHARE, {"at_least": "90"}),
        ("不低于90", SHARE, {"at_least": "90"}),
        ("100", SHARE, {"at_least": "100"}),
        ("利用率≥75；回收率≥80", SHARE, {"at_least": "75"}),
        ("市≥95；县≥85", SHARE, {"at_least": "85"}),
        ("≤25 μg/m³", DUST, {"at_most": "25"}),
        ("25", DUST, {"at_most": "25"}),
        ("<5", DUST, {"less_than": "5"}),
        ("超过-1", SHARE, {"more_than": "-1"}),
        ("完成上级规定的考核任务", SHARE, "assigned"),
        ("完成上级任务", SHARE, "assigned"),
        ("不低于上年", SHARE, "not_worse"),
        ("保持稳定或持续改善", SHARE, "not_worse"),
        ("不低于基准年", SHARE, {"not_worse": "base"}),
        ("持续提高", SHARE, "improving"),
        ("完成上级规定的考核任务，且≤25 μg/m³或持续下降", DUST, ASSIGNED_OR_BETTER),
        ("制定实施", STATE, {"state": "制定实施"}),
        ("山区≥60；平原地区≥18", SHARE, {"by": "terrain", "山区": {"at_least": "60"}, "平原地区": {"at_least": "18"}}),
        ("干旱半干旱地区≥35；其他地区≥60", SHARE, {"by": "arid", "true": {"at_least": "35"}, "false": {"at_least": "60"}}),
    ],
)  # fmt: skip
def test_words_of_a_standard_are_read(text: str, measure: Measure, target: object) -> None:
    assert plain(read_target(text, measure)) == target


@pytest.mark.parametrize(
    ("text", "measure"),
    [("较好水平", SHARE), ("≥90吨", SHARE), ("≥90以下", SHARE), ("基本制定", STATE), ("≥3", STATE), ("≥九十", SHARE), ("其他地区≥60", SHARE)],
)  # fmt: skip
def test_what_would_be_a_guess_is_not_read(text: str, measure: Measure) -> None:
    with pytest.raises(CellError):
        read_target(text, measure)


@lru_cache
def _measures() -> Mapping[str, Measure]:
    data = read((ROOT / "data" / "indicators.yaml").read_bytes()).data
    assert isinstance(data, dict)
    listed = [*data["measures"], *(measure for one in data["indicators"] for measure in one["measures"])]
    return {measure["id"]: Measure.model_validate(measure) for measure in listed}


@pytest.mark.parametrize(
    "path", sorted((ROOT / "data" / "standards").glob("*.yaml")), ids=lambda path: path.stem
)
def test_shipped_targets_are_read_again_as_they_are_said_and_never_otherwise_from_the_source(
    path: Path,
) -> None:
    data = read(path.read_bytes()).data
    assert isinstance(data, dict)
    standard = Standard.model_validate(data)
    for row, raw in zip(standard.rows, data.get("rows", ()), strict=True):
        for id_, target in row.targets.items():
            written = raw["targets"][id_]
            bare = (
                {key: value for key, value in written.items() if key not in ("name", "text")}
                if isinstance(written, dict)
                else written
            )
            assert plain(read_target(said_target(target), _measures()[id_])) == bare
            try:
                from_source = read_target(target.text or row.text, _measures()[id_])
            except CellError:
                continue
            assert plain(from_source) == bare, row.no
