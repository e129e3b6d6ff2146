"""`ecodemo province check`: counties judged each for itself, and the messages about those that cannot be."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.running import Result, invoke
from ecodemo.errors import EcodemoError
from ecodemo.province.county_place import WorkspaceFolder, place_of
from ecodemo.province.read_counties import read_counties
from ecodemo.province.result_folder import ResultFolder
from province.some_counties import changed, copied, runs, states, table

pytest.importorskip("duckdb", reason="duckdb comes with the province extra")
pytestmark = pytest.mark.long

DAY = "2021-09-20"


def check(counties: Path, out: Path, *more: str) -> Result:
    return invoke("--lang", "en", "--today", DAY, "province", "check", counties, "--out", out, *more)


@pytest.fixture
def counties(small_workspace: Path, tmp_path: Path) -> Path:
    """Two sound counties, and two that cannot be judged."""
    folder = tmp_path / "counties"
    for code in ("430101", "430102", "430103", "430104"):
        copied(small_workspace, folder / code)
    changed(folder / "430103" / "data" / "county.yaml", "county:", "county: [")
    (folder / "430104" / "data" / "county.yaml").unlink()
    os.mkfifo(folder / "430104" / "data" / "county.yaml")
    return folder


def test_every_county_has_its_line_and_broken_ones_say_why(counties: Path, tmp_path: Path) -> None:
    """And with --resume those that are sound and unchanged are not judged again."""
    out = tmp_path / "result"
    before = {path: path.lstat().st_mtime_ns for path in counties.rglob("*")}
    ran = check(counties, out)
    assert {path: path.lstat().st_mtime_ns for path in counties.rglob("*")} == before
    assert ran.exit_code == 2
    assert ran.clean
    assert states(out) == {"430101": "ok", "430102": "ok", "430103": "unusable", "430104": "unusable"}
    found = runs(out)
    assert "data/county.yaml:" in found["430103"]["why"]
    assert "not a regular file" in found["430104"]["why"]
    assert found["430101"]["day"].isoformat() == DAY
    assert found["430101"]["name"]
    assert found["430101"]["tool"]
    assert {line["code"] for line in table(out, "rows")} == {"430101", "430102"}
    assert sorted(path.name for path in (out / "states").iterdir()) == ["430101.json", "430102.json"]
    assert "4 counties judged: gate" in ran.stdout
    assert "430103: data unusable" not in ran.stdout.splitlines()[0]
    assert [line.split(":")[0] for line in ran.stdout.splitlines()[1:]] == ["430103", "430104"]
    kept = {path: path.stat().st_mtime_ns for path in (out / "work").rglob("*.jsonl")}

    changed(counties / "430102" / "data" / "county.yaml", "county:", "# later\ncounty:")
    (counties / "430103" / "data" / "county.yaml").write_bytes(
        (counties / "430101" / "data" / "county.yaml").read_bytes()
    )
    again = check(counties, out, "--resume", "--jobs", "1")
    assert states(out) == {"430101": "ok", "430102": "ok", "430103": "ok", "430104": "unusable"}
    assert "unchanged since last time: 1" in again.stdout
    now = {path: path.stat().st_mtime_ns for path in (out / "work").rglob("*.jsonl")}
    assert {path.parent.parent.name for path in kept.keys() & now.keys()} == {"430101"}


LISTED = """\
counties:
- {code: '430101', name: 一县, city: 某市, root: a}
- {code: '430101', name: 二县, root: b}
- {code: '43010', name: 三县, root: c, rot: d}
- {code: '430104', name: 四县, root: ../counties/a/}
"""


def test_all_mistakes_of_the_list_are_said_at_their_places(tmp_path: Path) -> None:
    file = tmp_path / "counties.yaml"
    file.write_text(LISTED, encoding="utf-8")
    ran = check(file, tmp_path / "result")
    assert ran.exit_code == 2
    said = [line.removeprefix(str(file)) for line in ran.stderr.splitlines()]
    places = [line.split(" ")[0] for line in said]
    assert [place for place in places if place.startswith(":4:")] == [":4:4:", ":4:38:"]
    assert not (tmp_path / "result").exists()


def test_codes_and_roots_that_are_listed_twice_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "counties"
    (folder / "a").mkdir(parents=True)
    (folder / "out").symlink_to(tmp_path)
    file = folder / "counties.yaml"
    file.write_text(
        "\n".join((*LISTED.splitlines()[:3], *LISTED.splitlines()[4:]))
        + "\n- {code: '430105', name: 五县, root: out/x}\n",
        encoding="utf-8",
    )
    ran = check(folder, tmp_path / "result")
    assert ran.exit_code == 2
    assert ran.stderr.count("The code 430101 is listed 2 times") == 2
    assert ran.stderr.count("This root is listed 2 times") == 2
    assert f"{file}:5:" in ran.stderr
    assert "out/x links outside the folder of the list" in ran.stderr


def test_mistakes_of_entries_hide_no_others_and_make_no_list_look_empty(tmp_path: Path) -> None:
    file = tmp_path / "counties.yaml"
    file.write_text(
        "counties:\n- {code: '430101', name: a, root: a}\n- {code: '430101', name: b, root: b}\n- {code: '430102', root: c}\n",
        encoding="utf-8",
    )
    said = [line.removeprefix(str(file)) for line in check(file, tmp_path / "result").stderr.splitlines()]
    assert [line.split(" ")[0] for line in said] == [":2:4:", ":3:4:", ":4:3:"]
    file.write_text("counties:\n- {code: '430102', root: c}\n", encoding="utf-8")
    assert check(file, tmp_path / "result").stderr.count("\n") == 1


def test_the_day_of_a_report_file_is_in_the_result_and_in_the_ranking(
    counties: Path, small_workspace: Path, tmp_path: Path
) -> None:
    own = shutil.copytree(small_workspace, tmp_path / "own")
    sent = counties / "430105.zip"
    packed = invoke("--today", "2021-09-01", "-C", own, "pack", "--layout", "report", "--out", sent)
    assert packed.exit_code == 0, packed.stderr
    out = tmp_path / "result"
    assert check(counties, out, "--jobs", "2").exit_code == 2
    found = runs(out)
    assert found["430105"]["packed"].isoformat() == "2021-09-01"
    assert found["430101"]["packed"] is None
    assert invoke("--lang", "en", "province", "report", out, "-f", "md").exit_code == 0
    lines = (out / f"province-{DAY}.md").read_text(encoding="utf-8").splitlines()
    head = next(line for line in lines if line.startswith("| Rank |"))
    ranked = [line for line in lines if line.startswith("| 1 |")]
    assert head.endswith("| Report file of |")
    assert sorted(line.split("|")[-2].strip() for line in ranked[:3]) == ["2021-09-01", "—", "—"]


def test_a_folder_that_cannot_be_opened_is_not_called_empty(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    place = WorkspaceFolder(file / "county", full=False)
    with pytest.raises(EcodemoError) as caught:
        place.signature()
    assert "Cannot read" in str(caught.value)
    assert "no data/county.yaml" not in str(caught.value)


def test_what_may_not_be_read_is_named_and_no_internal_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bool:
        raise PermissionError(errno.EACCES, "", str(path))

    monkeypatch.setattr(Path, "is_dir", refuse)
    listed, sent = tmp_path / "counties.yaml", tmp_path / "430101.zip"
    with pytest.raises(EcodemoError, match="Cannot read"):
        read_counties(listed)
    with pytest.raises(EcodemoError, match="Cannot read"):
        place_of(str(sent), full=False, boards=False, patience=1).signature()
    (tmp_path / "result").mkdir()
    with pytest.raises(EcodemoError, match="Cannot read"):
        ResultFolder(tmp_path / "result").refuse_other_folders()


def test_a_county_is_judged_by_its_root_and_by_no_workspace_above(county: Path, tmp_path: Path) -> None:
    (county / "nested" / "430101").mkdir(parents=True)
    out = tmp_path / "result"
    ran = check(county / "nested", out)
    assert ran.exit_code == 2
    assert states(out) == {"430101": "unusable"}
    assert "contains no data/county.yaml" in runs(out)["430101"]["why"]


def test_names_of_the_list_win_and_another_code_is_remarked(small_workspace: Path, tmp_path: Path) -> None:
    copied(small_workspace, tmp_path / "here")
    (tmp_path / "counties.yaml").write_text(
        "day: 2021-09-19\ncounties:\n- {code: '430101', name: 一县, city: 某市, root: here}\n",
        encoding="utf-8",
    )
    out = tmp_path / "result"
    ran = invoke("--lang", "en", "province", "check", tmp_path / "counties.yaml", "--out", out)
    assert ran.exit_code == 0
    line = runs(out)["430101"]
    assert (line["name"], line["city"], line["day"].isoformat()) == ("一县", "某市", "2021-09-19")
    assert line["state"] == "ok"
    assert "430990" in line["why"]
    assert line["why"] in ran.stdout


def test_a_result_is_never_written_over_something_else(tmp_path: Path, small_workspace: Path) -> None:
    copied(small_workspace, tmp_path / "counties" / "430101")
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("dear", encoding="utf-8")
    for out in (mine, tmp_path / "counties" / "430101" / "result", tmp_path):
        ran = check(tmp_path / "counties", out)
        assert ran.exit_code == 2
        assert ran.clean
    assert [path.name for path in mine.iterdir()] == ["letter.txt"]


def test_a_folder_without_counties_is_refused(tmp_path: Path) -> None:
    ran = check(tmp_path, tmp_path / "result")
    assert ran.exit_code == 2
    assert "No counties in" in ran.stderr


def test_options_that_contradict_each_other_or_are_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "430101").mkdir()
    for options in (("--bid", "a", "--bid-level", "county"), ("--memory", "much")):
        ran = check(tmp_path, tmp_path / "result", *options)
        assert ran.exit_code == 2
        assert not (tmp_path / "result").exists()


@given(
    content=st.one_of(st.binary(max_size=200), st.text(alphabet="counties:{}[]- '\n430ab,/", max_size=200))
)
def test_a_list_of_any_bytes_is_read_or_refused_and_never_crashes(content: bytes | str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "counties.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        try:
            assert read_counties(path).counties
        except EcodemoError as error:
            said = str(error)
            assert said
