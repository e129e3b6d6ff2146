"""The example county: every intended fault is found, once where that is possible, and its documents are real."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pypdf
import pytest
from docx import Document as WordDocument
from PIL import Image

from cli.running import TODAY, ecodemo
from ecodemo import session
from ecodemo.assess.bid import Tally, tally
from ecodemo.load.workspace import Loaded, load
from ecodemo.model.finding import Severity
from ecodemo.model.progress import Document, Observation
from ecodemo.model.workspace import Reported
from ecodemo.rules import RULES
from ecodemo.session import CheckOptions, Outcome

MARK = "示例"
PHASES = ("preparation", "implementation", "self-inspection", "acceptance")

SELF_INSPECTION = {
    "RS101": 1,  # nobody leads the coastline
    "RS103": 1,  # GDP, reported by another bureau, and
    "DC107": 1,  # not the statistics bureau's figure
    "RS104": 1,
    "RS105": 1,  # 县审计局 is silent
    "TG101": 1,  # drinking water, which only
    "TG106": 1,  # rounds to 100 %
    "TG102": 1,  # film
    "TG103": 2,  # 南金乡: those trained, and all
    "TG104": 3,  # two of water, one of energy
    "TG105": 1,  # fish, counted in two ways
    "DC101": 1,
    "DC102": 1,
    "DC103": 1,
    "DC104": 2,  # 烟溪镇: both sides of the rate
    "DC105": 1,
    "DC106": 1,
    "DC108": 1,
    "DC109": 1,
    "EV101": 1,
    "EV102": 2,  # a picture as the telephone named it, and a workbook that nobody filed
    "EV103": 1,  # 高明乡: lost, and so
    "EV104": 5,  # missing, as are those of 古楼乡, 马路镇, 南金乡 and the housing bureau
    "EV105": 3,  # all that 县审计局 handed in
    "EV106": 1,  # the third photograph of the meeting, which
    "PH101": 1,  # the gate asks for
    "EV107": 1,
    "EV108": 1,
    "PH201": 1,  # training
    "PH202": 1,  # energy, whose only entry was
    "PH204": 1,  # closed by the bureau itself
    "PH203": 1,
    "PH205": 1,
    "VT101": 1,
    "VT102": 1,
    "VT103": 1,
    "VT104": 1,
    "WV101": 1,
    "WV102": 1,
    "WV103": 1,
    "WV104": 1,
    "WV105": 1,
}
ACCEPTANCE = SELF_INSPECTION | {
    "PH301": 6,  # four vetoes, the binding rows, the reference rows
    "PH302": 5,
}
NOWHERE = {
    "RS102": "every measure that a list asks for has an indicator, that of 2024 too",
    "PH401": "looks at 2024, of which nothing is reported in 2021",
}

GROUPS = {
    # applicable, met, not met, undecided, counted
    "institution": Tally(6, 6, 0, 0, 6),
    "environment": Tally(8, 6, 0, 2, 6),
    "space": Tally(2, 2, 0, 0, 2),
    "economy": Tally(5, 3, 1, 1, 3),
    "living": Tally(8, 7, 1, 0, 3),
    "culture": Tally(3, 2, 0, 1, 2),
}


@pytest.fixture(scope="module")
def loaded(example: Path) -> Loaded:
    return load(example)


def check(loaded: Loaded, phase: str, bid: str | None = None) -> Outcome:
    return session.check(loaded, CheckOptions(phase=phase, bid=bid), None, date.fromisoformat(TODAY))


def codes(outcome: Outcome) -> Counter[str]:
    return Counter(finding.code for finding in outcome.findings)


@pytest.fixture(scope="module")
def inspected(loaded: Loaded) -> Outcome:
    return check(loaded, "self-inspection")


# What is found


def test_its_repository_is_in_order(example: Path, loaded: Loaded) -> None:
    assert check(loaded, "sound").findings == ()
    assert ecodemo("-C", example, "check", "--phase", "sound").code == 0


def test_it_stays_on_its_own_day_in_the_phase_of_self_inspection(loaded: Loaded) -> None:
    outcome = session.check(loaded, CheckOptions(), None, date(2030, 1, 1))
    assert outcome.today == date.fromisoformat(TODAY)
    assert outcome.profile is not None
    assert outcome.profile.id == "self-inspection"


def test_its_gate_of_self_inspection_is_closed(example: Path) -> None:
    assert ecodemo("-C", example, "check", "--phase", "self-inspection").code == 1


@pytest.mark.parametrize(
    ("phase", "expected"), [("self-inspection", SELF_INSPECTION), ("acceptance", ACCEPTANCE)]
)
def test_each_fault_is_found_and_nothing_else(loaded: Loaded, phase: str, expected: dict[str, int]) -> None:
    outcome = check(loaded, phase)
    assert codes(outcome) == expected
    assert [finding.code for finding in outcome.waived] == ["EV104"]


def test_vetoes_do_not_close_the_gate_of_self_inspection(inspected: Outcome) -> None:
    vetoes = [finding for finding in inspected.findings if finding.code.startswith("VT")]
    assert {finding.severity for finding in vetoes} == {Severity.WARNING}


def test_every_rule_that_the_phases_can_find_fires_in_one_of_them(loaded: Loaded) -> None:
    fired = set[str]().union(*(codes(check(loaded, phase)) for phase in PHASES))
    looked_for = {rule.code for rule in RULES if rule.family != "SC"}
    assert looked_for - fired == set(NOWHERE)


@pytest.mark.parametrize("phase", ["self-inspection", "consolidation"])
def test_what_fires_nowhere_does_not_fire_under_the_list_of_2024_either(loaded: Loaded, phase: str) -> None:
    assert not NOWHERE.keys() & codes(check(loaded, phase, "national-2025"))


# What it comes to


def test_its_counts_are_those_of_the_story(inspected: Outcome) -> None:
    assert inspected.assessment is not None
    assert inspected.assessment.tally() == Tally(32, 26, 2, 4, 22)


def test_its_counts_by_group(inspected: Outcome) -> None:
    assert inspected.assessment is not None
    rows = inspected.assessment.rows
    assert {group: tally(r for r in rows if r.indicators[0].group == group) for group in GROUPS} == GROUPS


# Its documents


def files(example: Path, *suffixes: str) -> list[Path]:
    found = sorted(path for path in (example / "evidence").rglob("*") if path.suffix in suffixes)
    assert found
    return found


def test_every_pdf_opens_and_says_on_each_page_that_it_is_an_example(example: Path) -> None:
    for path in files(example, ".pdf"):
        pages = pypdf.PdfReader(path).pages
        assert pages, path
        assert all(MARK in page.extract_text() for page in pages), path


def test_every_word_file_opens_and_says_that_it_is_an_example(example: Path) -> None:
    for path in files(example, ".docx"):
        document = WordDocument(str(path))
        header = "".join(p.text for section in document.sections for p in section.header.paragraphs)
        assert MARK in header + "".join(paragraph.text for paragraph in document.paragraphs), path


def test_every_picture_opens(example: Path) -> None:
    for path in files(example, ".jpg", ".png"):
        with Image.open(path) as picture:
            picture.load()


def test_every_workbook_opens_but_for_the_empty_one(example: Path) -> None:
    empty = []
    for path in files(example, ".xlsx"):
        if path.stat().st_size:
            openpyxl.load_workbook(path, read_only=True).close()
        else:
            empty.append(path)
    assert len(empty) == SELF_INSPECTION["EV101"]


def cited(loaded: Loaded) -> Iterator[tuple[Observation, Document]]:
    """Each figure with the document that it rests on, where that is one of the unit's own."""
    assert loaded.workspace is not None
    held: dict[tuple[str, str, int | None], Document] = {}
    for unit, _, document in loaded.workspace.documents():
        for year in (*document.years, None):
            held[unit, document.requirement, year] = document
    reports: list[Reported] = [r for several in loaded.workspace.observations.values() for r in several]
    for reported in reports:
        proof = reported.observation.proof
        if proof and (own := held.get((reported.unit, proof.requirement, proof.year))):
            yield reported.observation, own


