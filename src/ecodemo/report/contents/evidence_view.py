"""The two papers that come from the evidence itself: the archive's list, and the four properties of its files."""

from typing import Annotated, Literal

from pydantic import Field

from ecodemo.report.contents.paper_view import PaperView
from ecodemo.report.view_base import View


class CatalogueRow(View):
    """A file, or a reference to one stored elsewhere (互见)."""

    serial: Annotated[int, Field(description="序号, running within its box")]
    reference: Annotated[str, Field(description="档号: number, year and unit in words")]
    number: Annotated[str, Field(description="文号")]
    issuer: Annotated[str, Field(description="责任者: the issuer, not the submitting unit")]
    title: Annotated[str, Field(description="题名")]
    day: Annotated[str, Field(description="日期: eight digits, or empty")]
    secrecy: Annotated[str, Field(description="密级")]
    pages: Annotated[int | None, Field(description="页数; `null` if the file has no page count")]
    remark: Annotated[str, Field(description="备注")]
    path: Annotated[str, Field(description="Relative to evidence/; empty for a reference")]


class CatalogueBox(View):
    """A box (卷) with its rows and totals."""

    no: str
    name: str
    rows: tuple[CatalogueRow, ...]
    files: int
    references: Annotated[int, Field(description="Rows that only reference a file elsewhere")]
    pages: Annotated[int, Field(description="Of the files with a page count")]
    without_pages: Annotated[int, Field(description="Files without a page count")]
    sums: Annotated[str, Field(description="The totals as text")]


class Catalogue(PaperView):
    """归档文件目录, with all texts. Within one `schema_version` fields are only added."""

    bid_id: str
    bid_name: str
    today: Annotated[str, Field(description="ISO date")]
    today_words: str
    part: Annotated[str, Field(description="What the filters exclude, as text; empty without filters")]
    boxes: tuple[CatalogueBox, ...]
    files: int
    references: int
    pages: int
    without_pages: int
    sums: str
    notes: tuple[str, ...]


class PropertyCheck(View):
    """A checked item (检测项). `checked` is always `passed` + `not_passed` + `not_checked`."""

    name: str
    what: Annotated[str, Field(description="The check, and what the numbers count")]
    checked: int
    passed: int
    not_passed: int
    not_checked: int
    state: Literal["passed", "not passed", "not decided", "nothing to check", "information"]
    state_label: str
    remark: str
    codes: Annotated[str, Field(description="The rules behind it")]


class PropertySection(View):
    """One of the four properties (四性)."""

    id: Literal["authenticity", "integrity", "usability", "safety"]
    name: str
    verdict: Literal["passed", "not passed", "undecided"]
    conclusion: str
    checks: tuple[PropertyCheck, ...]


class Properties(View):
    """四性检测: the items checked, and those that could not be checked."""

    files: int
    size: Annotated[int, Field(description="Bytes of all contents, including those behind pointers")]
    locked: Annotated[int | None, Field(description="Entries of the lock; `null` without a lock")]
    head: Annotated[tuple[str, ...], Field(description="Counts, known contents, and the lock")]
    brief: Annotated[tuple[str, ...], Field(description="The same in brief, for the phase report")]
    sections: tuple[PropertySection, ...]
    notes: tuple[str, ...]
