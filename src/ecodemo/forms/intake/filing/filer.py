"""Where documents that were handed in belong below evidence/, and what the register is to say of them.

The folder `25-1 …` or the name says the requirement, the pack the unit, folder or name the years. What does not tell
all three is not guessed: it goes to inbox/未识别 with a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path, PurePosixPath

from ecodemo.assess.review import open_returns
from ecodemo.evidence.inventory import FOLDER
from ecodemo.forms import contract
from ecodemo.forms.draft.draft_words import DRAFT
from ecodemo.forms.inbox.delivered import Delivered
from ecodemo.forms.intake.filing.document_names import (
    is_called,
    is_titled,
    number_of,
    without_number,
)
from ecodemo.forms.intake.filing.event_files import close_events, event_of, file_part
from ecodemo.forms.intake.filing.filed import Copy, Filed, NewDocument, Removal, kept_at
from ecodemo.forms.intake.filing.fitness import BROKEN, is_document, suffix_of, unfit
from ecodemo.forms.intake.filing.holdings import Holdings
from ecodemo.forms.intake.filing.which_years import filled_years, is_awaited, years_of_document
from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.reading.archive import Member
from ecodemo.forms.reading.named_figures import NamedFigures
from ecodemo.forms.safe_names import safe_name
from ecodemo.load.flow import YamlValue
from ecodemo.load.unit_file import UnitFile
from ecodemo.model.county import Bid
from ecodemo.model.indicator import Indicator
from ecodemo.model.message import Message, listing, message
from ecodemo.model.reference import Reference
from ecodemo.model.requirement import Requirement
from ecodemo.model.role import RequirementRole
from ecodemo.model.workspace import Workspace
from ecodemo.paper.mark import is_untouched


class Filer:
    """Plans the filing for one workspace; nothing is written, and what is planned counts as being there."""

    def __init__(self, root: Path, workspace: Workspace, bid: Bid, delivered: Iterable[Delivered]) -> None:
        self._workspace = workspace
        self._bid = bid
        self._holdings = Holdings(root, workspace, delivered)

    @property
    def holdings(self) -> Holdings:
        """What lies below evidence/, with what was planned."""
        return self._holdings

    def requirement_of(self, member: Member, unit: str | None = None) -> Requirement | None:
        """The requirement that a folder, or else the file's name, begins with or is called by."""
        found = self._placed(member, unit)
        return found[0] if found else None

    def is_numbered(self, member: Member) -> bool:
        """Whether a folder or the name begins with the number of a requirement."""
        return any(map(self._named, member.parts))

    def file(
        self,
        file: UnitFile,
        member: Member,
        day: date,
        pack: str,
        note: str = "",
        figures: NamedFigures | None = None,
    ) -> Filed:
        """Plan for one document of a unit.

        Args:
            file: the unit's register, which is changed.
            member: the document.
            day: when it came.
            pack: what it came in.
            note: what the sheet of documents says of its requirement.
            figures: of a ledger with named cells, which also say its years.
        """
        done = Filed()
        unfitness = unfit(member)
        placed = self._placed(member, file.unit)
        if unfitness or placed is None:
            words = _STILL_DRAFT if DRAFT in member.parts[-1] else _NO_NUMBER
            done.unknown.append((member, unfitness or words))
            return done
        requirement, depth = placed
        other = self._named(member.parts[-1]) if depth is not None else None
        if other is not None and other != requirement and is_titled(_title_of(member), other.name):
            words = message(
                "It is in the folder of {no}, but its name is that of {other}. Determine which document it is.",
                no=requirement.no,
                other=other.no,
            )
            done.unknown.append((member, words))
            return done
        if file.unit not in self._workspace.owing(requirement):
            words = message(
                "{no} is not required from this unit. Determine which unit it belongs to.", no=requirement.no
            )
            done.unknown.append((member, words))
            return done
        years = years_of_document(file, requirement, member, depth, note, day, self._bid)
        if figures is not None:
            years = filled_years(done, requirement, member, years, figures, self._bid)
        if isinstance(years, Message):
            done.unknown.append((member, years))
            return done
        bid = self._workspace.bid_to_name(day, requirement)
        document = done.document = NewDocument(file, requirement, years, member, day, pack, bid)
        event = event_of(requirement, member, depth)
        if event is not None:
            unit = self._workspace.units[file.unit].name
            file_part(done, self._holdings, document, event, self._folder(document), unit)
        else:
            self._single(done, document)
        return done

    def file_once(
        self, files: Sequence[UnitFile], member: Member, day: date, pack: str, note: str = ""
    ) -> Filed:
        """Plan for one document that counts for several units: it is filed under one, to which the others refer (互见).

        Args:
            files: the registers of the units, which are changed.
            member: the document.
            day: when it came.
            pack: what it came in.
            note: what the sheet of documents says of its requirement.
        """
        placed = self._placed(member, None)
        keeper = self._keeper(files, placed[0], member) if placed else files[0]
        done = self.file(keeper, member, day, pack, note)
        if done.document is None or not _registered(keeper, done.document):
            return done
        others = [file for file in files if file is not keeper]
        referring = [file.unit for file in others if _refer(done.document, keeper.unit, file)]
        having = [file.unit for file in others if not _refers(done.document, keeper.unit, file)]
        label = self._workspace.label
        if referring:
            words = message(
                "Filed once, under {unit}; also counts for: {others}.",
                unit=label(keeper.unit),
                others=listing(*map(label, referring), most=len(referring)),
            )
            done.lines.append(ImportLine(Effect.REMARK, member.name, done.document.about, words=words))
        if having:
            words = message(
                "These submitted their own document, which is kept: {units}.",
                units=listing(*map(label, having), most=len(having)),
            )
            done.lines.append(ImportLine(Effect.REMARK, member.name, done.document.about, words=words))
        return done

    def _keeper(self, files: Sequence[UnitFile], requirement: Requirement, member: Member) -> UnitFile:
        """Under which unit a document for several is filed: where it or an earlier one is, else the first that has none of
        its own and does not review it.
        """
        digest = self._holdings.hash_of(member.path)
        seen = [
            document.see.unit
            for file in files
            for document in file.progress.documents
            if document.requirement == requirement.no and document.see
        ]
        holder = self._workspace.holders[requirement.no]
        reviewer = holder.lead if isinstance(holder, Indicator) else self._workspace.office

        def rank(file: UnitFile) -> tuple[bool, ...]:
            there = self._holdings.of(requirement, file.unit, ())
            has_it = self._holdings.same_bytes(there, digest) is not None
            own = any(d.requirement == requirement.no for d in file.progress.documents)
            return not has_it, file.unit not in seen, own, file.unit == reviewer

        return min(files, key=rank)

    def close_events(self, file: UnitFile, day: date) -> None:
        """Record that folders of events came again, once all of their parts are known."""
        close_events(self._holdings, file, day)

    def _placed(self, member: Member, unit: str | None) -> tuple[Requirement, int | None] | None:
        """The requirement, and which folder of the path says it; `None` for the folder: the name does."""
        parts = member.parts
        for called in (self._named, lambda name: self._titled(name, unit)):
            for depth in range(len(parts) - 2, -1, -1):
                if requirement := called(parts[depth]):
                    return requirement, depth
            if requirement := called(parts[-1]):
                return requirement, None
        requirement = self._report_called(parts[-1])
        return (requirement, None) if requirement else None

    def _titled(self, name: str, unit: str | None) -> Requirement | None:
        """The one requirement that has this title among those that the unit owes."""
        stem = PurePosixPath(name).stem if is_document(PurePosixPath(name).suffix.lower()) else name
        if unit is not None:
            stem = stem.replace(self._workspace.units[unit].name, "")
        found = [r for r in self._workspace.requirements.values() if is_titled(stem, r.name)]
        if unit is not None:
            found = [r for r in found if unit in self._workspace.owing(r)]
        return found[0] if len(found) == 1 else None

    def _named(self, name: str) -> Requirement | None:
        return self._workspace.requirements.get(number_of(name) or "")

    def _report_called(self, name: str) -> Requirement | None:
        """The self-inspection report of which the draft has its name, when the file is called just that."""
        called = (
            requirement
            for requirement in self._workspace.in_role(RequirementRole.UNIT_REPORT)
            if is_called(name, requirement.name)
        )
        return next(called, None)

    def _folder(self, document: NewDocument) -> str:
        holder = self._workspace.holders[document.requirement.no]
        unit = self._workspace.units[document.file.unit]
        years = document.years or (document.day.year,)
        label = str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"
        return f"{safe_name(f'{holder.no} {holder.name}')}/{safe_name(unit.short or unit.name)}/{label}"

    def _single(self, done: Filed, document: NewDocument) -> None:
        """A document that is one file: in the place of another, or beside it."""
        member = document.member
        there = list(self._holdings.of(document.requirement, document.file.unit, document.years))
        digest = self._holdings.hash_of(member.path)
        entries = {d.file: index for index, d in enumerate(document.file.progress.documents)}
        same = self._holdings.same_bytes(there, digest)
        if same is not None:
            self._register(document, same, self._entry_of(done, document, same, entries), digest)
            done.is_filed = True
            return
        if later := self._holdings.overtaken(there, digest, member.name):
            done.lines.append(document.outdated(later))
            return
        if returned := _returned_before(document, digest):
            done.lines.append(document.returned(returned))
            return
        replaced = self._replaced(document, there, entries)
        if replaced and (later := self._holdings.later_than(replaced, digest, document.day)):
            done.lines.append(document.outdated(later))
            return
        if replaced and self._holdings.is_spoilt_by(replaced, member.path):
            done.unknown.append((member, BROKEN))
            return
        target = self._target(document, replaced)
        if replaced is None:
            done.copies.append(Copy(member.path, f"{FOLDER}/{target}"))
            done.lines.append(
                ImportLine(Effect.FILED, member.name, document.about, after=f"{FOLDER}/{target}")
            )
        else:
            self._replace(done, document, replaced, target)
        self._holdings.put(target, member.path, member.name, document.came_in)
        unit = self._workspace.units[document.file.unit].name
        done.delivered.append(document.delivered(unit, target, digest))
        self._register(document, target, entries.get(replaced) if replaced else None, digest)
        done.is_filed = True

    def _entry_of(
        self, done: Filed, document: NewDocument, path: str, entries: Mapping[str, int]
    ) -> int | None:
        """The entry of the register for bytes that are there: also after an import that broke off in between."""
        if path in entries:
            return entries[path]
        left = self._left_behind(document, path, entries)
        if left is None:
            return None
        if self._holdings.bytes_of(left) is not None:
            self._remove(done, left, document.day)
        return entries[left]

    def _target(self, document: NewDocument, replaced: str | None) -> str:
        suffix = suffix_of(document.member)
        if replaced is None:
            name = f"{document.requirement.no} {document.requirement.name}"
            return self._holdings.free(self._folder(document), name, suffix)
        if PurePosixPath(replaced).suffix.lower() == suffix:
            return replaced
        return self._holdings.free(*_stem(replaced), suffix)

    def _replace(self, done: Filed, document: NewDocument, replaced: str, target: str) -> None:
        member = document.member
        if target == replaced:
            kept = kept_at(replaced, document.day)
            done.copies.append(Copy(member.path, f"{FOLDER}/{target}", kept))
        else:
            done.copies.append(Copy(member.path, f"{FOLDER}/{target}"))
            self._remove(done, replaced, document.day)
        done.lines.append(
            ImportLine(
                Effect.REPLACED, member.name, document.about, before=replaced, after=f"{FOLDER}/{target}"
            )
        )

    def _remove(self, done: Filed, path: str, day: date) -> None:
        bytes_at = self._holdings.take_away(path)
        if bytes_at.exists():
            done.removed.append(Removal(f"{FOLDER}/{path}", bytes_at, kept_at(path, day)))

    def _register(self, document: NewDocument, path: str, index: int | None, digest: str) -> None:
        """Put into the register what it does not say yet: also after an import that broke off in between."""
        file = document.file
        if index is None:
            if not any(path.startswith(f"{d.file}/") for d in file.progress.documents if d.file):
                file.add_document(document.entry(path))
            return
        registered = file.progress.documents[index]
        if registered.file != path:
            file.change("documents", {index: {"file": path}})
        returns = open_returns(registered, document.day)
        if any(not digest.startswith(again.review.hash) for again in returns):
            file.add_redelivery(index, {"on": document.day, "hash": digest})

    def _left_behind(self, document: NewDocument, path: str, entries: Mapping[str, int]) -> str | None:
        """The registered file that one of another suffix was to replace, when an import broke off in between."""
        alike = [old for old in entries if _stem(old) == _stem(path)]
        named = self._holdings.called(alike, document.member.name, document.came_in)
        documents = document.file.progress.documents
        awaited = [old for old in alike if is_awaited(documents[entries[old]], document.day)]
        return next((old for old in alike if old in awaited or old in named), None)

    def _replaced(self, document: NewDocument, there: list[str], entries: Mapping[str, int]) -> str | None:
        """The file whose place a new one takes: that of the same name, else one that was sent back."""
        named = self._holdings.called(there, document.member.name, document.came_in)
        documents = document.file.progress.documents
        returned = [
            path for path in there if path in entries and is_awaited(documents[entries[path]], document.day)
        ]
        both = [path for path in named if path in returned]
        return next(iter(both or named or returned), None)


