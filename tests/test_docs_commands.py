"""Every command that the documents show is run in the example, and ends as the page says.

A line of an `sh` block ends with 0, or with the number behind it (`# exit 1`, `# 退出码 1`). A command named in a
sentence or a table makes no claim about the example's gate: there `check` may also find it closed. Screens
(`console` blocks) are made by running them: scripts/generate.py.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.running import TODAY, invoke
from once import made_once

ROOT = Path(__file__).resolve().parents[1]
PAGES = (ROOT / "README.md", ROOT / "README.zh-CN.md", *sorted((ROOT / "docs").rglob("*.md")))

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`(?:[（ ]\(?(?:exit|退出码) ?(\d+))?")
EXIT = re.compile(r"#.*(?:exit|退出码) ?(\d+)")
GROUPS = "evidence|form|snapshot|diff|explain|schema|report|status|check|rules|init|doctor"
NAMED = re.compile(rf"ecodemo(?: .+)?|(?:{GROUPS}) .+")
OPTIONAL = re.compile(r" ?\[([^\]]+)\]")

PACK = "inbox/2021-05-19/龙塘镇_填报包_20210519.zip"
WHEEL = "ecodemo-0.2.0-py3-none-any.whl"
PLACEHOLDERS = {
    "FORM": "forms/基本情况表.docx",
    "FILE": WHEEL, "安装包": WHEEL,
    "DIR": "new", "目录": "new",
    "ID": "national-2019",
    "CODE": "TG101", "编号": "TG101",
    "NAME": "county", "名称": "county",
    "COMMAND": "check", "命令": "check",
    "WORDS": "92.4",
    "DIGITS": "430922", "区划代码": "430922", "县名": "桃江县",
    "FILE…": PACK, "文件…": PACK, "FILE|FOLDER…": PACK,
    "DATE": "2021-05-19", "日期": "2021-05-19",
    "P": "self-inspection", "阶段": "self-inspection",
    "B": "provincial-2021", "申报": "provincial-2021",
    "G": "economy", "组": "economy",
    "U": "longtang", "单位": "longtang",
    "I": "farm-waste", "指标": "farm-waste",
    "FROM": "now", "TO": "now",
}  # fmt: skip
COMPLETED = {
    "ecodemo form import": f"ecodemo form import {PACK}",
    "ecodemo evidence register": "ecodemo evidence register --dry-run",
    "ecodemo explain": "ecodemo explain TG101",
    "ecodemo fill": "ecodemo fill forms/基本情况表.docx --out filled.docx",
    "ecodemo init DIR": "ecodemo init new --county 桃江县 --code 430922",
    "ecodemo init": "ecodemo init new --county 桃江县 --code 430922",
    "ecodemo evidence read": "ecodemo evidence read --help",  # else it takes the extra and minutes
    "ecodemo supervise send": "ecodemo supervise send --help",  # else it takes a server that receives
    "ecodemo evidence sample": "ecodemo evidence sample --seed 7",
    "ecodemo form import 抽查表_….xlsx": "ecodemo form import --help",  # else it takes a filled sheet
    "ecodemo form import …/上传清单.xlsx": "ecodemo form import --help",  # likewise
    "ecodemo pack": "ecodemo pack --draft --out new.zip",  # the example's gate is closed
    **dict.fromkeys(
        (
            "ecodemo unpack FILE",
            "ecodemo unpack --verify",
            "ecodemo unpack --verify package.zip",
            "ecodemo unpack --verify 材料包.zip",
            "ecodemo unpack --verify FOLDER",
            "ecodemo unpack --verify 文件夹",
        ),
        "ecodemo unpack --help",  # else it takes a package
    ),
    **{
        f"ecodemo province {call}": f"ecodemo province {call.split()[0]} --help"  # else it takes several counties
        for call in ("check", "check COUNTIES", "report RESULT...", "sample RESULT...")
    },
    "ecodemo bid open ID": "ecodemo bid open provincial-2021 --dry-run",
    "ecodemo standards diff FROM TO": "ecodemo standards diff national-2019 national-2024",
    "ecodemo bid close ID": "ecodemo bid close --help",  # else it takes the document of the result
}
"""What must follow the name of a command before it can run."""
NOT_OURS = {
    "pip install .",
    "pip install '.[test]'",
    "python -m pytest -n auto",
    "pip install pre-commit",
    "pre-commit install",
    "pip install -e '.[dev]'",
    "python -m scripts.offline_bundle 安装包",
    "python -m scripts.offline_bundle bundles",
    "python -m scripts.offline_bundle 带Python的 --platform windows-x86_64 --python-embed python-3.11.9-embed-amd64.zip",
    "python -m scripts.offline_bundle with-python --platform windows-x86_64 --python-embed python-3.11.9-embed-amd64.zip",
}
"""What continuous integration does in the checkout itself, what belongs to pre-commit, what tests/packaging runs."""
WRITES = frozenset(
    {"init", "snapshot", "-o", "--out", "lock", "register", "import", "--write-baseline", "--baseline"}
)
GATE = frozenset({0, 1})


def _lines(text: str) -> Iterator[tuple[str, frozenset[int]]]:
    """Every command of the `sh` blocks, one by one, with how it ends."""
    for language, block in BLOCK.findall(text):
        if language == "sh":
            for line in block.splitlines():
                ends = EXIT.search(line)
                for command in line.split("  #")[0].split("&&"):
                    yield command.strip(), frozenset({int(ends[1]) if ends else 0})


def _spans(text: str) -> Iterator[tuple[str, frozenset[int]]]:
    """Every command that is named in a sentence or a table, written out without and with its options."""
    for span, ends in SPAN.findall(BLOCK.sub("", text)):
        command = span.replace("\\|", "|")
        if NAMED.fullmatch(command):
            command = command if command.startswith("ecodemo") else f"ecodemo {command}"
            needed = OPTIONAL.sub("", command)
            for options in ("", " ".join(OPTIONAL.findall(command))):
                yield _filled(needed, options), frozenset({int(ends)}) if ends else _usual(command)


def _usual(command: str) -> frozenset[int]:
    return GATE if " check" in command or "--strict" in command else frozenset({0})


def _filled(needed: str, options: str) -> str:
    if needed in COMPLETED and not options:
        return COMPLETED[needed]
    return " ".join(PLACEHOLDERS.get(word, word) for word in f"{needed} {options}".split())


def _shown() -> dict[tuple[str, frozenset[int]], list[str]]:
    """What the documents show, once each, and the pages where it is."""
    shown: dict[tuple[str, frozenset[int]], list[str]] = {}
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for entry in (*_lines(text), *_spans(text)):
            shown.setdefault(entry, []).append(page.relative_to(ROOT).as_posix())
    return shown


SHOWN = _shown()
OURS = {entry: pages for entry, pages in SHOWN.items() if entry[0].split()[0] == "ecodemo"}
OTHERS = {command for command, _ in SHOWN.keys() - OURS.keys()}


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory, example: Path) -> Path:
    """The example as an office has it: under git, with a pack in the inbox, a wheel, a baseline and a snapshot. Only to be read."""

    def make(above: Path) -> None:
        folder = above / "demo"
        shutil.copytree(example, folder)
        shutil.copytree(ROOT / "docs" / "forms", folder / "forms")
        out = (folder / PACK).parent
        sent = invoke(
            "--today", "2021-05-19", "form", "export", "--unit", "longtang", "--out", out, cwd=folder
        )
        assert sent.exit_code == 0, sent.stderr
        plan = invoke("form", "export", "--plan", cwd=folder)
        assert plan.exit_code == 0, plan.stderr
        with zipfile.ZipFile(folder / WHEEL, "w") as wheel:
            wheel.writestr("ecodemo/setup/requirements.txt", "")
        who = ("-c", "user.name=office", "-c", "user.email=office@example.org")
        for step in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "example", "--no-verify")):
            subprocess.run(["git", *who, *step], cwd=folder, check=True, capture_output=True)
        known = invoke("check", "-q", "--write-baseline", cwd=folder)
        assert known.exit_code == 0, known.stderr
        kept = invoke("--today", "2021-09-13", "snapshot", cwd=folder)
        assert kept.exit_code == 0, kept.stderr

    return made_once(tmp_path_factory, "office", make) / "demo"


@pytest.fixture(scope="session")
def read_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache that these tests share: what a command ends with does not depend on it."""
    return made_once(tmp_path_factory, "read-before", lambda _folder: None)


