"""FX2: whether the files below evidence/ can be kept: names that every system holds, nothing that does not belong."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from unicodedata import normalize

from ecodemo.model.evidence import EvidenceFile, Survey
from ecodemo.model.file_names import DROPPED_AT_END, FORBIDDEN, HIDDEN, LONGEST_NAME, NOT_UTF_8, is_device
from ecodemo.model.finding import Problem, Ref, Severity, Subject
from ecodemo.model.message import Message, listing, message
from ecodemo.rules._path import about, unit_above
from ecodemo.rules._rule import Context, rule

_FOLDER = "evidence/"
_LONGEST_PATH = 200
"""The tool's own allowance, in UTF-16 units: Windows holds 260, less a folder that evidence/ is copied into."""
_WIDE_BLANK = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_PLAIN_SIGNS = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))
} | dict.fromkeys(map(ord, "‐‑‒–—―−－﹣─━"), ord("-"))
"""Full-width digits and capitals, and signs that look like a hyphen: each becomes one sign of the keyboard."""
_NOT_PLAIN = re.compile(rf"{HIDDEN.pattern}|{_WIDE_BLANK.pattern}|[{''.join(map(chr, _PLAIN_SIGNS))}]")
_NUMBER = re.compile(r"([0-9]{2,3}-[0-9]{1,2}|[A-Z][0-9]{1,2})(?:-[0-9]{1,2})?(?![0-9])")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")

_ANY_CASE = re.IGNORECASE
GIVEN_NAMES: tuple[tuple[re.Pattern[str], Message], ...] = (
    (re.compile(r"(企业)?微信(图片|截图)|mmexport\d|wx_camera_\d|wechat", _ANY_CASE), message("WeChat")),
    (re.compile(r"QQ(图片|截图|浏览器截图)|TIM(图片|截图)", _ANY_CASE), message("QQ")),
    (re.compile(r"钉钉(图片|截图|扫描)|dingtalk|lADP|lQLP", _ANY_CASE), message("DingTalk")),
    (
        re.compile(
            r"(IMG|DSC|DSCN|DSCF|VID|PXL|MVIMG|WIN|PANO)[_-]?\d|(图片|照片|image|photo|picture)[ _-]*\d*$",
            _ANY_CASE,
        ),
        message("a camera or a phone"),
    ),
    (
        re.compile(
            r"扫描(全能王|件|文档|文件|图像)?[ _-]*([(（]?\d|$)|(scan|camscanner|skm_)[a-z]*[ _-]*\d|doc[_-]?\d{6}",
            _ANY_CASE,
        ),
        message("a scanner"),
    ),
    (re.compile(r"屏幕(截图|快照)|截屏|截图[ _-]*\d*$|screen ?shot", _ANY_CASE), message("a screenshot")),
    (
        re.compile(
            r"新建 ?(microsoft|文本|文档|doc|xls|ppt|bmp|rtf|位图)|(文档|工作簿|演示文稿|document|doc|book)[ _-]*\d*$"
            r"|(未命名|无标题)(文件|文档|表格|图片|设计)?[ _\d()（）-]*$|untitled|unnamed",
            _ANY_CASE,
        ),
        message("the program that created it"),
    ),
    (
        re.compile(r"复件|副本[ _-]|(.* [-–—] )?副本( ?[(（]?\d+[)）]?)?$", _ANY_CASE),
        message("the system when copying"),
    ),
    (re.compile(r"[\d ._()（）-]+$"), message("a counter or a timestamp")),
)
"""How names begin that nobody chose, and what gives such names; looked for in the name without its suffix."""


