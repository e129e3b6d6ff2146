"""The archive's list with 100,000 rows as a workbook: how much memory it takes beside the rows themselves.

python benchmarks/long_sheet.py rows|workbook     make the rows; write them
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.measure import Measured

    from ecodemo.report.contents.evidence_view import Catalogue

_BOXES, _ROWS = 100, 1_000
"""So many boxes of so many rows."""


def extra_memory() -> Measured:
    """MiB of the peak that writing adds."""
    from benchmarks.measure import Command, Measured, peak

    rows, workbook = (
        peak(Command((sys.executable, __file__, kind), Path.cwd()), 1).median for kind in ("rows", "workbook")
    )
    return Measured.of([workbook - rows])


def _catalogue() -> Catalogue:
    from ecodemo.report.contents.evidence_view import Catalogue, CatalogueBox, CatalogueRow

    def rows(box: int) -> tuple[CatalogueRow, ...]:
        return tuple(
            CatalogueRow(
                serial=serial,
                reference=f"{box}-{serial} 2021 生态环境局",
                number=f"安环发〔2021〕{serial}号",
                issuer="安化县生态环境局",
                title=f"关于报送第{box}类第{serial}项材料的函",
                day="20210920",
                secrecy="",
                pages=serial % 40 + 1,
                remark="",
                path=f"{box}/2021/{serial}.pdf",
            )
            for serial in range(1, _ROWS + 1)
        )

    boxes = tuple(
        CatalogueBox(
            no=f"{box:02}",
            name="材料",
            rows=rows(box),
            files=_ROWS,
            references=0,
            pages=0,
            without_pages=0,
            sums="",
        )
        for box in range(_BOXES)
    )
    return Catalogue(
        tool="ecodemo",
        data_version="",
        language="zh",
        example=False,
        example_note="",
        county="安化县",
        bid_id="provincial",
        bid_name="省级",
        today="2021-09-20",
        today_words="2021年9月20日",
        part="",
        boxes=boxes,
        files=_BOXES * _ROWS,
        references=0,
        pages=0,
        without_pages=0,
        sums="",
        notes=(),
    )


if __name__ == "__main__":
    from ecodemo.report.catalogue.catalogue_workbook import render

    catalogue = _catalogue()
    if sys.argv[1] == "workbook":
        print(len(render(catalogue)), "bytes")