@pytest.mark.long
@pytest.mark.parametrize(("command", "ends"), list(OURS), ids=[command for command, _ in OURS])
def test_a_command_of_the_documents_ends_as_the_page_says(
    command: str,
    ends: frozenset[int],
    office: Path,
    read_before: Path,
    tmp_path: Path,
) -> None:
    folder = office
    words = shlex.split(command)
    if "-C" in words:
        (tmp_path / "demo").symlink_to(office)
        folder = tmp_path
    elif WRITES & set(words):
        folder = tmp_path / "own"
        # What others are writing there just now is left out.
        unfinished = shutil.ignore_patterns("data", "*.part", ".ecodemo-journal")
        shutil.copytree(office, folder, copy_function=os.link, ignore=unfinished)
        shutil.copytree(office / "data", folder / "data")
    arguments = [one for word in words for one in (_globbed(folder, word) if "*" in word else [word])]
    ran = invoke(*arguments[1:], cwd=folder, env={"XDG_CACHE_HOME": str(read_before)})
    assert ran.exit_code in ends, f"{OURS[command, ends]}: {ran.stdout}{ran.stderr}"
    assert ran.clean


def _globbed(folder: Path, word: str) -> list[str]:
    found = [path.relative_to(folder).as_posix() for path in folder.glob(word)]
    assert found, word
    return found


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not here")
@pytest.mark.parametrize("command", sorted(one for one in OTHERS if one.startswith("sha256sum")))
def test_the_lock_is_verified_by_others(command: str, office: Path) -> None:
    ended = subprocess.run(shlex.split(command), cwd=office, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (0, "")


def test_nothing_that_the_documents_show_is_left_out() -> None:
    verified = {command for command in OTHERS if command.startswith("sha256sum")}
    assert verified
    assert verified | NOT_OURS == OTHERS
    assert len(OURS) > 50
    pages = {page for where in OURS.values() for page in where}
    assert {"README.md", "README.zh-CN.md", "docs/zh/bid-office.md", "docs/en/bid-office.md"} <= pages


def test_the_example_is_at_the_day_that_the_pages_speak_of(office: Path) -> None:
    assert f"today: {TODAY}" in (office / "data" / "county.yaml").read_text(encoding="utf-8")
