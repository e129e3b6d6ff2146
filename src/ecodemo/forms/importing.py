"""Packs, workbooks and documents into the workspace: first all of it is worked out, then it is written.

The order of writing lets a killed import be finished by importing the same again: the packs are kept first, then what
was not understood and what is replaced, then the list, the evidence, and last the data, each file whole.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from ecodemo.errors import EcodemoError, ExitCode
from ecodemo.files import write_whole
from ecodemo.forms import sheets
from ecodemo.forms.archive import Member
from ecodemo.forms.filing_plan import Copy, Filed, Filer, hash_of, is_own_paper
from ecodemo.forms.inbox import FOLDER, LIST, Delivered, Inbox, read_delivered, with_delivered
from ecodemo.forms.merge import NOT_TAKEN, Effect, Line
from ecodemo.forms.parcel import OLD_WORKBOOKS, Parcel
from ecodemo.forms.recognition import Found, Recognised, recognise, unit_named
from ecodemo.forms.tables import NotATableError, tables_of
from ecodemo.forms.taking import Taking
from ecodemo.forms.taking_documents import Declared, notes_of, take_documents
from ecodemo.forms.taking_figures import take_figures
from ecodemo.forms.taking_leads import take_assignments, take_statements
from ecodemo.forms.taking_remarks import report_answers, report_grey_cells
from ecodemo.forms.unit_file import UnitFile
from ecodemo.language import Language, Speaker
from ecodemo.load.edit import append_items
from ecodemo.load.flow import EditError
from ecodemo.model.county import Bid
from ecodemo.model.message import Message, Name, message
from ecodemo.model.workspace import Workspace

_WORKBOOKS = (".xlsx", ".xlsm", ".csv")
_READERS = {
    sheets.DATA: take_figures,
    sheets.ASSIGNED: take_assignments,
    sheets.STATEMENTS: take_statements,
}
_CHINESE = Speaker(Language.ZH)


@dataclass
class Receipt:
    """What one parcel comes to."""

    parcel: str
    day: date
    unit: str | None = None
    lines: list[Line] = field(default_factory=list)
    dropped: tuple[str, ...] = ()

    def count(self, *effects: Effect) -> int:
        return sum(line.effect in effects for line in self.lines)


@dataclass
class Plan:
    """What an import will do; nothing is written yet."""

    root: Path
    workspace: Workspace
    receipts: list[Receipt] = field(default_factory=list)
    kept: list[Copy] = field(default_factory=list)
    """Packs and what was not understood, into the inbox."""
    copies: list[Copy] = field(default_factory=list)
    removed: list[Copy] = field(default_factory=list)
    delivered: list[Delivered] = field(default_factory=list)
    contents: dict[Path, tuple[bytes | None, bytes]] = field(default_factory=dict)
    """Of each data file: the bytes that it was worked out from, and the new ones."""

    def label(self, unit: str) -> Name:
        """What a unit is called."""
        return self.workspace.label(unit)

    @property
    def exit_code(self) -> ExitCode:
        if not self.receipts:
            return ExitCode.NOTHING
        is_all_taken = not any(receipt.count(*NOT_TAKEN) for receipt in self.receipts)
        return ExitCode.OPEN if is_all_taken else ExitCode.CLOSED


class Importer:
    """Works out an import for one workspace."""

    def __init__(self, root: Path, workspace: Workspace, today: date) -> None:
        self._root = root
        self._workspace = workspace
        self._bid = workspace.bid(workspace.phase_on(today).bid)
        self._inbox = Inbox(root)
        delivered = read_delivered(root)
        self._filers: dict[str, Filer] = {}
        self._delivered = delivered
        self._files: dict[str, UnitFile] = {}
        self._declared = Declared()
        self._seen_workbooks: set[str] = set()
        self.plan = Plan(root, workspace)

    def finish(self) -> Plan:
        """The whole plan, after all parcels.

        Raises:
            EcodemoError: a data file cannot be changed without a person.
        """
        for file in self._files.values():
            if file.is_changed:
                self.plan.contents[file.path] = (file.original, file.content)
        if self._declared.entries:
            path = self._root / "data" / "waivers.yaml"
            before = path.read_bytes() if path.exists() else None
            try:
                after = append_items(before or b"", "not_involved", self._declared.entries)
            except EditError as error:
                raise EcodemoError(
                    message(
                        "{path}: {reason} Nothing was imported.",
                        path="data/waivers.yaml",
                        reason=error.message,
                    )
                ) from error
            self.plan.contents[path] = (before, after)
        return self.plan

    def add(self, parcel: Parcel) -> None:
        """Work out one parcel; what it says counts for those after it.

        Raises:
            EcodemoError: a data file cannot be changed without a person.
        """
        receipt = Receipt(parcel.name, parcel.day, dropped=parcel.unpacked.dropped)
        self.plan.receipts.append(receipt)
        self._keep(parcel)
        for refused in parcel.unpacked.refused:
            receipt.lines.append(Line(Effect.REFUSED, refused.name, words=refused.words))
        if parcel.unpacked.problem is not None:
            receipt.lines.append(Line(Effect.REFUSED, parcel.name, words=parcel.unpacked.problem))
            return
        books, documents = self._told_apart(parcel, receipt)
        if not books and not documents and not receipt.lines and not parcel.unpacked.dropped:
            receipt.lines.append(Line(Effect.REFUSED, parcel.name, words=message("There is nothing in it.")))
            return
        named = self._unit_by_name(parcel)
        units = {book.unit for _, book in books if book.unit in self._workspace.units}
        if named and units and units != {named}:
            self._refuse_all(parcel, receipt, books, documents, named)
            return
        receipt.unit = named or (units.pop() if len(units) == 1 else None)
        takings = [taking for member, book in books if (taking := self._taking(receipt, member, book))]
        for taking, found in _sheets(takings):
            if found.sheet.name == sheets.PROBLEMS:
                report_answers(taking, found)
            elif found.sheet.name != sheets.ASSIGNED:
                report_grey_cells(taking, found)
            if found.sheet.name in _READERS:
                _READERS[found.sheet.name](taking, found)
        of_documents = [(t, found) for t, found in _sheets(takings) if found.sheet.name == sheets.DOCUMENTS]
        notes = {no: note for _, found in of_documents for no, note in notes_of(found).items() if note}
        self._file_documents(parcel, receipt, documents, notes)
        for taking, found in of_documents:
            take_documents(taking, found, self._declared)
        for taking in takings:
            receipt.lines += taking.lines

    def _keep(self, parcel: Parcel) -> None:
        """The pack as it came, in the inbox."""
        if self._inbox.holds(parcel.path):
            return
        if parcel.is_folder:
            for member in parcel.unpacked.members:
                name = f"{parcel.path.resolve().name}/{member.name}"
                self._keep_file(member.path, name, parcel.day)
        else:
            self._keep_file(parcel.path, parcel.name, parcel.day)

    def _keep_file(self, path: Path, name: str, day: date) -> None:
        target = self._inbox.place_of_pack(path, name, day, hash_of(path))
        if target is not None:
            self.plan.kept.append(Copy(path, target))

    def _told_apart(
        self, parcel: Parcel, receipt: Receipt
    ) -> tuple[list[tuple[Member, Recognised]], list[Member]]:
        """Our workbooks, and everything else that was handed in."""
        books: list[tuple[Member, Recognised]] = []
        documents: list[Member] = []
        filer = self._filer(self._bid)
        for member in parcel.unpacked.members:
            suffix = PurePosixPath(member.name).suffix.lower()
            if is_own_paper(member):
                continue
            if filer.requirement_of(member) is not None:
                documents.append(member)
            elif suffix in OLD_WORKBOOKS:
                receipt.lines.append(Line(Effect.REFUSED, member.name, words=_OLD_WORKBOOK))
            elif suffix in _WORKBOOKS:
                self._workbook(member, books, documents, receipt)
            else:
                documents.append(member)
        return books, documents

    def _workbook(
        self,
        member: Member,
        books: list[tuple[Member, Recognised]],
        documents: list[Member],
        receipt: Receipt,
    ) -> None:
        try:
            book = recognise(tables_of(member.path, member.name), self._workspace)
        except NotATableError as error:
            receipt.lines.append(Line(Effect.REFUSED, member.name, words=error.words))
            return
        if book is None:
            documents.append(member)
            return
        digest = hash_of(member.path)
        if digest not in self._seen_workbooks:
            self._seen_workbooks.add(digest)
            books.append((member, book))

    def _unit_by_name(self, parcel: Parcel) -> str | None:
        """The unit by the parcel's name, else by the folder that all of it is in, else by the folders above."""
        firsts = {member.parts[0] for member in parcel.unpacked.members if len(member.parts) > 1}
        words = [parcel.name, *(firsts if len(firsts) == 1 else ())]
        words += [folder.name for folder in list(parcel.path.resolve().parents)[:2]]
        return next((unit for word in words if (unit := unit_named(word, self._workspace))), None)

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
            "By its name the pack is that of {named}, by its workbook that of {other}. Ask whose it is; nothing of it was taken.",
            named=self._workspace.label(named),
            other=others,
        )
        receipt.lines.append(Line(Effect.REFUSED, parcel.name, words=words))
        for member in documents:
            self._unknown(parcel, receipt, member, "", words)

    def _taking(self, receipt: Receipt, member: Member, book: Recognised) -> Taking | None:
        """The workbook with the unit and the bid that it is for; `None`, and a line, where it cannot be used."""
        unit = book.unit or receipt.unit
        problem: Message | None = None
        record = book.record
        bid = self._bid
        if record is not None:
            bids = {bid.id: bid for bid in self._workspace.bids}
            if record.version > sheets.VERSION:
                problem = message(
                    "The form was made by a newer version of ecodemo. Bring this one up to date first."
                )
            elif record.kind and record.kind != sheets.Kind.UNIT:
                problem = message("This is no workbook of a unit's figures and documents (填报表).")
            elif record.bid not in bids:
                problem = message(
                    "The form is for the bid “{bid}”, which this workspace does not have.", bid=record.bid
                )
            else:
                bid = bids[record.bid]
        if problem is None and unit is None:
            problem = message(
                "It cannot be told whose workbook it is. Put the unit's name into the name of the file."
            )
        elif problem is None and unit not in self._workspace.units:
            problem = message(
                "The form is that of “{unit}”, which this workspace does not have.", unit=str(unit)
            )
        if problem is not None or unit is None:
            receipt.lines.append(Line(Effect.REFUSED, member.name, words=problem))
            return None
        receipt.unit = receipt.unit or unit
        taking = Taking(self._workspace, bid, self._file(unit), book, receipt.day)
        self._remark(taking, member)
        return taking

    def _remark(self, taking: Taking, member: Member) -> None:
        """What is unusual about the workbook as a whole."""
        record = taking.book.record
        name = member.name
        if record is None:
            words = message(
                "The workbook does not know any more what was sent out: new figures are taken, and where both sides differ it is a conflict."
            )
            taking.say(Effect.REMARK, name, "", words=words)
        else:
            if record.bid != self._bid.id:
                words = message("The form is for another bid: {bid}.", bid=self._bid_name(record.bid))
                taking.say(Effect.REMARK, name, "", words=words)
            there = {found.sheet.name for found in taking.book.found}
            for sheet in dict.fromkeys(key[0] for key in record.base):
                if sheet in (*_READERS, sheets.DOCUMENTS) and sheet not in there:
                    words = message("The sheet “{sheet}” is gone; nothing of it was changed.", sheet=sheet)
                    taking.say(Effect.REMARK, name, "", words=words)
        for found in taking.book.found:
            for head in found.missing:
                words = message(
                    "In the sheet “{sheet}” the column “{head}” is gone; nothing of it was changed.",
                    sheet=found.sheet.name,
                    head=head,
                )
                taking.say(Effect.REMARK, name, "", words=words)

    def _bid_name(self, bid_id: str) -> str:
        return self._workspace.bid(bid_id).name

    def _file_documents(
        self, parcel: Parcel, receipt: Receipt, documents: Iterable[Member], notes: dict[str, str]
    ) -> None:
        filer = self._filer(self._bid)
        file = self._file(receipt.unit) if receipt.unit else None
        for member in documents:
            requirement = filer.requirement_of(member)
            if file is None:
                unit = unit_named(member.name, self._workspace)
                if unit is None or requirement is None:
                    words = message(
                        "It cannot be told whose document it is. Put the unit's name into the name of the pack."
                    )
                    self._unknown(parcel, receipt, member, "", words)
                    continue
                own = self._file(unit)
            else:
                own = file
            note = notes.get(requirement.no, "") if requirement else ""
            filed = filer.file(own, member, parcel.day, parcel.name, note)
            self._add_filed(parcel, receipt, own.unit, filed)
        if file is not None:
            filer.close_events(file, parcel.day)

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
        receipt.lines.append(Line(Effect.UNKNOWN, member.name, after=target, words=words))
        self.plan.delivered.append(
            Delivered(parcel.day, label, parcel.name, member.name, target, digest, _CHINESE.say(words))
        )

    def _file(self, unit: str) -> UnitFile:
        if unit not in self._files:
            self._files[unit] = UnitFile(self._root, unit)
        return self._files[unit]

    def _filer(self, bid: Bid) -> Filer:
        if bid.id not in self._filers:
            self._filers[bid.id] = Filer(self._root, self._workspace, bid, self._delivered)
        return self._filers[bid.id]


