"""What is written beside the cells of a workbook: old comments, and those that are answered."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment

from ecodemo.formats.xlsx.whole_sheets import saved_sheets

THREAD = (
    '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<threadedComment ref="B2" id="{1}" personId="{9}"><text>以核定为准</text></threadedComment>'
    '<threadedComment ref="B2" id="{2}" parentId="{1}" personId="{9}"><text>同意</text></threadedComment>'
    "</ThreadedComments>"
)
RELATION = (
    '<Relationship Id="thread" Target="../threadedComments/threadedComment1.xml" '
    'Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"/></Relationships>'
)


def _book(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.worksheets[0]["B2"].comment = Comment("[Threaded comment]", "tc={1}")
    book.worksheets[0]["C3"].comment = Comment("旧批注\n第二行", "张三")
    book.create_sheet("空")
    book.save(path)
    return path


def _comments(path: Path) -> list[dict[tuple[int, int], tuple[str, str]]]:
    with path.open("rb") as stream:
        sheets = saved_sheets(stream, path.stat().st_size)
    return [{at: (c.author, c.text) for at, c in sheet.comments.items()} for sheet in sheets]


def test_comments_with_their_authors(tmp_path: Path) -> None:
    assert _comments(_book(tmp_path / "book.xlsx")) == [
        {(1, 1): ("tc={1}", "[Threaded comment]"), (2, 2): ("张三", "旧批注\n第二行")},
        {},
    ]


def test_of_an_answered_comment_all_that_was_said(tmp_path: Path) -> None:
    plain, threaded = _book(tmp_path / "plain.xlsx"), tmp_path / "threaded.xlsx"
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(threaded, "w") as target:
        for name in source.namelist():
            content = source.read(name).decode("utf-8")
            if name == "xl/worksheets/_rels/sheet1.xml.rels":
                content = content.replace("</Relationships>", RELATION)
            target.writestr(name, content)
        target.writestr("xl/threadedComments/threadedComment1.xml", THREAD)
    assert _comments(threaded)[0][1, 1] == ("", "以核定为准；同意")
