"""`ecodemo init --county`: a county that starts from nothing, on any day."""

from __future__ import annotations

import itertools
import json
import re
import shlex
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.running import Result, invoke
from ecodemo.setup.any_county import Calendar, coming_first, county_data

TAOJIANG = ("--county", "桃江县", "--code", "430922")


def made(folder: Path, *options: str, today: str = "2026-11-29") -> Path:
    ran = invoke("--today", today, "init", folder, *TAOJIANG, *options)
    assert ran.exit_code == 0, ran.stderr
    return folder


def advised(county: Path, today: str) -> list[str]:
    shown = invoke("-C", county, "--today", today, "--lang", "en").stdout
    return [line.strip() for line in shown.splitlines() if line.startswith("   ecodemo ")]


@pytest.mark.parametrize("missing", [("--county", "桃江县"), ("--code", "430922"), ()])
def test_without_name_or_code_it_says_what_to_type(missing: tuple[str, ...], tmp_path: Path) -> None:
    ran = invoke("--lang", "en", "init", "new", *missing, cwd=tmp_path)
    assert ran.exit_code == 2
    assert "ecodemo init new --county NAME --code" in ran.stderr
    assert "ecodemo init new --starter anhua" in ran.stderr
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--county", "桃江县", "--code", "4309"), "six-digit"),
        (("--county", "桃江\n县", "--code", "430922"), "Invalid county name"),
        ((*TAOJIANG, "--standard", "hunan"), "hunan-2020"),
        ((*TAOJIANG, "--start", "2026-02-30"), "not a date"),
        ((*TAOJIANG, "--example"), "--example"),
        ((*TAOJIANG, "--starter", "anhua"), "--starter"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_made(
    options: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    ran: Result = invoke("--lang", "en", "init", tmp_path / "new", *options)
    assert ran.exit_code == 2
    assert said in " ".join(ran.stderr.split())
    assert not (tmp_path / "new").exists()


def test_the_first_steps_lead_to_the_plan_workbook_and_the_first_pack(tmp_path: Path) -> None:
    county = made(tmp_path / "new")
    plan, first = advised(county, "2026-12-01")[:2]
    assert (plan, first) == ("ecodemo form export --plan", "ecodemo form export")
    ran = invoke("-C", county, "--today", "2026-12-01", *shlex.split(first)[1:])
    assert ran.exit_code == 0
    assert list((county / "发出").rglob("*填报包*.zip"))


def test_nothing_speaks_of_the_county_whose_plan_ships(tmp_path: Path) -> None:
    county = made(tmp_path / "new")
    invoke("-C", county, "report", "--format", "md")
    shown = [
        invoke("-C", county, *command).stdout
        for command in (("check",), (), ("status",), ("evidence", "list", "--missing"))
    ]
    written = [
        path.read_text(encoding="utf-8")
        for path in county.rglob("*")
        if path.suffix in {".yaml", ".md", ".json"}
    ]
    for text in (*shown, *written):
        assert not re.search("安化|梅城|益阳|南金|龙塘", text)


def test_a_name_that_yaml_would_misread_is_taken_as_it_is(tmp_path: Path) -> None:
    ran = invoke("init", tmp_path / "new", "--county", "a: [b] # c县", "--code", "000123")
    assert ran.exit_code == 0
    assert "a: [b] # c县" in invoke("-C", tmp_path / "new", "--today", "2026-12-01").stdout


def test_a_district_and_a_list_of_its_own_province(tmp_path: Path) -> None:
    ran = invoke(
        "init",
        tmp_path / "new",
        "--county",
        "资阳区",
        "--code",
        "430902",
        "--standard",
        "hunan-2020",
        "--start",
        "2027-03-01",
    )
    assert ran.exit_code == 0
    groups = (tmp_path / "new" / "data" / "groups.yaml").read_text(encoding="utf-8")
    assert "区委办公室" in groups
    assert "市生态环境局资阳分局" in groups
    assert invoke("-C", tmp_path / "new", "--today", "2027-03-01", "check", "--phase", "sound").exit_code == 0


days = st.dates(date(2020, 1, 1), date(2060, 12, 31))


@pytest.mark.long
@given(days)
@settings(max_examples=12)
def test_on_no_day_a_fresh_county_is_late_or_at_fault(
    tmp_path_factory: pytest.TempPathFactory, today: date
) -> None:
    county = made(tmp_path_factory.mktemp("any") / "county", today=today.isoformat())
    checked = json.loads(invoke("-C", county, "--today", today.isoformat(), "check", "-f", "json").stdout)
    assert checked["findings"] == []
    assert checked["state"]["gate"]["state"] == "waiting"
    assert all(not unit["overdue"] for unit in checked["state"]["units"])


@given(days)
def test_phases_follow_one_another_without_a_gap(start: date) -> None:
    phases = tuple(Calendar(start).phases())
    assert phases[0][0] == start
    assert all(first <= last for first, last in phases)
    assert all(before[1] + timedelta(days=1) == after[0] for before, after in itertools.pairwise(phases))


@given(st.sampled_from([2021, 2024, 2027]), st.integers(1, 12), st.integers(1, 31))
def test_a_day_of_the_shipped_plan_keeps_its_place_in_its_month(year: int, month: int, day: int) -> None:
    start = date(year, month, 1)
    assert Calendar(start).day(date(2021, 4, 30)) == Calendar(start).after(1) - timedelta(days=1)
    in_may = date(2021, 5, min(day, 31))
    moved = Calendar(start).day(in_may)
    assert Calendar(start).after(1) <= moved < Calendar(start).after(2)
    assert (
        moved.day == min(in_may.day, (Calendar(start).after(2) - timedelta(days=1)).day) or in_may.day == 31
    )


def test_laid_out_from_april_2021_it_has_the_days_of_the_shipped_plan() -> None:
    data = dict(county_data("桃江县", "430922", date(2021, 4, 1), "national-2019"))
    county = data["data/county.yaml"].decode()
    for line in (
        "to: 2021-04-30",
        "townships: 2021-05-20",
        "from: 2021-06-01",
        "apply: 2021-10-15",
        "to: 2021-12-31",
        "assessed: 2020",
    ):
        assert line in county


def test_the_coming_first_is_today_on_a_first() -> None:
    assert coming_first(date(2026, 11, 29)) == date(2026, 12, 1)
    assert coming_first(date(2026, 12, 1)) == date(2026, 12, 1)
    assert coming_first(date(2026, 12, 2)) == date(2027, 1, 1)


def test_the_sample_of_a_township_loads_when_it_is_taken_up(tmp_path: Path) -> None:
    county = made(tmp_path / "new")
    file = county / "data" / "townships.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("townships: []", "townships:").replace("# - {", "- {"), encoding="utf-8")
    assert invoke("-C", county, "--today", "2026-12-01", "check", "--phase", "sound").exit_code == 0
    assert "城关镇" in invoke("-C", county, "--today", "2026-12-01", "form", "status").stdout


def test_the_county_file_names_terrains_of_the_list_and_the_county_without_spaces() -> None:
    files = dict(county_data(" 桃江县 ", "430922", date(2026, 12, 1), "national-2019"))
    county = files["data/county.yaml"].decode()
    said = re.search(r"# terrain: .*# (.+)", county)
    assert "name: 桃江县\n" in county
    assert said is not None
    assert all(
        f"{one}: {{" in files["data/standards/national-2019.yaml"].decode() for one in said[1].split("、")
    )
