"""The two files that nobody can place (EV102)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from scripts.build_example import story
from scripts.build_example.content import Content, Picture, Sheet


def strays() -> dict[str, Content]:
    photo, workbook = story.STRAYS
    day = date(2021, 5, 19)
    lines = ("填报单位：", "所属年度：", "")
    rows = (("1", "秸秆", Decimal(1200)), ("2", "农膜", Decimal(36)))
    sheet = Sheet("汇总表", "创建办", day, lines, (("序号", "项目", "数量"),), rows)
    return {photo: Picture("现场照片", "大福镇", day, "street", seed=7), workbook: sheet}
