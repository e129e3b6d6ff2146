"""The content of a paper, before it is a docx or Markdown: titles, headings, paragraphs, lists and tables as plain data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias

BLANK = re.compile(r"（请补充[^（）]*）|×{2,}|＿{2,}|未填(?!报)")
"""What is left to be completed by hand; it is shown marked."""


class Style(StrEnum):
    """The named styles of paragraphs, as a word processor lists them."""

    TITLE = "Title"
    HEADING = "Heading 1"
    SUBHEADING = "Heading 2"
    MINOR_HEADING = "Heading 3"
    ANNEX = "附件标题"
    BODY = "公文正文"
    RECIPIENT = "主送机关"
    NOTICE = "样稿说明"
    EXAMPLE = "示例说明"
    POINT = "条目"
    ENCLOSURE = "附件说明"
    CAPTION = "表题"
    HEAD_CELL = "表头"
    CELL = "表格文字"
    FIGURE_CELL = "表格数字"
    CENTRED_CELL = "表格居中"
    SMALL_HEAD_CELL = "小表头"
    SMALL_CELL = "小表文字"
    SMALL_FIGURE_CELL = "小表数字"
    NOTE = "表注"
    SMALL_NOTE = "小表注"
    SIGNATURE = "落款"
    DATE = "成文日期"
    FORM_TITLE = "内部标题"
    FORM_SUBTITLE = "内部副题"
    FORM_BODY = "内部正文"
    FORM_HEADING = "内部小标题"
    FORM_POINT = "内部条目"
    FORM_SIGNATURE = "内部落款"
    EXAMPLE_HEADER = "页眉示例"
    LETTERHEAD = "红色版头"
    RED_RULE = "红色分隔线"
    SLIP_TITLE = "督办单标题"
    SLIP_KIND = "督办单类别"
    SLIP_RECIPIENT = "督办单主送"
    SLIP_BODY = "督办单正文"
    SLIP_SIGNATURE = "督办单落款"
    COLOPHON = "版记"
    COLOPHON_DATE = "版记日期"


BLANK_STYLE = "待补内容"
"""The named style of the characters that `BLANK` finds."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a new line in its text is a break of line."""

    text: str
    style: Style = Style.BODY
    keeps_next: bool = False
    """It stays on the page of what follows."""
    emphasised: tuple[tuple[int, int], ...] = ()
    """From which character to which, in order and apart from each other."""
    breaks_before: int = 0
    """The character that a title too long for one line goes on with on its second."""

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The text cut where emphasis begins and ends; whether each piece is emphasised."""
        place = 0
        for begin, end in self.emphasised:
            yield self.text[place:begin], False
            yield self.text[begin:end], True
            place = end
        yield self.text[place:], False


@dataclass(frozen=True, slots=True)
class Points:
    """A list: paragraphs that follow each other closely."""

    entries: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a page of its own."""

    is_wide: bool = False
    """Which is in landscape, as are those after it, up to the next break."""


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column of a grid, with its share of the width of the page."""

    head: str
    share: int
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; its head is repeated on every page."""

    columns: tuple[GridColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: tuple[str, ...] = ()
    """The last row, if it has the sums of those above."""
    is_small: bool = False
    """Its characters are smaller even where it has few columns."""


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell of a form; it is as wide as `span` columns."""

    text: str = ""
    style: Style = Style.CELL
    span: int = 1
    room: int = 0
    """Empty lines above the text, to write in."""


@dataclass(frozen=True, slots=True)
class FormTable:
    """A table without a head: labels, and what is filled in beside them by hand."""

    shares: tuple[int, ...]
    """Of each column, of the width of the page."""
    rows: tuple[tuple[FormCell, ...], ...]
    is_ruled: bool = True


@dataclass(frozen=True, slots=True)
class Colophon:
    """The 版记 at the foot of a page: who else gets the paper, who issues it, and when."""

    copies: str
    issuer: str
    issued: str


@dataclass(frozen=True, slots=True)
class Fields:
    """A form of labels, each with its content beside it; the last of a row takes what is left of the width."""

    rows: tuple[tuple[tuple[str, str], ...], ...]
    is_signed: bool = False
    """Its rows are as high as a signature or a seal needs."""


Part: TypeAlias = "Paragraph | Points | Grid | Fields | FormTable | Colophon | PageBreak"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper with the name of its file, without suffix, as the data write it."""

    name: str
    title: str
    parts: tuple[Part, ...]
    is_form: bool = False
    """It takes one page, or each of its sheets does: in a docx the margins, characters and tables are smaller."""
    sheet: Literal["page", "letter", "handout"] = "page"
    """Which margins a form has: those of a single page, of a letter, or of several numbered pages."""

    is_wide: bool = False
    """Its pages are landscape from the first on."""

    @property
    def example_note(self) -> str:
        """That its values are made up, where it says so; in a docx every page does."""
        return next(
            (part.text for part in self.parts if isinstance(part, Paragraph) and part.style is Style.EXAMPLE),
            "",
        )

    @property
    def text(self) -> str:
        """All that is written in it, in order, a paragraph or cell a line."""
        return "\n".join(self._texts())

    def _texts(self) -> Iterator[str]:
        for part in self.parts:
            match part:
                case Paragraph():
                    yield part.text
                case Points():
                    yield from (entry.text for entry in part.entries)
                case Grid():
                    yield from (column.head for column in part.columns)
                    yield from (cell for row in part.rows for cell in row)
                    yield from part.sums
                case Fields():
                    yield from (text for row in part.rows for field in row for text in field)
                case FormTable():
                    yield from (cell.text for row in part.rows for cell in row)
                case Colophon():
                    yield from (part.copies, part.issuer, part.issued)
                case PageBreak():
                    pass
