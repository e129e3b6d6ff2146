"""Documents drawn by chance: how many of each stratum, and always the same ones for a seed."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from ecodemo.assess.stratified_draw import drawn

STRATA = st.dictionaries(st.integers(0, 40), st.integers(1, 30), min_size=1, max_size=12).map(
    lambda sizes: {key: [f"{key}/{n}.pdf" for n in range(size)] for key, size in sizes.items()}
)


def by_stratum(strata: Mapping[int, list[str]], paths: frozenset[str]) -> dict[int, int]:
    return {key: len(paths & set(own)) for key, own in strata.items()}


def test_the_draw_of_a_seed_is_written_down() -> None:
    """Another order on another computer or in another version would draw other documents for a known seed."""
    strata = {unit: [f"{unit}/{n}.pdf" for n in range(5)] for unit in "ab"}
    assert sorted(drawn(strata, 4, 7)) == ["a/0.pdf", "a/2.pdf", "b/0.pdf", "b/4.pdf"]


@given(STRATA, st.integers(1, 400), st.integers(-5, 1_000))
def test_as_many_as_asked_for_or_all(strata: dict[int, list[str]], number: int, seed: int) -> None:
    assert len(drawn(strata, number, seed)) == min(number, sum(map(len, strata.values())))


@given(STRATA, st.integers(1, 400), st.integers(0, 1_000))
def test_each_stratum_gives_one_while_the_number_allows(
    strata: dict[int, list[str]], number: int, seed: int
) -> None:
    given_ = by_stratum(strata, drawn(strata, number, seed)).values()
    if number >= len(strata):
        assert min(given_) >= 1
    else:
        assert max(given_) == 1


@given(STRATA, st.integers(1, 400), st.integers(0, 1_000))
def test_larger_strata_give_in_proportion_to_the_nearest_whole(
    strata: dict[int, list[str]], number: int, seed: int
) -> None:
    whole = sum(map(len, strata.values()))
    for key, count in by_stratum(strata, drawn(strata, number, seed)).items():
        assert count <= max(1, -(-number * len(strata[key]) // whole))


@given(STRATA, st.integers(1, 60), st.integers(0, 1_000))
def test_the_order_in_which_documents_are_named_changes_nothing(
    strata: dict[int, list[str]], number: int, seed: int
) -> None:
    turned = {key: strata[key][::-1] for key in reversed(strata)}
    assert drawn(strata, number, seed) == drawn(turned, number, seed)
