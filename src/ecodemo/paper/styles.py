"""The named styles of official papers, and an empty docx that has them and no others.

Layout after GB/T 9704-2012 as offices know it: A4, 22 lines of 28 characters; title in 二号小标宋, text in 三号仿宋,
headings in 黑体 and 楷体. Written from memory of the standard, not compared with its text.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal
from zipfile import BadZipFile

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING, WD_PARAGRAPH_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement
from docx.oxml.text.parfmt import CT_PPr
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from ecodemo.paper.parts import BLANK_STYLE, Style

_TITLE_FONT, _TEXT_FONT, _HEADING_FONT, _SUBHEADING_FONT = (
    "方正小标宋简体",
    "仿宋_GB2312",
    "黑体",
    "楷体_GB2312",
)
_LATIN_FONT = "Times New Roman"
_OTHER_NAMES = {
    _TITLE_FONT: "方正小标宋_GBK,华文中宋,宋体",
    _TEXT_FONT: "仿宋,FangSong,华文仿宋",
    _HEADING_FONT: "SimHei",
    _SUBHEADING_FONT: "楷体,KaiTi,华文楷体",
}
"""Where a computer lacks a font, the ones to take instead (ECMA-376, 17.8.3.1 altName)."""

TEXT_WIDTH = Mm(156)
_LINE = 28.95
"""Points from line to line: 22 lines fill the 225 mm of a page."""
_BLANK_FILL, _RED = "FFF2CC", "C00000"
GRID = "Table Grid"
_KEPT_STYLES = {"Normal", "Default Paragraph Font", "Normal Table", "No List", "Footer", GRID}
_KEPT_PARTS = {
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.SETTINGS,
    RELATIONSHIP_TYPE.FONT_TABLE,
    RELATIONSHIP_TYPE.THEME,
    RELATIONSHIP_TYPE.FOOTER,
    RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
    RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
}


@dataclass(frozen=True, slots=True)
class _StyleDetails:
    """How a style of paragraphs looks; sizes in points, indents in characters."""

    font: str = _TEXT_FONT
    size: float = 16
    align: Literal["LEFT", "CENTER", "RIGHT", "JUSTIFY"] = "JUSTIFY"
    first: int = 0
    right: int = 0
    line: float | None = _LINE
    """`None` is single spacing."""
    before: float = 0
    after: float = 0
    level: int | None = None
    """In the outline, from 0."""
    keeps_next: bool = False
    is_framed: bool = False
    color: str = "000000"
    left: int = 0
    has_red_rule: bool = False
    """Below it."""


_LOOKS = {
    Style.TITLE: _StyleDetails(_TITLE_FONT, 22, "CENTER", line=36, after=_LINE, keeps_next=True),
    Style.HEADING: _StyleDetails(_HEADING_FONT, first=2, level=0, keeps_next=True),
    Style.SUBHEADING: _StyleDetails(_SUBHEADING_FONT, first=2, level=1, keeps_next=True),
    Style.MINOR_HEADING: _StyleDetails(first=2, level=2, keeps_next=True),
    Style.ANNEX: _StyleDetails(
        _HEADING_FONT, align="LEFT", before=_LINE, after=_LINE / 2, level=0, keeps_next=True
    ),
    Style.BODY: _StyleDetails(first=2),
    Style.POINT: _StyleDetails(first=2),
    Style.ENCLOSURE: _StyleDetails(first=2, align="LEFT"),
    Style.RECIPIENT: _StyleDetails(),
    Style.NOTICE: _StyleDetails(_SUBHEADING_FONT, 12, line=20, after=_LINE, is_framed=True),
    Style.EXAMPLE: _StyleDetails(_SUBHEADING_FONT, align="CENTER", keeps_next=True),
    Style.CAPTION: _StyleDetails(_HEADING_FONT, 12, "CENTER", line=None, before=8, after=4, keeps_next=True),
    Style.HEAD_CELL: _StyleDetails(
        _HEADING_FONT, 10.5, "CENTER", line=14.5, before=2, after=2, keeps_next=True
    ),
    Style.CELL: _StyleDetails(size=10.5, align="LEFT", line=14.5, before=2, after=2),
    Style.FIGURE_CELL: _StyleDetails(size=10.5, align="RIGHT", line=14.5, before=2, after=2),
    Style.SMALL_HEAD_CELL: _StyleDetails(
        _HEADING_FONT, 9, "CENTER", line=12, before=1, after=1, keeps_next=True
    ),
    Style.SMALL_CELL: _StyleDetails(size=9, align="LEFT", line=12, before=1, after=1),
    Style.SMALL_FIGURE_CELL: _StyleDetails(size=9, align="RIGHT", line=12, before=1, after=1),
    Style.NOTE: _StyleDetails(size=10.5, line=None, before=2, after=8),
    Style.SMALL_NOTE: _StyleDetails(size=9, align="LEFT", line=12, before=2),
    Style.SIGNATURE: _StyleDetails(align="RIGHT", right=2, before=2 * _LINE, keeps_next=True),
    Style.DATE: _StyleDetails(align="RIGHT", right=4, after=_LINE, keeps_next=True),
    Style.FORM_TITLE: _StyleDetails(_TITLE_FONT, 18, "CENTER", line=26, after=2, keeps_next=True),
    Style.FORM_SUBTITLE: _StyleDetails(_SUBHEADING_FONT, 11, "CENTER", line=16, after=2, keeps_next=True),
    Style.FORM_BODY: _StyleDetails(size=10.5, first=2, line=15),
    Style.FORM_HEADING: _StyleDetails(
        _HEADING_FONT, 11, "LEFT", line=15.5, before=3, after=1, level=0, keeps_next=True
    ),
    Style.FORM_POINT: _StyleDetails(size=10.5, first=2, line=15),
    Style.FORM_SIGNATURE: _StyleDetails(size=10.5, align="RIGHT", right=2, line=15, before=3),
    Style.EXAMPLE_HEADER: _StyleDetails(_SUBHEADING_FONT, 10.5, "CENTER", line=14),
    Style.CENTRED_CELL: _StyleDetails(size=10.5, align="CENTER", line=14.5, before=2, after=2),
    Style.LETTERHEAD: _StyleDetails(_TITLE_FONT, 22, "CENTER", line=34, keeps_next=True, color=_RED),
    Style.RED_RULE: _StyleDetails(size=1, line=3, after=3, keeps_next=True, has_red_rule=True),
    Style.SLIP_TITLE: _StyleDetails(_TITLE_FONT, 26, "CENTER", line=40, before=6, keeps_next=True),
    Style.SLIP_KIND: _StyleDetails(_HEADING_FONT, 14, "LEFT", line=26, keeps_next=True, color=_RED),
    Style.SLIP_RECIPIENT: _StyleDetails(size=14, align="LEFT", line=24.5, before=6),
    Style.SLIP_BODY: _StyleDetails(size=14, first=2, line=24.5),
    Style.SLIP_SIGNATURE: _StyleDetails(size=14, align="RIGHT", right=2, line=24.5, keeps_next=True),
    Style.COLOPHON: _StyleDetails(size=14, align="LEFT", line=24, left=1, right=1),
    Style.COLOPHON_DATE: _StyleDetails(size=14, align="RIGHT", line=24, left=1, right=1),
}


@cache
def blank() -> bytes:
    """An empty paper: the page, its styles and fonts, and page numbers (odd right, even left)."""
    document = Document()
    _drop_what_is_not_used(document)
    _set_page(document)
    _set_defaults(document)
    _add_missing_styles(document)
    _name_fonts(document)
    return _saved(document)


def emptied(content: bytes) -> bytes:
    """A docx of the office's own without its text: page, headers, footers and styles stay, styles that it lacks are added.

    Raises:
        ValueError: it is no docx, or a damaged one.
    """
    try:
        document = Document(io.BytesIO(content))
        body: Any = document.element.body
        page = body.get_or_add_sectPr()
        for element in list(body):
            if element is not page:
                body.remove(element)
        _add_missing_styles(document)
        return _saved(document)
    except (PackageNotFoundError, BadZipFile, SyntaxError, KeyError, AttributeError, OSError) as error:
        raise ValueError(str(error)) from error


def _saved(document: WordDocument) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _add_missing_styles(document: WordDocument) -> None:
    there = {style.name for style in document.styles}
    for style, look in _LOOKS.items():
        if style not in there:
            _add(document, style, look)
    if BLANK_STYLE not in there:
        _mark_blanks(document)
    if GRID not in there:
        _add_grid(document)


def _drop_what_is_not_used(document: WordDocument) -> None:
    """python-docx begins with Word's 160 styles, a picture of an empty page, and lists."""
    for style in list(document.styles):
        if style.name not in _KEPT_STYLES:
            style.delete()
    for style in document.styles:
        element: Any = style.element
        for link in element.findall(qn("w:link")):  # to a style of characters, which is gone
            element.remove(link)
    package = document.part.package
    for owner in (package, document.part):
        for key, relationship in list(owner.rels.items()):
            if relationship.reltype not in _KEPT_PARTS:
                del owner.rels[key]


