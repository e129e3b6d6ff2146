"""An option that names a folder takes no name of a file: a folder called list.xlsx is what nobody meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.running import invoke
from cli.test_out_in_evidence import COMMANDS

TAKE_A_FILE = frozenset({"standard"})


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - TAKE_A_FILE))
def test_a_file_name_is_refused_where_a_folder_is_written_to(county: Path, name: str) -> None:
    before = sorted(county.rglob("*"))
    ran = invoke("-C", county, "--lang", "en", *COMMANDS[name], "--out", county / "list.xlsx")
    assert ran.exit_code == 2
    assert "list.xlsx” is a file name. Specify a folder to write to." in ran.stderr
    assert sorted(county.rglob("*")) == before


@pytest.mark.parametrize(
    "command",
    [
        ("unpack", "package.zip", "--out", "list.zip"),
        ("form", "import", "--return", "list.docx"),
        ("province", "check", "counties.yaml", "--out", "list.csv"),
        ("province", "report", "result", "--out", "list.html"),
        ("province", "sample", "result", "--seed", "1", "--out", "LIST.XLSX"),
    ],
    ids=" ".join,
)
def test_so_do_commands_that_need_no_workspace_and_replies(command: tuple[str, ...]) -> None:
    ran = invoke("--lang", "en", *command)
    assert ran.exit_code == 2
    assert "is a file name. Specify a folder" in ran.stderr


def test_a_folder_that_is_there_may_be_called_like_a_file(county: Path, tmp_path: Path) -> None:
    folder = tmp_path / "2021.zip"
    folder.mkdir()
    ran = invoke("-C", county, "evidence", "sample", "--seed", "1", "--out", folder)
    assert ran.exit_code == 0, ran.stderr
    assert len(list(folder.iterdir())) == 1


def test_a_dot_in_the_name_of_a_folder_makes_it_no_file(county: Path, tmp_path: Path) -> None:
    ran = invoke("-C", county, "evidence", "sample", "--seed", "1", "--out", tmp_path / "2021.10")
    assert ran.exit_code == 0, ran.stderr
    assert (tmp_path / "2021.10").is_dir()
