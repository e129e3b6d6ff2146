"""What is taken of a number is what a person reads in the cell: compared with what LibreOffice shows of it.

One conversion for all cells; other cells at every run, the same in CI.
"""

from __future__ import annotations

import csv
import os
import random
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from ecodemo.formats.xlsx.whole_sheets import saved_sheets
from ecodemo.formats.xlsx.written import Written
from ecodemo.forms.reading.cells import CellError, UnderstoodFigure, read_figure
from forms.office import CSV_IN_UTF_8, Sitting, sit
from libreoffice import bridge

FORMATS = (
    *("General", "0", "0.0", "0.00", "#,##0", "#,##0.00", "0_ ", "0.0_);-0.0", "0.0;[RED]-0.0", "@"),
    *(
        "0%",
        "0.0%",
        "0.00%",
        '0.0"%"',
        r"0.0\%",
        "[$-804]0.0%",
        "0%;-0.0%",
        '0.0"%";0.0%',
        '[>=1]0.0"%";0.0%',
    ),
    *('0.0"吨"', '0.00"万吨"', '#,##0"公斤"', "0.00万", '0.00"人"', "0,", "#,##0.0,", '0.0,"吨"'),
    *("yyyy-mm-dd", 'yyyy"年"', "hh:mm"),
)
VALUES = (
    0,
    1,
    0.5,
    0.98,
    0.952,
    95.2,
    98,
    100,
    120,
    8612,
    12_000,
    21_430.5,
    -3,
    -0.5,
    44_336,
    86_120_000,
    1 / 3,
)
CELLS = 600
UNITS = ("吨", "%")


@pytest.mark.skipif(bridge() is None, reason="needs LibreOffice")
def test_what_is_taken_is_what_is_shown(tmp_path: Path) -> None:
    chance = random.Random(1 if os.environ.get("CI") else None)  # noqa: S311
    chosen = [(chance.choice(FORMATS), chance.choice(VALUES)) for _ in range(CELLS)]
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row, (form, value) in enumerate(chosen, 1):
        sheet.cell(row, 1).value = value
        sheet.cell(row, 1).number_format = form
    path, shown = tmp_path / "book.xlsx", tmp_path / "book.csv"
    book.save(path)
    sit([Sitting(path, shown, (), CSV_IN_UTF_8)], tmp_path)
    texts = [row[0] for row in csv.reader(shown.read_text(encoding="utf-8").splitlines())]
    with path.open("rb") as stream:
        [saved] = saved_sheets(stream, path.stat().st_size)
    assert len(texts) == CELLS
    taken = 0
    for row, (text, (form, value)) in enumerate(zip(texts, chosen, strict=True)):
        for unit in UNITS:
            read = _read(saved.cells[row, 0], unit)
            if read is None or text.startswith("#"):  # nobody can read what has no room in its cell
                continue
            taken += 1
            by_people = _read(Written("", text), unit)
            assert by_people is not None, (form, value, unit, text, read)
            assert abs(abs(read) - abs(by_people)) <= _last_digit(text, unit), (form, value, unit, text, read)
    assert taken > CELLS // 2


def _read(cell: Written, unit: str) -> Decimal | None:
    """The figure; `None` where it is not taken."""
    try:
        read = read_figure(cell, unit)
    except CellError:
        return None
    return read.value if isinstance(read, UnderstoodFigure) else None


def _last_digit(text: str, unit: str) -> Decimal:
    """How much a figure may differ from what is shown of it, which is rounded."""
    decimals = len(text.partition(".")[2].rstrip("%吨万人公斤千) ")) if "." in text else 0
    step = Decimal(10) ** -decimals / 2 + Decimal("1e-9")
    if unit != "%" and "万" in text:
        return step * 10_000
    return step