@rule("FX201", "name-not-portable", Severity.ERROR, on=Survey)
def name_not_portable(survey: Survey, context: Context) -> Iterator[Problem]:
    """A name that Windows, a zip or an archive cannot hold."""
    for path, file in context.paths_found.items():
        for what, hint in not_portable(path.rpartition("/")[2]):
            yield Problem(Ref("evidence", path), what, about(path, file, context.workspace), hint)
        units = utf_16_units(_FOLDER + path)
        if file is not None and units > _LONGEST_PATH:
            yield Problem(
                Ref("evidence", path),
                message(
                    "The whole path is {units} characters long, more than {most}: inside another folder it may be too long for Windows.",
                    units=units,
                    most=_LONGEST_PATH,
                ),
                context.workspace.subject_of(file),
                message("Shorten the names of the file and of the folders above it."),
            )


@rule("FX202", "name-twins", Severity.ERROR, on=Survey)
def name_twins(survey: Survey, context: Context) -> Iterator[Problem]:
    """Names beside each other that are one and the same on Windows or on a Mac: one would overwrite the other."""
    paths = context.paths_found
    beside: dict[str, list[str]] = {}
    for path in paths:
        beside.setdefault(path.rpartition("/")[0], []).append(path)
    for together in beside.values():
        alike: dict[str, list[str]] = {}
        for path in together:
            alike.setdefault(folded(path.rpartition("/")[2]), []).append(path)
        for twins in (listed for listed in alike.values() if len(listed) > 1):
            first, *others = sorted(twins)
            yield Problem(
                Ref("evidence", first),
                message(
                    "On Windows or macOS this is the same name as {names}: only one of them would remain.",
                    names=listing(*(_shown(other.rpartition("/")[2]) for other in others)),
                ),
                about(first, paths[first], context.workspace),
                message("Give each its own name, or delete duplicates."),
                related=tuple(Ref("evidence", other) for other in others),
            )


@rule("FX203", "name-misleading", Severity.WARNING, on=Survey)
def name_misleading(survey: Survey, context: Context) -> Iterator[Problem]:
    """A name that looks like another one: it is not found by searching, and its number is not read."""
    numbers = context.workspace.requirements.keys()
    for path, file in context.paths_found.items():
        name = path.rpartition("/")[2]
        plain = plain_name(name, numbers)
        if plain != name:
            yield Problem(
                Ref("evidence", path),
                _why_misleading(name),
                about(path, file, context.workspace),
                message("Rename it to: {name}", name=plain),
            )


@rule("FX204", "leftover-file", Severity.WARNING, on=Survey, needs_folder=True)
def left_over(survey: Survey, context: Context) -> Iterator[Problem]:
    """What a program left behind: it is no evidence and does not go into an archive."""
    for path in survey.leftovers:
        yield Problem(
            Ref("evidence", path),
            message("Left behind by a program; not evidence."),
            Subject(unit=unit_above(path, context.workspace)),
            message("Delete it. If the document is still open in a program, close that first."),
        )


@rule("FX205", "link", Severity.ERROR, on=Survey, needs_folder=True)
def link(survey: Survey, context: Context) -> Iterator[Problem]:
    """A link is where a file should be: copied elsewhere, it leads to nothing."""
    for found in survey.links:
        yield Problem(
            Ref("evidence", found.path),
            message("Link that points outside evidence/; its target was not checked.")
            if found.leaves
            else message("Link to another place in evidence/; it does not count as a file."),
            Subject(unit=unit_above(found.path, context.workspace)),
            message("Put the file itself there; if it is filed elsewhere, register it with see (互见)."),
        )


@rule("FX206", "name-not-descriptive", Severity.WARNING, on=EvidenceFile)
def name_says_nothing(file: EvidenceFile, context: Context) -> Iterator[Problem]:
    """A name that a telephone, a scanner or a program gave: nobody who looks for the document will find it.

    A file that is filed by its own number, or is in the folder of an event, is found by that.
    """
    giver = name_giver(file.name) if file.requirement is None else None
    if giver is not None:
        yield Problem(
            Ref("evidence", file.path),
            message("The name was generated by {giver} and does not describe the document.", giver=giver),
            context.workspace.subject_of(file),
            message("Rename it to the number and the name of the document."),
        )


