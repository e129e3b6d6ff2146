"""The workbooks of a unit: which there are, and what each holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from ecodemo.assess.bid import Assessment
from ecodemo.assess.owed import Item, figures_due
from ecodemo.assess.timeliness import ItemTiming
from ecodemo.check.session import CheckResult, told_at_once
from ecodemo.evidence.digests import delivery_hashes
from ecodemo.forms import words
from ecodemo.forms.contract import DATA, DOCUMENTS, WORKBOOK_NAME, FormKind
from ecodemo.forms.draft.draft_report import draft_of, report_asked
from ecodemo.forms.draft.unit_data import OwnData
from ecodemo.forms.safe_names import names_of_units
from ecodemo.forms.sheets.blank_ledger import blank_ledgers
from ecodemo.forms.sheets.document_sheet import Folder, document_table, folder_of
from ecodemo.forms.sheets.enclosures import Enclosures, enclosures
from ecodemo.forms.sheets.figure_sheet import data_table
from ecodemo.forms.sheets.lead_sheets import assigned_table, statement_table
from ecodemo.forms.sheets.office_sheets import ledger_table
from ecodemo.forms.sheets.problem_sheet import problem_table
from ecodemo.forms.sheets.project_sheet import project_table
from ecodemo.forms.sheets.return_reasons import return_reasons
from ecodemo.forms.sheets.review_sheet import Faults, review_table, waiting_for, wanted_of
from ecodemo.forms.sheets.sheet_table import FormBook, Front, SheetTable
from ecodemo.forms.sheets.unit_problems import UnitProblem, problems_of
from ecodemo.forms.sheets.veto_sheet import veto_table
from ecodemo.forms.sheets_for_units import FRONT_LINES
from ecodemo.model.finding import Finding
from ecodemo.model.organisation import Unit, UnitKind
from ecodemo.model.progress import ProblemAnswer
from ecodemo.model.requirement import Requirement
from ecodemo.model.role import RequirementRole
from ecodemo.model.workspace import Workspace
from ecodemo.paper.parts import Paper


@dataclass(frozen=True, slots=True)
class UnitTask:
    """What is sent to a unit: its workbooks, a folder for each document that it owes, the draft of its report, and the
    documents that it is to review.
    """

    unit: Unit
    books: tuple[FormBook, ...]
    folders: tuple[Folder, ...]
    draft: Paper | None
    enclosed: Enclosures

    @property
    def owes_nothing(self) -> bool:
        return not self.folders and not any(table.rows for book in self.books for table in book.tables)


@dataclass(frozen=True, slots=True)
class Owing:
    """What a unit has yet to hand in."""

    figures: int
    """Cells of its sheet of figures that are asked for and empty."""
    documents: tuple[ItemTiming, ...]
    """The required ones of which a year is not there or cannot be used."""
    due: tuple[date, ...]
    """When what is missing is due."""


class UnitTasks:
    """Puts together what each unit of a judged workspace is sent."""

    def __init__(self, result: CheckResult, assessment: Assessment) -> None:
        self._assessment = assessment
        self._findings: dict[str, list[Finding]] = {}
        all_findings = (*result.findings, *told_at_once(result))
        of_documents = (code for code in words.SAID_TO_REVIEWERS if code.startswith("EV"))
        self._faults = Faults((*all_findings, *told_at_once(result, of_documents)))
        self._names = names_of_units(assessment.workspace)
        for finding in all_findings:
            self._findings.setdefault(finding.about.unit or "", []).append(finding)
        self._files = result.survey.files
        self._requested = assessment.requested_figures
        self._timings: dict[str, list[ItemTiming]] = {}
        for timing in assessment.timings:
            if timing.item.slots:
                self._timings.setdefault(timing.item.unit, []).append(timing)
        registered = (document.file for _, _, document in assessment.workspace.documents() if document.file)
        hashes = {file.path: file.sha256 for file in self._files if file.sha256}
        self._hashes: Mapping[str, str] = delivery_hashes(registered, hashes)
        self._mark = words.EXAMPLE if assessment.workspace.example else ""
        self._returned_for = return_reasons(assessment.workspace, assessment.today)

    def of(self, unit: str) -> UnitTask:
        """What a unit is sent."""
        workspace = self._assessment.workspace
        timings = self._timings.get(unit, [])
        books = [self._unit_book(unit, timings)]
        review, enclosed = self._review_book(unit)
        if review.tables[0].rows:
            books.append(review)
        if unit == workspace.office:
            books.append(self._book(FormKind.LEDGER, unit, (ledger_table(self._assessment),)))
        folders = tuple(self._folder(timing.item) for timing in timings)
        draft = self._draft(books[0], unit)
        return UnitTask(workspace.units[unit], tuple(books), folders, draft, enclosed)

    def owes_nothing(self, unit: str) -> bool:
        """As of what it is sent, which is put together only for a unit without any document."""
        return not self._timings.get(unit) and self.of(unit).owes_nothing

    def _folder(self, item: Item) -> Folder:
        blanks = blank_ledgers(self._requested, item, self._mark)
        return folder_of(item, self._returned_for.get(item.requirement.no, ""), blanks)

    def _draft(self, book: FormBook, unit: str) -> Paper | None:
        """The draft of the unit's self-inspection report, when it is asked for; its tables are the workbook's."""
        timings = self._timings.get(unit, [])
        report = report_asked(self._assessment, timings)
        if report is None:
            return None
        tables = {table.sheet.name: table for table in book.tables}
        return draft_of(
            OwnData(
                assessment=self._assessment,
                unit=self._assessment.workspace.units[unit],
                report=report,
                timings=tuple(timing for timing in timings if timing.item is not report),
                data=tables[DATA],
                missing_figures=len(self._requested.owed_by(unit)),
                documents=tables[DOCUMENTS],
                statements=statement_table(self._requested, unit),
                problems=self.problems(unit),
            )
        )

    def problems(self, unit: str) -> tuple[UnitProblem, ...]:
        """What the data say that a unit has to put right."""
        assessment = self._assessment
        timings, findings = self._timings.get(unit, []), self._findings.get(unit, [])
        return problems_of(assessment.workspace, timings, assessment.ledger, findings, unit, assessment.today)

    def owing(self, unit: str) -> Owing:
        """What a unit has yet to hand in."""
        assessment = self._assessment
        figures = len(self._requested.owed_by(unit))
        lacking = tuple(t for t in self._timings.get(unit, ()) if t.item.is_required and t.item.lacking)
        due = [timing.item.due for timing in lacking]
        due += [figures_due(assessment.workspace, assessment.bid, unit)] if figures else []
        return Owing(figures, lacking, tuple(day for day in due if day))

    def _book(self, kind: FormKind, unit: str, tables: tuple[SheetTable, ...]) -> FormBook:
        workspace = self._assessment.workspace
        return FormBook(
            kind=kind,
            unit=unit,
            bid=self._assessment.bid.id,
            exported=self._assessment.today,
            name=WORKBOOK_NAME[kind].format(unit=workspace.units[unit].name),
            tables=tuple(replace(table, title=table.title + self._mark) for table in tables),
        )

    def _unit_book(self, unit: str, timings: list[ItemTiming]) -> FormBook:
        assessment = self._assessment
        workspace, today = assessment.workspace, assessment.today
        findings = self._findings.get(unit, [])
        data = data_table(self._requested, unit, findings)
        documents = document_table(workspace, timings, unit, today)
        problems = problem_table(
            self.problems(unit), workspace.units[unit].name, today, _answers(workspace, unit)
        )
        vetoes = veto_table(assessment, unit)
        projects = project_table(assessment, unit)
        leads = (assigned_table(self._requested, unit), statement_table(self._requested, unit))
        only_leads = tuple(table for table in leads if table.rows)
        is_department = workspace.units[unit].kind is UnitKind.DEPARTMENT
        tables = (
            data,
            documents,
            *(table for table in (vetoes, projects) if table.rows),
            *(only_leads if is_department else ()),
            problems,
        )
        front = self._front(unit, timings, tables)
        proofs = tuple(timing.item.requirement.no for timing in timings)
        return replace(self._book(FormKind.UNIT, unit, tables), front=front, proofs=proofs)

    def _review_book(self, unit: str) -> tuple[FormBook, Enclosures]:
        workspace = self._assessment.workspace
        waiting = waiting_for(self._assessment, unit, self._hashes)
        wanted = (wanted_of(document, self._names) for document in waiting)
        enclosed = enclosures(wanted, self._files, workspace.review.pack_limit)
        table = review_table(self._assessment, unit, waiting, self._faults, enclosed)
        book = self._book(FormKind.REVIEW, unit, (table,))
        hashes = {row.about: self._hashes[row.about] for row in table.rows}
        return replace(book, hashes=hashes), enclosed

    def _front(self, unit: str, timings: list[ItemTiming], tables: tuple[SheetTable, ...]) -> Front:
        """The first sheet; the first of the tables is that of figures, the last that of problems."""
        assessment = self._assessment
        workspace, today = assessment.workspace, assessment.today
        named = workspace.units[unit]
        phase = workspace.calendar.phase_on(today)
        owing = self.owing(unit)
        missing = words.missing_words(owing.figures, len(owing.documents))
        problems = len(tables[-1].rows)
        asked = (timing.item.requirement for timing in timings)
        signed = next((r for r in asked if workspace.has_role(r, RequirementRole.CONFIRMATION)), None)
        former = "".join(f"（原{former.name}）" for former in named.formerly[-1:])
        office = workspace.units[workspace.office].name if workspace.office else words.OFFICE
        return Front(
            title=words.FRONT_TITLE.format(unit=named.name) + self._mark,
            contents={
                "unit": f"{named.name}{former}",
                "phase": f"{phase.name}，{words.span_words(phase.start, phase.end)}",
                "due": self._due(owing, timings),
                **_contact(workspace, unit),
            },
            to_do=_to_do(tables, signed, office),
            last_received=words.full_day(last) if (last := self.last_received(unit)) else words.NEVER,
            missing=missing or words.NOTHING_MISSING,
            is_missing=bool(missing),
            problems=words.PROBLEM_COUNT.format(count=problems) if problems else words.NO_PROBLEM,
            has_problems=bool(problems),
            contact=words.CONTACT.format(office=office),
        )

    def _due(self, owing: Owing, timings: list[ItemTiming]) -> str:
        """The next day on which something missing is due, and how much is past its day already."""
        assessment = self._assessment
        to_come = [day for day in owing.due if day >= assessment.today]
        over = [day for day in owing.due if day < assessment.today]
        if to_come:
            return words.with_weekday(min(to_come)) + (words.SOME_OVERDUE if over else "")
        if over:
            return words.with_weekday(min(over)) + words.OVERDUE.format(
                days=(assessment.today - min(over)).days
            )
        every = [timing.item.due for timing in timings if timing.item.due]
        return words.with_weekday(max(every)) if every else ""

    def last_received(self, unit: str) -> date | None:
        """When a document of the unit last came, as far as the register knows."""
        today = self._assessment.today
        progress = self._assessment.workspace.progress.get(unit)
        documents = progress.documents if progress else ()
        days: list[date] = [d.received for d in documents if d.received and d.received <= today]
        days += [again.on for d in documents for again in d.redelivered if again.on <= today]
        return max(days, default=None)


def _contact(workspace: Workspace, unit: str) -> dict[str, str]:
    """Whom to call, as the unit wrote it."""
    contact = workspace.contacts.get(unit)
    keys = [line.key for line in FRONT_LINES if line.is_units]
    return {key: getattr(contact, key) for key in keys} if contact else {}


def _answers(workspace: Workspace, unit: str) -> tuple[ProblemAnswer, ...]:
    progress = workspace.progress.get(unit)
    return progress.answers if progress else ()


def _to_do(tables: tuple[SheetTable, ...], signed: Requirement | None, office: str) -> tuple[str, ...]:
    """The three things on the first sheet."""
    data = tables[0]
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
    last = (
        words.SIGN.format(folder=f"{signed.no} {signed.name}", office=office)
        if signed and asked
        else words.SEND_BACK.format(office=office)
    )
    return first, words.PROOF, last