def test_every_cell_that_a_figure_cites_holds_it(example: Path, loaded: Loaded) -> None:
    cells = dict[str, list[Observation]]()
    for observation, document in cited(loaded):
        if observation.cell:
            cells.setdefault(document.file, []).append(observation)
    assert sum(map(len, cells.values())) > 800
    for path, observations in cells.items():
        book = openpyxl.load_workbook(example / "evidence" / path, data_only=True)
        for observation in observations:
            sheet, _, cell = observation.cell.partition("!")
            holds = book[sheet][cell].value
            told = observation.state if observation.value is None else observation.value
            assert (holds if observation.state else Decimal(str(holds))) == told, (path, observation.cell)


def test_every_page_that_a_figure_cites_holds_it(example: Path, loaded: Loaded) -> None:
    pages = dict[str, list[str]]()
    for observation, document in cited(loaded):
        if observation.page is None or not document.file.endswith(".pdf"):
            continue
        if document.file not in pages:
            reader = pypdf.PdfReader(example / "evidence" / document.file)
            pages[document.file] = [page.extract_text() for page in reader.pages]
        told = observation.state if observation.value is None else f"{observation.value:f}"
        assert told, observation
        assert told in pages[document.file][observation.page - 1], (document.file, observation.measure)
    assert len(pages) > 50
