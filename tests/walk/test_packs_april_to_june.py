"""Packs out on 20 April and back on 19 May, a ledger sent back on 3 June, mended by the 9th, accepted on the 11th.

What the township and the reviewer do in their workbooks is done in LibreOffice; the zips have names in GBK.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from cli.running import Result, invoke
from ecodemo.assess.timeliness import ItemTiming, Light, Standing
from ecodemo.check.session import CheckOptions, check
from ecodemo.load.workspace import load
from ecodemo.model.progress import Document, Progress
from forms.office import Sitting, Step, sit
from forms.packs import column_of, members_of, opened, row_of, workbook_of, zipped_in_gbk
from libreoffice import bridge

BOX = "25 农业废弃物综合利用率/龙塘镇"
LEDGER = f"{BOX}/2020/25-1 秸秆综合利用台账.xlsx"
REASON = "缺村级负责人签字；合计与C40不符"
FIRST, MENDED = b"the ledger of 2020, unsigned", b"the ledger of 2020, signed"


@dataclass(frozen=True)
class Walk:
    """The folder in which everything happened, and what each command said."""

    folder: Path
    imported: dict[str, Result]
    seen: dict[str, Progress]
    """The register of 龙塘镇 after each day's import."""

    @property
    def county(self) -> Path:
        return self.folder / "county"

    def document(self, day: str, no: str, year: int) -> Document:
        return next(d for d in self.seen[day].documents if d.requirement == no and year in d.years)

    def timing(self, no: str, day: str) -> ItemTiming:
        """The state of the item on a day, asked afterwards."""
        assessment = check(load(self.county), CheckOptions(), date.fromisoformat(day)).assessment
        assert assessment is not None
        standing = next(one for one in assessment.units if one.unit == "longtang")
        return next(one for one in standing.timings if one.item.requirement.no == no)


def _typed(book: Path, sheet: str, row: int, values: dict[str, Any]) -> Sequence[Step]:
    """Into the row, by the beginnings of heads, as text, which a spreadsheet's cells often are."""
    opened_sheet = openpyxl.load_workbook(book)[sheet]
    return [
        ("text", sheet, f"{get_column_letter(column_of(opened_sheet, head))}{row}", value)
        for head, value in values.items()
    ]


def _figures(book: Path, no: str, values: dict[str, Any]) -> Sequence[Step]:
    return _typed(book, "数据", row_of(openpyxl.load_workbook(book)["数据"], no), values)


