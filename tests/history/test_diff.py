"""`ecodemo snapshot` and `ecodemo diff`, with git and without."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from cli.running import Result, invoke
from ecodemo.report.state import State
from repository import begin, git

MAY, JUNE = "2021-05-19", "2021-06-10"
FIGURE = "measure: film-used, year: 2020, value: "


def snapshot(county: Path, day: str, *more: str) -> Path:
    made = invoke("-C", county, "--today", day, "snapshot", *more)
    assert made.exit_code == 0, made.stderr
    return Path(made.stdout.strip())


def diff(county: Path, *words: str, day: str = JUNE, lang: str = "en") -> Result:
    return invoke("-C", county, "--today", day, "--lang", lang, "diff", *words)


def as_json(county: Path, *words: str, day: str = JUNE) -> Any:
    ran = diff(county, *words, "-f", "json", day=day)
    assert ran.exit_code == 0, ran.stderr
    return json.loads(ran.stdout)


def correct(county: Path) -> None:
    """A figure of a township is another one, with reason and document."""
    file = county / "data" / "progress" / "dongshan.yaml"
    text = file.read_text(encoding="utf-8")
    revised = "99.5, revised: {on: 2021-06-01, was: '1', reason: 复核, document: 25-1/2020},"
    changed, times = re.subn(rf"({FIGURE})\S+?,", rf"\g<1>{revised}", text)
    assert times == 1
    file.write_text(changed, encoding="utf-8")


@pytest.fixture
def changed(county: Path) -> Path:
    """A county with a snapshot of May, and a figure and an exception that came after."""
    snapshot(county, MAY)
    correct(county)
    return county


def test_a_snapshot_is_the_whole_state_of_its_day_an_element_a_line(county: Path) -> None:
    path = snapshot(county, MAY, "--note", "督查前")
    assert path == county / "history" / f"{MAY}.json"
    state = State.model_validate_json(path.read_bytes())
    assert (state.day, state.note) == (MAY, "督查前")
    assert state.items
    assert state.canonical() == path.read_bytes()


def test_the_same_day_again_replaces_it(county: Path) -> None:
    first = snapshot(county, MAY, "--note", "一").read_bytes()
    second = snapshot(county, MAY, "--note", "二").read_bytes()
    assert first != second
    assert len(list((county / "history").iterdir())) == 1


def test_a_snapshot_changes_no_verdict_and_no_finding(county: Path) -> None:
    before = invoke("-C", county, "--today", JUNE, "check", "-f", "json").stdout
    snapshot(county, JUNE)
    assert invoke("-C", county, "--today", JUNE, "check", "-f", "json").stdout == before


def test_the_head_names_both_ends_also_on_one_day(county: Path) -> None:
    snapshot(county, JUNE)
    assert _names(as_json(county)) == [("snapshot", JUNE, ""), ("now", "now", "")]
    head = diff(county).stdout.splitlines()[0]
    assert head == "Changes from snapshot of 2021-06-10 to current data (2021-06-10)"
    head = diff(county, lang="zh").stdout.splitlines()[0]
    assert head == "2021年6月10日快照至当前数据（2021年6月10日）变化情况"


def test_the_wrong_way_round_is_said(changed: Path) -> None:
    backwards = "Backwards: the second state is earlier than the first."
    assert backwards in diff(changed, "now", MAY).stdout
    assert backwards not in diff(changed).stdout


def test_what_disappeared_is_named(county: Path) -> None:
    """An acceptance, a document, an item, a waiver and an entry of the ledger that only the snapshot has."""
    path = snapshot(county, JUNE)
    state = json.loads(path.read_bytes())
    first = next(item for item in state["items"] if not item[4])
    first[4:6] = ["2021-05-01", "accepted"]
    extra = ["99-1", "dongshan", "2020", "", "", "missing", "green"]
    state["items"].append(extra)
    waiver = {"kind": "waiver", "about": "99-1", "unit": "dongshan", "granted": "2021-05-01", "until": ""}
    state["exceptions"].append(waiver)
    state["rectification"].append({"no": "ZG-999", "state": "open", "due": "2021-07-01", "closed": ""})
    path.write_text(json.dumps(state), encoding="utf-8")

    compared = as_json(county)
    lost = [(item["no"], item["unit"], item["year"], item["change"]) for item in compared["gone"]["items"]]
    assert lost == [
        (*first[:3], "removed"),
        (*first[:3], "not accepted"),
        (*extra[:3], "not required"),
    ]
    assert compared["gone"]["exceptions"] == [waiver]
    assert compared["rectification"] == [{"no": "ZG-999", "was": "open", "is": ""}]
    said = diff(county, lang="zh").stdout
    for head in (
        "登记已撤销的材料（1）",
        "审核通过失效的材料（1）",
        "不再要求的材料（1）",
        "撤销或变更的豁免、延期和不涉及",
        "ZG-999",
    ):
        assert head in said


def test_the_years_of_a_number_count_as_one_document(county: Path) -> None:
    path = snapshot(county, JUNE)
    state = json.loads(path.read_bytes())
    lost = [[no, "dongshan", year, "", "", "missing", "green"] for no in ("98-1", "99-1") for year in "678"]
    state["items"] += lost
    path.write_text(json.dumps(state), encoding="utf-8")
    head, line = diff(county).stdout.strip().splitlines()[-2:]
    assert len(as_json(county)["gone"]["items"]) == 6
    assert head == "Documents no longer required (2)"
    assert "98-1 (6, 7" in line
    assert "99-1 (6, 7" in line


def test_a_folder_in_the_place_of_a_snapshot_is_named_as_one(county: Path) -> None:
    path = county / "history" / f"{MAY}.json"
    path.mkdir(parents=True)
    ran = diff(county)
    assert ran.exit_code == 2
    assert f"Cannot read {path}: it is a folder, not a file." in ran.stderr


@pytest.mark.parametrize("command", ["snapshot", "diff"])
def test_a_file_in_the_place_of_the_folder_is_named_as_one(county: Path, command: str) -> None:
    (county / "history").write_bytes(b"kept")
    ran = invoke("-C", county, "--today", JUNE, "--lang", "en", command)
    assert ran.exit_code == 2
    said = f"{county / 'history'} is a file where a folder is needed. Rename or move it."
    assert said in ran.stderr
    assert "packs.jsonl" not in ran.stderr
    assert (county / "history").read_bytes() == b"kept"


def test_a_corrected_figure_is_reported_with_its_former_value_reason_and_document(changed: Path) -> None:
    (figure,) = as_json(changed)["figures"]
    assert figure["is"] == "99.5"
    assert (figure["measure"], figure["unit"], figure["year"]) == ("film-used", "dongshan", "2020")
    assert (figure["reason"], figure["document"]) == ("复核", "25-1/2020")
    said = diff(changed).stdout
    assert f"{figure['was']} → 99.5; reason: 复核; document: 25-1/2020" in said


def test_without_a_name_the_last_snapshot_up_to_the_day_is_compared_with_now(changed: Path) -> None:
    snapshot(changed, "2021-07-01")
    compared = as_json(changed)
    assert (compared["from"]["day"], compared["to"]["day"]) == (MAY, JUNE)
    assert compared == as_json(changed, MAY) == as_json(changed, MAY, "now")


def test_nothing_that_changed_is_said(county: Path) -> None:
    snapshot(county, JUNE)
    assert diff(county).stdout.splitlines()[-1] == "Nothing changed."
    assert diff(county, lang="zh").stdout.splitlines()[-1] == "无变化。"


def test_added_exceptions_are_listed(changed: Path) -> None:
    waivers = changed / "data" / "waivers.yaml"
    text = waivers.read_text(encoding="utf-8")
    line = "- {unit: dongshan, requirement: 25-1, until: 2021-06-30, reason: 洪灾, granted: 2021-06-05, by: office}"
    waivers.write_text(re.sub(r"(?m)^extensions:.*$", f"extensions:\n{line}", text), encoding="utf-8")
    extension, granted_meanwhile = as_json(changed)["exceptions"]
    assert (granted_meanwhile["kind"], granted_meanwhile["granted"]) == ("waiver", "2021-05-20")
    assert extension == {
        "kind": "extension",
        "about": "25-1",
        "unit": "dongshan",
        "granted": "2021-06-05",
        "until": "2021-06-30",
    }


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 3, "No snapshots yet"),
        (("2020-01-01",), 2, "No snapshot of 2020-01-01"),
        (("HEAD~7",), 2, "git"),
        (("--", "-x"), 2, "git"),
    ],
)
def test_a_state_that_is_not_there_is_named(
    county: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    ran = diff(county, *words)
    assert ran.exit_code == code
    assert said in ran.stderr
    assert not ran.stdout


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"day": "2021-05-19"}', b"\xff\xfe", b"\0" * 9])
def test_a_damaged_snapshot_is_named_and_nothing_is_compared(county: Path, content: bytes) -> None:
    snapshot(county, MAY).write_bytes(content)
    ran = diff(county, MAY)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert f"{MAY}.json" in ran.stderr
    assert ran.clean


def test_a_snapshot_under_the_name_of_another_day_is_refused(county: Path) -> None:
    path = snapshot(county, MAY)
    path.rename(path.with_name(f"{JUNE}.json"))
    assert diff(county, JUNE).exit_code == 2


def test_fields_that_a_later_version_added_are_left_out(county: Path) -> None:
    path = snapshot(county, JUNE)
    state = json.loads(path.read_bytes())
    state["new_field"] = 1
    state["rows"][0]["another"] = {"x": 1}
    path.write_text(json.dumps(state), encoding="utf-8")
    assert diff(county, JUNE).exit_code == 0


def test_a_snapshot_that_is_a_link_out_of_the_workspace_is_not_read(county: Path, tmp_path: Path) -> None:
    path = snapshot(county, MAY)
    outside = tmp_path / "outside.json"
    shutil.move(path, outside)
    path.symlink_to(outside)
    ran = diff(county, MAY)
    assert ran.exit_code == 2
    assert not ran.stdout


def test_markdown_and_text_say_the_same(changed: Path, tmp_path: Path) -> None:
    text, markdown = tmp_path / "diff.txt", tmp_path / "diff.md"
    assert diff(changed, "-o", str(text)).exit_code == 0
    assert diff(changed, "-f", "md", "-o", str(markdown)).exit_code == 0
    plain = re.sub(r"^(#+ |- )|\\", "", markdown.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert plain.split() == text.read_text(encoding="utf-8").split()


def test_the_difference_of_two_commits_is_that_of_snapshots_taken_live(
    county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (county / "data" / "county.yaml").write_text(
        re.sub(
            r"(?m)^(today|example):.*\n", "", (county / "data" / "county.yaml").read_text(encoding="utf-8")
        ),
        encoding="utf-8",
    )
    git(county, "init", "--quiet", "--initial-branch=main")
    for day, change in ((MAY, lambda _: None), (JUNE, correct)):
        change(county)
        snapshot(county, day)
        git(county, "add", "--all", ":!history")
        _commit_on(county, day)
    live = as_json(county, MAY, JUNE)
    commits = as_json(county, "HEAD~1", "HEAD")
    short = [git(county, "rev-parse", revision)[:8] for revision in ("HEAD~1", "HEAD")]
    assert _names(live) == [("snapshot", MAY, ""), ("snapshot", JUNE, "")]
    assert _names(commits) == [("revision", "HEAD~1", short[0]), ("revision", "HEAD", short[1])]
    assert _without_names(commits) == _without_names(live)
    assert live["figures"]
    assert diff(county, "HEAD~1", "HEAD", lang="zh").stdout.startswith(
        f"版本HEAD~1（{short[0]}，2021年5月19日）至版本HEAD（{short[1]}，2021年6月10日）变化情况"
    )
    assert diff(county, short[0], "now").stdout.startswith(
        f"Changes from revision {short[0]} (2021-05-19) to current data (2021-06-10)"
    )


def _names(compared: Any) -> list[tuple[str, str, str]]:
    return [(end["kind"], end["name"], end["commit"]) for end in (compared["from"], compared["to"])]


def _without_names(compared: Any) -> Any:
    """The same whatever its ends are called."""
    ends = {
        end: {key: value for key, value in compared[end].items() if key not in ("kind", "name", "commit")}
        for end in ("from", "to")
    }
    return compared | ends


def _commit_on(county: Path, day: str) -> None:
    """A commit whose committer sits in China, late in the evening."""
    when = f"{day}T23:30:00 +0800"
    settings = ("-c", "user.name=clerk", "-c", "user.email=clerk@example.org")
    tree = git(county, "write-tree")
    parent = ("-p", "HEAD") if (county / ".git" / "refs" / "heads" / "main").exists() else ()
    raw = git(county, *settings, "commit-tree", tree, *parent, "-m", day)
    written = git(county, "cat-file", "commit", raw)
    seconds = _seconds(when)
    dated = re.sub(r"(?m)^(committer .*> )\d+ [+-]\d+$", rf"\g<1>{seconds} +0800", written)
    made = git(county, "hash-object", "-t", "commit", "-w", "--stdin", given=f"{dated}\n".encode())
    git(county, "update-ref", "refs/heads/main", made)


def _seconds(when: str) -> int:
    from datetime import datetime

    return int(datetime.strptime(when, "%Y-%m-%dT%H:%M:%S %z").timestamp())


def test_a_commit_without_a_workspace_is_named(county: Path) -> None:
    (county / "data").rename(county / "aside")
    begin(county)
    (county / "aside").rename(county / "data")
    ran = diff(county, "HEAD")
    assert ran.exit_code == 2
    assert "it contains no workspace" in ran.stderr
