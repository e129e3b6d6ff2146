"""Every rule against its cases: one file below tests/cases/<CODE>/ is one test (support.py says how)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecodemo import rule_pages as explain
from ecodemo.check.session import CheckOptions
from ecodemo.evidence import examination
from ecodemo.evidence.examination import Examined, Task
from ecodemo.language import Language
from ecodemo.model.finding import Severity
from ecodemo.rules import CRASHED, RULES
from support import BASE, CASES, CLOCK, Case, check, check_case, workspace

FILES = sorted(path for path in CASES.glob("*/*.yaml") if path.parent != BASE)
TESTED = [rule for rule in RULES if rule is not CRASHED]
HEADINGS = {
    Language.ZH: ["检查内容", "检查理由", "整改办法", "示例", "依据"],
    Language.EN: ["What", "Why", "How to fix", "Example", "Basis"],
}
SAMPLES = {Language.ZH: ["错误示例", "正确示例"], Language.EN: ["wrong", "right"]}


def _param(path: Path) -> object:
    case = Case.read(path)
    bug = case.option("bug")
    marks = [pytest.mark.xfail(reason=bug, strict=True)] if bug else []
    return pytest.param(case, id=path.relative_to(CASES).as_posix(), marks=marks)


@pytest.fixture
def reads_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Evidence is read in this process: no rule sees where that was, and a case would start two for a few bytes."""

    def read(tasks: list[Task], *_: object) -> Iterator[tuple[Task, Examined | None]]:
        return ((task, examination._examined(task)) for task in tasks)

    monkeypatch.setattr(examination, "_in_processes", read)


@pytest.mark.usefixtures("reads_here", "parses_once")
@pytest.mark.parametrize("case", [_param(path) for path in FILES])
def test_findings_are_where_the_case_says(case: Case, tmp_path: Path) -> None:
    check_case(case, tmp_path)


@pytest.mark.parametrize("code", [rule.code for rule in TESTED])
@pytest.mark.parametrize("kind", ["bad", "good"])
def test_every_rule_has_cases_of_both_kinds(code: str, kind: str) -> None:
    cases = [Case.read(path) for path in FILES if path.parent.name == code and path.name.startswith(kind)]
    assert [case for case in cases if not case.option("bug")]


def test_the_stored_list_names_every_rule_with_its_severity_in_order() -> None:
    assert list(explain.listed_rules()) == [(rule.code, rule.severity) for rule in RULES]


def test_every_folder_of_cases_is_a_rule_and_every_file_is_bad_or_good() -> None:
    assert {path.parent.name for path in FILES} == {rule.code for rule in TESTED}
    assert {path.name[:3] for path in FILES} == {"bad", "goo"}


@pytest.mark.parametrize(
    "phase", ["sound", "preparation", "implementation", "self-inspection", "acceptance", "consolidation"]
)
@pytest.mark.parametrize("bid", ["provincial-2021", "rehearsal-2022"])
def test_the_county_that_cases_start_from_is_clean(phase: str, bid: str, tmp_path: Path) -> None:
    result = check(workspace(tmp_path), CheckOptions(phase=phase, bid=bid))
    assert result.findings == ()
    assert result.exit_code(Severity.INFO) == 0


def test_the_county_that_cases_start_from_passes_on_its_own_day(tmp_path: Path) -> None:
    result = check(workspace(tmp_path), CheckOptions())
    assert result.today == CLOCK
    assert result.profile.id == "acceptance"
    assert result.assessment.with_proof.verdict == "met"


def test_codes_and_names_are_given_once() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("code", [rule.code for rule in RULES])
def test_every_rule_is_explained_under_the_same_headings(code: str, language: Language) -> None:
    lines = explain.page(code, language).splitlines()
    assert [line[3:] for line in lines if line.startswith("## ")] == HEADINGS[language]
    assert lines[0].startswith(f"# {code} ")
    assert explain.title(code, language)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.code))
def test_the_english_page_is_headed_by_the_name_of_its_rule(rule: object) -> None:
    assert explain.title(rule.code, Language.EN) == rule.name  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", [rule.code for rule in RULES])
def test_a_page_shows_one_wrong_and_one_right_sample_the_same_in_both_languages(code: str) -> None:
    shown = dict[Language, list[str]]()
    for language in Language:
        samples = re.findall(r"```(?:yaml|text)\n# (\S+)\n(.*?)```", explain.page(code, language), re.DOTALL)
        assert [kind for kind, _ in samples] == SAMPLES[language]
        shown[language] = [re.sub(r"(?m)\s*#.*$", "", sample) for _, sample in samples]
    if "```yaml" in explain.page(code, Language.EN):
        assert shown[Language.ZH] == shown[Language.EN]


def test_no_page_explains_a_rule_that_is_not_there() -> None:
    pages = Path(explain.__file__).parent / "rules" / "pages"
    for language in Language:
        assert {page.stem for page in (pages / language).glob("*.md")} == {rule.code for rule in RULES}
