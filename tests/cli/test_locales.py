"""Names of files are UTF-8 whatever the locale; what a terminal shows is in its own encoding."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.running import SOURCE, command, environment, invoke, process, run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Python reads names on Windows as UTF-8")
NOT_MADE_UTF8 = {"PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
OTHERS = ("zh_CN.GBK", "zh_CN.GB18030", "en_US.ISO-8859-1", "C", "POSIX")

INSERTED = f"import sys; sys.path.insert(0, {str(SOURCE)!r}); from ecodemo.__main__ import main; main()"

Made = Callable[[str], dict[str, str]]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Makes a locale, and gives the environment in which it holds and Python does nothing about it."""
    folder = tmp_path_factory.mktemp("locales")

    def make(name: str) -> dict[str, str]:
        language, _, charset = name.partition(".")
        if charset and not (folder / name).exists():
            if shutil.which("localedef") is None:
                pytest.skip("localedef, which makes locales, is not installed")
            subprocess.run(
                ["localedef", "-f", charset, "-i", language, folder / name], capture_output=True, check=False
            )
            if not (folder / name).exists():
                pytest.skip(f"the sources of {name} are not installed")
        return {"LOCPATH": str(folder), "LC_ALL": name, **NOT_MADE_UTF8}

    return make


@pytest.mark.long
@pytest.mark.parametrize("locale", OTHERS)
def test_the_locale_is_one_under_which_python_reads_names_otherwise(made: Made, locale: str) -> None:
    ran = run([sys.executable, "-c", "import sys; print(sys.getfilesystemencoding())"], env=made(locale))
    assert ran.stdout.strip() != "utf-8"


@pytest.mark.parametrize("locale", [other for other in OTHERS if other not in ("zh_CN.GB18030", "POSIX")])
def test_the_same_county_is_judged_alike_under_every_locale(example: Path, made: Made, locale: str) -> None:
    arguments = ("-C", example, "--lang", "zh", "check", "-f", "json")
    here, there = invoke(*arguments), process(*arguments, env=made(locale))
    assert (there.exit_code, there.stdout) == (here.exit_code, here.stdout)


@pytest.mark.parametrize("locale", ["zh_CN.GBK", "C"])
def test_a_lock_has_the_same_names_under_every_locale(county: Path, made: Made, locale: str) -> None:
    arguments = ("-C", county, "evidence", "lock")
    (county / "evidence.sha256").unlink()
    invoke(*arguments)
    before = (county / "evidence.sha256").read_bytes()
    (county / "evidence.sha256").unlink()
    assert process(*arguments, env=made(locale)).exit_code == 0
    assert (county / "evidence.sha256").read_bytes() == before


def test_arguments_keep_their_bytes_and_the_standard_streams_their_files(
    county: Path, made: Made, tmp_path: Path
) -> None:
    script = tmp_path / "ecodemo"
    script.write_text("from ecodemo.__main__ import main\nmain()\n")
    out = tmp_path / "报告　é\x80.json"
    ran = run(
        [sys.executable, str(script), "-C", str(county), "check", "-f", "json", "-o", str(out)],
        env=made("zh_CN.GBK"),
    )
    assert ran.exit_code == 0, ran.stderr
    assert out.read_bytes().startswith(b"{")


def test_where_it_cannot_begin_again_it_refuses_before_it_writes(tmp_path: Path, made: Made) -> None:
    script = "import sys; sys.executable = ''; from ecodemo.__main__ import main; main()"
    ran = run(
        [sys.executable, "-c", script, "--lang", "en", "init", str(tmp_path / "new"), "--starter", "anhua"],
        env=made("zh_CN.GBK"),
    )
    assert (ran.exit_code, ran.stdout, len(ran.stderr.splitlines())) == (2, "", 1)
    assert "PYTHONUTF8=1" in ran.stderr
    assert not (tmp_path / "new").exists()


def test_also_where_python_was_told_not_to_use_utf8(county: Path, made: Made) -> None:
    arguments = [sys.executable, "-I", "-X", "utf8=0", "-c", INSERTED, "-C", str(county), "check"]
    ran = run(arguments, env=made("zh_CN.GBK"), timeout=60)
    assert (ran.exit_code, ran.clean) == (0, True)


def test_the_library_refuses_what_it_would_misread(county: Path, made: Made) -> None:
    script = "import ecodemo, sys; ecodemo.load(sys.argv[1])"
    ran = run([sys.executable, "-c", script, str(county)], env=made("zh_CN.GBK"))
    assert ran.exit_code == 1
    assert "EcodemoError: File names are decoded as gbk, but a workspace requires UTF-8" in ran.stderr


def on_a_terminal(arguments: list[bytes], env: dict[str, str]) -> tuple[int, bytes]:
    ours, its = os.openpty()
    started = subprocess.Popen(arguments, stdin=its, stdout=its, stderr=its, env=environment(**env))
    os.close(its)
    shown = b""
    try:
        while block := os.read(ours, 1 << 16):
            shown += block
    except OSError:  # how Linux says that nobody writes any more
        pass
    finally:
        os.close(ours)
    return started.wait(), shown


@pytest.mark.parametrize(
    ("locale", "encoding"),
    [("zh_CN.GBK", "gbk"), ("C", "utf-8")],
)
def test_a_terminal_is_spoken_to_in_its_own_encoding(
    county: Path, made: Made, locale: str, encoding: str
) -> None:
    env = made(locale) if locale in OTHERS else {"LC_ALL": locale}
    status, shown = on_a_terminal([os.fsencode(word) for word in command("-C", county, "doctor")], env)
    assert status in (0, 1)
    assert "编码" in shown.decode(encoding)


def test_words_typed_on_such_a_terminal_are_understood(county: Path, made: Made) -> None:
    words = [*command("-C", county, "check", "--unit"), "东山镇"]
    status, shown = on_a_terminal([word.encode("gbk") for word in words], made("zh_CN.GBK"))
    assert status == 0, shown.decode("gbk")
    status, shown = on_a_terminal([word.encode("gbk") for word in [*words[:-1], "西山乡"]], made("zh_CN.GBK"))
    assert status == 2
    assert "西山乡" in shown.decode("gbk")


def test_a_terminal_that_lacks_chinese_shows_question_marks(county: Path, made: Made) -> None:
    arguments = [os.fsencode(word) for word in command("-C", county, "--lang", "zh", "check")]
    status, shown = on_a_terminal(arguments, made("en_US.ISO-8859-1"))
    assert status == 0
    assert b"??" in shown
    assert b"Traceback" not in shown
