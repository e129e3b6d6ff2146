"""Why the system refused, in words of the user."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from ecodemo.errors import EcodemoError, system_reason
from ecodemo.files import write_whole
from ecodemo.language import Language, Speaker

CHINESE = Speaker(Language.ZH)


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "磁盘已满"), (errno.EACCES, "无权限"), (errno.EROFS, "磁盘为只读")],
    ids=["full disk", "no right", "read-only"],
)
def test_usual_reasons_are_said_in_the_users_language(number: int, said: str) -> None:
    reason = system_reason(OSError(number, os.strerror(number)))
    assert not isinstance(reason, str)
    assert CHINESE.say(reason) == said


def test_an_unusual_reason_is_said_as_the_system_says_it() -> None:
    assert system_reason(OSError(errno.EDOM, "odd")) == "odd"


def test_a_file_where_a_folder_is_needed_is_said_and_stays(tmp_path: Path) -> None:
    (tmp_path / "发出").write_text("x", encoding="utf-8")
    with pytest.raises(EcodemoError) as raised:
        write_whole(tmp_path / "发出" / "a.zip", b"")
    assert "已存在同名文件，无法建立文件夹" in CHINESE.say(raised.value.message)
    assert (tmp_path / "发出").read_text(encoding="utf-8") == "x"