_NO_NUMBER = message(
    "Cannot determine which document this is. Put it into the folder of its number, or start the file name with the number, such as 25-1."
)
_STILL_DRAFT = message(
    "The file name says draft (样稿). If the report is final, put it into the folder of its number, or remove 样稿 from the name."
)


def _title_of(member: Member) -> str:
    return without_number(PurePosixPath(member.name).stem)


def is_own_paper(member: Member) -> bool:
    """What was sent out with the pack and is no document: 要求.txt, the text beside it, the draft of a report as it was."""
    return member.parts[-1] in (contract.ASKED, contract.NOTICE) or is_untouched_draft(member)


def is_untouched_draft(member: Member) -> bool:
    """Whether it is the draft of a report, under whatever name, in which nothing was written."""
    return PurePosixPath(member.name).suffix.lower() == ".docx" and is_untouched(member.path)


def _returned_before(document: NewDocument, digest: str) -> date | None:
    """The day on which these very bytes were sent back."""
    reviews = (
        review
        for known in document.file.progress.documents
        if known.requirement == document.requirement.no
        and (known.years == document.years or set(known.years) & set(document.years))
        for review in known.reviews
    )
    days = [r.on for r in reviews if r.result == "returned" and r.hash and digest.startswith(r.hash)]
    return max(days, default=None)


