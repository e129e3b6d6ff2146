"""The round of a return: how often the same number, unit and year had been returned before that day."""

from __future__ import annotations

from datetime import date

from ecodemo.assess.return_rounds import returns_with_rounds
from ecodemo.model.progress import Document


def document(no: str, years: tuple[int, ...], *days: str) -> Document:
    return Document.model_validate(
        {
            "requirement": no,
            "years": years,
            "file": f"{no} {years}",
            "reviews": [
                {"on": day, "by": "agri", "result": "returned", "reason": "缺签字", "hash": f"{n:064}"}
                for n, day in enumerate(days)
            ],
        }
    )


def rounds(*documents: tuple[str, Document], today: str = "2021-12-31") -> list[tuple[str, str, int]]:
    found = returns_with_rounds(documents, date.fromisoformat(today))
    return [(each.unit, f"{each.review.on:%m-%d}", each.round) for each in found]


def test_each_return_of_one_document_is_a_round() -> None:
    thrice = document("25-1", (2020,), "2021-06-12", "2021-05-26", "2021-07-01")
    assert rounds(("xi", thrice)) == [("xi", "05-26", 1), ("xi", "06-12", 2), ("xi", "07-01", 3)]
    assert rounds(("xi", thrice), today="2021-06-30") == [("xi", "05-26", 1), ("xi", "06-12", 2)]


def test_a_file_in_place_of_another_goes_on_with_its_rounds() -> None:
    first, second = document("25-1", (2020,), "2021-05-26"), document("25-1", (2019, 2020), "2021-06-12")
    assert rounds(("xi", second), ("xi", first)) == [("xi", "06-12", 2), ("xi", "05-26", 1)]


def test_what_is_returned_on_one_day_is_one_round() -> None:
    both = [("xi", document("00-2", (), "2021-05-26")), ("xi", document("00-2", (), "2021-05-26"))]
    assert [number for _, _, number in rounds(*both)] == [1, 1]


def test_other_years_numbers_and_units_have_rounds_of_their_own() -> None:
    assert {
        number
        for _, _, number in rounds(
            ("xi", document("25-1", (2020,), "2021-05-26")),
            ("xi", document("25-1", (2019,), "2021-06-26")),
            ("xi", document("25-2", (2020,), "2021-06-26")),
            ("nan", document("25-1", (2020,), "2021-06-26")),
        )
    } == {1}
