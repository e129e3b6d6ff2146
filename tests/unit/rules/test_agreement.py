"""Whether the content of a cell is the number that was reported."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ecodemo.rules.proof import agrees


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("21430", "21430", "吨"),
        ("21,430", "21430", "吨"),
        ("21430吨", "21430", "吨"),
        ("２１４３０ 吨", "21430", "吨"),
        ("2.143万", "21430", "吨"),
        ("2.143万吨", "21430", "吨"),
        ("21430.0", "21430", "吨"),
        ("21429.5", "21430", "吨"),
        ("-0.5", "-1", "度"),
        ("92.4", "92.4", "%"),
        ("92.4%", "92.4", "%"),
        ("９２．４％", "92.4", "%"),
        ("0.924", "92.4", "%"),
        ("0.92399999999999993", "92.4", "%"),
        ("92.35", "92.4", "%"),
        ("92.4", "92.40", "%"),
        ("50%", "0.5", ""),
    ],
)
def test_it_is(written: str, value: str, unit: str) -> None:
    assert agrees(written, Decimal(value), unit)


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("21340", "21430", "吨"),
        ("21430.5", "21430", "吨"),
        ("0.924", "92.4", "吨"),
        ("92.34", "92.4", "%"),
        ("92.4", "92.35", "%"),
        ("0.924%", "92.4", "%"),
        ("92.4%", "92.4", ""),
        ("约21430", "21430", "吨"),
        ("21430 其中 3", "21430", "吨"),
        ("", "0", "吨"),
        ("2,14,30", "21430", "吨"),
    ],
)
def test_it_is_not(written: str, value: str, unit: str) -> None:
    assert not agrees(written, Decimal(value), unit)
