"""Packs, workbooks and documents, worked out parcel by parcel; `write_import` puts the whole onto the disk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path, PurePosixPath

from ecodemo.forms import contract
from ecodemo.forms.inbox.delivered import Delivered, Inbox, read_delivered
from ecodemo.forms.inbox.file_hash import hash_of
from ecodemo.forms.intake.county_workbooks import CountyWorkbooks
from ecodemo.forms.intake.filing.filed import Copy, Filed, NewDocument
from ecodemo.forms.intake.filing.filer import Filer
from ecodemo.forms.intake.filing.fitness import no_document
from ecodemo.forms.intake.filing.own_papers import is_own_paper, is_untouched_draft
from ecodemo.forms.intake.filing.shared_document import file_once
from ecodemo.forms.intake.filing.which_requirement import is_numbered, requirement_of
from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.intake.import_plan import ImportPlan, Receipt
from ecodemo.forms.intake.keep_parcel import keep
from ecodemo.forms.intake.merge.contacts import take_contacts
from ecodemo.forms.intake.merge.copied_sheets import settle_copies
from ecodemo.forms.intake.merge.declarations import Declared, notes_of, take_documents
from ecodemo.forms.intake.merge.filed_figures import filed_figures, take_filed
from ecodemo.forms.intake.merge.handed_in import AllHandedIn
from ecodemo.forms.intake.merge.imprints import take_imprints
from ecodemo.forms.intake.merge.left_over import report_left_over
from ecodemo.forms.intake.merge.present_bytes import Seen
from ecodemo.forms.intake.merge.whole_workbook import merge_of, remark_whole
from ecodemo.forms.intake.merge.workbook_merge import WorkbookMerge
from ecodemo.forms.intake.parcel import OLD_WORKBOOKS, Parcel
from ecodemo.forms.intake.take_sheets import matched_sheets, refused_alone, take_sheets
from ecodemo.forms.intake.units_by_name import unit_of_parcel, units_listed
from ecodemo.forms.reading.archive import Member
from ecodemo.forms.reading.named_figures import NamedFigures, is_workbook, named_figures
from ecodemo.forms.reading.recognition import Recognised, recognise, record_of, unit_named
from ecodemo.forms.reading.tables import NotATableError, tables_of
from ecodemo.language import Language, Speaker
from ecodemo.load.data_files import DataFiles
from ecodemo.load.unit_file import UnitFile
from ecodemo.model.county import Bid
from ecodemo.model.message import Message, counted, listing, message
from ecodemo.model.workspace import Workspace

_WORKBOOKS = (".xlsx", ".xlsm", ".csv")
_CHINESE = Speaker(Language.ZH)


class Importer:
    """Works out an import for one workspace."""

    def __init__(self, root: Path, workspace: Workspace, today: date) -> None:
        self._root = root
        self._workspace = workspace
        self._bid = workspace.bid(workspace.calendar.phase_on(today).bid)
        self._inbox = Inbox(root)
        delivered = read_delivered(root)
        self._filers: dict[str, Filer] = {}
        self._delivered = delivered
        self._files = DataFiles(root)
        self._handed_in = AllHandedIn(root)
        self._seen = Seen(lambda: self._filer(self._bid).holdings, delivered)
        self._declared = Declared()
        self._seen_workbooks: set[str] = set()
        self._ledgers: dict[Path, NamedFigures] = {}
        self._county_workbooks = CountyWorkbooks(root, workspace, self._bid, self._files, today)
        self.plan = ImportPlan(root, workspace)

    def finish(self) -> ImportPlan:
        """The whole plan, after all parcels.

        Raises:
            EcodemoError: a data file cannot be changed without a person.
        """
        self._declared.put_into(self._files.waivers)
        self.plan.contents |= self._files.contents()
        self.plan.contents |= self._county_workbooks.contents()
        self.plan.handed_in |= self._handed_in.contents()
        return self.plan

    def add(self, parcel: Parcel) -> None:
        """Work out one parcel; what it says counts for those after it.

        Raises:
            EcodemoError: a data file cannot be changed without a person.
        """
        receipt = Receipt(parcel.name, parcel.day, dropped=parcel.unpacked.dropped)
        self.plan.receipts.append(receipt)
        if parcel.name in parcel.unpacked.dropped:
            return
        kept = keep(parcel, self._inbox)
        self.plan.kept += kept.copies
        self._work_out(parcel, receipt)
        if receipt.unit is not None and kept.place and (not parcel.is_one_file or receipt.merges):
            self.plan.delivered.append(kept.delivered(self._workspace.units[receipt.unit].name))

    def _work_out(self, parcel: Parcel, receipt: Receipt) -> None:
        """What is in a parcel, put where it belongs."""
        for refused in parcel.unpacked.refused:
            receipt.lines.append(ImportLine(Effect.REFUSED, refused.name, words=refused.words))
        if parcel.unpacked.problem is not None:
            receipt.unit = unit_of_parcel(parcel, self._workspace)
            receipt.lines.append(ImportLine(Effect.REFUSED, parcel.name, words=parcel.unpacked.problem))
            return
        books, documents = self._sorted_members(parcel, receipt)
        if receipt.is_no_units or _holds_nothing(parcel, receipt, (*books, *documents)):
            return
        named = unit_of_parcel(parcel, self._workspace)
        units = {book.unit for _, book in books if book.unit in self._workspace.units}
        if named and units and units != {named}:
            self._refuse_all(parcel, receipt, books, documents, named)
            return
        receipt.unit = named or (units.pop() if len(units) == 1 else None)
        merges = [merge for member, book in books if (merge := self._merge(receipt, member, book))]
        take_sheets(merges, self._files, self._seen, before_the_documents=True)
        of_documents = [
            (t, found) for t, found in matched_sheets(merges) if found.sheet.name == contract.DOCUMENTS
        ]
        notes = {no: note for _, found in of_documents for no, note in notes_of(found).items() if note}
        ledgers = self._file_documents(parcel, receipt, documents, notes)
        for merge in merges:
            merge.filed = filed_figures(ledgers.get(merge.file.unit, ()), self._workspace, merge.bid)
        take_sheets(merges, self._files, self._seen, before_the_documents=False)
        for merge in merges:
            with refused_alone(merge, contract.FRONT):
                take_contacts(merge, self._files.contacts)
        for merge, found in of_documents:
            with refused_alone(merge, found.table.name):
                take_documents(merge, found, self._declared)
            with refused_alone(merge, found.table.name):
                take_imprints(merge, found)
        receipt.merges = tuple(merges)
        for merge in merges:
            report_left_over(merge)
            receipt.lines += merge.lines
        for unit, own in ledgers.items():
            self._take_ledgers(receipt, self._files.of(unit), own)

    def _take_ledgers(
        self, receipt: Receipt, file: UnitFile, ledgers: list[tuple[NewDocument, NamedFigures]]
    ) -> None:
        """The named cells of a unit's ledgers, after its workbooks."""
        merges = [merge for merge in receipt.merges if merge.file is file]
        filed = filed_figures(ledgers, self._workspace, merges[0].bid if merges else self._bid)
        receipt.lines += dict.fromkeys(take_filed(file, self._workspace, filed, merges, receipt.day))

    def _sorted_members(
        self, parcel: Parcel, receipt: Receipt
    ) -> tuple[list[tuple[Member, Recognised]], list[Member]]:
        """Our workbooks, and everything else that was handed in."""
        books: list[tuple[Member, Recognised]] = []
        documents: list[Member] = []
        unfilled: list[Member] = []
        filer = self._filer(self._bid)
        for member in self._members(parcel):
            suffix = PurePosixPath(member.name).suffix.lower()
            if is_workbook(member.name) and self._is_unfilled(member):
                unfilled.append(member)
                continue
            if is_own_paper(member):
                if is_untouched_draft(member) and requirement_of(member, self._workspace) is not None:
                    receipt.lines.append(ImportLine(Effect.REMARK, member.name, words=_UNTOUCHED_DRAFT))
                continue
            if contract.REVIEW_FOLDER in member.parts[:-1]:
                if not filer.holdings.knows(member.path):
                    receipt.lines.append(
                        ImportLine(Effect.REMARK, member.name, words=_ONLY_READ, is_left=True)
                    )
                continue
            is_titled = requirement_of(member, self._workspace) is not None
            if is_numbered(member, self._workspace) or (is_titled and suffix not in _WORKBOOKS):
                documents.append(member)
            elif suffix in OLD_WORKBOOKS:
                receipt.lines.append(ImportLine(Effect.REFUSED, member.name, words=_OLD_WORKBOOK))
            elif suffix in _WORKBOOKS:
                self._workbook(member, books, documents, receipt, is_alone=parcel.is_one_file)
            else:
                documents.append(member)
        if unfilled:
            receipt.lines.append(self._said_unfilled(unfilled))
        return books, documents

    def _said_unfilled(self, members: Sequence[Member]) -> ImportLine:
        """One line for all blank ledgers of a parcel that came back as they were sent."""
        found = [(member, requirement_of(member, self._workspace)) for member in members]
        names = dict.fromkeys(asked.no if asked else member.parts[-1] for member, asked in found)
        words = message(
            "{ledgers} returned without entries. Not filed: {names}.",
            ledgers=counted(len(members), "{n} blank ledger", "{n} blank ledgers"),
            names=listing(*names, most=5),
        )
        return ImportLine(Effect.REMARK, members[0].name if len(members) == 1 else "", words=words)

    def _is_unfilled(self, member: Member) -> bool:
        """Whether it is a blank ledger as it was sent; what its named cells say is kept in mind."""
        figures = named_figures(member.path)
        if figures is not None:
            self._ledgers[member.path] = figures
        return figures is not None and figures.is_unfilled

    def _members(self, parcel: Parcel) -> tuple[Member, ...]:
        """What is in a parcel; a document by itself with the folder that it was in, where that says what it is."""
        if parcel.is_one_file:
            (member,) = parcel.unpacked.members
            wider = Member(f"{parcel.path.parent.name}/{member.name}", member.path)
            if (
                requirement_of(member, self._workspace) is None
                and requirement_of(wider, self._workspace) is not None
            ):
                return (wider,)
        return parcel.unpacked.members

    def _workbook(
        self,
        member: Member,
        books: list[tuple[Member, Recognised]],
        documents: list[Member],
        receipt: Receipt,
        *,
        is_alone: bool,
    ) -> None:
        if nothing := no_document(member.path):
            receipt.lines.append(ImportLine(Effect.REFUSED, member.name, words=nothing))
            return
        try:
            tables = tables_of(member.path, member.name)
            record = record_of(tables)
            if self._county_workbooks.take(member, tables, record, receipt, is_alone=is_alone):
                return
            book = recognise(tables, record, self._workspace)
        except NotATableError as error:
            if requirement_of(member, self._workspace) is not None:
                documents.append(member)
                return
            receipt.lines.append(ImportLine(Effect.REFUSED, member.name, words=error.words))
            return
        if book is None:
            documents.append(member)
            return
        digest = hash_of(member.path)
        if digest not in self._seen_workbooks:
            self._seen_workbooks.add(digest)
            books.append((member, book))

    def _refuse_all(
        self,
        parcel: Parcel,
        receipt: Receipt,
        books: list[tuple[Member, Recognised]],
        documents: list[Member],
        named: str,
    ) -> None:
        others = "、".join(sorted({self._workspace.label(book.unit).zh for _, book in books if book.unit}))
        words = message(
            "The pack is named after {named}, but its workbook is that of {other}. Find out which is right; nothing was imported.",
            named=self._workspace.label(named),
            other=others,
        )
        receipt.lines.append(ImportLine(Effect.REFUSED, parcel.name, words=words))
        for member in documents:
            self._unknown(parcel, receipt, member, "", words)

    def _merge(self, receipt: Receipt, member: Member, book: Recognised) -> WorkbookMerge | None:
        """The workbook, ready to be read; `None`, and a line, where it cannot be used."""
        merge = merge_of(book, receipt.unit, receipt.day, self._workspace, self._bid, self._files)
        if isinstance(merge, Message):
            receipt.lines.append(ImportLine(Effect.REFUSED, member.name, words=merge))
            return None
        receipt.unit = receipt.unit or merge.file.unit
        merge.sending = self._handed_in.of(merge.file.unit).sending(hash_of(member.path), receipt.day)
        settle_copies(merge)
        remark_whole(merge, member.name, self._bid)
        return merge

    def _file_documents(
        self, parcel: Parcel, receipt: Receipt, documents: Iterable[Member], notes: dict[str, str]
    ) -> dict[str, list[tuple[NewDocument, NamedFigures]]]:
        """Put the documents where they belong; returns the ledgers with named cells among them, by unit."""
        ledgers: dict[str, list[tuple[NewDocument, NamedFigures]]] = {}
        filer = self._filer(self._bid)
        file = self._files.of(receipt.unit) if receipt.unit else None
        with_events = {file.unit: file} if file else {}
        for member in documents:
            requirement = requirement_of(member, self._workspace, receipt.unit)
            note = notes.get(requirement.no, "") if requirement else ""
            units = units_listed(member, requirement, receipt.unit, self._workspace) if requirement else ()
            if isinstance(units, Message):
                self._unknown(parcel, receipt, member, receipt.unit or "", units)
                continue
            if units:
                receipt.is_for_several = True
                files = [self._files.of(unit) for unit in units]
                with_events |= {each.unit: each for each in files}
                filed = file_once(filer, self._workspace, files, member, parcel.day, parcel.name, note)
                self._add_filed(parcel, receipt, receipt.unit or "", filed)
                continue
            if file is None:
                unit = unit_named(member.name, self._workspace)
                if unit is None or requirement is None:
                    words = message(
                        "Cannot determine which unit this document belongs to. Add the unit's name to the name of the zip."
                    )
                    self._unknown(parcel, receipt, member, "", words)
                    continue
                own = self._files.of(unit)
            else:
                own = file
            figures = self._ledgers.get(member.path)
            filed = filer.file(own, member, parcel.day, parcel.name, note, figures)
            self._add_filed(parcel, receipt, own.unit, filed)
            if figures is not None and filed.document and filed.is_filed:
                ledgers.setdefault(own.unit, []).append((filed.document, figures))
        for each in with_events.values():
            filer.close_events(each, parcel.day)
        return ledgers

    def _add_filed(self, parcel: Parcel, receipt: Receipt, unit: str, filed: Filed) -> None:
        self.plan.copies += filed.copies
        self.plan.removed += filed.removed
        self.plan.delivered += filed.delivered
        receipt.lines += filed.lines
        for member, words in filed.unknown:
            self._unknown(parcel, receipt, member, unit, words)

    def _unknown(self, parcel: Parcel, receipt: Receipt, member: Member, unit: str, words: Message) -> None:
        digest = hash_of(member.path)
        label = ""
        if unit:
            named = self._workspace.units[unit]
            label = named.short or named.name
        target, is_there = self._inbox.place_of_unknown(member.path, member.name, label, digest)
        if not is_there:
            self.plan.kept.append(Copy(member.path, target))
        receipt.lines.append(ImportLine(Effect.UNKNOWN, member.name, after=target, words=words))
        self.plan.delivered.append(
            Delivered(parcel.day, label, parcel.name, member.name, target, digest, _CHINESE.say(words))
        )

    def _filer(self, bid: Bid) -> Filer:
        if bid.id not in self._filers:
            self._filers[bid.id] = Filer(self._root, self._workspace, bid, self._delivered)
        return self._filers[bid.id]


def _holds_nothing(parcel: Parcel, receipt: Receipt, members: Sequence[object]) -> bool:
    """Whether there is nothing in a parcel, which is reported."""
    if members or receipt.lines or parcel.unpacked.dropped:
        return False
    receipt.lines.append(ImportLine(Effect.REFUSED, parcel.name, words=message("It is empty.")))
    return True


_UNTOUCHED_DRAFT = message(
    "Draft of the report, unchanged since export. It was not filed; the report is still required."
)
_ONLY_READ = message(
    "Documents sent for review are read-only: it was not filed. Changes must be submitted by the unit that submitted the document."
)
_OLD_WORKBOOK = message(
    "Unsupported workbook format (.xls, .et, .ods). Open it in WPS, save it as xlsx (另存为xlsx), and submit that."
)
