"""`ecodemo report`: what it writes, and that what was there stays whole when it cannot."""

from __future__ import annotations

import io
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from cli.running import Result, invoke, scripted

LIMITED = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
from ecodemo.__main__ import main
main()
"""
KILLED = """
import os, signal
def die(descriptor):
    os.kill(os.getpid(), signal.SIGKILL)
os.fsync = die
from ecodemo.__main__ import main
main()
"""
SECRET = "what must not be read"  # noqa: S105 - not a password
BLOCK = "phase.title.md.j2"


def reports(folder: Path) -> dict[str, bytes]:
    """The reports in a folder, without what a killed process left half done under hidden names."""
    return {file.name: file.read_bytes() for file in folder.glob("[!.]*")}


def with_block(county: Path, text: str, name: str = BLOCK, *options: str) -> Result:
    folder = county / "templates" / "blocks"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return invoke("-C", county, *options, "report", "-f", "md", "--out", county / "out")


def paper(county: Path) -> str:
    [text] = reports(county / "out").values()
    return text.decode()


def test_both_papers_are_written_and_named_on_stdout(county: Path) -> None:
    ran = invoke("-C", county, "--today", "2021-09-20", "report")
    assert ran.exit_code == 0
    names = ["phase-provincial-2021-2021-09-20.md", "status-provincial-2021-2021-09-20.xlsx"]
    assert ran.stdout.split() == [str(county / "reports" / name) for name in names]
    assert sorted(reports(county / "reports")) == names


@pytest.mark.parametrize(
    ("arguments", "suffixes"),
    [
        (("-f", "md"), [".md"]),
        (("-f", "xlsx，md"), [".md", ".xlsx"]),
        (("--kind", "status"), [".md", ".xlsx"]),
        (("--kind", "phase", "-f", "md,xlsx"), [".md", ".xlsx"]),
        (("-f", "all"), [".docx", ".md", ".md", ".xlsx", ".xlsx"]),
        (("--kind", "leader"), [".md"]),
        (("--kind", "status", "-f", "all"), [".md", ".xlsx"]),
        (("--kind", "all", "-f", "txt"), [".txt"]),
        (("--kind", "four-properties"), [".md", ".xlsx"]),
        (("--kind", "status,four-properties", "-f", "xlsx"), [".xlsx", ".xlsx"]),
    ],
    ids=str,
)
def test_format_and_kind_choose_the_papers(
    small_workspace: Path, tmp_path: Path, arguments: tuple[str, ...], suffixes: list[str]
) -> None:
    assert invoke("-C", small_workspace, "report", "--out", tmp_path, *arguments).exit_code == 0
    assert sorted(Path(name).suffix for name in reports(tmp_path)) == suffixes


@pytest.mark.parametrize(
    ("kinds", "formats", "said"),
    [
        ("status", "docx", "status is available as md, xlsx, not as docx."),
        ("phase", "txt", "phase is available as md, docx, xlsx, not as txt."),
        ("status", "md,docx", "not as docx."),
        ("phase,status", "docx", "status is available as"),
    ],
)
def test_a_kind_and_a_format_that_are_named_and_do_not_go_together_are_2(
    small_workspace: Path, tmp_path: Path, kinds: str, formats: str, said: str
) -> None:
    asked = ("report", "--kind", kinds, "-f", formats, "--out", tmp_path)
    ran = invoke("-C", small_workspace, "--lang", "en", *asked)
    assert ran.exit_code == 2
    assert said in ran.stderr
    assert reports(tmp_path) == {}


def test_the_list_for_the_archive_is_no_kind_of_report(small_workspace: Path, tmp_path: Path) -> None:
    ran = invoke("-C", small_workspace, "report", "--kind", "catalogue", "--out", tmp_path)
    assert ran.exit_code == 2
    assert reports(tmp_path) == {}


def test_another_bid_is_judged_by_its_own_standard(example: Path, tmp_path: Path) -> None:
    assert (
        invoke("-C", example, "report", "--bid", "national-2025", "-f", "md", "--out", tmp_path).exit_code
        == 0
    )
    [text] = reports(tmp_path).values()
    assert "环办生态〔2024〕4号" in text.decode()


def test_the_workbook_opens_and_has_no_formula(example: Path, tmp_path: Path) -> None:
    invoke("-C", example, "report", "-f", "xlsx", "--out", tmp_path)
    [content] = reports(tmp_path).values()
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    assert len(workbook.sheetnames) == 14
    assert not [c for sheet in workbook for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert all("编造" in str(sheet["A1"].value) for sheet in workbook)


def test_a_full_disk_leaves_the_previous_report_whole(county: Path) -> None:
    pytest.importorskip("resource", reason="no limits on file sizes on this system")
    assert invoke("-C", county, "report").exit_code == 0
    before = reports(county / "reports")
    (county / "data" / "notes.yaml").write_text("a: 1\n", encoding="utf-8")
    ran = scripted(LIMITED, "-C", county, "report", "--format", "md")
    assert ran.exit_code == 2
    assert "phase-provincial-2021" in ran.stderr
    assert ran.clean
    assert reports(county / "reports") == before
    assert len(list((county / "reports").iterdir())) == len(before), "half a file was left behind"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 100 KB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small disk can only be mounted by root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_really_full_leaves_the_previous_report_whole(county: Path, small_disk: Path) -> None:
    assert invoke("-C", county, "report", "--out", small_disk).exit_code == 0
    before = reports(small_disk)
    free = os.statvfs(small_disk)
    (small_disk / ".filler").write_bytes(bytes(free.f_bavail * free.f_frsize - 4096))
    ran = invoke("-C", county, "--lang", "en", "report", "--out", small_disk)
    assert ran.exit_code == 2
    assert "the disk is full" in ran.stderr
    assert reports(small_disk) == before


def test_a_killed_process_leaves_the_previous_report_whole(county: Path) -> None:
    assert invoke("-C", county, "report").exit_code == 0
    before = reports(county / "reports")
    ran = scripted(KILLED, "-C", county, "--lang", "en", "report")
    assert ran.exit_code == -signal.SIGKILL
    assert reports(county / "reports") == before
    assert invoke("-C", county, "report").exit_code == 0
    assert reports(county / "reports") == before


def test_a_block_of_the_workspace_wins(county: Path) -> None:
    assert with_block(county, "# 自己的标题：{{ report.county }}").exit_code == 0
    assert paper(county).startswith("# 自己的标题：清溪县\n\n> **示例：数值为编造**\n\n清溪县创建生态文明")


def test_a_block_for_one_language_wins_over_one_for_both(county: Path) -> None:
    with_block(county, "# For both")
    with_block(county, "# 中文", "phase.title.zh.md.j2")
    assert paper(county).startswith("# 中文\n")
    with_block(county, "# 中文", "phase.title.zh.md.j2", "--lang", "en")
    assert paper(county).startswith("# For both\n")


def test_a_block_of_the_workspace_may_include_the_shipped_ones(county: Path) -> None:
    assert with_block(county, "# 标题\n\n{% include 'phase.lateness' %}").exit_code == 0
    assert paper(county).startswith("# 标题\n\n注：到期应交")


def test_a_heading_that_a_block_adds_or_leaves_out_is_numbered_with_the_others(county: Path) -> None:
    with_block(county, "## 前言\n\n### 依据\n\n### 经过\n\n## 工作", "phase.preparation.md.j2")
    headings = [line for line in paper(county).splitlines() if line.startswith("##")]
    assert headings[:5] == [
        "## 一、前言",
        "### （一）依据",
        "### （二）经过",
        "## 二、工作",
        "### （一）任务分解",
    ]


def test_the_list_of_annexes_is_that_of_the_annexes(county: Path) -> None:
    with_block(county, "## 名单", "phase.annex-documents.md.j2")
    text = paper(county)
    _, _, listed = text.partition("\n附件：\n\n")
    names = [line.partition(". ")[2] for line in listed.partition("\n\n")[0].splitlines()]
    assert names[1] == "名单"
    annexes = [line for line in text.splitlines() if line.startswith("## 附件")]
    assert annexes == [f"## 附件{number}　{name}" for number, name in enumerate(names, 1)]


def test_the_workbook_has_the_sentence_of_the_block(county: Path) -> None:
    (county / "templates" / "blocks").mkdir(parents=True)
    block = county / "templates" / "blocks" / "phase.pass-rule.md.j2"
    block.write_text("怎样算通过：{{ report.pass_rule.text }}", encoding="utf-8")
    assert invoke("-C", county, "report", "--out", county / "out").exit_code == 0
    text, book = (reports(county / "out")[name] for name in sorted(reports(county / "out")))
    assert "\n怎样算通过：" in text.decode()
    overview = openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]
    assert [row[0] for row in overview.iter_rows(values_only=True) if str(row[0]).startswith("怎样算通过：")]


@pytest.mark.parametrize("command", [("report",), ("evidence", "catalogue")], ids=" ".join)
def test_a_page_of_before_and_a_block_that_no_paper_has_are_named(
    county: Path, command: tuple[str, ...]
) -> None:
    (county / "templates" / "blocks").mkdir(parents=True)
    for name in ("phase.zh.md.j2", "_rows.md.j2", "blocks/phase.titel.md.j2", "blocks/phase.title.md.j2"):
        (county / "templates" / name).write_text("{{ nothing", encoding="utf-8")
    (county / "templates" / "blocks" / "phase.title.md.j2").write_text("# 题", encoding="utf-8")
    ran = invoke("-C", county, "--lang", "en", *command, "-f", "md")
    assert ran.exit_code == 0
    pages, blocks, *_ = ran.stderr.splitlines()
    assert pages.startswith("No longer used: _rows.md.j2, phase.zh.md.j2 in templates/.")
    assert blocks.startswith("Not used: phase.titel.md.j2 in templates/blocks/.")


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ report.model_dump.__globals__ }}",
        "{{ '{0.__class__}'.format(report) }}",
        "{{ report.units.append(1) }}",
        "{{ report.pop('county') }}",
        "{{ report.nothing }}",
        "{{ [1].index(2) }}",
        "{% for %}",
        "{% include 'no-such.block' %}",
        "{{ '%d' % 'x' }}",
        "{{ 1 / 0 }}",
        "{{ range(1000000000) }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    ],
)
def test_a_block_that_is_hostile_or_wrong_is_2_and_named(county: Path, text: str) -> None:
    ran = with_block(county, f"# 题\n\n{text}")
    assert ran.exit_code == 2
    assert f"templates/blocks/{BLOCK}:3" in ran.stderr
    assert ran.clean
    assert not (county / "out").exists()


def test_a_block_that_is_not_utf8_is_2(county: Path) -> None:
    (county / "templates" / "blocks").mkdir(parents=True)
    (county / "templates" / "blocks" / BLOCK).write_bytes("报告".encode("gbk"))
    ran = invoke("-C", county, "report", "-f", "md")
    assert ran.exit_code == 2
    assert BLOCK.removesuffix(".md.j2") in ran.stderr
    assert ran.clean


@pytest.mark.parametrize("way", ["absolute", "upward"])
def test_a_block_reads_no_file_outside(county: Path, tmp_path: Path, way: str) -> None:
    secret = tmp_path / "secret.md.j2"
    secret.write_text(SECRET, encoding="utf-8")
    name = (
        str(tmp_path / "secret") if way == "absolute" else "../" * 30 + str(tmp_path / "secret").lstrip("/")
    )
    assert with_block(county, f"{{% include '{name}' %}}").exit_code == 2
    assert not (county / "out").exists()


@pytest.mark.parametrize("linked", [BLOCK, "phase.other.md.j2"])
def test_a_link_out_of_the_templates_is_not_followed(county: Path, tmp_path: Path, linked: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    folder = county / "templates" / "blocks"
    folder.mkdir(parents=True)
    if linked != BLOCK:
        (folder / BLOCK).write_text("{% include 'phase.other' %}", encoding="utf-8")
    (folder / linked).symlink_to(secret)
    invoke("-C", county, "report", "-f", "md", "--out", county / "out")
    written = reports(county / "out") if (county / "out").exists() else {}
    assert all(SECRET.encode() not in content for content in written.values())


def test_the_page_of_a_group_is_a_file_of_its_own(small_workspace: Path, tmp_path: Path) -> None:
    ran = invoke(
        "-C",
        small_workspace,
        "report",
        "--kind",
        "leader",
        "-f",
        "txt,md",
        "--group",
        "environment",
        "--out",
        tmp_path,
    )
    assert ran.exit_code == 0, ran.stderr
    assert {path.name for path in tmp_path.iterdir()} == {
        f"leader-provincial-2021-environment-2021-11-01.{suffix}" for suffix in ("txt", "md")
    }


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--kind", "leader", "--group", "environmant"), "environment"),
        (("--kind", "phase", "--group", "economy"), "--group requires --kind leader"),
        (("--kind", "leader", "--format", "xlsx"), "leader is available as"),
        (("--kind", "phase", "--format", "txt"), "phase is available as"),
    ],
)
def test_a_group_or_format_that_a_page_does_not_have_is_2(
    small_workspace: Path, tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    ran = invoke("-C", small_workspace, "--lang", "en", "report", *options, "--out", tmp_path / "out")
    assert (ran.exit_code, words in ran.stderr) == (2, True), ran.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("status", [0, 1])
def test_the_first_file_is_opened_when_asked(
    small_workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    opened: list[str] = []

    def launch(path: str) -> int:
        opened.append(path)
        return status

    monkeypatch.setattr("typer.launch", launch)
    ran = invoke(
        "-C", small_workspace, "report", "--kind", "leader", "-f", "txt,md", "--open", "--out", tmp_path
    )
    assert ran.exit_code == 0, ran.stderr
    assert opened == [ran.stdout.splitlines()[0]]
    assert ran.stderr.count(opened[0]) == status
