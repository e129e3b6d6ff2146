"""What the phase report says: words that a reader is not led astray by."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ecodemo.check.session import CheckOptions, check
from ecodemo.language import Language, Speaker
from ecodemo.load.workspace import load
from ecodemo.report.contents.build import build
from ecodemo.report.phase.phase_paper import paper
from ecodemo.report.writers.markdown_paper import markdown_content


@pytest.fixture(scope="module")
def text(example: Path) -> str:
    report = build(check(load(example), CheckOptions(), date(2021, 9, 20)), Speaker(Language.ZH))
    return markdown_content(paper(report)).decode()


@pytest.mark.parametrize(
    "said",
    [
        "因尚未取得《湖南省生态文明建设示范市县建设指标》（湘环发〔2020〕10号）原文，暂以《国家",
        "达标且佐证材料齐全22项（其中1项有材料经批准豁免）。",
        "| 00-8 | 创建申报函 | 0 | 0 |  | 1 |",
        "登记自查、市预审、督查和技术评估提出的问题10个",
        "县审计局（4件收到日期未登记）",
        "| 有此类情形 | 存在否决情形 |",
        "证明所涵盖期间截至2021年6月30日，未覆盖至申报日（2021年10月15日）。",
        "约束性、参考性指标均须全部达标。",
        "| 97.02 | 98.89 | 99.96 | 未达标 |",
        "| — | — | 94.70 |",
        "本县为内陆县，无海岸，不适用。",
        "按同一口径复算",
        "田庄乡的垃圾清运与处理量台账（2019年）为空文件，已退回。",
        "2018年生态保护红线面积（平方千米）",
        "田庄乡须于2021年9月25日前报送",
        "创建办（县级数据）",
        "责任单位自行销号，不予认定，按逾期未销号处理",
    ],
)
def test_the_report_says(text: str, said: str) -> None:
    assert said in text


@pytest.mark.parametrize("word", ["免交", "不计豁免", "不差于", "99.9599", "100.0%≥100%", "先按按"])
def test_the_report_does_not_say(text: str, word: str) -> None:
    body = text.partition("## 附件1")[0]
    assert word not in body
