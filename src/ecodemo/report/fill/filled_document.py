"""A docx form: its texts as a tree, and the same bytes again with other texts; every part without placeholders stays as it is.

lxml and not python-docx, as headers, footers, notes and text boxes are all alike here; and not docxtpl, which makes one
template of the whole markup, so that it names only the first mistake, by a line that nobody sees, and what is filled in
could be markup.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from ecodemo.language import UNWRITABLE
from ecodemo.model.message import Message, message
from ecodemo.report.fill.placeholders import (
    TAG,
    Filled,
    Flow,
    FormLimitError,
    Node,
    Text,
    TextGroup,
    holds_tag,
)

_MOST_COPIED = 100_000_000
"""Bytes of markup, those of a table once for itself, its rows, cells and paragraphs."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _R, _T, _TBL, _TR, _TC = (f"{_W}{name}" for name in ("p", "r", "t", "tbl", "tr", "tc"))
_BOX, _SDT, _SDT_CONTENT = f"{_W}txbxContent", f"{_W}sdt", f"{_W}sdtContent"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PART = re.compile(r"word/(document|header|footer|footnotes|endnotes)(\d*)\.xml")
_ANY_SIGN = re.compile(rb"\{|\xef\xbd\x9b")
_TEMPLATE = re.compile(rb"<w:attachedTemplate\b[^>]*/>")
_TEMPLATE_RELATION = re.compile(rb"<Relationship\b[^>]*/attachedTemplate[^>]*/>")
_NAMES: Mapping[str, Message] = {
    "header": message("header {number}"),
    "footer": message("footer {number}"),
    "footnotes": message("footnotes"),
    "endnotes": message("endnotes"),
}


class DocumentForm:
    """A docx that is filled."""

    def __init__(self, content: bytes) -> None:
        """Read it.

        Raises:
            ValueError: a part of it is no XML.
        """
        with ZipFile(io.BytesIO(content)) as archive:
            self._members = {name: archive.read(name) for name in archive.namelist()}
        self._roots: dict[str, Any] = {}
        groups: list[TextGroup | Flow | Text] = []
        for name, part in self._members.items():
            found = _PART.fullmatch(name)
            if found and _ANY_SIGN.search(part):
                self._roots[name] = _parsed(part)
                groups.append(_DocumentReader(self._roots[name], _part_name(found)).group())
        self.root = TextGroup(None, groups)

    def filled(self, nodes: list[Node], filled: list[Filled], day: str) -> bytes:
        """The bytes with what became of its texts; members of the file are of the day (ISO)."""
        writer = _DocumentWriter(nodes)
        for part in filled:
            writer.fill(part)
        for name, root in self._roots.items():
            self._members[name] = etree.tostring(
                root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True
            )
        settings, relations = "word/settings.xml", "word/_rels/settings.xml.rels"
        for name, pattern in ((settings, _TEMPLATE), (relations, _TEMPLATE_RELATION)):
            if name in self._members:
                self._members[name] = pattern.sub(b"", self._members[name])
        year, month, number = (int(part) for part in day.split("-"))
        buffer = io.BytesIO()
        with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
            for name, content in self._members.items():
                member = ZipInfo(name, (max(year, 1980), month, number, 0, 0, 0))
                member.compress_type = ZIP_DEFLATED
                member.external_attr = 0o600 << 16
                archive.writestr(member, content)
        return buffer.getvalue()


def _parsed(part: bytes) -> Any:  # noqa: ANN401 - lxml's elements have no types
    """The root of a part's markup, with nothing fetched or expanded.

    Raises:
        ValueError: it is no right XML.
    """
    if b"<!DOCTYPE" in part:
        raise ValueError("DOCTYPE")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error


def _part_name(found: re.Match[str]) -> Message | None:
    pattern = _NAMES.get(found[1])
    return None if pattern is None else message(pattern.text, number=found[2] or "1")


class _DocumentReader:
    """The tree of a part: paragraphs and tables that hold placeholders whole, others as one empty piece each."""

    def __init__(self, root: Any, part: Message | None) -> None:  # noqa: ANN401
        self._root, self._part = root, part
        self._paragraphs, self._tables = 0, 0

    def group(self) -> TextGroup:
        body = self._root.find(f"{_W}body")
        return TextGroup(
            self._root if body is None else body,
            list(self._blocks(self._root if body is None else body, None)),
            is_closed=True,
        )

    def _blocks(self, container: Any, cell: Message | None) -> Iterator[TextGroup | Flow | Text]:  # noqa: ANN401
        for element in container:
            if element.tag == _SDT and element.find(_SDT_CONTENT) is not None:
                yield TextGroup(element, [TextGroup(element.find(_SDT_CONTENT), list(self._blocks(element.find(_SDT_CONTENT), cell)))])  # fmt: skip
            elif element.tag == _TBL:
                self._tables += 1 if cell is None else 0
                yield from self._table(element, self._tables)
            elif element.tag == _P:
                self._paragraphs += 1 if cell is None else 0
                yield self._paragraph(element, cell or message("paragraph {number}", number=self._paragraphs))
            elif element.tag in (f"{_W}footnote", f"{_W}endnote"):
                yield TextGroup(element, list(self._blocks(element, cell)))

    def _table(self, table: Any, number: int) -> Iterator[TextGroup]:  # noqa: ANN401
        rows: list[TextGroup | Flow | Text] = []
        for row, element in enumerate(table.iterchildren(_TR), 1):
            cells: list[TextGroup | Flow | Text] = []
            for column, cell in enumerate(element.iterchildren(_TC), 1):
                place = message(
                    "table {table}, row {row}, column {column}", table=number, row=row, column=column
                )
                cells.append(TextGroup(cell, list(self._blocks(cell, place))))
            rows.append(TextGroup(element, cells, keeps_together=True))
        yield TextGroup(table, rows)

    def _paragraph(self, paragraph: Any, place: Message) -> Flow:  # noqa: ANN401
        own = [text for text in paragraph.iter(_T) if next(text.iterancestors(_P)) is paragraph]
        _join_tags(own)
        said = place if self._part is None else message("{part}, {place}", part=self._part, place=place)
        boxes = [box for box in paragraph.iter(_BOX) if next(box.iterancestors(_P)) is paragraph]
        within = [
            TextGroup(box, list(self._blocks(box, message("text box in {place}", place=said))))
            for box in boxes
        ]
        return Flow(paragraph, [Text(text, said, text.text or "") for text in own], within)


