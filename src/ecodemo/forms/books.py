"""The workbooks of a unit: which there are, and what each holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ecodemo.assess.bid import Assessment
from ecodemo.assess.owed import figures_due
from ecodemo.assess.timeliness import ItemTiming
from ecodemo.evidence.fixity import delivery_hashes
from ecodemo.forms import words
from ecodemo.forms.rows import Book, Front, Table
from ecodemo.forms.rows_documents import Folder, document_table, folders
from ecodemo.forms.rows_figures import Asked, data_table, missing_figures
from ecodemo.forms.rows_leads import assigned_table, statement_table
from ecodemo.forms.rows_office import OFFICE, ledger_table, review_table
from ecodemo.forms.rows_problems import problem_table
from ecodemo.forms.sheets import WORKBOOK_NAME, Kind
from ecodemo.model.finding import Finding
from ecodemo.model.organisation import Unit, UnitKind
from ecodemo.session import Outcome


@dataclass(frozen=True, slots=True)
class Task:
    """What is sent to a unit: its workbooks, and a folder for each document that it owes."""

    unit: Unit
    books: tuple[Book, ...]
    folders: tuple[Folder, ...]

    @property
    def owes_nothing(self) -> bool:
        return not self.folders and not any(table.rows for book in self.books for table in book.tables)


class Tasks:
    """Puts together what each unit of a judged workspace is sent."""

    def __init__(self, outcome: Outcome, assessment: Assessment) -> None:
        self._assessment = assessment
        self._findings: dict[str, list[Finding]] = {}
        for finding in outcome.findings:
            self._findings.setdefault(finding.about.unit or "", []).append(finding)
        self._all_findings = outcome.findings
        self._files = outcome.survey.files
        self._asked = Asked(assessment.workspace, assessment.bid, assessment.today)
        self._timings: dict[str, list[ItemTiming]] = {}
        for timing in assessment.timings:
            if timing.item.slots:
                self._timings.setdefault(timing.item.unit, []).append(timing)
        registered = (document.file for _, _, document in assessment.workspace.documents() if document.file)
        hashes = {file.path: file.sha256 for file in self._files if file.sha256}
        self._hashes: Mapping[str, str] = delivery_hashes(registered, hashes)
        self._example = assessment.workspace.example

    def of(self, unit: str) -> Task:
        """What a unit is sent."""
        workspace = self._assessment.workspace
        timings = self._timings.get(unit, [])
        books = [self._unit_book(unit, timings)]
        review = self._review_book(unit)
        if review.tables[0].rows:
            books.append(review)
        if unit == OFFICE:
            books.append(self._book(Kind.LEDGER, unit, (ledger_table(workspace, self._assessment.today),)))
        return Task(workspace.units[unit], tuple(books), folders(timings))

    def _book(self, kind: Kind, unit: str, tables: tuple[Table, ...]) -> Book:
        workspace = self._assessment.workspace
        return Book(
            kind=kind,
            unit=unit,
            bid=self._assessment.bid.id,
            exported=self._assessment.today,
            name=WORKBOOK_NAME[kind].format(unit=workspace.units[unit].name),
            tables=tables,
        )

    def _unit_book(self, unit: str, timings: list[ItemTiming]) -> Book:
        assessment = self._assessment
        workspace, today = assessment.workspace, assessment.today
        findings = self._findings.get(unit, [])
        data = data_table(self._asked, unit, findings)
        documents = document_table(workspace, timings, unit, today)
        problems = problem_table(workspace, timings, findings, unit, today)
        leads = (assigned_table(self._asked, unit), statement_table(self._asked, unit))
        only_leads = tuple(table for table in leads if table.rows)
        is_department = workspace.units[unit].kind is UnitKind.DEPARTMENT
        tables = (data, documents, *(only_leads if is_department else ()), problems)
        front = self._front(unit, timings, data, problems, tables)
        return Book(
            kind=Kind.UNIT,
            unit=unit,
            bid=assessment.bid.id,
            exported=today,
            name=WORKBOOK_NAME[Kind.UNIT].format(unit=workspace.units[unit].name),
            tables=tables,
            front=front,
            proofs=tuple(timing.item.requirement.no for timing in timings),
        )

    def _review_book(self, unit: str) -> Book:
        table = review_table(self._assessment, unit, self._all_findings, self._files, self._hashes)
        book = self._book(Kind.REVIEW, unit, (table,))
        hashes = {row.about: self._hashes[row.about] for row in table.rows}
        return Book(book.kind, unit, book.bid, book.exported, book.name, book.tables, hashes=hashes)

    def _front(
        self, unit: str, timings: list[ItemTiming], data: Table, problems: Table, tables: tuple[Table, ...]
    ) -> Front:
        assessment = self._assessment
        workspace, today = assessment.workspace, assessment.today
        named = workspace.units[unit]
        phase = workspace.phase_on(today)
        figures = missing_figures(data)
        lacking = [timing for timing in timings if timing.item.is_required and timing.item.lacking]
        missing = [
            text
            for count, text in (
                (figures, words.MISSING_FIGURES.format(count=figures)),
                (len(lacking), words.MISSING_DOCUMENTS.format(count=len(lacking))),
            )
            if count
        ]
        former = "".join(f"（原{former.name}）" for former in named.formerly[-1:])
        office = workspace.units[OFFICE].name if OFFICE in workspace.units else words.OFFICE
        example = words.EXAMPLE if self._example else ""
        return Front(
            title=words.FRONT_TITLE.format(unit=named.name) + example,
            contents={
                "unit": f"{named.name}{former}",
                "phase": f"{phase.name}，{words.span_words(phase.start, phase.end)}",
                "due": self._due(unit, lacking, timings, figures),
            },
            to_do=_to_do(data, tables, timings, office),
            last_received=self._last_received(unit),
            missing="，".join(missing) or words.NOTHING_MISSING,
            is_missing=bool(missing),
            problems=words.PROBLEM_COUNT.format(count=len(problems.rows))
            if problems.rows
            else words.NO_PROBLEM,
            has_problems=bool(problems.rows),
            contact=words.CONTACT.format(office=office),
        )

    def _due(
        self, unit: str, lacking: list[ItemTiming], timings: list[ItemTiming], missing_figures: int
    ) -> str:
        """The next day on which something missing is due, and how much is past its day already."""
        assessment = self._assessment
        of_figures = figures_due(assessment.workspace, assessment.bid, unit)
        due = [timing.item.due for timing in lacking if timing.item.due]
        due += [of_figures] if missing_figures and of_figures else []
        to_come = [day for day in due if day >= assessment.today]
        over = [day for day in due if day < assessment.today]
        if to_come:
            return words.with_weekday(min(to_come)) + (words.SOME_OVERDUE if over else "")
        if over:
            return words.with_weekday(min(over)) + words.OVERDUE.format(
                days=(assessment.today - min(over)).days
            )
        every = [timing.item.due for timing in timings if timing.item.due]
        return words.with_weekday(max(every)) if every else ""

    def _last_received(self, unit: str) -> str:
        today = self._assessment.today
        progress = self._assessment.workspace.progress.get(unit)
        documents = progress.documents if progress else ()
        days: list[date] = [d.received for d in documents if d.received and d.received <= today]
        days += [again.on for d in documents for again in d.redelivered if again.on <= today]
        return words.full_day(max(days)) if days else words.NEVER


def _to_do(data: Table, tables: tuple[Table, ...], timings: list[ItemTiming], office: str) -> tuple[str, ...]:
    """The three things on the first sheet."""
    asked = sum(row.is_owed for row in data.rows)
    years = [int(column.key) for column in data.sheet.columns if column.holds == "number"]
    first = (
        words.FIGURES.format(count=asked, years=f"{words.years_words(years)}年")
        if asked
        else words.NO_FIGURES
    )
    besides = [f"“{table.sheet.name}”表" for table in tables if table.sheet.name in words.BESIDE_SHEETS]
    if besides:
        first += words.BESIDES.format(sheets="、".join(besides))
    signed = next(
        (t.item.requirement for t in timings if t.item.requirement.name.startswith(words.SIGNED)), None
    )
    last = (
        words.SIGN.format(folder=f"{signed.no} {signed.name}", office=office)
        if signed and asked
        else words.SEND_BACK.format(office=office)
    )
    return first, words.PROOF, last
