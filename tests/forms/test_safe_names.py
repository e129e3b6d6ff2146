"""Names made safe: what comes out passes the rule on names (FX201), whatever went in."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ecodemo.forms.safe_names import safe_name
from ecodemo.rules.storage import not_portable


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("25-1 秸秆综合利用台账.xlsx", "25-1 秸秆综合利用台账.xlsx"),
        ("东山/镇", "东山／镇"),
        ('a<b>:"c|?*\\d', "a＜b＞：”c｜？＊＼d"),
        ("台\u200b账\u00ad.pdf", "台账.pdf"),
        ("河\x00长\x7f制", "河长制"),
        ("  两\u3000\u3000个　空格 .", "两 个 空格"),
        (".~ 隐藏", "隐藏"),
        ("..", "_"),
        (".pdf", "pdf"),
        ("CON", "_CON"),
        ("con .txt", "_con.txt"),
        ("conin$", "_conin$"),
        ("com¹.pdf", "_com¹.pdf"),
        ("com0", "com0"),
        ("东" * 100 + ".pdf", "东" * 60 + ".pdf"),
        ("", "_"),
    ],
)
def test_a_name_is_changed_no_more_than_it_has_to_be(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text() | st.text(alphabet=' ./\\:con1¹$東\u00ad\u200b\ud800\t~"'))
@example("東" * 59 + "   " + "東" * 60)
@example("a. .pdf")
@example("0 \x08 0")
def test_every_system_can_hold_what_comes_out_and_it_stays_as_it_is(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert "/" not in safe
    assert list(not_portable(safe)) == []
    assert safe_name(safe) == safe
