"""Another county needs only its own county.yaml: flat, coastal, judged by other targets without a change of code."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ecodemo.assess.bid import Assessment, assess
from ecodemo.language import Language, Speaker
from ecodemo.load.workspace import load
from ecodemo.model.verdict import Verdict
from ecodemo.setup.starter import make_workspace, starter

COUNTY = """\
language: zh
county:
  name: 海平县
  code: '329999'
  terrain: 平原地区
  arid: false
  coastal: true
  key_function_zone: false
  has: [海岸]
bids:
- {id: national-2021, name: 国家生态文明建设示范县, standard: national-2019, assessed: 2020, base: 2018, apply: 2021-06-30}
phases:
- {id: self-inspection, name: 自查, bid: national-2021, from: 2021-01-01, to: 2021-06-30, extends: sound,
   due: {townships: 2021-03-01, departments: 2021-03-01}, rules: {TG: error, RS: error}}
"""
FORESTRY = """\
unit: forestry
observations:
- {measure: forest-area, year: 2020, value: 300, proof: 11-1/2020}
- {measure: grass-area, year: 2020, value: 20, proof: 11-1/2020}
"""
RESOURCES = """\
unit: resources
assigned:
- {measure: coast-restored, year: 2020, at_least: 4.5, by: 省自然资源厅, document: 17-1/2020}
observations:
- {measure: coast-restored, year: 2020, value: 5.1, proof: 17-1/2020}
- {measure: land-area, year: 2020, value: 1600, proof: 17-1/2020}
"""


@pytest.fixture
def flat_and_coastal(tmp_path: Path) -> Assessment:
    root = tmp_path / "海平"
    make_workspace(root, starter(example=False))
    (root / "data" / "county.yaml").write_text(COUNTY, encoding="utf-8")
    (root / "data" / "progress").mkdir()
    (root / "data" / "progress" / "forestry.yaml").write_text(FORESTRY, encoding="utf-8")
    (root / "data" / "progress" / "resources.yaml").write_text(RESOURCES, encoding="utf-8")
    loaded = load(root)
    assert loaded.findings == ()
    return assess(loaded.workspace, loaded.workspace.bids[0], date(2021, 5, 1), ())


def test_all_thirty_four_rows_apply_on_the_coast(flat_and_coastal: Assessment) -> None:
    assert flat_and_coastal.tally().applicable == 34


def test_forest_cover_is_judged_by_the_target_of_the_plain(flat_and_coastal: Assessment) -> None:
    row = next(row for row in flat_and_coastal.rows if row.row.no == "11")
    assert row.verdict is Verdict.MET
    assert Speaker(Language.EN).say(row.parts[0].asks) == "≥18"


def test_the_coast_is_judged_by_its_assignment(flat_and_coastal: Assessment) -> None:
    row = next(row for row in flat_and_coastal.rows if row.row.no == "13")
    verdicts = {part.measure_id: part.verdict for part in row.parts}
    assert verdicts["coast-restored"] is Verdict.MET


def test_a_veto_of_key_function_zones_does_not_concern_it(flat_and_coastal: Assessment) -> None:
    verdicts = {judged.veto.id: judged.verdict for judged in flat_and_coastal.vetoes}
    assert verdicts["function-zone"] is Verdict.NOT_APPLICABLE


def test_it_owes_no_statement_that_the_coast_is_not_its_concern(flat_and_coastal: Assessment) -> None:
    assert not [item for item in flat_and_coastal.items if item.requirement.no in ("13-0", "18-0")]
