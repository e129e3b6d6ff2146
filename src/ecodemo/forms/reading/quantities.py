"""Units of quantities that people write for one another, and how many of one make another."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

_SIZES: Mapping[str, Mapping[str, Fraction]] = {
    "area": {
        "平方米": Fraction(1),
        "亩": Fraction(10_000, 15),
        "公顷": Fraction(10_000),
        "万亩": Fraction(100_000_000, 15),
        "平方千米": Fraction(1_000_000),
        "万公顷": Fraction(100_000_000),
    },
    "mass": {
        "千克": Fraction(1),
        "吨": Fraction(1_000),
        "万吨": Fraction(10_000_000),
    },
    "coal": {"吨标准煤": Fraction(1), "万吨标准煤": Fraction(10_000)},
    "money": {"元": Fraction(1), "万元": Fraction(10_000), "亿元": Fraction(100_000_000)},
    "people": {"人": Fraction(1), "万人": Fraction(10_000)},
    "homes": {"户": Fraction(1), "万户": Fraction(10_000)},
    "times": {"次": Fraction(1), "万次": Fraction(10_000)},
    "length": {"米": Fraction(1), "千米": Fraction(1_000)},
    "volume": {
        "立方米": Fraction(1),
        "万立方米": Fraction(10_000),
        "亿立方米": Fraction(100_000_000),
    },
}
_SPELLINGS: Mapping[str, str] = {
    "公斤": "千克",
    "kg": "千克",
    "t": "吨",
    "公里": "千米",
    "km": "千米",
    "m": "米",
    "平方公里": "平方千米",
    "km2": "平方千米",
    "km²": "平方千米",
    "㎡": "平方米",
    "m2": "平方米",
    "m²": "平方米",
    "平米": "平方米",
    "ha": "公顷",
    "hm2": "公顷",
    "hm²": "公顷",
    "方": "立方米",
    "m3": "立方米",
    "m³": "立方米",
    "万方": "万立方米",
    "人次": "人",
    "名": "人",
}


def unit_spelt(written: str) -> str:
    """The one spelling of a unit: 公里 is 千米."""
    return _SPELLINGS.get(written.lower(), written)


def is_unit(written: str) -> bool:
    """Whether a text is a unit of a quantity, also one that is never asked for, such as 斤."""
    return (
        written == "%"
        or written[-1:] in tuple("斤吨亩克米顷里元人户次方煤担")
        or unit_spelt(written) != written
    )


def how_many(written: str, asked: str) -> Fraction | None:
    """How many of the unit that is asked for make one of that which was written; `None`: they do not compare."""
    written, asked = unit_spelt(written), unit_spelt(asked)
    if written == asked:
        return Fraction(1)
    for sizes in _SIZES.values():
        if written in sizes and asked in sizes:
            return sizes[written] / sizes[asked]
    return None
