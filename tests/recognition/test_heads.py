"""What recognised lines propose, and the line that says it."""

from __future__ import annotations

from ecodemo.model.recognised import HeadKind
from ecodemo.recognition.heads import Proposal, propose


def test_each_proposal_has_the_line_that_says_it() -> None:
    pages = [
        ["安化县人民政府文件", "安政发〔2021〕12号", "关于空气质量的说明"],
        ["正文2020年5月1日起。", "安化县人民政府", "2021年5月19日"],
    ]
    assert list(propose(pages)) == [
        Proposal(HeadKind.NUMBER, "安政发〔2021〕12号", 0, 1),
        Proposal(HeadKind.ISSUED, "2021-05-19", 1, 2),
        Proposal(HeadKind.ISSUER, "安化县人民政府", 1, 1),
    ]


def test_a_number_within_a_sentence_is_of_another_paper() -> None:
    assert list(propose([["根据安政发〔2021〕12号文件"], []])) == []
