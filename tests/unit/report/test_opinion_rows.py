"""What reports say of assessors' opinions and of a re-check, by the day on which they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.running import invoke
from ecodemo.assess.opinion_standing import last_round, opinion_standings
from ecodemo.language import Language, Speaker
from ecodemo.report.contents.opinion_rows import opinions_of, sample_of
from support import check

OPINIONS = """\
- {round: 1, by: 市预审组, on: 2021-06-01, opinions: [{row: 7, opinion: asked, ledger: ZG-001}]}
- {round: 2, by: 省专家组, on: 2021-09-10, opinions: [{row: 7, opinion: accepted},
    {row: 25, opinion: doubted, documents: [25-1/2020@dongshan], note: 缺村级签字}]}
- {round: 2, by: 第三方机构, on: 2021-09-12, opinions: [{row: 7, opinion: asked}]}
"""
SAMPLES = """\
- {on: 2021-06-01, seed: 1, drawn: 10, of: 90, wrong: 3, bound: '0.5444'}
- {on: 2021-09-01, seed: 7, drawn: 60, of: 1946, wrong: 2, unsettled: 1, bound: '0.1002'}
"""
SPEAKER = Speaker(Language.EN)


@pytest.fixture
def assessed(county: Path) -> Path:
    (county / "data" / "opinions.yaml").write_text(OPINIONS, encoding="utf-8")
    (county / "data" / "samples.yaml").write_text(SAMPLES, encoding="utf-8")
    return county


def test_the_last_round_is_what_all_bodies_said_in_it(assessed: Path) -> None:
    assessment = check(assessed).assessment
    assert [one.by for one in last_round(assessment)] == ["省专家组", "第三方机构"]
    assert [standing.opinion.row for standing in opinion_standings(assessment)] == ["25", "7"]
    opinions = opinions_of(assessment, SPEAKER)
    assert opinions is not None
    assert (opinions.round, opinions.accepted, opinions.doubted, opinions.asked) == (2, 1, 1, 1)


def test_before_the_day_of_a_round_nobody_knows_of_it(assessed: Path) -> None:
    assessment = check(assessed, today="2021-07-20").assessment
    (standing,) = opinion_standings(assessment)
    assert standing.round.by == "市预审组"
    assert standing.is_closed
    assert opinions_of(assessment, SPEAKER).closed == 1  # type: ignore[union-attr]
    assert sample_of(assessment, SPEAKER).wrong == 3  # type: ignore[union-attr]


def test_without_opinions_and_re_checks_nothing_is_said(county: Path) -> None:
    assessment = check(county).assessment
    assert opinions_of(assessment, SPEAKER) is None
    assert sample_of(assessment, SPEAKER) is None


def test_what_came_since_is_reported_for_the_documents_that_are_named(assessed: Path) -> None:
    path = assessed / "data" / "progress" / "dongshan.yaml"
    text = path.read_text(encoding="utf-8")
    at = text.index("requirement: 25-1, years: [2020]")
    received = text.index("received: ", at) + len("received: ")
    path.write_text(f"{text[:received]}2021-09-15{text[received + 10 :]}", encoding="utf-8")
    row = opinions_of(check(assessed).assessment, SPEAKER).rows[0]  # type: ignore[union-attr]
    assert row.documents == "25-1/2020@东山镇"
    assert "submitted since: 25-1/2020@东山镇" in row.done


def test_the_re_check_says_its_rate_and_bound(assessed: Path) -> None:
    sample = sample_of(check(assessed).assessment, SPEAKER)
    assert sample is not None
    assert (sample.rate, sample.bound) == ("3.3", "10.0")
    assert "2 of 60 drawn from 1946 wrong (3.3 %)" in sample.sentence
    assert "On 1 of these the two people" in sample.sentence


@pytest.mark.long
def test_every_report_that_should_says_both(assessed: Path, tmp_path: Path) -> None:
    ran = invoke(
        "-C",
        assessed,
        "report",
        "--kind",
        "all",
        "--format",
        "all",
        "--out",
        tmp_path,
        "--today",
        "2021-09-20",
    )
    assert ran.exit_code == 0, ran.stderr
    for kind, suffix in (("phase", "md"), ("status", "md"), ("board", "html")):
        (paper,) = tmp_path.glob(f"{kind}-*.{suffix}")
        text = paper.read_text(encoding="utf-8")
        assert "第2轮评审（省专家组、第三方机构" in text, kind
        assert "从1946份中抽查60份，有误2份" in text, kind
    assert not list(tmp_path.glob("sites-*"))
