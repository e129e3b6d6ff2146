"""Whatever number the data have, checking ends with a verdict or with complaints that have a place."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cli.running import invoke
from ecodemo.model.base import read_quantity
from ecodemo.model.number import rounded
from support import edit, workspace

digits = st.text("0123456789", min_size=1, max_size=45)
written = st.builds(
    lambda sign, whole, behind, size: f"{sign}{whole}{behind and '.'}{behind}{size}",
    st.sampled_from(["", "-", "+"]),
    digits,
    st.one_of(st.just(""), digits),
    st.sampled_from(["", "", "", "万", "亿"]),
)
PLACES = {
    "a limit": ("ecology.yaml", "year: 2020, value: 97.3"),
    "a part of a rate": ("dongshan.yaml", "straw-used, year: 2020, value: 21430"),
    "an assigned limit": ("ecology.yaml", "measure: good-days, year: 2020, at_least: 95.0"),
}


@pytest.mark.parametrize("place", PLACES)
@given(number=written)
@example(number="94.999999999999999999999999999")
@example(number="-0." + "0" * 36 + "1")
@settings(max_examples=8)
def test_check_never_breaks_down(place: str, number: str) -> None:
    name, old = PLACES[place]
    with TemporaryDirectory() as folder:
        root = workspace(Path(folder))
        edit(root / "data/progress" / name, old, f"{old.rpartition(' ')[0]} {number}")
        for command in (("check",), ("status", "--indicator", "air")):
            result = invoke("-C", root, "--lang", "en", *command)
            assert result.exit_code in (0, 1, 2), result.stderr
            assert result.clean


@given(st.integers(), st.integers(min_value=1), st.integers(min_value=0, max_value=60))
def test_a_rounded_number_is_within_half_of_its_last_digit(above: int, below: int, decimals: int) -> None:
    value = Fraction(above, below)
    off = abs(Fraction(rounded(value, decimals)) - value)
    assert off <= Fraction(1, 2 * 10**decimals)


@given(st.integers(min_value=0, max_value=10**37), st.sampled_from([("万", 4), ("亿", 8)]))
def test_myriads_of_any_length_are_exact(number: int, size: tuple[str, int]) -> None:
    sign, zeros = size
    assert read_quantity(f"{number}{sign}") == Decimal(f"{number}e{zeros}")
