"""Blocks: the prose of the papers, each block a small template whose text is read into the parts of a paper.

A block knows plain data only. What it prints is text and never markup; its own markup is `## ` before a heading,
`- ` before an entry of a list, `**` around what is emphasised, an empty line between paragraphs, and a backslash
at the end of a heading's line that the next one continues: there a heading too long for one line is broken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby, pairwise
from os.path import lexists
from pathlib import Path

from jinja2 import FunctionLoader, StrictUndefined

from ecodemo import conflict
from ecodemo._resources import bundled
from ecodemo.errors import EcodemoError, RefusedFileError
from ecodemo.files import read_control_file
from ecodemo.model.message import Message, listing, message
from ecodemo.paper.parts import Paragraph, Part, Points, Style
from ecodemo.report.papers.block_limits import LARGEST, limited_text, limited_time, too_large
from ecodemo.report.papers.block_process import Rendered, rendered_apart
from ecodemo.report.papers.sandbox import RENDERING_ERRORS, Sandbox, failure

FOLDER = "blocks"
_SUFFIX = ".md.j2"
_NAME = re.compile(r"[\w-]+\.[\w-]+")
_HEADINGS = {1: Style.TITLE, 2: Style.HEADING, 3: Style.SUBHEADING, 4: Style.MINOR_HEADING}
_HEADING = re.compile(r"(#{1,4}) +")
_POINT = re.compile(r"- +")
_TAKES_IN = re.compile(r"\{%[+-]?\s*(?:include|import|from|extends)\b")
_SIGN = re.compile(r"\\([\\*#-])|(\*\*)")
"""A sign of the data, with a backslash before it; or where emphasis begins or ends."""
_CONTINUED = re.compile(r"^(#{1,4} .*[^\\\n])\\\n", re.MULTILINE)
_BREAK = "\u2028"
_WRAPPED = re.compile(r"(?<=[\u2e80-\uffef])\n|\n(?=[\u2e80-\uffef])")
"""A new line beside a Chinese character, where no space belongs."""


class Blocks:
    """The blocks of one paper in one language: the workspace's own where it has them, else the shipped ones."""

    def __init__(self, kind: str, language: str, folder: str | None, data: Mapping[str, object]) -> None:
        """The blocks of a kind of paper.

        Args:
            kind: the first part of the blocks' names.
            language: of the paper.
            folder: the workspace's templates, if it may have its own.
            data: what blocks know, plain: dict, list, str, int, float, bool or None.
        """
        self._kind = kind
        self._arguments = (kind, language, folder)
        self._data = {"language": language, **data}
        self._has_own = folder is not None and any(Path(folder, FOLDER).glob(f"*{_SUFFIX}"))
        self._environment = Sandbox(
            loader=FunctionLoader(_source_from(folder, language)),
            undefined=StrictUndefined,
            autoescape=False,  # Markdown is not HTML; `finalize` marks the data's own signs
            finalize=_quoted,
            trim_blocks=True,
            lstrip_blocks=True,
            optimized=not self._has_own,  # else constants are worked out while it is compiled, without a limit
        )

    def parts(self, block: str, style: Style = Style.BODY, **more: object) -> tuple[Part, ...]:
        """What a block says, its plain paragraphs in a style; `more` is what it knows beside the paper's data.

        Raises:
            EcodemoError: a block of the workspace's own is not right.
        """
        return tuple(
            replace(part, style=style) if isinstance(part, Paragraph) and part.style is Style.BODY else part
            for part in read(self._rendered(f"{self._kind}.{block}", more))
        )

    def line(self, block: str) -> str:
        """What a block says as one line of plain text.

        Raises:
            EcodemoError: a block of the workspace's own is not right.
        """
        return " ".join(part.text for part in self.parts(block) if isinstance(part, Paragraph))

    def _rendered(self, name: str, more: Mapping[str, object]) -> str:
        """The text of a block; one of the workspace's own is made in a process of its own."""
        rendered = (
            rendered_apart(_render_own, name, *self._arguments, {**self._data, **more})
            if self._is_own(name)
            else self.render(name, {**self._data, **more})
        )
        if rendered.place:
            raise EcodemoError(
                message(
                    "Cannot use the template {name}: {reason}",
                    name=rendered.place,
                    reason=message(rendered.reason, **dict(rendered.values)),
                )
            )
        return rendered.text

    def _is_own(self, name: str) -> bool:
        """Whether a block is the workspace's own, or a shipped one that takes in others, which may be."""
        _, language, folder = self._arguments
        if not self._has_own or folder is None:
            return False
        files = (
            Path(folder, FOLDER, f"{name}.{language}{_SUFFIX}"),
            Path(folder, FOLDER, f"{name}{_SUFFIX}"),
        )
        if any(map(lexists, files)):
            return True
        shipped = bundled("templates") / FOLDER / files[0].name
        return not shipped.is_file() or bool(_TAKES_IN.search(shipped.read_text(encoding="utf-8")))

    def render(self, name: str, data: Mapping[str, object]) -> Rendered:
        """What becomes of a block, in this process."""
        try:
            if not self._is_own(name):
                return Rendered(self._environment.get_template(name).render(data))
            with limited_time():
                return Rendered(limited_text(self._environment.get_template(name).generate(data)))
        except RENDERING_ERRORS as error:
            return failure(error, _place(error, name))


