"""The three columns of several documents in one cell each, and what is proposed of what was read."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecodemo.forms.sheets.imprint_cells import apart, bearing, proposed, together
from ecodemo.model.evidence import EvidenceFile, Facts
from ecodemo.model.imprint import Imprint
from ecodemo.model.progress import Document
from ecodemo.model.recognised import Candidate, HeadKind, RecognisedFacts

YEARS = (2018, 2019, 2020)
SPANS = st.lists(
    st.sampled_from([(2018,), (2019,), (2020,), (2018, 2019), (2018, 2020), YEARS]), min_size=1, max_size=4
)
ENTRY = st.sampled_from(["", "安政发〔2018〕3号", "2019-12-05"])
TODAY = date(2021, 9, 20)


def _document(*years: int, **rest: object) -> Document:
    return Document.model_validate(
        {"file": f"{years}.pdf", "requirement": "07-3", "years": years, "received": date(2021, 5, 19), **rest}
    )


@given(st.data(), SPANS)
def test_what_is_written_together_is_read_apart(data: st.DataObject, spans: list[tuple[int, ...]]) -> None:
    documents = bearing(_document(*span) for span in spans)
    entries = data.draw(st.lists(ENTRY, min_size=len(documents), max_size=len(documents)))
    cell = together(documents, entries, "number", YEARS)
    assert cell is None if not any(entries) else apart(str(cell), documents, "number") == entries


@given(st.text(st.sampled_from("2018—、；：年-/安〔〕号 "), max_size=40), SPANS)
def test_any_text_has_an_entry_for_each_document_or_is_asked_back(
    text: str, spans: list[tuple[int, ...]]
) -> None:
    documents = [_document(*span) for span in spans]
    entries = apart(text, documents, "number")
    assert entries is None or len(entries) == len(documents)


@pytest.mark.parametrize(
    ("text", "column", "entries"),
    [
        ("2018：甲；2020：乙", "number", ["甲", "", "乙"]),
        ("2018年：甲，2019年：乙", "number", ["甲", "乙", ""]),
        ("甲、—、乙", "number", ["甲", "", "乙"]),
        ("2018—2020：甲", "issuer", None),
        ("甲", "issuer", ["甲", "甲", "甲"]),
        ("甲", "number", None),
        ("甲、乙", "number", None),
        ("甲 2018：乙", "number", None),
        ("2020—2018：甲", "number", None),
        ("2017：甲", "number", None),
    ],
)
def test_entries_are_told_apart_by_years_or_by_their_order(
    text: str, column: str, entries: list[str] | None
) -> None:
    documents = [_document(year) for year in YEARS]
    assert apart(text, documents, column) == entries


def test_one_document_for_all_years_has_its_day_as_a_day() -> None:
    assert together([_document(*YEARS)], ["2020-12-05"], "issued", YEARS) == date(2020, 12, 5)
    assert together([_document(2018)], ["2018-12-05"], "issued", YEARS) == "2018：2018-12-05"


def _read(imprint: Imprint, name: str = "年报.pdf") -> EvidenceFile:
    return EvidenceFile(f"会议/{name}", 1, event="会议", facts=Facts(1, "pdf", imprint=imprint))


def _scanned(number: float = 0.98, pages: int = 1) -> EvidenceFile:
    said = {HeadKind.NUMBER: "甲发〔2020〕1号", HeadKind.ISSUED: "2021-05-19", HeadKind.ISSUER: "县甲局"}
    heads = {
        kind: (Candidate(text, 1, number if kind is HeadKind.NUMBER else 0.98, (100, 100, 900, 130)),)
        for kind, text in said.items()
    }
    return EvidenceFile("会议/扫描.pdf", 1, event="会议", recognised=RecognisedFacts(1, pages, heads))


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ([_scanned()], Imprint("甲发〔2020〕1号", date(2021, 5, 19), "县甲局")),
        ([_scanned(number=0.7)], Imprint("", date(2021, 5, 19), "县甲局")),
        ([_scanned(pages=2)], Imprint()),
        ([_scanned(), _read(Imprint("甲发〔2020〕2号"))], Imprint("", date(2021, 5, 19), "县甲局")),
        (
            [_read(Imprint("甲发〔2020〕1号", date(2021, 5, 19)))],
            Imprint("甲发〔2020〕1号", date(2021, 5, 19)),
        ),
        ([_read(Imprint(issued=date(2021, 5, 20)))], Imprint()),
        (
            [_read(Imprint("甲发〔2020〕1号")), _read(Imprint("甲发〔2020〕2号", issuer="县甲局"))],
            Imprint(issuer="县甲局"),
        ),
        ([_read(Imprint(), "甲发〔2020〕1号.pdf")], Imprint("甲发〔2020〕1号")),
        ([_read(Imprint("甲发〔2020〕2号"), "甲发〔2020〕1号.pdf")], Imprint()),
        ([EvidenceFile("会议/照片.jpg", 1, event="会议")], Imprint()),
    ],
)
def test_one_thing_is_proposed_and_no_day_after_it_came(files: list[EvidenceFile], found: Imprint) -> None:
    assert proposed(_document(2020, file="会议"), files, TODAY) == found
