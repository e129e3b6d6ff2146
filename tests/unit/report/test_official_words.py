"""Papers name documents, rules and files by their titles."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecodemo.language import Language, Speaker
from ecodemo.load.workspace import load
from ecodemo.model.finding import Finding, Position, Severity
from ecodemo.model.message import Message, message
from ecodemo.report.contents.official_words import OfficialWords

ZH = Speaker(Language.ZH)
FILE = "25 农业废弃物综合利用率/东山镇/2020/25-1 秸秆综合利用台账.xlsx"


@pytest.fixture
def words(small_workspace: Path) -> OfficialWords:
    return OfficialWords(load(small_workspace).workspace, ZH)


def _found(said: Message, file: str = "data/waivers.yaml") -> Finding:
    return Finding("EV101", Severity.ERROR, said, Position(file, 3))


def test_a_rule_is_named_by_its_title(words: OfficialWords) -> None:
    said = words.problem(_found(message("{rule}", rule="EV104")))

    assert said == "“缺材料”"


def test_a_file_is_named_by_its_unit_and_name(words: OfficialWords) -> None:
    assert words.problem(_found(message("{path}", path=FILE))) == "东山镇《25-1 秸秆综合利用台账》"


def test_a_reference_is_named_by_title_and_year(words: OfficialWords) -> None:
    said = words.problem(_found(message("{proof}", proof="25-1/2020@dongshan")))

    assert said == f"东山镇{words.requirement('25-1', 2020)}"
    assert "25-1/2020" not in said


def test_a_finding_about_a_file_says_which(words: OfficialWords) -> None:
    said = words.problem(_found(message("{fault}", fault="空文件"), f"evidence/{FILE}"))

    assert said == "《25-1 秸秆综合利用台账》：空文件"
