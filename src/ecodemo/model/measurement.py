"""What units of measurement are called in English."""

from __future__ import annotations

from ecodemo.model.message import Name

_ENGLISH = {
    "吨": "t",
    "万吨": "10,000 t",
    "吨标准煤": "tce",
    "吨标准煤/万元": "tce/10,000 yuan",
    "元": "yuan",
    "万元": "10,000 yuan",
    "亿元": "100 million yuan",
    "公顷": "ha",
    "亩": "mu",
    "万亩": "10,000 mu",
    "平方米": "m²",
    "平方米/万元": "m²/10,000 yuan",
    "平方千米": "km²",
    "千米": "km",
    "立方米": "m³",
    "万立方米": "10,000 m³",
    "立方米/万元": "m³/10,000 yuan",
    "微克/立方米": "µg/m³",
    "百分点": "percentage points",
    "分": "points",
    "人": "people",
    "户": "households",
    "种": "species",
    "条": "items",
    "次": "times",
    "个": "items",
    "无量纲": "–",
}


def unit_name(unit: str) -> Name:
    """A unit as it is written in data, with its English name; one that is not known keeps its Chinese name."""
    return Name(unit, _ENGLISH.get(unit, ""))