def _set_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((section.footer, "RIGHT"), (section.even_page_footer, "LEFT")):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = WD_PARAGRAPH_ALIGNMENT[align]
        _indent(paragraph._p.get_or_add_pPr(), 14, left=1, right=1)  # noqa: SLF001 - python-docx has no indents in characters
        paragraph.add_run("— ")
        field: Any = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
        paragraph._p.append(field)  # noqa: SLF001 - nor fields
        paragraph.add_run(" —")


def _set_defaults(document: WordDocument) -> None:
    defaults: Any = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in list(properties):
        properties.remove(old)
    properties.append(_fonts(_TEXT_FONT))
    properties.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN"/>'))
    spacing = defaults.find(qn("w:pPrDefault")).find(qn("w:pPr"))
    for old in list(spacing):
        spacing.remove(old)
    footer: Any = document.styles["Footer"]
    footer.font.size = Pt(14)
    _set_font(footer, "宋体")


def _add(document: WordDocument, name: Style, look: _StyleDetails) -> None:
    style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.isascii())
    style.base_style = document.styles["Normal"]
    style.hidden, style.quick_style = False, True
    style.font.size, style.font.color.rgb = Pt(look.size), RGBColor.from_string(look.color)
    _set_font(style, look.font)
    shape = style.paragraph_format
    shape.alignment = WD_PARAGRAPH_ALIGNMENT[look.align]
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.keep_with_next = look.keeps_next
    shape.line_spacing_rule = WD_LINE_SPACING.SINGLE if look.line is None else WD_LINE_SPACING.EXACTLY
    if look.line is not None:
        shape.line_spacing = Pt(look.line)
    properties = style.element.get_or_add_pPr()
    _indent(properties, look.size, first=look.first, left=look.left, right=look.right)
    if look.level is not None:
        level: Any = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(look.level))
        properties.append(level)
    if look.is_framed:
        _frame(properties)
    if look.has_red_rule:
        rule = f'<w:bottom w:val="single" w:sz="18" w:space="1" w:color="{_RED}"/>'
        place: Any = properties.find(qn("w:spacing"))
        place.addprevious(parse_xml(f"<w:pBdr {nsdecls('w')}>{rule}</w:pBdr>"))


