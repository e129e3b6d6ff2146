"""What a paper says of itself: its number (文号), the day on which it was issued (成文日期), who issued it (责任者).

Read from plain lines of text, wherever those come from: a text layer, or words recognised on a scan.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import TypeVar
from unicodedata import normalize

from ecodemo.model.official import official_numbers


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a paper says of itself; empty where it does not say it, or says several things."""

    number: str = ""
    """In the one spelling of `model.official.canonical_number`."""
    issued: date | None = None
    issuer: str = ""


NO_IMPRINT = Imprint()


@dataclass(frozen=True, slots=True)
class _Signature:
    """A day in a line of its own, with the bodies that are named before it."""

    issued: date
    issuer: str
    line: int
    is_labelled: bool


_HEAD = 40
"""Lines at the beginning that can hold the paper's own number."""
_TITLE = 12
"""Lines at the beginning with the letterhead and the title."""
_TAIL, _LAST = 15, 3
"""Lines at the end that can hold the signature; of those, a day without anything else."""
_LONGEST_LINE = 80
_BODY_LENGTHS = range(3, 31)
_MOST_BODIES = 3
"""More of them above a day are a list."""
_YEARS = range(1949, 2100)

_BODIES = (
    "政府|委员会|常委会|局|厅|部|部门|委|办|办公室|中心|站|所|院|队|公司|集团|合作社|协会|学会|联社|村|社区|街道|领导小组|"
    "工作组|指挥部|管理处|办事处|事务所|党委|党组|工委|纪委|人大|政协|大学|学院|学校|中学|小学|银行|林场|农场|园区"
)
_BODY = re.compile(rf"[\u4e00-\u9fff()·]{{1,28}}(?:{_BODIES})(?:\([\u4e00-\u9fff]{{1,10}}\))?")
_NO_BODY = re.compile(
    "关于|根据|按照|依据|特此|附件|抄送|主送|报送|呈报|印发|以上|各|经办|负责|审核|审批|联系|填表|制表|本单位|本部门|本[县市镇乡局]|该|由|请|在|对|与|及"
)
"""How lines begin that end like the name of a body and are none."""
_BODY_LABEL = re.compile(
    r"(?:填报|编制|报告|发文|制发|监测|检测|出具|上报|落款|责任)?(?:单位|机关|责任者)(?:名称)?\s*(?:\([盖公签印]?章\))?\s*:"
)
_SEAL = re.compile(r"\([\u4e00-\u9fff]{0,6}[章印]\)")
_LETTERHEAD = re.compile(r"(.{4,30}?)文件")
_NUMBER_LABEL = re.compile(r"(?:发文字号|发文号|公文编号|文件编号|文号|编号):")
_SIGNER = re.compile(r"签发人:?.*")
_SHORT_NAME = re.compile(
    r"(?!.*(?:关于|印发|转发|根据|按照|的))[\u4e00-\u9fff]{1,9}[\u4e00-\u9fffA-Za-z]{0,4}"
)
_DAY_LABEL = re.compile("(?:成文|发文|签发|报告|编制|填报|填表|出具|制表|签署|上报|发布)?(?:日期|时间):")
_ARABIC = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})[日号]")
_CHINESE = re.compile(
    r"([〇○零O0一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_POINTED = re.compile(r"([0-9]{4})([./-])([0-9]{1,2})\2([0-9]{1,2})日?")
_DAY_AT_END = re.compile(rf"(?:{_ARABIC.pattern}|{_CHINESE.pattern})$")
_FIGURES = {sign: value for value, signs in enumerate(("〇○零O0", *"一二三四五六七八九")) for sign in signs}
_ANNEX = re.compile("附[件表](?:(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2}):?)?")
"""The head of an annex; 附件： begins their list, which is before the signature."""
_UNDER_PAPER = re.compile("(?:抄送|主题词):.*|.{0,60}日印发")
"""The lines that say whom a paper also went to, and when it was printed."""

_Said = TypeVar("_Said")


def imprint_of(text: Iterable[str]) -> Imprint:
    """What a paper says of itself in its lines: the first hold its number, the last who issued it and when."""
    lines = [line for raw in text if (line := normalize("NFKC", raw[:1_000]).strip())]
    signature = _signature(_own_part(lines))
    head = one_said(_letterheads(lines[:_TITLE]))
    issuer = signature.issuer if signature else ""
    if head and head not in issuer.split():
        issuer = "" if issuer else head
    return Imprint(
        one_said(_numbers(lines[:_HEAD])) or "",
        signature.issued if signature else None,
        issuer.replace("(", "（").replace(")", "）"),
    )


def number_in_name(name: str) -> str:
    """The number that the name of a file bears for itself; empty where it bears none, or several."""
    parts = re.split(r"[\s_—\-+,;,.、《》]+|(?<=号)", normalize("NFKC", name))
    return one_said(number for part in parts if (number := _whole_number(part))) or ""


def one_said(said: Iterable[_Said]) -> _Said | None:
    """The value, where all sources that have one agree; an empty one counts for nothing."""
    found = {one for one in said if one}
    return found.pop() if len(found) == 1 else None


def _squeezed(line: str) -> str:
    return "".join(line.split())


def _own_part(lines: Sequence[str]) -> Sequence[str]:
    """Without annexes, and without the lines under the paper."""
    for place, line in enumerate(lines):
        if place < _TITLE // 2 or len(line) > _LONGEST_LINE:
            continue
        squeezed = _squeezed(line)
        if _ANNEX.fullmatch(squeezed) or _UNDER_PAPER.fullmatch(squeezed):
            return lines[:place]
    return lines


def _numbers(head: Iterable[str]) -> Iterator[str]:
    for line in head:
        text = _SIGNER.sub("", _squeezed(line)) if len(line) <= _LONGEST_LINE else ""
        letterhead = _LETTERHEAD.match(text)
        behind = text[letterhead.end() :] if letterhead else text
        if number := _whole_number(_NUMBER_LABEL.sub("", behind, count=1)):
            yield number


def _whole_number(text: str) -> str:
    """The number that a text consists of; empty where there is more, as in 转发湘政发〔2020〕10号."""
    bare = text.removeprefix("(").removesuffix(")") if text.endswith("号)") else text
    found = official_numbers(bare)
    short = _SHORT_NAME.match(bare)
    is_whole = len(found) == 1 and bare.endswith("号") and short is not None
    return found[0] if is_whole and short and found[0].startswith(f"{short[0]}〔") else ""


def _letterheads(head: Iterable[str]) -> Iterator[str]:
    """安化县人民政府文件, in red over the number."""
    for line in head:
        squeezed = _squeezed(line)
        if len(squeezed) <= _LONGEST_LINE and (found := _LETTERHEAD.match(squeezed)) and _is_body(found[1]):
            behind = squeezed[found.end() :]
            if not behind or _whole_number(_SIGNER.sub("", behind)):
                yield found[1]


def _signature(lines: Sequence[str]) -> _Signature | None:
    """The one that counts: with a body at the end, a day at the end, with a body anywhere, a day under the title."""
    found = list(_signatures(lines))
    tail, last = len(lines) - _TAIL, len(lines) - _LAST
    for chosen in (
        [one for one in found if one.issuer and one.line >= tail],
        [one for one in found if one.line >= last or (one.is_labelled and one.line >= tail)],
        [one for one in found if one.issuer],
        [one for one in found if one.line < _TITLE and lines[one.line].startswith("(")],
    ):
        if chosen:
            issued = one_said(one.issued for one in chosen)
            issuer = one_said(one.issuer for one in chosen)
            return _Signature(issued, issuer or "", 0, is_labelled=False) if issued else None
    return None


def _signatures(lines: Sequence[str]) -> Iterator[_Signature]:
    for place, line in enumerate(lines):
        if len(line) > _LONGEST_LINE or "".join(lines[place + 1 : place + 2]).startswith("印发"):
            continue
        squeezed = _squeezed(_SEAL.sub("", line))
        label = _DAY_LABEL.match(squeezed)
        issued = _day_of(squeezed[label.end() :] if label else squeezed.strip("()"))
        if issued:
            above = lines[max(0, place - _MOST_BODIES - 2) : place]
            yield _Signature(issued, _issuer_above(above), place, is_labelled=label is not None)
        elif (day := _DAY_AT_END.search(squeezed)) and (issued := _day_of(day[0])):
            before = _bodies(_before_day(line))
            if before:
                yield _Signature(issued, " ".join(before), place, is_labelled=False)


def _before_day(line: str) -> str:
    """What is in a line before the day at its end, whose signs may have blanks between them."""
    return re.split(r"\s*(?:[0-9]\s*){4}年|\s*(?:[〇○零O0一二三四五六七八九]\s*){4}年", line)[0]


def _issuer_above(lines: Sequence[str]) -> str:
    """The bodies named right above a day; several that issued it together are joined by a blank."""
    upwards = [line for line in reversed(lines) if _squeezed(_SEAL.sub("", line))]
    named = list(takewhile(bool, (_bodies(line) for line in upwards)))
    bodies = [body for line in reversed(named) for body in line]
    return " ".join(bodies) if len(bodies) <= _MOST_BODIES else ""


def _bodies(line: str) -> list[str]:
    """The bodies that a line consists of; none where it holds anything else."""
    bare = _SEAL.sub(" ", _BODY_LABEL.sub("", line, count=1)).strip()
    if len(bare) > _LONGEST_LINE:
        return []
    parts = bare.split()
    if len(parts) > 1 and all(map(_is_body, parts)):
        return parts
    whole = "".join(parts)
    return [whole] if _is_body(whole) else []


def _is_body(text: str) -> bool:
    return (
        len(text) in _BODY_LENGTHS
        and bool(_BODY.fullmatch(text))
        and not _NO_BODY.match(text)
        and "的" not in text
    )


def _day_of(text: str) -> date | None:
    """The day that a text consists of; `None` also for one that does not exist."""
    if found := _ARABIC.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _CHINESE.fullmatch(text):
        year = int("".join(str(_FIGURES[sign]) for sign in found[1]))
        return _day(year, _counted(found[2]), _counted(found[3]))
    found = _POINTED.fullmatch(text)
    return _day(int(found[1]), int(found[3]), int(found[4])) if found else None


def _counted(written: str) -> int:
    """十, 十二, 二十, 三十一; what is written otherwise is no number."""
    tens, ten, ones = written.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in tens:
        return 0
    return (_FIGURES.get(tens, 1) * 10 if ten else 0) + _FIGURES.get(ones, 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None
