"""The four properties: what was not looked at is never passed, and every number adds up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ecodemo.check.session import CheckOptions, CheckResult, check
from ecodemo.language import Language, Speaker
from ecodemo.load.workspace import load
from ecodemo.model.evidence import Condition, Counts, EvidenceFile, Facts, Searchable, Survey
from ecodemo.model.finding import Finding, Position, Severity
from ecodemo.model.message import message
from ecodemo.report.contents.evidence_view import Properties, PropertyCheck
from ecodemo.report.contents.four_properties import build_properties, survey_words
from ecodemo.report.contents.property_items import PROPERTIES
from ecodemo.rules import RULES

TODAY = date(2021, 11, 1)


def outcome_of(folder: Path, **options: str | tuple[str, ...]) -> CheckResult:
    return check(load(folder), CheckOptions(**options), TODAY)  # type: ignore[arg-type]


def properties_of(result: CheckResult) -> Properties:
    return build_properties(result, result.assessment, Speaker(Language.EN))


def item(properties: Properties, name: str) -> PropertyCheck:
    [found] = [check for section in properties.sections for check in section.checks if check.name == name]
    return found


def finding(code: str, path: str, *related: str) -> Finding:
    places = tuple(Position(f"evidence/{other}") for other in related)
    return Finding(code, Severity.ERROR, message("x"), Position(f"evidence/{path}"), related=places)


@pytest.fixture
def sound(small_workspace: Path) -> CheckResult:
    return outcome_of(small_workspace, phase="self-inspection")


def counts(check: PropertyCheck) -> tuple[int, int, int, int]:
    return check.checked, check.passed, check.not_passed, check.not_checked


def test_every_rule_that_is_named_exists() -> None:
    named = {code for items in PROPERTIES.values() for item in items for code in item.codes}
    assert named <= {rule.code for rule in RULES}


def test_a_rule_that_did_not_run_passes_nothing(small_workspace: Path) -> None:
    properties = properties_of(outcome_of(small_workspace, phase="sound"))
    opens = item(properties, "Can be opened")
    assert counts(opens) == (opens.checked, 0, 0, opens.checked)
    assert (opens.state, opens.remark) == ("not decided", "Not run in this phase, or not completed.")
    assert {section.verdict for section in properties.sections} == {"undecided"}


def test_a_rule_that_crashed_passes_nothing(sound: CheckResult) -> None:
    crash = Finding(
        "SC900",
        Severity.ERROR,
        message("Rule {rule} crashed: {error}.", rule="EV110", error="x"),
        Position("data/county.yaml"),
    )
    opens = item(properties_of(replace(sound, findings=(crash,))), "Can be opened")
    assert (opens.passed, opens.state) == (0, "not decided")


def test_where_only_a_part_was_asked_for_nothing_is_passed(small_workspace: Path) -> None:
    properties = properties_of(outcome_of(small_workspace, phase="self-inspection", units=("dongshan",)))
    for section in properties.sections:
        for own in section.checks:
            assert own.state == "information" or own.passed == 0, own.name
    assert item(properties, "Can be opened").remark.startswith("Only part of the evidence was selected.")


def test_what_a_finding_names_is_not_passed_and_the_rest_is(sound: CheckResult) -> None:
    files = [file.path for file in sound.survey.files]
    found = finding("EV117", files[0], files[1])
    twice = item(properties_of(replace(sound, findings=(found, found))), "No duplicates")
    assert counts(twice) == (len(files), len(files) - 2, 2, 0)
    assert twice.state == "not passed"


def test_a_folder_counts_for_all_its_files(sound: CheckResult) -> None:
    event = next(file.event for file in sound.survey.files if file.event)
    inside = sum(file.event == event for file in sound.survey.files)
    registered = item(
        properties_of(replace(sound, findings=(finding("EV105", event),))), "Files are registered"
    )
    assert registered.not_passed == inside > 1


def test_what_a_waiver_accepts_is_not_passed_and_said(sound: CheckResult) -> None:
    [waiver, *_] = [*sound.assessment.workspace.waivers.waivers]
    waived = replace(finding("EV101", sound.survey.files[0].path), waiver=waiver)
    empty = item(properties_of(replace(sound, waived=(waived,))), "Not empty")
    assert (empty.not_passed, empty.remark) == (1, "Includes 1 waived finding.")


def test_without_a_lock_fixity_is_not_decided(sound: CheckResult) -> None:
    properties = properties_of(replace(sound, survey=replace(sound.survey, lock=None)))
    fixity = item(properties, "Fixity")
    assert fixity.passed == 0
    assert fixity.not_checked == fixity.checked == len(sound.survey.files)
    assert properties.locked is None
    assert "No lock (evidence.sha256)." in properties.head


def test_a_file_whose_content_is_elsewhere_is_not_checked(sound: CheckResult) -> None:
    first, *others = sound.survey.files
    survey = replace(sound.survey, files=(first._replace(facts=None, is_pointer=True), *others))
    properties = properties_of(replace(sound, survey=survey))
    for name in ("Can be opened", "Not encrypted", "Extension matches content", "The content is present"):
        assert item(properties, name).not_checked == 1, name


@pytest.mark.parametrize(
    ("facts", "unsearched"),
    [
        (Facts(1, "pdf", searchable=Searchable.TEXT), 0),
        (Facts(1, "pdf", searchable=Searchable.PARTLY), 1),
        (Facts(1, "jpg", searchable=Searchable.SCAN), 1),
        (Facts(1, "rar"), 1),
        (Facts(1, "pdf", pages=1, blank_pages=(1,)), 0),
        (Facts(1, "pdf", Condition.ENCRYPTED), 1),
        (None, 1),
    ],
)
def test_documents_without_words_are_not_free_of_personal_numbers(
    sound: CheckResult, facts: Facts | None, unsearched: int
) -> None:
    first, *others = sound.survey.files
    words = Facts(1, "txt", searchable=Searchable.TEXT)
    files = (first._replace(facts=facts), *(file._replace(facts=words) for file in others))
    result = replace(sound, survey=replace(sound.survey, files=files), findings=())
    documents = item(properties_of(result), "No personal data or secrecy marks in documents")
    assert documents.not_checked == unsearched
    assert bool(documents.remark) is bool(unsearched)


def test_viruses_are_never_passed(sound: CheckResult) -> None:
    properties = properties_of(sound)
    viruses = item(properties, "Viruses")
    assert (viruses.passed, viruses.state) == (0, "not decided")
    assert properties.sections[-1].verdict != "passed"


def test_what_is_not_there_is_nothing_to_check(sound: CheckResult) -> None:
    properties = properties_of(replace(sound, survey=Survey()))
    assert item(properties, "Can be opened").state == "nothing to check"
    assert properties.files == properties.size == 0


def test_the_terminal_shows_what_was_taken_on_trust() -> None:
    survey = Survey(
        files=(EvidenceFile("a.jpg", 1, facts=Facts(1, "jpg", searchable=Searchable.SCAN)),),
        counts=Counts(computed=1, trusted=2, pointers=3, facts_read=4, facts_trusted=5, facts_unknown=6),
    )
    assert Speaker(Language.EN).say(survey_words(survey)) == (
        "Hashes: 1 computed, 2 reused, 3 from pointers; file metadata: 4 read, 5 reused, 6 unknown. "
        "Scans and pictures without searchable text: 1; partly scanned: 0. "
        "Scanned pages: 0 recognised, 1 not recognised."
    )


def test_the_paper_does_not_say_whether_it_was_looked_at_before(sound: CheckResult) -> None:
    again = replace(sound.survey, counts=Counts(trusted=5, facts_trusted=5))
    first = replace(sound.survey, counts=Counts(computed=5, facts_read=5))
    assert properties_of(replace(sound, survey=again)) == properties_of(replace(sound, survey=first))
