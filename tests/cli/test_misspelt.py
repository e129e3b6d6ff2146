"""For a misspelt command the one that was meant is suggested, once."""

from __future__ import annotations

import pytest

from cli.running import invoke


@pytest.mark.parametrize(
    ("words", "meant"),
    [(("chek",), "check"), (("form", "exprt"), "export"), (("evidence", "lok"), "lock")],
    ids=["command", "form", "evidence"],
)
def test_what_was_meant_is_said_once(words: tuple[str, ...], meant: str) -> None:
    ran = invoke("--lang", "en", *words)
    assert ran.exit_code == 2
    assert ran.stderr.count(f"'{meant}'") == 1
    assert ran.stderr.count("Did you mean") == 1