def not_portable(name: str) -> Iterator[tuple[Message, Message]]:
    """What keeps a name from being held everywhere, each with how to fix it; nothing where every system holds it."""
    if NOT_UTF_8.search(name):
        yield _not_utf_8(name)
        return
    if forbidden := FORBIDDEN.findall(name):
        yield (
            message(
                "The name contains {signs}, which Windows and zip archives do not allow.",
                signs=listing(*map(_sign, dict.fromkeys(forbidden))),
            ),
            message("Remove it, or use the full-width character instead, such as ：？"),
        )
    if name.endswith(tuple(DROPPED_AT_END)):
        yield (
            message(
                "The name ends in a space or a full stop: Windows drops it and cannot find the file again."
            ),
            message("Remove it from the end of the name."),
        )
    if is_device(name):
        yield (
            message("Windows reserves this name for a device; no file can have it."),
            message("Add a prefix."),
        )
    size = len(name.encode())
    if size > LONGEST_NAME:
        yield (
            message(
                "The name is {size} bytes long; file systems allow at most {most}.",
                size=size,
                most=LONGEST_NAME,
            ),
            message("Shorten it to at most 80 Chinese characters."),
        )


def folded(name: str) -> str:
    """What Windows and Macs look at when they compare two names."""
    return normalize("NFC", normalize("NFC", name).casefold()).rstrip(" .")


def plain_name(name: str, numbers: Collection[str]) -> str:
    """A name without signs that cannot be seen, with ordinary blanks, and its number and years as the keyboard writes.

    Args:
        name: the name of a file or folder.
        numbers: the numbers of requirements; only these are read at the beginning of a name.
    """
    if not _NOT_PLAIN.search(name):
        return name
    written = _WIDE_BLANK.sub(" ", HIDDEN.sub("", name))
    if written != name:
        written = written.strip(" ")
    plain = written.translate(_PLAIN_SIGNS)
    number = _NUMBER.match(plain)
    spans = [number.span()] if number and number[1] in numbers else []
    for start, end in (*spans, *(year.span() for year in _YEAR.finditer(plain))):
        written = written[:start] + plain[start:end] + written[end:]
    return written


def name_giver(name: str) -> Message | None:
    """What gives names like this one, or `None` where a person chose it."""
    stem = name.rpartition(".")[0] or name
    return next((giver for pattern, giver in GIVEN_NAMES if pattern.match(stem)), None)


def utf_16_units(text: str) -> int:
    """How long a text is for Windows."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _not_utf_8(name: str) -> tuple[Message, Message]:
    meant = _from_gbk(name)
    return (
        message("The name is not UTF-8; other computers show it garbled."),
        message("Probably from an old zip. Rename it to: {name}", name=meant)
        if meant
        else message("Unpack the zip again with a program that supports Chinese names, or rename the file."),
    )


def _from_gbk(name: str) -> str:
    """What a name that is no UTF-8 says in the character set of Chinese Windows; empty where it says nothing."""
    try:
        return name.encode("utf-8", "surrogateescape").decode("gb18030")
    except UnicodeError:
        return ""


def _why_misleading(name: str) -> Message:
    if hidden := dict.fromkeys(HIDDEN.findall(name)):
        return message("The name contains invisible characters: {signs}.", signs=listing(*map(_code, hidden)))
    if _WIDE_BLANK.search(name):
        return message("The name contains spaces that are not ordinary spaces.")
    return message("The number in the name is not written with half-width digits and hyphens.")


def _shown(name: str) -> str:
    """A name with the signs that nobody sees spelt out."""
    return HIDDEN.sub(lambda found: f"<{_code(found[0])}>", name)


def _sign(sign: str) -> str:
    return sign if sign.isprintable() else _code(sign)


def _code(sign: str) -> str:
    return f"U+{ord(sign):04X}"


RULES = (
    name_not_portable,
    name_twins,
    name_misleading,
    left_over,
    link,
    name_says_nothing,
)