def _sheets(takings: Iterable[Taking]) -> Iterator[tuple[Taking, Found]]:
    for taking in takings:
        yield from ((taking, found) for found in taking.book.found)


_OLD_WORKBOOK = message(
    "Workbooks of this kind (.xls, .et) are not read. Open it with WPS, save it as xlsx (另存为xlsx), and send that."
)


def write(plan: Plan) -> None:
    """Write what was worked out.

    Raises:
        EcodemoError: a file was changed meanwhile, or cannot be written; importing the same again finishes the work.
    """
    for path, (before, _) in plan.contents.items():
        now = path.read_bytes() if path.exists() else None
        if now != before:
            raise EcodemoError(
                message("{path} was changed meanwhile; nothing was imported. Start again.", path=path.name)
            )
    root = plan.root
    try:
        for copy in plan.kept:
            copy_whole(copy.source, root / copy.target)
        for copy in (*plan.copies, *plan.removed):
            _keep_replaced(root, copy)
        listed = with_delivered(root, plan.delivered)
        if listed is not None:
            write_whole(root / FOLDER / LIST, listed)
        for copy in plan.copies:
            copy_whole(copy.source, root / copy.target)
        for copy in plan.removed:
            copy.source.unlink(missing_ok=True)
    except OSError as error:
        raise EcodemoError(
            message(
                "{path} could not be written: {reason}. Import the same again when that is put right.",
                path=str(error.filename or root),
                reason=error.strerror or str(error),
            )
        ) from error
    for path, (_, content) in plan.contents.items():
        write_whole(path, content)


def _keep_replaced(root: Path, copy: Copy) -> None:
    """Before something takes the place of a file, the file is in the inbox."""
    is_removed = copy.saved_as is None and copy.target.startswith(FOLDER)
    old = copy.source if is_removed else root / copy.target
    place = copy.target if is_removed else copy.saved_as
    if place is None or not old.exists() or (not is_removed and hash_of(old) == hash_of(copy.source)):
        return
    target, number = root / place, 1
    while target.exists() and hash_of(target) != hash_of(old):
        number += 1
        target = (root / place).with_stem(f"{PurePosixPath(place).stem}（{number}）")
    if not target.exists():
        copy_whole(old, target)


def copy_whole(source: Path, target: Path) -> None:
    """A copy that is there whole or not at all.

    Raises:
        OSError: it cannot be read or written; what was there is unchanged.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{os.getpid()}-{abs(hash(target.name)):x}.part")
    try:
        shutil.copyfile(source, temporary)
        with temporary.open("rb+") as stream:
            os.fsync(stream.fileno())
        temporary.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