def _render_own(
    name: str, kind: str, language: str, folder: str | None, data: Mapping[str, object]
) -> Rendered:
    return Blocks(kind, language, folder, {}).render(name, data)


def read(text: str) -> Iterator[Part]:
    """The parts made of the text of a block."""
    for chunk in re.split(r"\n(?:[ \t]*\n)+", _CONTINUED.sub(rf"\1{_BREAK}", text.strip("\n"))):
        groups = [
            (sign, [line.removeprefix(sign) for line in lines])
            for sign, lines in groupby(filter(None, chunk.split("\n")), key=_sign)
        ]
        for place, (sign, texts) in enumerate(groups, 1):
            if sign.startswith("#"):
                yield from (_paragraph(text, _HEADINGS[sign.count("#")]) for text in texts)
            elif sign:
                yield Points(tuple(_paragraph(text, Style.POINT) for text in texts))
            else:
                paragraph = _paragraph(_WRAPPED.sub("", "\n".join(texts)).replace("\n", " "), Style.BODY)
                yield replace(paragraph, keeps_next=place < len(groups))


def _sign(line: str) -> str:
    """What precedes a heading or an entry of a list."""
    found = _HEADING.match(line) or _POINT.match(line)
    return found[0] if found else ""


def _paragraph(source: str, style: Style) -> Paragraph:
    text, place, marks = "", 0, []
    for found in _SIGN.finditer(source):
        text += source[place : found.start()] + (found[1] or "")
        if found[2]:
            marks.append(len(text))
        place = found.end()
    emphasised = tuple((begin, end) for begin, end in list(pairwise(marks))[::2] if begin < end)
    head, _, tail = (text + source[place:]).partition(_BREAK)
    return Paragraph(head + tail, style, emphasised=emphasised, breaks_before=len(head) if tail else 0)


def _quoted(value: object) -> object:
    """A text of the data, so that its signs stay text."""
    if isinstance(value, str) and len(value) > LARGEST:
        raise too_large()
    return re.sub(r"([\\*#-])", r"\\\1", " ".join(value.split())) if isinstance(value, str) else value


def remarks_on(folder: Path) -> Iterator[Message]:
    """Complaints about templates in a workspace's folder that nothing is written from."""
    pages = tuple(sorted(path.name for path in folder.glob(f"*{_SUFFIX}")))
    if pages:
        yield message(
            "No longer used: {names} in templates/. Report texts are now blocks in templates/{folder}/.",
            names=listing(*pages),
            folder=FOLDER,
        )
    shipped = {_block_of(file.name) for file in (bundled("templates") / FOLDER).iterdir()}
    own = sorted(path.name for path in folder.glob(f"{FOLDER}/*") if _block_of(path.name) not in shipped)
    if own:
        yield message(
            "Not used: {names} in templates/{folder}/. No report has such a block.",
            names=listing(*own),
            folder=FOLDER,
        )


def _block_of(name: str) -> str:
    return re.sub(rf"(\.(?:zh|en))?{re.escape(_SUFFIX)}$", "", name)


_Source = tuple[str, str, Callable[[], bool]]


def _source_from(folder: str | None, language: str) -> Callable[[str], _Source | None]:
    def source(name: str) -> _Source | None:
        if not _NAME.fullmatch(name):  # a block names its neighbours, never a path
            return None
        in_language = f"{name}.{language}{_SUFFIX}"
        own = Path(folder) / FOLDER if folder is not None else None
        for file in (own / in_language, own / f"{name}{_SUFFIX}") if own is not None else ():
            if lexists(file):
                return _own(file), f"templates/{FOLDER}/{file.name}", lambda: True
        shipped = bundled("templates") / FOLDER / in_language
        if shipped.is_file():
            return shipped.read_bytes().decode("utf-8"), f"templates/{FOLDER}/{in_language}", lambda: True
        return None

    return source


def _own(file: Path) -> str:
    text = read_control_file(file, file.parents[1], LARGEST).decode("utf-8")
    if conflict.marks(text.splitlines()):
        raise RefusedFileError(
            message("Unresolved git conflict: two versions of these lines, between <<<<<<< and >>>>>>>."),
            file,
        )
    return text


def _place(error: Exception, name: str) -> str:
    """The file and line of a block that an error comes from."""
    if isinstance(error, OSError) and error.filename:
        return f"templates/{FOLDER}/{Path(error.filename).name}"
    if (line := getattr(error, "lineno", None)) is not None:
        return f"{getattr(error, 'filename', None) or name}:{line}"
    trace, place = error.__traceback__, name
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.startswith(f"templates/{FOLDER}/"):
            place = f"{file}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
