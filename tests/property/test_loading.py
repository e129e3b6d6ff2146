"""Whatever a data file holds: loading never raises, says where, and what it lets through can be judged."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecodemo.check.session import CheckOptions, check
from ecodemo.errors import UnusableDataError
from ecodemo.language import Language, Speaker
from ecodemo.load.workspace import load
from ecodemo.model.finding import Finding, Severity
from ecodemo.report.build_state import state_of
from ecodemo.report.contents.build import build, complaints
from ecodemo.report.phase import phase_paper
from ecodemo.report.status import status_workbook as xlsx
from ecodemo.report.writers.markdown_paper import markdown_content
from ecodemo.rules import RULES
from property.mutations import mutated
from property.states import assert_survives

TODAY = date(2021, 9, 20)
CODES = {rule.code for rule in RULES}
FILES = (
    "county.yaml",
    "indicators.yaml",
    "groups.yaml",
    "townships.yaml",
    "waivers.yaml",
    "rectification.yaml",
    "standards/sample-2019.yaml",
    "standards/borrowed-2020.yaml",
    "progress/ecology.yaml",
    "progress/agriculture.yaml",
    "progress/dongshan.yaml",
)


@pytest.fixture(scope="module")
def root(small_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(small_workspace, tmp_path_factory.mktemp("loading") / "county"))


def judge_with(root: Path, file: str, content: bytes) -> None:
    """Put `content` in the place of a file, load, and do with the result all that the commands do."""
    path = root / "data" / file
    before = path.read_bytes()
    try:
        path.write_bytes(content)
        _load_and_judge(root)
    finally:
        path.write_bytes(before)


def _load_and_judge(root: Path) -> None:
    try:
        loaded = load(root)
    except UnusableDataError as error:
        _look_at_complaints(root, error)
        return
    _check_places(root, loaded.findings)
    result = check(loaded, CheckOptions(), TODAY)
    assert result.crashes == ()
    assert_survives(state_of(result))
    for language in Language:
        report = build(result, Speaker(language))
        if language is Language.ZH:
            markdown_content(phase_paper.paper(report))
            xlsx.render(report)


def _look_at_complaints(root: Path, error: UnusableDataError) -> None:
    assert any(finding.severity is Severity.ERROR for finding in error.findings)
    _check_places(root, error.findings)
    for language in Language:
        assert complaints(error, Speaker(language)).findings


def _check_places(root: Path, findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        assert finding.code in CODES
        position = finding.position
        if position.line:
            lines = (root / position.file).read_bytes().decode("utf-8", "replace").count("\n") + 1
            assert position.line <= lines + 2, str(position)


@pytest.mark.parametrize("file", FILES)
def test_the_file_as_it_is_can_be_judged(root: Path, file: str) -> None:
    judge_with(root, file, (root / "data" / file).read_bytes())
    load(root)


@given(
    st.sampled_from(FILES),
    st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace"))),
)
@settings(max_examples=60)
def test_any_bytes_for_any_file(root: Path, file: str, content: bytes) -> None:
    judge_with(root, file, content)


@pytest.mark.parametrize("key", ["Name", "TODO"])
@pytest.mark.parametrize("at", ["top", "entry"])
def test_a_capitalised_key_is_placed_like_any_other(county: Path, key: str, at: str) -> None:
    file = county / "data" / "groups.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    if at == "top":
        number, column = len(lines), 1
        lines.append(f"{key}: x")
    else:
        number = next(n for n, line in enumerate(lines) if "{id: " in line)
        lines[number] = lines[number].replace("{id: ", f"{{{key}: x, id: ")
        column = lines[number].index(key) + 1
    file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(UnusableDataError) as raised:
        load(county)
    assert [str(found.position) for found in raised.value.findings] == [
        f"data/groups.yaml:{number + 1}:{column}"
    ]


@given(data=st.data(), file=st.sampled_from(FILES))
@settings(max_examples=80)
def test_any_mishap_to_any_file(root: Path, data: st.DataObject, file: str) -> None:
    text = (root / "data" / file).read_text(encoding="utf-8")
    content = data.draw(mutated(text))
    judge_with(root, file, content)


_PLAIN = st.sampled_from(
    [
        "x",
        "1",
        "-1",
        "true",
        "~",
        "[]",
        "{}",
        "[x]",
        "{a: b}",
        "'25-1/2020'",
        "2020",
        "07",
        "''",
        "9" * 50,
        "1e9",
        "一",
    ]
)


@given(data=st.data(), file=st.sampled_from(FILES))
@settings(max_examples=120)
def test_any_value_of_any_shape_for_any_key(root: Path, data: st.DataObject, file: str) -> None:
    lines = (root / "data" / file).read_text(encoding="utf-8").splitlines()
    number = data.draw(st.sampled_from([i for i, line in enumerate(lines) if ": " in line]))
    key, _, _ = lines[number].partition(": ")
    if "{" in key:
        lines[number] = key + ": " + data.draw(_PLAIN) + "}"
    else:
        lines[number] = f"{key}: {data.draw(_PLAIN)}"
    judge_with(root, file, "\n".join(lines).encode())