def _set_font(style: ParagraphStyle, name: str) -> None:
    properties: Any = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, _fonts(name))


def _fonts(name: str) -> BaseOxmlElement:
    fonts = OxmlElement("w:rFonts")
    for script, font in (("ascii", _LATIN_FONT), ("hAnsi", _LATIN_FONT), ("eastAsia", name)):
        fonts.set(qn(f"w:{script}"), font)
    return fonts


def _indent(properties: CT_PPr, size: float, first: int = 0, left: int = 0, right: int = 0) -> None:
    """Indents in characters, which stay right when somebody changes the size; also in twentieths of a point."""
    indent: Any = properties.get_or_add_ind()
    for side, characters in (("firstLine", first), ("right", right), ("left", left)):
        if characters:
            indent.set(qn(f"w:{side}Chars"), str(100 * characters))
            indent.set(qn(f"w:{side}"), str(int(20 * size * characters)))


def _frame(properties: CT_PPr) -> None:
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="4" w:color="BF9000"/>'
        for side in ("top", "left", "bottom", "right")
    )
    frame = parse_xml(f"<w:pBdr {nsdecls('w')}>{borders}</w:pBdr>")
    shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{_BLANK_FILL}"/>')
    place: Any = properties.find(qn("w:spacing"))
    place.addprevious(frame)
    place.addprevious(shade)


def _add_grid(document: WordDocument) -> None:
    style: Any = document.styles.add_style(GRID, WD_STYLE_TYPE.TABLE, builtin=True)
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    style.element.append(parse_xml(f"<w:tblPr {nsdecls('w')}><w:tblBorders>{lines}</w:tblBorders></w:tblPr>"))


def _mark_blanks(document: WordDocument) -> None:
    style: Any = document.styles.add_style(BLANK_STYLE, WD_STYLE_TYPE.CHARACTER)
    style.quick_style = True
    style.element.get_or_add_rPr().append(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{_BLANK_FILL}"/>')
    )


def _name_fonts(document: WordDocument) -> None:
    """The table of fonts, each with its substitutes."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in _OTHER_NAMES.items()
    )
    table: Part = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    table._blob = f"<w:fonts {nsdecls('w')}>{fonts}</w:fonts>".encode()  # noqa: SLF001 - parts of this kind are read-only