def _review(book: Path, file: str, values: dict[str, Any]) -> Sequence[Step]:
    sheet = openpyxl.load_workbook(book)["审核"]
    column = column_of(sheet, "文件")
    row = next(row for row in range(4, sheet.max_row + 1) if sheet.cell(row, column).value == file)
    return _typed(book, "审核", row, values)


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    if bridge() is None:
        pytest.skip("LibreOffice, or a Python that can talk to it, is not installed")
    folder = tmp_path_factory.mktemp("walk")
    county = folder / "county"
    assert invoke("init", county, "--starter", "anhua").exit_code == 0
    walked = Walk(folder, {}, {})

    def run(day: str, *arguments: str | Path) -> Result:
        ran = invoke("-C", county, "--lang", "zh", "--today", day, *arguments)
        assert ran.clean, ran.stderr
        return ran

    def import_(day: str, pack: Path, received: str) -> None:
        back = folder / f"back {received}"
        walked.imported[received] = run(day, "form", "import", pack, "--received", received, "--return", back)
        workspace = load(county).workspace
        assert workspace is not None
        walked.seen[received] = workspace.progress["longtang"]

    def sent_out(day: str, unit: str, name: str) -> Path:
        out = folder / f"out {day}"
        assert run(day, "form", "export", "--unit", unit, "--out", out).exit_code == 0
        (pack,) = (path for path in out.iterdir() if path.name.startswith(name))
        return opened(pack, folder / f"{name} {day}")

    pack = sent_out("2021-04-20", "longtang", "龙塘镇")
    straw, film = (
        next(path for path in (pack / "佐证").iterdir() if path.name.startswith(no))
        for no in ("25-1", "25-3")
    )
    for year in (2018, 2019):
        (straw / f"{year}年.xlsx").write_bytes(f"the ledger of {year}".encode())
    (straw / "2020年(1).xlsx").write_bytes(FIRST)
    (film / "2018-2020 农膜.pdf").write_bytes(b"film")
    form = workbook_of(pack)
    filled = [
        *_figures(form, "25.1", {"2018年": "７，８20", "2019年": "8100吨", "2020年": "8430", "依据": "25-1"}),
        *_figures(form, "25.2", {"2018年": "0.9万", "2019年": "9080", "2020年": "约9000"}),
    ]
    sit([Sitting(form, form, filled)], folder / "home1")
    members = {f"龙塘镇_填报包_20210420/{name}": content for name, content in members_of(pack).items()}
    zipped_in_gbk({**members, "龙塘镇_填报包_20210420/Thumbs.db": b"x"}, folder / "龙塘镇.zip")
    import_("2021-05-27", folder / "龙塘镇.zip", "2021-05-19")

    review = sent_out("2021-06-03", "agriculture", "县农业农村局") / "县农业农村局审核表.xlsx"
    (marked,) = (folder / "back 2021-05-19").glob("*.xlsx")
    again = folder / "again" / "龙塘镇"
    again.mkdir(parents=True)
    reviewed = [
        *_review(review, LEDGER, {"结论": "退回", "理由": REASON, "重交期限": "2021年6月10日"}),
        *_review(review, f"{BOX}/2018-2020/25-3 农膜回收台账.pdf", {"结论": "通过"}),
    ]
    mended = again / "龙塘镇填报表.xlsx"
    sit(
        [
            Sitting(review, review, reviewed),
            Sitting(marked, mended, _figures(marked, "25.2", {"2020年": "9010"})),
        ],
        folder / "home2",
    )
    import_("2021-06-03", review, "2021-06-03")
    ledger = again / "佐证" / straw.name
    ledger.mkdir(parents=True)
    (ledger / "2020年 重报.xlsx").write_bytes(MENDED)
    zipped_in_gbk(members_of(again), folder / "龙塘镇(1).zip")
    import_("2021-06-10", folder / "龙塘镇(1).zip", "2021-06-09")

    review = sent_out("2021-06-11", "agriculture", "县农业农村局") / "县农业农村局审核表.xlsx"
    accepted = _review(review, LEDGER, {"结论": "通过", "理由": "", "重交期限": ""})
    sit([Sitting(review, review, accepted)], folder / "home3")
    import_("2021-06-11", review, "2021-06-11")
    return walked


def test_19_may_documents_are_registered_as_of_the_day_they_came(walk: Walk) -> None:
    for year in (2018, 2019, 2020):
        document = walk.document("2021-05-19", "25-1", year)
        assert (document.received, document.years) == (date(2021, 5, 19), (year,))
    assert walk.document("2021-05-19", "25-3", 2019).file == f"{BOX}/2018-2020/25-3 农膜回收台账.pdf"
    assert (walk.county / "inbox" / "2021-05-19" / "龙塘镇.zip").exists()
    listed = (walk.county / "inbox" / "收件登记.csv").read_text(encoding="utf-8-sig")
    assert re.search(rf"2021-05-19,龙塘镇,龙塘镇\.zip,.*2020年\(1\)\.xlsx,.*,{_hash(FIRST)}", listed)


def test_19_may_figures_are_taken_and_the_one_that_is_none_goes_back_in_red(walk: Walk) -> None:
    figures = {(o.measure, o.year): str(o.value) for o in walk.seen["2021-05-19"].observations}
    assert figures == {
        ("straw-used", 2018): "7820",
        ("straw-used", 2019): "8100",
        ("straw-used", 2020): "8430",
        ("straw-all", 2018): "9000",
        ("straw-all", 2019): "9080",
    }
    assert walk.imported["2021-05-19"].exit_code == 1
    assert "约9000" in walk.imported["2021-05-19"].stdout
    (text,) = (walk.folder / "back 2021-05-19").glob("*.txt")
    assert len(text.read_text(encoding="utf-8-sig").strip()) <= 300
    assert "25.2" in text.read_text(encoding="utf-8-sig")


