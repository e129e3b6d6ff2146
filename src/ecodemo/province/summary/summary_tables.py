"""The tables of a summary: the same columns on the page, in the workbook and in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Any

from ecodemo.language import Language, Speaker
from ecodemo.model.finding import Severity
from ecodemo.model.message import Message, listing, message
from ecodemo.model.number import percentage
from ecodemo.model.verdict import Verdict
from ecodemo.province.summary.list_texts import ListTexts
from ecodemo.province.summary.province_names import PROVINCE_NAMES
from ecodemo.province.summary.summary_labels import (
    BID,
    CITY_RULE,
    GATE,
    GATE_MARK,
    LIST_PARTS,
    NEAR_RULE,
    RANK_RULE,
    REMEDY,
    ROW_RULE,
    RUN_STATE,
)
from ecodemo.province.summary.summary_view import (
    CityLine,
    CodeLine,
    CountyLine,
    ObstacleLine,
    RowLine,
    RunLine,
    StandardLine,
    Summary,
    UnjudgedLine,
)
from ecodemo.report.contents import labels
from ecodemo.report.tables.marks import VERDICT_MARK, verdict_mark
from ecodemo.rule_pages import listed_rules, title
from ecodemo.table import Column, Mark, TitledTable, ToFile

RANKING, NEAR, ROWS, RETURNS, CODES, CITIES, UNJUDGED, LISTS, RUNS = (
    *("ranking", "near", "rows", "returns", "findings", "cities", "unjudged", "lists", "runs"),
)
"""The keys of the tables."""


class SummaryTables:
    """The tables, in one language."""

    def __init__(self, summary: Summary, speaker: Speaker) -> None:
        self._summary, self._speaker = summary, speaker
        self._say, self._text = speaker.say, speaker.text
        self._lists = ListTexts(line.id for line in summary.standards)
        self._has_lists = len(summary.standards) > 1
        self.has_provinces = len({line.province for line in summary.cities}) > 1
        self._rules = {code for code, _ in listed_rules()}

    def tables(self) -> Iterator[TitledTable[Any]]:
        """All of them; those without a line too."""
        summary, text = self._summary, self._text
        yield TitledTable(
            text("Ranking"),
            self._ranking(),
            bands=tuple(self._by_list()),
            keep=2,
            notes=(self._say(RANK_RULE),),
            key=RANKING,
        )
        yield TitledTable(
            text("Near to passing"),
            self._near(),
            summary.near,
            keep=1,
            notes=(self._say(NEAR_RULE),),
            key=NEAR,
        )
        yield TitledTable(
            text("Weakest rows"), self._rows(), summary.rows, keep=2, notes=(self._say(ROW_RULE),), key=ROWS
        )
        yield TitledTable(
            text("Most returned documents"), self._returned(), summary.most_returned, keep=2, key=RETURNS
        )
        yield TitledTable(text("Commonest findings"), self._codes(), summary.codes, key=CODES)
        yield TitledTable(
            text("Timeliness by city"),
            self._cities(),
            summary.cities,
            keep=1 + self.has_provinces,
            notes=(self._say(CITY_RULE),),
            key=CITIES,
        )
        yield TitledTable(
            text("Could not be judged"), self._unjudged(), summary.unjudged, keep=1, key=UNJUDGED
        )
        yield TitledTable(text("Lists of indicators"), self._standards(), summary.standards, key=LISTS)
        yield TitledTable(text("Days and versions"), self._runs(), summary.runs, key=RUNS)

    def province(self, digits: str) -> str:
        """Its name; empty where the code of a county begins with no province."""
        name = PROVINCE_NAMES.get(digits)
        return "" if name is None else self._say(name)

    def city(self, line: CityLine) -> str:
        return line.city or "—"

    def place(self, line: CountyLine | UnjudgedLine | ObstacleLine) -> str:
        """The city, of several provinces with its own."""
        province = self.province(line.code[:2]) if self.has_provinces else ""
        return f"{province} {line.city}".strip() or "—"

    def _ranking(self) -> Sequence[Column[CountyLine]]:
        text, say = self._text, self._say
        columns: tuple[Column[CountyLine], ...] = (
            Column("rank", text("Rank"), lambda line: line.rank, 6, "centred"),
            Column("name", text("County"), lambda line: line.name, 16, leads_to=_board),
            Column("city", text("City"), self.place, 14),
            Column(
                "gate",
                text("Gate"),
                lambda line: say(GATE[line.gate]),
                10,
                "centred",
                lambda line: GATE_MARK[line.gate],
            ),
            Column("verdict", text("Bid"), lambda line: say(BID[line.verdict]), 10, "centred", verdict_mark),
            Column("applicable", text("Rows"), lambda line: line.applicable, 8, "number"),
            Column("met", text("Met"), lambda line: line.met, 8, "number"),
            Column("counted", text("Met with full proof"), lambda line: line.counted, 10, "number"),
            Column(
                "documents", text("Filed / required"), lambda line: f"{line.there}/{line.owed}", 12, "share"
            ),
            Column("returned", text("Returned"), lambda line: line.returned, 8, "number"),
            Column("overdue", text("Overdue"), lambda line: line.overdue, 8, "number"),
            Column("obstacles", text("Rows and vetoes open"), lambda line: line.obstacles, 10, "number"),
            Column("errors", text("Errors", "units"), lambda line: line.errors, 8, "number"),
        )
        if not any(line.packed for line in self._summary.ranking):
            return columns
        return (*columns, Column("packed", text("Report file of"), self._packed, 16, "share"))

    def _packed(self, line: CountyLine) -> str:
        return self._say(date.fromisoformat(line.packed)) if line.packed else "—"

    def _by_list(self) -> Iterator[tuple[str, Sequence[CountyLine]]]:
        """The ranking of each list, below the list's name where there are several."""
        for id_, counties in groupby(self._summary.ranking, lambda county: county.standard):
            yield self.list_name(id_) if self._has_lists else "", tuple(counties)

    def _near(self) -> Sequence[Column[ObstacleLine]]:
        text = self._text
        return (
            Column("name", text("County"), lambda line: line.name, 16, leads_to=_board),
            Column("city", text("City"), self.place, 14),
            Column("obstacle", text("Row or veto"), self._obstacle, 34, wraps=True),
            Column(
                "verdict",
                text("Result"),
                self._result,
                12,
                "centred",
                lambda line: VERDICT_MARK[line.verdict],
            ),
            Column(
                "documents",
                text("Filed / required"),
                lambda line: f"{line.there}/{line.owed}" if line.no else "",
                12,
                "share",
            ),
            Column(
                "returned", text("Returned"), lambda line: line.returned if line.no else None, 8, "number"
            ),
            Column("remedy", text("Still possible"), self._remedy, 30, wraps=True),
        )

    def _obstacle(self, line: ObstacleLine) -> str:
        if line.no:
            name = self._lists.row(line.standard, line.no, line.subject)
            return self._say(message("Row {no} {row}", no=line.no, row=name))
        return self._say(message("Veto: {veto}", veto=self._lists.veto(line.standard, line.subject)))

    def _result(self, line: ObstacleLine) -> str:
        if line.no:
            return self._say(labels.VERDICT[Verdict(line.verdict)])
        words = {"not met": message("triggered"), "undecided": message("not ruled out")}
        return self._say(words[line.verdict])

    def _remedy(self, line: ObstacleLine) -> str:
        return "" if line.remedy == "none" else self._say(REMEDY[line.remedy])

    def _rows(self) -> Sequence[Column[RowLine]]:
        text = self._text
        return (
            *self._row_names(),
            Column("applicable", text("Counties"), lambda line: line.applicable, 8, "number"),
            Column("counted", text("Met with full proof"), lambda line: line.counted, 10, "number"),
            Column(
                "share",
                text("Share of counties"),
                lambda line: _share(line.counted, line.applicable),
                8,
                "share",
            ),
            Column("met", text("Met"), lambda line: line.met, 8, "number"),
            Column("not_met", text("Not met"), lambda line: line.not_met, 8, "number"),
            Column("undecided", text("Undecided"), lambda line: line.undecided, 8, "number"),
            Column("unproven", text("Proof incomplete"), lambda line: line.unproven, 10, "number"),
            Column("returned", text("Returned documents"), lambda line: line.returned, 10, "number"),
        )

    def _row_names(self) -> Iterator[Column[RowLine]]:
        text = self._text
        yield Column("no", text("No."), lambda line: line.no, 6, "centred")
        yield Column("name", text("Indicator"), self._row_name, 32, wraps=True)
        if self._has_lists:
            yield Column("standard", text("List"), lambda line: self.list_name(line.standard), 24, wraps=True)

    def _row_name(self, line: RowLine) -> str:
        return self._say(self._lists.row(line.standard, line.no, line.name))

    def _returned(self) -> Sequence[Column[RowLine]]:
        text = self._text
        return (
            *self._row_names(),
            Column("returned", text("Returned documents"), lambda line: line.returned, 10, "number"),
            Column("returning", text("Counties"), lambda line: line.returning, 8, "number"),
        )

    def _codes(self) -> Sequence[Column[CodeLine]]:
        text = self._text
        marks: dict[str, Mark] = {"error": "bad", "warning": "open", "info": "soon"}
        return (
            Column("title", text("Problem"), self._rule, 44, wraps=True),
            Column(
                "severity",
                text("Severity"),
                lambda line: self._say(labels.SEVERITY[Severity(line.severity)]),
                8,
                "centred",
                lambda line: marks[line.severity],
            ),
            Column("counties", text("Counties"), lambda line: line.counties, 8, "number"),
            Column("findings", text("Times"), lambda line: line.findings, 8, "number"),
            Column("code", text("Rule"), lambda line: line.code, 8, "centred"),
        )

    def _rule(self, line: CodeLine) -> str:
        return title(line.code, Language(self._speaker.language)) if line.code in self._rules else ""

    def _cities(self) -> Sequence[Column[CityLine]]:
        text = self._text
        columns: list[Column[CityLine]] = []
        if self.has_provinces:
            columns.append(
                Column("province", text("Province"), lambda line: self.province(line.province), 14)
            )
        columns += [
            Column("city", text("City"), self.city, 16),
            Column(
                "judged", text("Counties judged"), lambda line: f"{line.judged}/{line.counties}", 10, "share"
            ),
            Column("passing", text("Would pass"), lambda line: line.passing, 8, "number"),
            Column("open", text("Gate open"), lambda line: line.open, 8, "number"),
            Column("due", text("Due so far"), lambda line: line.due, 8, "number"),
            Column("on_time", text("On time"), lambda line: line.on_time, 8, "number"),
            Column("late_done", text("Submitted late"), lambda line: line.late_done, 8, "number"),
            Column("overdue", text("Overdue"), lambda line: line.overdue, 8, "number"),
            Column("returned", text("Returned"), lambda line: line.returned, 8, "number"),
            Column("share", text("Share on time"), lambda line: _share(line.on_time, line.due), 10, "share"),
            Column("longest", text("Longest delay (days)"), lambda line: line.longest, 10, "number"),
        ]
        return columns

    def _unjudged(self) -> Sequence[Column[UnjudgedLine]]:
        text = self._text
        return (
            Column("code", text("Code"), lambda line: line.code, 10, "centred"),
            Column("name", text("County"), lambda line: line.name, 16),
            Column("city", text("City"), self.place, 14),
            Column(
                "state",
                text("Reason"),
                lambda line: self._say(RUN_STATE[line.state]),
                16,
                "centred",
                lambda _: "bad",
            ),
            Column("why", text("Details"), lambda line: line.why, 60, wraps=True),
        )

    def _standards(self) -> Sequence[Column[StandardLine]]:
        text = self._text
        return (
            Column("list", text("List"), lambda line: self.list_name(line.id), 50, wraps=True),
            Column("counties", text("Counties"), lambda line: line.counties, 8, "number"),
            Column("verified", text("Verification"), self._verified, 30, wraps=True),
        )

    def list_name(self, id_: str) -> str:
        return self._say(self._lists.title(id_))

    def _verified(self, line: StandardLine) -> str:
        return self._say(self.verification(line))

    @staticmethod
    def verification(line: StandardLine) -> Message:
        """How far a list was compared with its published text."""
        if line.unverified is None:
            return message("not determined")
        if not line.unverified:
            return message("verified")
        return message(
            "not verified: {parts}", parts=listing(*(LIST_PARTS[part] for part in line.unverified))
        )

    def _runs(self) -> Sequence[Column[RunLine]]:
        text = self._text
        return (
            Column(
                "day",
                text("Judged as of"),
                lambda line: self._say(date.fromisoformat(line.day)),
                16,
                "centred",
            ),
            Column("tool", text("Version of the tool"), lambda line: line.tool, 16, "centred"),
            Column("counties", text("Counties"), lambda line: line.counties, 8, "number"),
        )


def _share(part: int, whole: int) -> str:
    return percentage(Fraction(part, whole)) if whole else ""


def _board(line: CountyLine | ObstacleLine) -> ToFile | None:
    return ToFile(line.board) if line.board else None
