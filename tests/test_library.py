"""What other programs call: typed results that travel between threads and processes, in any language."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

import ecodemo
from cli.running import environment
from support import CLOCK

PAGES = sorted((Path(__file__).parents[1] / "docs").glob("*/library.md"))
HEAVY = ("yaml", "pydantic", "rich", "typer", "jinja2", "openpyxl", "decimal")


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = f"import ecodemo, sys; assert not {set(HEAVY)!r} & set(sys.modules), sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, env=environment())


def test_what_the_package_offers_is_listed_and_there() -> None:
    assert set(ecodemo.__all__) <= set(dir(ecodemo))
    assert all(getattr(ecodemo, name) is not None for name in ecodemo.__all__)
    with pytest.raises(AttributeError, match="chek"):
        ecodemo.chek  # noqa: B018


def test_functions_stay_functions_when_the_rooms_behind_them_were_imported(county: Path) -> None:
    ecodemo.report(ecodemo.check(county, today=CLOCK))
    assert all(callable(function) for function in (ecodemo.load, ecodemo.check, ecodemo.report))


def test_two_workspaces_in_two_languages_in_a_thread_and_over_processes(county: Path, faulty: Path) -> None:
    here = [ecodemo.check(folder, today=CLOCK) for folder in (county, faulty)]
    with ThreadPoolExecutor(1) as thread, ProcessPoolExecutor(1) as process:
        in_thread = thread.submit(ecodemo.check, county, today=CLOCK)
        in_process = process.submit(ecodemo.check, faulty, today=CLOCK)
        assert [in_thread.result(), in_process.result()] == here
    assert here[0] != here[1]
    chinese, english = (
        ecodemo.report(here[0], language="zh"),
        ecodemo.report(in_process.result(), language="en"),
    )
    assert (chinese.language, english.language) == ("zh", "en")
    assert chinese.summary != english.summary


def test_a_result_is_the_same_before_and_after_it_was_reported_and_pickled(faulty: Path) -> None:
    result = ecodemo.check(faulty, today=CLOCK)
    copy = pickle.loads(pickle.dumps(result))  # noqa: S301 - made a moment ago
    report = ecodemo.report(result)
    assert copy == result
    assert ecodemo.report(copy) == report
    assert pickle.loads(pickle.dumps(report)) == report  # noqa: S301


def test_the_day_and_the_filters_count(faulty: Path) -> None:
    result = ecodemo.check(faulty, phase="sound", today=date(2021, 9, 20), select=("SC", "FX"))
    assert (result.today, result.profile.id, result.filtered) == (date(2021, 9, 20), "sound", True)
    with pytest.raises(ecodemo.EcodemoError) as raised:
        ecodemo.check(faulty, phase="soud")
    assert "sound" in str(raised.value.message.values)


def test_unusable_data_raise_with_places_and_travel_between_processes(county: Path) -> None:
    (county / "data" / "county.yaml").write_text("county: 安化\n", encoding="utf-8")
    with ProcessPoolExecutor(1) as process, pytest.raises(ecodemo.UnusableDataError) as raised:
        process.submit(ecodemo.check, county).result()
    assert raised.value.root == county
    assert "data/county.yaml:1:1" in [str(finding.position) for finding in raised.value.findings]
    with pytest.raises(ecodemo.UnusableDataError, match="Nothing was judged"):
        ecodemo.load(county)
    assert "{" not in str(raised.value)


def test_nothing_to_check_and_no_workspace_are_told_apart(county: Path, tmp_path: Path) -> None:
    with pytest.raises(ecodemo.NothingToCheckError):
        ecodemo.check(county, select=("TG",), ignore=("TG",))
    (tmp_path / ".git").mkdir()
    with pytest.raises(ecodemo.EcodemoError) as raised:
        ecodemo.load(tmp_path)
    assert type(raised.value) is ecodemo.EcodemoError


@pytest.mark.long
@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.parent.name))
def test_the_lines_of_the_page_print_the_rows_of_the_example(page: Path, example: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    script = "\n".join(blocks).replace('"demo"', repr(str(example)))
    ran = subprocess.run(
        [sys.executable, "-c", script], env=environment(), capture_output=True, encoding="utf-8", check=True
    )
    lines = ran.stdout.splitlines()
    assert len(lines) == 32
    assert all(re.match(r"\d+ \S.* \d+/\d+$", line) for line in lines), lines