def _registered(file: UnitFile, document: NewDocument) -> bool:
    """Whether the register has a file for the requirement and years of a document."""
    return any(
        known.file
        and known.requirement == document.requirement.no
        and set(document.years) <= set(known.years)
        for known in file.progress.documents
    )


def _refer(document: NewDocument, keeper: str, other: UnitFile) -> bool:
    """Let another unit's register refer to a document for the years that nothing else proves there."""
    no = document.requirement.no
    own = [known for known in other.progress.documents if known.requirement == no]
    open_years = [year for year in document.years if not any(year in known.years for known in own)]
    if own and not open_years:
        return False
    item: dict[str, YamlValue] = {"requirement": no}
    if open_years:
        item["years"] = list(open_years)
    see = Reference(no, document.years[-1] if document.years else None, keeper)
    other.add_document({**item, "see": str(see), "received": document.day})
    return True


def _refers(document: NewDocument, keeper: str, other: UnitFile) -> bool:
    """Whether another unit's register refers to a document of the one that keeps it."""
    return any(
        known.see is not None and known.see.unit == keeper and known.requirement == document.requirement.no
        for known in other.progress.documents
    )


def _stem(path: str) -> tuple[str, str]:
    pure = PurePosixPath(path)
    return pure.parent.as_posix(), pure.stem
