"""Which modules a command loads. Guarded by names: milliseconds mean nothing on a shared machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ecodemo import __version__

HEAVY = ("yaml", "pydantic", "jinja2", "openpyxl", "docx", "lxml", "rich", "apprise", "requests", "duckdb")
SAMPLE = Path(__file__).parent / "cases" / "base"


def _loaded(*arguments: str) -> tuple[set[str], subprocess.CompletedProcess[str]]:
    """The top-level modules that a command imports, and how it ended."""
    command = [sys.executable, "-X", "importtime", "-m", "ecodemo", *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    names = (
        line.rsplit("|", 1)[1].strip()
        for line in ended.stderr.splitlines()
        if line.startswith("import time:")
    )
    return set(names), ended


def test_version_loads_not_even_typer() -> None:
    loaded, ended = _loaded("--version")
    assert ended.stdout == f"ecodemo {__version__}\n"
    assert not loaded & {"typer", *HEAVY}


def test_help_loads_no_heavy_library() -> None:
    loaded, ended = _loaded("--help")
    assert ended.returncode == 0
    assert "typer" in loaded
    assert not loaded & set(HEAVY)


def test_help_loads_no_command() -> None:
    loaded, _ = _loaded("--help")
    assert not loaded & {"ecodemo.cli.check", "ecodemo.cli.report", "ecodemo.cli.form", "hashlib", "zipfile"}


@pytest.mark.parametrize("command", ["check", "report", "explain", "supervise"])
def test_help_of_a_command_loads_what_typer_itself_needs_and_no_more(command: str) -> None:
    loaded, ended = _loaded(command, "--help")
    assert ended.returncode == 0
    assert not loaded & {*HEAVY, "ecodemo.cli.pack", "ecodemo.evidence.cache"}


@pytest.mark.parametrize(
    "command",
    ["rules", "explain TG101", "explain TG1", "schema indicators", "schema report", "schema indicator"],
)
def test_what_needs_no_workspace_loads_no_model(command: str) -> None:
    loaded, ended = _loaded(*command.split())
    assert ended.returncode == (2 if command in ("explain TG1", "schema indicator") else 0)
    assert not loaded & {*HEAVY, "ecodemo.rules"}


def test_check_loads_neither_openpyxl_nor_jinja2_nor_tables() -> None:
    loaded, ended = _loaded("-C", str(SAMPLE), "--today", "2021-11-01", "check")
    assert ended.returncode in (0, 1), ended.stdout
    assert "yaml" in loaded
    assert not loaded & {
        "openpyxl",
        "docx",
        "lxml",
        "jinja2",
        "rich.table",
        "ecodemo.report.check.check_view",
    }


@pytest.mark.parametrize("format_", ["markdown", "github", "gitlab", "sarif", "junit", "csv"])
def test_formats_for_servers_load_neither_templates_nor_what_draws_on_terminals(format_: str) -> None:
    loaded, ended = _loaded("-C", str(SAMPLE), "--today", "2021-11-01", "check", "--format", format_)
    assert ended.returncode in (0, 1), ended.stdout
    assert not loaded & {"openpyxl", "jinja2", "rich"}


def test_verifying_loads_only_what_compares_files(small_workspace: Path) -> None:
    loaded, ended = _loaded("-C", str(small_workspace), "evidence", "verify")
    assert ended.returncode == 0, ended.stdout
    assert not loaded & {*HEAVY, "pypdf", "PIL", "olefile", "puremagic", "concurrent.futures"}


def test_a_check_of_what_is_known_loads_no_library_that_reads_files(example: Path) -> None:
    loaded, ended = _loaded("-C", str(example), "check")
    assert ended.returncode in (0, 1), ended.stdout
    assert not loaded & {"pypdf", "PIL", "olefile", "puremagic", "openpyxl"}


def test_yaml_has_its_c_parser() -> None:
    import yaml

    assert yaml.__with_libyaml__
