"""The same entries made in other programs: what they save comes in exactly as what was typed into the cells sent out."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from cli.running import invoke
from forms.packs import import_, opened
from forms.test_import_ledger import LEDGER
from libreoffice import convert

pytestmark = pytest.mark.long

FILM = "25 农业废弃物综合利用率/东山镇/2020/25-3 农膜回收台账.txt"


class Entry(NamedTuple):
    """What is written: into which row and column of a sheet, by the content of the row and the beginning of the head."""

    sheet: str
    row: str
    head: str
    written: str | int | float | date


UNIT, LEAD, REVIEW, OFFICE = (
    "东山镇填报表.xlsx",
    "市生态环境局清溪分局填报表.xlsx",
    "县农业农村局审核表.xlsx",
    "整改台账.xlsx",
)
ENTRIES: Mapping[str, Sequence[Entry]] = {
    UNIT: (
        Entry("首页", "信息员", "", "张三 <信息员> & 李四"),
        Entry("首页", "信息员电话", "", 13900000000),
        Entry("数据", "25.1", "2018年", 8120),
        Entry("数据", "25.1", "2019年", "１.2万"),
        Entry("数据", "25.1", "2020年", 21430.5),
        Entry("数据", "25.1", "页码", "汇总!B40、C40、D40"),
        Entry("数据", "25.1", "说明", "补报南村\n和北村"),
        Entry("数据", "25.2", "2018年", "9000吨"),
        Entry("数据", "25.2", "2019年", 13000.25),
        Entry("数据", "25.3", "2018年", 0.1 + 0.2),
        Entry("数据", "25.4", "2019年", "不涉及"),
        Entry("佐证", "07-3", "情况", "不涉及"),
        Entry("佐证", "07-3", "说明", "全镇没有焚烧点"),
        Entry("问题", "ZG-002", "办理情况", "已改"),
        Entry("问题", "ZG-002", "完成日期", date(2021, 9, 10)),
        Entry("问题", "ZG-002", "说明", "见25-3"),
    ),
    LEAD: (
        Entry("数据", "07.1", "2018年", 94.5),
        Entry("数据", "07.2", "2020年", 29.9),
        Entry("数据", "07.2", "说明", "按复核数更正"),
        Entry("一票否决", "V3", "证明到哪天", date(2021, 10, 12)),
        Entry("一票否决", "V3", "说明", "已核对"),
        Entry("上级下达", "PM2.5浓度下降幅度（%）", "文号", "某环发〔2020〕5号"),
        Entry("上级下达", "PM2.5浓度下降幅度（%）", "目标值", "≥5.5"),
        Entry("文字", "07", "做法成效", "  开展秸秆禁烧\n设巡查点12个 "),
    ),
    REVIEW: (
        Entry("审核", FILM, "结论", "退回"),
        Entry("审核", FILM, "理由", "缺签字"),
        Entry("审核", FILM, "重交期限", date(2021, 9, 30)),
    ),
    OFFICE: (
        Entry("整改台账", "ZG-002", "销号日期", date(2021, 9, 10)),
        Entry("整改台账", "ZG-002", "销号人", "县委督查室"),
        Entry("整改台账", "ZG-002", "销号依据", "25-1/2020@西河乡"),
        Entry("整改台账", "ZG-003", "时限", date(2021, 10, 8)),
    ),
}


PACKAGES = Path(
    os.environ.get("SPREADSHEET_PACKAGES") or Path(__file__).parents[2] / "build" / "spreadsheets"
)
_SERIAL_START = date(1899, 12, 30)
Edit = dict[str, Any]
"""A sheet, a cell, and `number`, `text` or `day`."""
Saver = Callable[[Mapping[Path, Path], Mapping[str, Sequence[Edit]]], None]
"""Saves each workbook under another name, with its entries."""


@dataclass(frozen=True)
class Sent:
    """A county, and the workbooks that it sent out."""

    county: Path
    books: Mapping[str, Path]
    edits: Mapping[str, Sequence[Edit]]


@pytest.fixture(scope="module")
def sent(small_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Sent:
    folder = tmp_path_factory.mktemp("resaved")
    county = Path(shutil.copytree(small_workspace, folder / "county"))
    (county / "data" / "rectification.yaml").write_text(LEDGER, encoding="utf-8")
    reviewed = ",\n   reviews: [{on: 2021-06-03, by: agriculture, result: accepted, hash: 10b6139a10c4}]}"
    register = county / "data" / "progress" / "dongshan.yaml"
    text = register.read_text(encoding="utf-8")
    assert reviewed in text
    register.write_text(text.replace(reviewed, "}"), encoding="utf-8")  # so that it awaits review
    ran = invoke("-C", county, "form", "export", "--out", folder / "out")
    assert ran.exit_code == 0, ran.stderr
    packs = [opened(pack, folder / pack.stem) for pack in (folder / "out").glob("*.zip")]
    books = {name: next(path for pack in packs for path in pack.rglob(name)) for name in ENTRIES}
    return Sent(county, books, {name: list(_edits(books[name], ENTRIES[name])) for name in books})


def _edits(book: Path, entries: Sequence[Entry]) -> Iterator[Edit]:
    opened_book = openpyxl.load_workbook(book, read_only=True)
    for entry in entries:
        rows = list(opened_book[entry.sheet].iter_rows(values_only=True))
        at = next(number for number, row in enumerate(rows) if entry.row in row)
        heads = [str(text or "") for text in rows[2]]
        places = [column for column, head in enumerate(heads) if entry.head and head.startswith(entry.head)]
        cell = f"{get_column_letter((places or [1])[0] + 1)}{at + 1}"
        match entry.written:
            case str(text):
                yield {"sheet": entry.sheet, "cell": cell, "text": text}
            case date() as day:
                yield {"sheet": entry.sheet, "cell": cell, "day": day.isoformat()}
            case number:
                yield {"sheet": entry.sheet, "cell": cell, "number": number}


def typed(books: Mapping[Path, Path], edits: Mapping[str, Sequence[Edit]]) -> None:
    """Into the very cells that were sent out, every other byte as it was."""
    for book, target in books.items():
        with ZipFile(book) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        names = re.findall(rb'<sheet name="([^"]+)" sheetId="(\d+)"', parts["xl/workbook.xml"])
        place = {name.decode(): f"xl/worksheets/sheet{number.decode()}.xml" for name, number in names}
        for edit in edits[book.name]:
            part = place[edit["sheet"]]
            cell = re.compile(rf'<c r="{edit["cell"]}"((?: s="\d+")?)[^>]*?(?:/>|>.*?</c>)')
            content = f' t="inlineStr"><is><t xml:space="preserve">{escape(edit.get("text", ""))}</t></is>'
            if "text" not in edit:
                content = f"><v>{edit.get('number') or _serial(edit['day'])}</v>"
            found = cell.search(parts[part].decode())
            assert found is not None, edit
            whole = found.string
            made = (
                f'{whole[: found.start()]}<c r="{edit["cell"]}"{found[1]}{content}</c>{whole[found.end() :]}'
            )
            parts[part] = made.encode()
        _packed(parts, target)


def _serial(day: str) -> int:
    return (date.fromisoformat(day) - _SERIAL_START).days


def _packed(parts: Mapping[str, bytes], target: Path) -> None:
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def in_openpyxl(books: Mapping[Path, Path], edits: Mapping[str, Sequence[Edit]]) -> None:
    for path, target in books.items():
        book = openpyxl.load_workbook(path)
        for edit in edits[path.name]:
            book[edit["sheet"]][edit["cell"]] = (
                date.fromisoformat(edit["day"]) if "day" in edit else edit.get("text", edit.get("number"))
            )
        book.save(target)


def in_libreoffice(books: Mapping[Path, Path], edits: Mapping[str, Sequence[Edit]]) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    (folder,) = {target.parent for target in books.values()}
    before = {book: folder / "typed" / target.name for book, target in books.items()}
    (folder / "typed").mkdir()
    typed(before, edits)
    convert(list(before.values()), "xlsx:Calc MS Excel 2007 XML", folder)
    shutil.rmtree(folder / "typed")
    shutil.rmtree(folder / "profile")


def in_node(program: str, zone: str = "UTC", **options: Any) -> Saver:
    """SheetJS (`xlsx`) or ExcelJS; `read` and `written` are the arguments of the program."""

    def save(books: Mapping[Path, Path], edits: Mapping[str, Sequence[Edit]]) -> None:
        node = shutil.which("node")
        if node is None:
            pytest.skip("no node")
        if not (PACKAGES / "node_modules" / program).is_dir():
            pytest.skip(f"no {program}: npm install --prefix {PACKAGES} xlsx exceljs")
        wanted = [
            {
                "program": program,
                "opened": str(book),
                "saved": str(target),
                "entries": edits[book.name],
                **options,
            }
            for book, target in books.items()
        ]
        script = Path(__file__).with_name("resave.mjs")
        ran = subprocess.run(
            [node, script, PACKAGES],
            input=json.dumps(wanted),
            env={**os.environ, "TZ": zone},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert not ran.returncode, ran.stderr

    return save


PROGRAMS: Mapping[str, Saver] = {
    "openpyxl": in_openpyxl,
    "LibreOffice": in_libreoffice,
    "SheetJS": in_node("xlsx", read={"cellStyles": True}, written={"bookSST": True}),
    "SheetJS without styles": in_node("xlsx"),
    "SheetJS with days in China": in_node(
        "xlsx", "Asia/Shanghai", read={"cellDates": True}, written={"cellDates": True}
    ),
    "SheetJS with numbers of days in China": in_node("xlsx", "Asia/Shanghai", read={"cellDates": True}),
    "ExcelJS": in_node("exceljs", written={"useStyles": True, "useSharedStrings": True}),
    "ExcelJS without styles": in_node("exceljs", "Asia/Shanghai", written={"useStyles": False}),
}


@dataclass(frozen=True)
class Taken:
    """What an import made of workbooks."""

    exit_code: int
    printed: str
    data: Mapping[str, str]
    said_back: Mapping[str, str]
    """The texts of the replies."""
    marked: Mapping[str, str]
    """The cells of the workbooks that go back with remarks, and these."""


def _taken(sent: Sent, folder: Path, save: Saver) -> Taken:
    came, replies = folder / "came", folder / "replies"
    came.mkdir(parents=True)
    save({book: came / name for name, book in sent.books.items()}, sent.edits)
    county = Path(shutil.copytree(sent.county, folder / "county"))
    ran = import_(county, came, more=("--return", str(replies)))
    data = {path.name: path.read_text(encoding="utf-8") for path in sorted((county / "data").rglob("*.yaml"))}
    texts = {path.name: path.read_text(encoding="utf-8-sig") for path in sorted(replies.glob("*.txt"))}
    marked = {
        f"{path.name} {sheet.title}!{cell.coordinate}": cell.comment.text
        for path in sorted(replies.glob("*.xlsx"))
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment is not None
    }
    return Taken(ran.exit_code, ran.stdout.replace(str(folder), ""), data, texts, marked)


@pytest.fixture(scope="module")
def untouched(sent: Sent, tmp_path_factory: pytest.TempPathFactory) -> Taken:
    return _taken(sent, tmp_path_factory.mktemp("typed"), typed)


def test_typed_into_the_very_cells_everything_is_taken(untouched: Taken) -> None:
    assert untouched.exit_code == 1, "one figure is asked back"
    assert "17 new, 8 changed, 1 cleared" in untouched.printed
    assert "1 rejected, 0 conflicts." in untouched.printed
    of_each = {
        "dongshan.yaml": (
            "measure: straw-used, year: 2018, value: 8120,",
            "measure: straw-used, year: 2019, value: 12000,",
            "measure: straw-used, year: 2020, value: 21430.5,",
            "measure: straw-all, year: 2019, value: 13000.25,",
            "measure: film-used, year: 2019, not_involved:",
            "result: returned, reason: 缺签字, due: 2021-09-30,",
        ),
        "ecology.yaml": ("value: 94.5,", "value: 29.9,", "through: 2021-10-12", "某环发〔2020〕5号"),
        "rectification.yaml": ("2021-09-10, by: inspectors, proof: 25-1/2020@xihe", "due: 2021-10-08"),
        "contacts.yaml": ("张三 <信息员> & 李四", "13900000000"),
        "waivers.yaml": ("全镇没有焚烧点",),
    }
    for name, lines in of_each.items():
        assert [line for line in lines if line not in untouched.data[name]] == [], name
    assert untouched.marked


@pytest.mark.parametrize("program", PROGRAMS)
def test_saved_by_another_program(program: str, sent: Sent, untouched: Taken, tmp_path: Path) -> None:
    taken = _taken(sent, tmp_path, PROGRAMS[program])
    assert taken.printed == untouched.printed
    assert taken == untouched


Parts = dict[str, bytes]


def _in_the_strict_form(parts: Parts) -> None:
    for name, content in parts.items():
        strict = content.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        parts[name] = strict.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )


def _with_prefixes(parts: Parts) -> None:
    """As the Open XML SDK writes them."""
    for name in parts:
        if name.startswith("xl/w"):
            text = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", parts[name])
            parts[name] = text.replace(b" xmlns=", b" xmlns:x=")


def _without_names_of_cells(parts: Parts) -> None:
    """Each cell behind the one before: what leaves no cell out needs no names."""
    for name in parts:
        if name.startswith("xl/worksheets/"):
            rows = re.findall(rb"<row .*?</row>|<row [^>]*/>", parts[name], re.DOTALL)
            for row in rows:
                names = re.findall(rb'<c r="([A-Z]+)\d+"', row)
                if names == [get_column_letter(number).encode() for number in range(1, len(names) + 1)]:
                    parts[name] = parts[name].replace(row, re.sub(rb'<c r="[A-Z]+\d+"', b"<c", row))


def _with_shared_texts(parts: Parts) -> None:
    """In runs of several fonts, read aloud in another script, and none of them in its place."""
    texts: list[bytes] = []

    def share(found: re.Match[bytes]) -> bytes:
        texts.append(found[2])
        return b'<c%s t="s"><v>%d</v></c>' % (found[1], len(texts) - 1)

    for name in parts:
        if name.startswith("xl/worksheets/"):
            cell = re.compile(rb'<c([^>]*?) t="inlineStr"><is><t[^>]*>(.*?)</t></is></c>', re.DOTALL)
            parts[name] = cell.sub(share, parts[name])
    runs = b"".join(
        b'<si><r><t xml:space="preserve">%s</t></r><r><rPr><b/></rPr><t xml:space="preserve">%s</t></r>'
        b'<rPh sb="0" eb="1"><t>aloud</t></rPh></si>' % _halves(text)
        for text in texts
    )
    sheets = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/SharedStrings.xml"] = b'<sst xmlns="%s">%s</sst>' % (sheets, runs)
    related = "xl/_rels/workbook.xml.rels"
    shared = (
        b'<Relationship Id="shared" Target="/xl/sharedStrings.xml" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/></Relationships>'
    )
    parts[related] = parts[related].replace(b"</Relationships>", shared)


def _halves(text: bytes) -> tuple[bytes, bytes]:
    whole = text.decode()
    middle = 0 if "&" in whole else len(whole) // 2
    return whole[:middle].encode(), whole[middle:].encode()


def _in_utf_16(parts: Parts) -> None:
    for name, content in parts.items():
        if name.endswith(".xml"):
            bare = re.sub(rb"^\s*<\?xml.*?\?>", b"", content).decode()
            parts[name] = f'<?xml version="1.0" encoding="UTF-16"?>{bare}'.encode("utf-16")


def _with_the_record_in_sight(parts: Parts) -> None:
    parts["xl/workbook.xml"] = re.sub(rb' state="\w*idden"', b"", parts["xl/workbook.xml"])


def _without_lists_and_names(parts: Parts) -> None:
    """Neither offers, nor names, nor styles, nor formulas are left."""
    parts["xl/workbook.xml"] = re.sub(rb"<definedNames>.*?</definedNames>", b"", parts["xl/workbook.xml"])
    for name in parts:
        if name.startswith("xl/worksheets/"):
            bare = re.sub(
                rb"<dataValidations.*?</dataValidations>|<autoFilter[^>]*/>|<f>.*?</f>",
                b"",
                parts[name],
                flags=re.DOTALL,
            )
            parts[name] = re.sub(rb' s="\d+"', b"", bare)
    parts["xl/styles.xml"] = (
        b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    )


@pytest.mark.parametrize(
    "rewrite",
    [
        _in_the_strict_form,
        _with_prefixes,
        _without_names_of_cells,
        _with_shared_texts,
        _in_utf_16,
        _with_the_record_in_sight,
        _without_lists_and_names,
    ],
)
def test_written_in_another_way(
    rewrite: Callable[[Parts], None], sent: Sent, untouched: Taken, tmp_path: Path
) -> None:
    def save(books: Mapping[Path, Path], edits: Mapping[str, Sequence[Edit]]) -> None:
        typed(books, edits)
        for target in books.values():
            with ZipFile(target) as package:
                parts = {name: package.read(name) for name in package.namelist()}
            rewrite(parts)
            _packed(parts, target)

    taken = _taken(sent, tmp_path, save)
    assert taken.printed == untouched.printed
    assert taken.data == untouched.data
    assert taken.said_back == untouched.said_back


def test_without_the_record_what_is_new_is_taken_and_what_differs_is_asked(
    sent: Sent, untouched: Taken, tmp_path: Path
) -> None:
    def save(books: Mapping[Path, Path], edits: Mapping[str, Sequence[Edit]]) -> None:
        typed(books, edits)
        for target in books.values():
            book = openpyxl.load_workbook(target)
            del book["_ecodemo"], book["_lists"]
            book.save(target)

    taken = _taken(sent, tmp_path, save)
    assert _places(taken, "new") <= _places(untouched, "new")
    changed = {place for place in _places(untouched, "changed") if not place.startswith(("审核!", "数据!I"))}
    assert _places(taken, "conflict") == changed
    assert "has lost its record of what was exported" in taken.printed
    for line in ("straw-used, year: 2018, value: 8120,", "straw-used, year: 2020, value: 21430,"):
        assert line in taken.data["dongshan.yaml"]


def _places(taken: Taken, effect: str) -> set[str]:
    return set(re.findall(rf"(?m)^  \[{effect}\] +(\S+)", taken.printed))
