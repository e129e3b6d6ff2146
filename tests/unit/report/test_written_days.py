"""Days in the text of data, as papers write them."""

from __future__ import annotations

import pytest

from ecodemo.paper.parts import Paragraph, Style
from ecodemo.report.contents.written_days import with_written_days
from ecodemo.report.papers.composition import paper_of


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2021-09-20", "2021年9月20日"),
        ("期限2021-05-06，已逾期", "期限2021年5月6日，已逾期"),
        ("2021-04-12 动员大会：签到表", "2021年4月12日动员大会：签到表"),
        ("2018-2020年", "2018-2020年"),
        ("2021-13-40", "2021-13-40"),
        ("DA/T 22-2015", "DA/T 22-2015"),
        (
            "见http://a.gov.cn/2021-04-12/b.html，2021-04-12印发",
            "见http://a.gov.cn/2021-04-12/b.html，2021年4月12日印发",
        ),
    ],
)
def test_a_day_is_written_as_in_papers(written: str, said: str) -> None:
    assert with_written_days(written, "zh") == said
    assert with_written_days(written, "en") == written


def test_emphasis_stays_on_its_words_when_a_day_before_it_grows() -> None:
    paragraph = Paragraph("2021-09-20重要的事", Style.BODY, emphasised=((10, 12),))

    (written,) = paper_of("name", [paragraph], "zh").parts

    assert isinstance(written, Paragraph)
    assert [piece for piece, is_emphasised in written.pieces() if is_emphasised] == ["重要"]