def _join_tags(texts: list[Any]) -> None:
    """Put a tag that word processors cut into pieces of one look each into the piece where it begins."""
    whole = "".join(text.text or "" for text in texts)
    if not holds_tag(whole):
        return
    owner = [number for number, text in enumerate(texts) for _ in text.text or ""]
    for found in TAG.finditer(whole):
        owner[found.start() : found.end()] = [owner[found.start()]] * len(found[0])
    joined = [""] * len(texts)
    for character, number in zip(whole, owner, strict=True):
        joined[number] += character
    for text, new in zip(texts, joined, strict=True):
        text.text = new


class _DocumentWriter:
    """Puts texts back; what is repeated is a copy of what the form has."""

    def __init__(self, nodes: list[Node]) -> None:
        self._nodes = nodes
        self._sizes: dict[int, int] = {}
        self._left = _MOST_COPIED

    def fill(self, part: Filled) -> None:
        node = self._nodes[part.number]
        if isinstance(node, TextGroup) and node.key is None:
            for inside in part.inside:
                self.fill(inside)
        elif isinstance(node, TextGroup):
            element: Any = node.key
            self._put_inside(element, element, node, part)

    def _copied(self, part: Filled) -> Any:  # noqa: ANN401
        """A copy of the element of a node, filled."""
        node = self._nodes[part.number]
        element: Any = node.key
        if part.number not in self._sizes:
            self._sizes[part.number] = len(etree.tostring(element))
        self._left -= self._sizes[part.number]
        if self._left < 0:
            raise FormLimitError
        copied = deepcopy(element)
        if isinstance(node, Flow) and not node.is_fixed:
            self._put_texts(copied, element, node, part)
        elif isinstance(node, TextGroup):
            self._put_inside(copied, element, node, part)
            if copied.tag == _TBL and copied.find(_TR) is None:
                return etree.Element(_P)
        return copied

    def _put_inside(self, copied: Any, original: Any, node: TextGroup, part: Filled) -> None:  # noqa: ANN401
        """Put what a group's children became in the place of the children."""
        mapped = dict(zip(original.iter(), copied.iter(), strict=True)) if copied is not original else None
        olds: list[Any] = [
            child.key if mapped is None else mapped[child.key]
            for child in node.children
            if not isinstance(child, Text)
        ]
        news = [self._copied(inside) for inside in part.inside]
        if olds:
            parent = olds[0].getparent()
            for new in news:
                olds[0].addprevious(new)
            for old in olds:
                parent.remove(old)
            _keep_valid(parent)

    def _put_texts(self, copied: Any, original: Any, node: Flow, part: Filled) -> None:  # noqa: ANN401
        """Put texts into the runs of a paragraph; a run that an inner loop repeats is copied after the last one."""
        mapped: dict[object, Any] = dict(zip(original.iter(), copied.iter(), strict=True))
        left = {id(text): mapped[text.key] for text in node.texts}
        after: Any = None
        for inside in part.inside:
            piece = self._nodes[inside.number]
            if isinstance(piece, TextGroup):
                box: Any = piece.key
                self._put_inside(mapped[box], box, piece, inside)
                continue
            target = left.pop(id(piece), None)
            if target is None:
                run: Any = mapped[piece.key].getparent()
                again = etree.SubElement(run.getparent(), run.tag)
                again.extend(deepcopy(look) for look in run.findall(f"{_W}rPr"))
                target = etree.SubElement(again, _T)
                after.addnext(again)
            _write(target, inside.text)
            after = target.getparent()
        for target in left.values():
            target.text = ""


def _write(target: Any, text: str) -> None:  # noqa: ANN401
    """Put a text into a piece of a run, with the breaks of its lines."""
    lines = UNWRITABLE.sub("", text).split("\n")
    target.text = lines[0]
    target.set(_SPACE, "preserve")
    for line in reversed(lines[1:]):
        more = etree.Element(_T)
        more.text = line
        more.set(_SPACE, "preserve")
        target.addnext(more)
        target.addnext(etree.Element(f"{_W}br"))


def _keep_valid(container: Any) -> None:  # noqa: ANN401
    """A cell and a text box end with a paragraph."""
    if container.tag in (_TC, _BOX) and (not len(container) or container[-1].tag != _P):
        etree.SubElement(container, _P)
