"""Blocks: what their text is read into, what they know, and that every shipped one says something in both languages."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ecodemo.errors import EcodemoError
from ecodemo.paper.parts import Paragraph, Part, Points, Style
from ecodemo.report.papers import block_limits
from ecodemo.report.papers.block_process import Rendered, rendered_apart
from ecodemo.report.papers.blocks import Blocks, read

SHIPPED = Path(__file__).resolve().parents[4] / "templates" / "blocks"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("甲\n\n\n乙\n", [Paragraph("甲"), Paragraph("乙")]),
        ("One\ntwo\n \nthree", [Paragraph("One two"), Paragraph("three")]),
        ("一行，\n又一行\nand more", [Paragraph("一行，又一行and more")]),
        ("# 题\n## 一\n### 二\n#### 三", list(map(Paragraph, "题一二三", list(Style)[:4]))),
        ("##### 五\n#六", [Paragraph("##### 五#六")]),
        ("- 甲\n- 乙", [Points((Paragraph("甲", Style.POINT), Paragraph("乙", Style.POINT)))]),
        ("- 甲\n\n- 乙", [Points((Paragraph("甲", Style.POINT),)), Points((Paragraph("乙", Style.POINT),))]),
        ("甲：\n- 乙", [Paragraph("甲：", keeps_next=True), Points((Paragraph("乙", Style.POINT),))]),
        ("前**甲**中**乙**", [Paragraph("前甲中乙", emphasised=((1, 2), (3, 4)))]),
        (r"\*\*甲\*\* \- \# \\*", [Paragraph(r"**甲** - # \*")]),
        ("# 甲县\\\n报告", [Paragraph("甲县报告", Style.TITLE, breaks_before=2)]),
        (r"\- 甲", [Paragraph("- 甲")]),
        ("| a |\n<b>", [Paragraph("| a | <b>")]),
    ],
)
def test_text_is_read_into_parts(text: str, parts: list[Part]) -> None:
    assert list(read(text)) == parts


def said(tmp_path: Path, text: str, data: Mapping[str, object]) -> tuple[Part, ...]:
    (tmp_path / "blocks").mkdir(exist_ok=True)
    (tmp_path / "blocks" / "phase.title.md.j2").write_text(text, encoding="utf-8")
    return Blocks("phase", "zh", str(tmp_path), data).parts("title")


def test_a_field_wins_over_a_method_of_the_same_name(tmp_path: Path) -> None:
    data = {"row": {"values": ["1", "2"], "items": 3}}
    assert said(tmp_path, "{{ row.values | join('、') }}，{{ row.items }}", data) == (Paragraph("1、2，3"),)


def test_a_text_of_several_lines_is_one_paragraph(tmp_path: Path) -> None:
    assert said(tmp_path, "{{ note }}", {"note": "甲\n\n# 乙\n- 丙"}) == (Paragraph("甲 # 乙 - 丙"),)


def test_plain_paragraphs_get_the_style_that_the_paper_gives_them(tmp_path: Path) -> None:
    said(tmp_path, "## 一\n\n甲", {})
    parts = Blocks("phase", "zh", str(tmp_path), {}).parts("title", Style.NOTE)
    assert parts == (Paragraph("一", Style.HEADING), Paragraph("甲", Style.NOTE))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("甲\n{% if %}", 2),
        ("甲\n\n{{ nothing }}", 3),
        ("{% set a = 1 %}\n{{ a.b.c }}", 2),
        ("甲\n{{ 1 / 0 }}", 2),
    ],
)
def test_an_error_names_the_file_and_the_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(EcodemoError) as error:
        said(tmp_path, text, {})
    assert error.value.message.values["name"] == f"templates/blocks/phase.title.md.j2:{line}"


def test_only_what_the_workspace_wrote_is_rendered_in_a_process_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(tmp_path, "题", {})
    apart: list[str] = []

    def noted(render: Callable[..., Rendered], name: str, *rest: object) -> Rendered:
        apart.append(name)
        return rendered_apart(render, name, *rest)

    monkeypatch.setattr(sys.modules[Blocks.__module__], "rendered_apart", noted)
    own = Blocks("phase", "zh", str(tmp_path), {"report": {"rectification": [], "domains": []}})
    own.parts("title")
    own.parts("next")
    assert apart == ["phase.title"]


def test_an_error_in_an_included_block_names_that_one(tmp_path: Path) -> None:
    said(tmp_path, "甲", {})
    (tmp_path / "blocks" / "phase.date.zh.md.j2").write_text("\n{{ nothing }}", encoding="utf-8")
    with pytest.raises(EcodemoError) as error:
        said(tmp_path, "\n\n{% include 'phase.date' %}", {})
    assert error.value.message.values["name"] == "templates/blocks/phase.date.zh.md.j2:2"


def test_every_shipped_block_is_there_in_both_languages() -> None:
    names = {
        language: {f.name.split(f".{language}.")[0] for f in SHIPPED.glob(f"*.{language}.md.j2")}
        for language in ("zh", "en")
    }
    assert names["zh"] == names["en"]
    assert len(list(SHIPPED.iterdir())) == 2 * len(names["zh"])


@pytest.mark.parametrize(
    "text",
    [
        "{% set r = report.parse_file('@OUTSIDE@', content_type='json') %}{{ r }}",
        (
            "{{ report.parse_raw(\"cos\\nsystem\\n(S'touch @MARK@'\\ntR.\".encode(), "
            "content_type='application/pickle', allow_pickle=True) }}"
        ),
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''['__class__'] }}",
        "{{ ''|attr('__class__') }}",
        "{{ '{0.__class__.__mro__}'.format('') }}",
        "{{ '{a.__class__}'.format_map({'a': ''}) }}",
        "{{ ('{0.__class__}'|attr('format'))('') }}",
        "{{ (['{0.__class__}'.format]|first)('') }}",
        "{{ '%s' % ''.__class__ }}",
        "{{ ['']|selectattr('__class__')|list }}",
        "{{ ['']|map(attribute='__class__.__mro__')|list }}",
        "{{ (['']|map('attr', '__class__')|first).__mro__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ joiner.__init__.__globals__ }}",
        "{{ namespace.__init__.__globals__ }}",
        "{{ lipsum.__globals__ }}",
        "{{ lipsum|attr('__globals__') }}",
        "{{ dict.__base__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ self._TemplateReference__context }}",
        "{% macro m() %}{% endmacro %}{{ m.__call__.__globals__ }}",
        "{% set ns = namespace() %}{% set ns.__class__ = 1 %}{{ ns.__class__ }}",
        "{{ report.items.__self__ }}",
        "{{ report.update({'year': 1}) }}",
        "{{ report.years.append(1) }}",
        "{% import 'os' as os %}",
        "{% include '@OUTSIDE@' %}",
        "{% include '../../outside.json' %}",
        "{{ range(999999999) }}",
    ],
)
def test_a_block_gets_neither_at_programs_nor_at_files_nor_changes_the_data(
    tmp_path: Path, text: str
) -> None:
    outside, mark, folder = tmp_path / "outside.json", tmp_path / "mark", tmp_path / "templates"
    outside.write_text('{"secret": "read from outside"}', encoding="utf-8")
    folder.mkdir()
    data = {"report": {"year": 2021, "years": [2020]}}
    text = text.replace("@OUTSIDE@", str(outside)).replace("@MARK@", str(mark))
    with pytest.raises(EcodemoError) as error:
        said(folder, text, data)
    assert error.value.message.values["name"] == "templates/blocks/phase.title.md.j2:1"
    assert "read from outside" not in str(error.value)
    assert not mark.exists()
    assert data == {"report": {"year": 2021, "years": [2020]}}


@pytest.mark.parametrize(
    "text",
    [
        "{{ ['']|map(attribute='__class__')|list }}",
        "{{ ['']|map('attr', '__class__')|list }}",
        "{{ ['']|groupby('__class__') }}",
        "{{ ['']|sort(attribute='__class__') }}",
    ],
)
def test_what_a_filter_takes_from_a_private_attribute_is_nothing(tmp_path: Path, text: str) -> None:
    (part,) = said(tmp_path, text, {})
    assert isinstance(part, Paragraph)
    assert "class" not in part.text


@pytest.mark.parametrize(
    "text",
    [
        "{{ 'a' * 4000000000 }}",
        "{{ 4000000000 * [0] }}",
        "{{ 2 ** 999999999 }}",
        "{{ '{:>99999999999999}'.format(1) }}",
        "{{ 'a'|center(99999999999999) }}",
        "{{ '%99999999d' % 1 }}",
        "{% set n = namespace(a='a') %}{% for _ in range(99) %}{% set n.a = n.a + n.a %}{% endfor %}",
        "{% for _ in range(30) %}{{ 'a' * 1000000 }}{% endfor %}",
    ],
)
def test_a_block_that_grows_too_large_ends(tmp_path: Path, text: str) -> None:
    with pytest.raises(EcodemoError, match=r"(larger than 20 MB when rendered|more than 512 MB of memory)"):
        said(tmp_path, text, {})


def test_a_giant_in_place_of_a_block_is_not_read(tmp_path: Path) -> None:
    said(tmp_path, "甲", {})
    os.truncate(tmp_path / "blocks" / "phase.title.md.j2", 10 << 30)
    with pytest.raises(EcodemoError) as error:
        Blocks("phase", "zh", str(tmp_path), {}).parts("title")
    assert "it is larger than 20 MB" in str(error.value)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no alarm")
def test_a_block_that_does_not_come_to_its_end_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(block_limits, "LONGEST", 0.3)
    endless = "{% for _ in range(99999) %}{% for _ in range(99999) %}{% endfor %}{% endfor %}"
    with pytest.raises(EcodemoError) as error:
        said(tmp_path, endless, {})
    assert "takes longer than" in str(error.value)
    assert error.value.message.values["name"] == "templates/blocks/phase.title.md.j2:1"
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no alarm")
def test_an_alarm_that_somebody_else_waits_for_is_left_alone(tmp_path: Path) -> None:
    signal.setitimer(signal.ITIMER_REAL, 1000)
    try:
        assert said(tmp_path, "甲", {}) == (Paragraph("甲"),)
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 900
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is limited where /proc tells it")
def test_a_block_that_fills_the_memory_ends_and_this_process_goes_on(tmp_path: Path) -> None:
    greedy = "{% set kept = namespace(all=[]) %}{% for n in range(99999) %}{% set kept.all = [kept.all, 'a' * 9000000] %}{% endfor %}"
    with pytest.raises(EcodemoError, match="uses more than 512 MB of memory"):
        said(tmp_path, greedy, {})
    assert said(tmp_path, "甲", {}) == (Paragraph("甲"),)


def test_a_block_ends_in_time_beside_the_main_thread_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(block_limits, "LONGEST", 0.3)
    endless = "{% for _ in range(99999) %}{% for _ in range(99999) %}{% endfor %}{% endfor %}"
    errors: list[EcodemoError] = []

    def render() -> None:
        with pytest.raises(EcodemoError) as error:
            said(tmp_path, endless, {})
        errors.append(error.value)

    thread = threading.Thread(target=render)
    thread.start()
    thread.join()
    assert "takes longer than" in str(errors[0])


def test_what_is_killed_in_the_midst_of_a_block_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Blocks, "render", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    with pytest.raises(EcodemoError, match="Cannot use the template"):
        said(tmp_path, "甲", {})
