"""What is wrong inside of single files, on purpose: what senders, scanners and chat programs do to documents.

Each fault with the rule that finds it; the figures and the register that rest on a file are not touched here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from scripts.build_example.content import (
    HEAD_ROWS,
    Content,
    CutOff,
    Key,
    Misnamed,
    Pack,
    Paper,
    Picture,
    Scan,
    Sheet,
)
from scripts.build_example.evidence import File
from scripts.build_example.figures import YEARS

_PASSWORD = "changtang-2021"  # noqa: S105 - it protects nothing
_NOBODY = "430923190001010010"
_SCANNED = frozenset(
    {
        ("tianzhuang", "38-2"),
        ("xianxi", "00-4"),
        ("yangjiaotang", "00-4"),
        ("housing", "29-2"),
        ("taoxi", "00-7"),
    }
)
_COPIES: Mapping[tuple[str, str], tuple[str, str]] = {
    # EV117: the straw ledger, stored once more instead of referred to.
    ("lean", "07-4"): ("lean", "25-1"),
    # EV118: the county's contract, which the health bureau has handed in.
    ("pingkou", "14-3"): ("health", "14-3"),
    # EV119: the photograph of the signboard, forwarded in a chat and handed in for the clean-up.
    ("jiangnan", "08-4"): ("jiangnan", "04-4"),
}


def damaged(files: list[File]) -> list[File]:
    """The files as they came in, in the order of paths."""
    originals = {(file.unit, file.requirement): file.content for file in files}
    came = (come for file in files for come in _as_it_came(file, originals))
    return sorted(came, key=lambda file: file.path)


def _as_it_came(file: File, originals: Mapping[tuple[str, str], Content]) -> Iterator[File]:
    key = file.unit, file.requirement
    match *key, file.content:
        case "lengshi", "39-3", Picture() as picture:
            yield _packed(file, picture)
        case "meicheng", "40-2", Picture() as picture:
            yield from _series(file, picture)
        case *_, Paper() as paper if tuple(key) in _SCANNED:
            path = file.path.removesuffix(".pdf") + ".jpg"
            yield replace(file, path=path, registered=path, content=_scanned(file, paper))
        case _ if key in _COPIES:
            yield replace(file, content=_copied(originals[_COPIES[key]]))
        case _:
            yield replace(file, content=_spoilt(file))


def _scanned(file: File, paper: Paper) -> Scan:
    """What only `evidence read` can find: nothing in a scan is text."""
    (page,) = paper.pages
    match file.unit, file.requirement:
        case "tianzhuang", "38-2":
            # DC112: one figure is not the one that was reported.
            return Scan(_rewritten(paper, {"16": "14"}))
        case "xianxi", "00-4":
            # EV122: the draft was scanned, before it was stamped.
            return Scan(paper, is_sealed=False)
        case "yangjiaotang", "00-4":
            # PV103: a number that nobody bears: born on the first day of 1900.
            whose = f"领取人身份证号（编造）：{_NOBODY}。"
            return Scan(replace(paper, pages=(replace(page, paragraphs=(*page.paragraphs, whose)),)))
        case "housing", "29-2":
            # EV116: the report of the year before.
            return Scan(replace(paper, day=date(2019, 12, 25)))
        case _:
            # DC117: signed before two figures were corrected.
            return Scan(_rewritten(paper, {"11.3": "13.1", "4.51": "4.15"}))


def _rewritten(paper: Paper, figures: Mapping[str, str]) -> Paper:
    """The paper with other figures in its table."""
    (page,) = paper.pages
    assert page.table is not None  # noqa: S101 - those papers have one
    rows = tuple(tuple(figures.get(text, text) for text in row) for row in page.table.rows)
    return replace(paper, pages=(replace(page, table=replace(page.table, rows=rows)),))


def _spoilt(file: File) -> Content:
    match file.unit, file.requirement, file.content:
        case "yangjiaotang", "04-4", Picture() as picture:
            # EV109: taken from the screen, which saves PNG, and called .jpg by hand.
            return Misnamed(picture, ".png")
        case "xiaoyan", "27-3", Picture() as picture:
            # EV110: the connection broke while it was being sent.
            return CutOff(picture)
        case "changtang", "02-4", Paper() as paper:
            # EV111: minutes are kept under a password, and nobody told it to the office.
            return replace(paper, password=_PASSWORD)
        case "qujiang", "08-4", Picture() as picture:
            # EV113: saved from the chat without opening it.
            return replace(picture, is_preview=True)
        case "malu", "11-3", Paper() as paper:
            # EV114: the scanner took both sides of the sheet.
            return replace(paper, has_blank_back=True)
        case "kuixi", "07-4", Sheet() as sheet if file.years == YEARS[:1]:
            # EV116: made up later from the notebooks of those who patrolled.
            lines = (*sheet.lines[:2], "2021年5月据巡查日记整理")
            return replace(sheet, day=date(2021, 5, 8), lines=lines)
        case "dongping", "28-2", Sheet() as sheet:
            # DC111: a column that the total was made from has been deleted.
            return _with_error(sheet, ("rural-people", 2018))
        case _:
            return file.content


def _copied(original: Content) -> Content:
    return replace(original, is_resent=True) if isinstance(original, Picture) else original


def _packed(file: File, picture: Picture) -> File:
    """EV112: all pictures in one pack, as they came."""
    shots = {
        f"{picture.title}{number}.jpg": replace(picture, title=f"{picture.title}{number}", seed=number)
        for number in (1, 2)
    }
    path = file.path.removesuffix(".jpg") + ".zip"
    return replace(file, path=path, registered=path, content=Pack(picture.day, shots))


def _series(file: File, picture: Picture) -> Iterator[File]:
    """EV120: of three photographs the second did not come."""
    for number, sign, seed in (("一", picture.sign, 1), ("三", "垃圾分类宣传", 3)):
        path = file.path.removesuffix(".jpg") + f"（{number}）.jpg"
        yield replace(
            file, path=path, registered=path, content=replace(picture, sign=sign, seed=picture.seed + seed)
        )


def _with_error(sheet: Sheet, key: Key) -> Sheet:
    """The table with the program's own error value in place of one total."""
    column = ord(sheet.holds[key][0]) - ord("A")
    assert sheet.holds[key][1:] == str(HEAD_ROWS + 1 + len(sheet.rows))  # noqa: S101 - totals are in the foot
    foot = tuple("#REF!" if index == column else value for index, value in enumerate(sheet.foot))
    return replace(sheet, foot=foot)
