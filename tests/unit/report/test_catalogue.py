"""The archive's list: its order, its references both ways, its titles and its sums, whatever names files have."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import openpyxl
import pytest
from markdown_it import MarkdownIt

from ecodemo.check.session import CheckOptions, CheckResult, check
from ecodemo.language import Language, Speaker
from ecodemo.load.workspace import load
from ecodemo.model.evidence import Condition, Facts
from ecodemo.report.catalogue import catalogue_paper
from ecodemo.report.catalogue import catalogue_workbook as xlsx_catalogue
from ecodemo.report.catalogue.build_catalogue import build_catalogue
from ecodemo.report.contents.evidence_view import Catalogue, CatalogueRow
from ecodemo.report.writers.markdown_paper import markdown_content
from support import edit

TODAY = date(2021, 11, 1)
BOX = "25 农业废弃物综合利用率"
FARM = f"evidence/{BOX}/东山镇"


def outcome_of(folder: Path, facts: Mapping[str, Facts] = MappingProxyType({})) -> CheckResult:
    """The files; facts are those of the files whose names hold the key."""
    result = check(load(folder), CheckOptions(), TODAY)
    files = tuple(
        next((file._replace(facts=known) for key, known in facts.items() if key in file.path), file)
        for file in result.survey.files
    )
    timings = tuple(
        replace(
            timing,
            item=replace(
                timing.item,
                slots=tuple(
                    replace(slot, files=tuple(f for f in files if f.path in {old.path for old in slot.files}))
                    for slot in timing.item.slots
                ),
            ),
        )
        for timing in result.assessment.timings
    )
    assessment = replace(result.assessment, timings=timings)
    return replace(result, assessment=assessment, survey=replace(result.survey, files=files))


def catalogue_of(
    folder: Path, language: Language = Language.EN, facts: Mapping[str, Facts] = MappingProxyType({})
) -> Catalogue:
    return build_catalogue(outcome_of(folder, facts), Speaker(language))


def rows(catalogue: Catalogue) -> list[CatalogueRow]:
    return [row for box in catalogue.boxes for row in box.rows]


def row(catalogue: Catalogue, reference: str) -> CatalogueRow:
    [found] = [row for row in rows(catalogue) if row.reference == reference]
    return found


def put(folder: Path, path: str, content: bytes = b"x") -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def register(folder: Path, unit: str, *entries: str) -> None:
    file = folder / "data" / "progress" / f"{unit}.yaml"
    text = file.read_text(encoding="utf-8")
    before, documents, after = text.partition("documents:\n")
    lines = "".join(f"- {entry}\n" for entry in entries)
    file.write_text(
        f"{before}{documents}{lines}{after}" if documents else f"{text}\ndocuments:\n{lines}",
        encoding="utf-8",
    )


def test_boxes_are_sorted_by_number_and_letters_come_last(small_workspace: Path) -> None:
    boxes = [box.no for box in catalogue_of(small_workspace).boxes]
    assert boxes == sorted(boxes)
    assert (boxes[0], boxes[-1]) == ("00", "V")


def test_within_a_box_by_number_unit_and_year(county: Path) -> None:
    put(county, f"{FARM}/2020/25-1 秸秆综合利用台账（二）.txt")
    [box] = [box for box in catalogue_of(county).boxes if box.no == "25"]
    references = [row.reference for row in box.rows]
    assert references[:6] == [
        "25-1/2018@东山镇",
        "25-1/2019@东山镇",
        "25-1/2020@东山镇-1",
        "25-1/2020@东山镇-2",
        "25-1/2018-2020@西河乡",
        "25-1/2018-2020@南坪镇",
    ]
    assert [row.serial for row in box.rows] == list(range(1, len(box.rows) + 1))
    numbers = [int(reference.partition("/")[0].removeprefix("25-")) for reference in references]
    assert numbers == sorted(numbers)


def test_every_file_that_counts_is_a_row_and_the_others_are_counted(county: Path) -> None:
    put(county, "evidence/散页.txt")
    put(county, "evidence/另一页.txt")
    catalogue = catalogue_of(county)
    files = [file for file in (county / "evidence").rglob("*") if file.is_file()]
    listed = {row.path for row in rows(catalogue) if row.path}
    assert len(listed) == catalogue.files == sum(box.files for box in catalogue.boxes)
    assert f"{len(files) - len(listed)} files below evidence/ are not listed" in " ".join(catalogue.notes)


def test_the_parts_of_an_event_are_in_their_order_under_its_name(small_workspace: Path) -> None:
    own = [row for row in rows(catalogue_of(small_workspace)) if row.reference.startswith("00-1@")]
    assert [row.title.partition("：")[2] for row in own] == ["会议通知", "签到表", "会场照片1", "会场照片2"]
    assert {row.title.partition("：")[0] for row in own} == {"2021-04-12 动员大会"}
    assert own[0].reference.endswith("-1")


def test_a_reference_is_said_on_both_sides_and_has_no_pages(county: Path) -> None:
    see = "{requirement: 25-3, years: [2020], see: 25-1/2019, received: 2021-05-10}"
    register(county, "dongshan", see)
    catalogue = catalogue_of(county, Language.ZH)
    referring, target = row(catalogue, "25-3/2020@东山镇-2"), row(catalogue, "25-1/2019@东山镇")
    assert (referring.path, referring.pages) == ("", None)
    assert "互见25-1/2019@东山镇" in referring.remark
    assert "互见于25-3/2020@东山镇-2" in target.remark
    [box] = [box for box in catalogue.boxes if box.no == "25"]
    assert box.references == 1
    assert catalogue.references == sum(box.references for box in catalogue.boxes)
    assert box.files == len(box.rows) - 1


def test_a_reference_to_what_is_not_there_says_so(county: Path) -> None:
    register(county, "dongshan", "{requirement: 25-3, years: [2020], see: 25-4/2019, received: 2021-05-10}")
    remark = row(catalogue_of(county), "25-3/2020@东山镇-2").remark
    assert "see 25-4/2019@东山镇 (missing)" in remark


def test_what_came_later_is_not_listed(county: Path) -> None:
    before = catalogue_of(county).references
    register(county, "dongshan", "{requirement: 25-3, years: [2020], see: 25-1/2019, received: 2021-12-10}")
    assert catalogue_of(county).references == before


def test_the_register_gives_number_date_title_and_secrecy(county: Path) -> None:
    edit(
        county / "data" / "progress" / "dongshan.yaml",
        "requirement: 25-3, years: [2020], received: 2021-05-18,",
        "requirement: 25-3, years: [2020], received: 2021-05-18, number: '东政发[2020]第03号', "
        "issued: 2020-03-15, title: 二〇二〇年农膜台账, secrecy: 内部,",
    )
    own = row(catalogue_of(county), "25-3/2020@东山镇")
    assert (own.number, own.day, own.title, own.secrecy) == (
        "东政发〔2020〕3号",
        "20200315",
        "二〇二〇年农膜台账",
        "内部",
    )


def test_the_issuer_is_who_stamps_it_else_the_unit(small_workspace: Path) -> None:
    result = outcome_of(small_workspace)
    stamps = {item.requirement.no: item.requirement.stamp for item in result.assessment.items}
    assert any(stamps.values())
    units = {unit.short or unit.name: unit.name for unit in result.assessment.workspace.units.values()}
    for own in rows(build_catalogue(result, Speaker(Language.EN))):
        no, unit = own.reference.partition("@")[0].partition("/")[0], own.reference.partition("@")[2]
        assert own.issuer == (stamps[no] or units[unit.rsplit("-", 1)[0] if unit not in units else unit])


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("25-1 秸秆台账.pdf", "秸秆台账"),
        ("25-1秸秆台账.v2.pdf", "秸秆台账.v2"),
        ("25-1.pdf", "秸秆综合利用台账"),
        ("25-1-2 附表.xlsx", "附表"),
        ("25-1 第1.2版说明", "第1.2版说明"),
        ("25-1_=cmd|'x'!A0.txt", "=cmd|'x'!A0"),
    ],
)
def test_a_title_is_the_name_without_number_and_suffix(county: Path, name: str, title: str) -> None:
    put(county, f"{FARM}/2020/{name}")
    titles = [row.title for row in rows(catalogue_of(county)) if row.path.endswith(name)]
    assert titles == [title]


def test_pages_are_summed_and_never_guessed(county: Path) -> None:
    catalogue = catalogue_of(
        county,
        facts={
            "2018/25-1": Facts(1, "pdf", pages=12),
            "2019/25-1": Facts(1, "jpg", pages=1),
            "东山镇/2020/25-1": Facts(1, "xlsx"),
            "东山镇/2020/25-3": Facts(1, "pdf", Condition.ENCRYPTED),
        },
    )
    [box] = [box for box in catalogue.boxes if box.no == "25"]
    pages = {row.reference: row.pages for row in box.rows}
    assert pages["25-1/2018@东山镇"] == 12
    assert pages["25-1/2019@东山镇"] == 1
    assert pages["25-1/2020@东山镇"] is pages["25-3/2020@东山镇"] is None
    assert box.pages == sum(value or 0 for value in pages.values()) == catalogue.pages == 13
    assert box.without_pages == box.files - 2
    assert catalogue.without_pages == catalogue.files - 2
    assert "cannot be opened: 1" in " ".join(catalogue.notes)
    assert "cannot be opened: encrypted" in row(catalogue, "25-3/2020@东山镇").remark


def test_filters_leave_a_part_and_say_so(small_workspace: Path) -> None:
    result = outcome_of(small_workspace)
    part = build_catalogue(result, Speaker(Language.ZH), ["dongshan"], ["farm-waste"])
    assert [box.no for box in part.boxes] == ["25"]
    assert {row.reference.partition("@")[2] for row in rows(part)} == {"东山镇"}
    assert "东山镇" in part.part


def test_nothing_there_is_an_empty_list(county: Path) -> None:
    xihe = county / "data" / "progress" / "xihe.yaml"
    lines = xihe.read_text(encoding="utf-8").splitlines(keepends=True)
    xihe.write_text("".join(line for line in lines if "see:" not in line), encoding="utf-8")
    for file in (county / "evidence").rglob("*"):
        if file.is_file():
            file.unlink()
    assert catalogue_of(county).boxes == ()


HOSTILE = ("甲|乙", "=1+1", "甲\n# 乙", "<b>丙</b>", "**粗**", "&lt;", "\x1b[31m红", "@x", "-1")
NAMES = tuple(name for name in HOSTILE if sys.platform != "win32" or not set(name) & set('|<>*"\n\x1b'))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stays_text(county: Path, name: str) -> None:
    put(county, f"{FARM}/2020/25-1 {name}.txt")
    catalogue = catalogue_of(county)
    [own] = [row for row in rows(catalogue) if row.reference == "25-1/2020@东山镇-1"]
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx_catalogue.render(catalogue)))
    cells = [cell for sheet in workbook for line in sheet.iter_rows() for cell in line]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert own.title in [str(cell.value).replace("_x000A_", "\n") for cell in cells]
    html = (
        MarkdownIt("commonmark", {"html": True})
        .enable("table")
        .render(markdown_content(catalogue_paper.paper(catalogue)).decode())
    )
    assert "<b>" not in html
    assert html.count("<h1>") == 1
    assert html.count("<tr>") == len(rows(catalogue)) + 2 * len(catalogue.boxes) + 2


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no text are only possible on Linux")
def test_a_name_in_gbk_is_spelt_out(county: Path) -> None:
    folder = os.fsencode(county / FARM / "2020")
    with open(folder + b"/25-1 \xb1\xa8\xb8\xe6.txt", "wb") as file:  # noqa: PTH123 - a name of bytes
        file.write(b"x")
    catalogue = catalogue_of(county)
    assert [row.title for row in rows(catalogue) if r"\xb1" in row.path] == [r"\xb1\xa8\xb8\xe6"]
    assert markdown_content(catalogue_paper.paper(catalogue))
    assert xlsx_catalogue.render(catalogue)


def test_a_made_up_county_says_so_on_every_row(small_workspace: Path) -> None:
    catalogue = catalogue_of(small_workspace, Language.ZH)
    assert catalogue.example_note == "示例：数值为编造"
    assert all(row.remark.endswith("示例") for row in rows(catalogue))