def test_3_june_reviews_hold_the_hash_of_what_was_seen(walk: Walk) -> None:
    assert walk.imported["2021-06-03"].exit_code == 0, walk.imported["2021-06-03"].stdout
    (returned,) = walk.document("2021-06-03", "25-1", 2020).reviews
    assert (returned.on, returned.by, returned.result) == (date(2021, 6, 3), "agriculture", "returned")
    assert (returned.reason, returned.due) == (REASON, date(2021, 6, 10))
    assert returned.hash == _hash(FIRST)
    (accepted,) = walk.document("2021-06-03", "25-3", 2020).reviews
    assert (accepted.result, accepted.hash) == ("accepted", _hash(b"film"))
    assert not walk.document("2021-06-03", "25-1", 2019).reviews


def test_9_june_the_redelivery_takes_the_place_of_what_was_sent_back(walk: Walk) -> None:
    assert walk.imported["2021-06-09"].exit_code == 0, walk.imported["2021-06-09"].stdout
    document = walk.document("2021-06-09", "25-1", 2020)
    assert document.received == date(2021, 5, 19)
    assert [(again.on, again.hash) for again in document.redelivered] == [(date(2021, 6, 9), _hash(MENDED))]
    assert (walk.county / "evidence" / LEDGER).read_bytes() == MENDED
    assert FIRST in [path.read_bytes() for path in (walk.county / "inbox").rglob("*.xlsx")]
    figures = {(o.measure, o.year): o for o in walk.seen["2021-06-09"].observations}
    assert str(figures["straw-all", 2020].value) == "9010"
    assert not figures["straw-all", 2020].revised


def test_11_june_the_second_review_is_added_to_the_first(walk: Walk) -> None:
    assert walk.imported["2021-06-11"].exit_code == 0, walk.imported["2021-06-11"].stdout
    returned, accepted = walk.document("2021-06-11", "25-1", 2020).reviews
    assert (returned.result, returned.hash) == ("returned", _hash(FIRST))
    assert (accepted.on, accepted.result, accepted.hash) == (date(2021, 6, 11), "accepted", _hash(MENDED))


@pytest.mark.parametrize(
    ("day", "no", "standing", "light", "days_late"),
    [
        ("2021-05-16", "25-1", Standing.NOT_DUE, Light.GREEN, 0),
        ("2021-05-18", "25-1", Standing.DUE_SOON, Light.BLUE, 0),
        ("2021-05-21", "25-1", Standing.ON_TIME, Light.GREEN, 0),
        ("2021-06-04", "25-1", Standing.RETURNED, Light.YELLOW, 0),
        ("2021-06-10", "25-1", Standing.ON_TIME, Light.GREEN, 0),
        ("2021-06-12", "25-1", Standing.ON_TIME, Light.GREEN, 0),
        ("2021-06-12", "25-2", Standing.OVERDUE, Light.RED, 23),
        ("2021-06-12", "25-3", Standing.ON_TIME, Light.GREEN, 0),
    ],
)
def test_lateness_by_the_printed_definition(
    day: str, no: str, standing: Standing, light: Light, days_late: int, walk: Walk
) -> None:
    """Due on 20 May. The day of receipt counts, not that of the import (27 May); sent back is late only past its own day."""
    timing = walk.timing(no, day)
    assert (timing.standing, timing.light, timing.days_late) == (standing, light, days_late)


def test_the_data_are_in_order_afterwards(walk: Walk) -> None:
    ran = invoke("-C", walk.county, "--today", "2021-06-12", "check", "--phase", "sound", "--select", "SC")
    assert ran.exit_code == 0, ran.stdout
