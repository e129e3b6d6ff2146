"""Where documents that were handed in belong below evidence/, and what the register is to say of them.

The folder `25-1 …` or the name says the requirement, the pack the unit, folder or name the years. Where any of the
three is missing nothing is guessed: the document goes to inbox/未识别 with a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path, PurePosixPath

from ecodemo.assess.review import open_returns
from ecodemo.evidence.inventory import FOLDER
from ecodemo.forms.draft.draft_words import DRAFT
from ecodemo.forms.inbox.delivered import Delivered
from ecodemo.forms.intake.filing.document_names import is_titled, without_number
from ecodemo.forms.intake.filing.event_files import close_events, event_of, file_part
from ecodemo.forms.intake.filing.filed import Copy, Filed, NewDocument, Removal, kept_at
from ecodemo.forms.intake.filing.fitness import BROKEN, suffix_of, unfit
from ecodemo.forms.intake.filing.holdings import Holdings
from ecodemo.forms.intake.filing.which_requirement import numbered, placed_by_name
from ecodemo.forms.intake.filing.which_years import filled_years, is_awaited, years_of_document
from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.reading.archive import Member
from ecodemo.forms.reading.named_figures import NamedFigures
from ecodemo.forms.safe_names import safe_name
from ecodemo.load.unit_file import UnitFile
from ecodemo.model.county import Bid
from ecodemo.model.message import Message, message
from ecodemo.model.workspace import Workspace


class Filer:
    """Plans the filing for one workspace; nothing is written, and what is planned counts as being there."""

    def __init__(self, root: Path, workspace: Workspace, bid: Bid, delivered: Iterable[Delivered]) -> None:
        self._workspace = workspace
        self._bid = bid
        self._holdings = Holdings(root, workspace, delivered)

    @property
    def holdings(self) -> Holdings:
        """The files below evidence/, with those planned."""
        return self._holdings

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
        placed = placed_by_name(member, self._workspace, file.unit)
        if unfitness or placed is None:
            words = _STILL_DRAFT if DRAFT in member.parts[-1] else _NO_NUMBER
            done.unknown.append((member, unfitness or words))
            return done
        requirement, depth = placed
        other = numbered(member.parts[-1], self._workspace) if depth is not None else None
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
        bid = self._workspace.calendar.bid_to_name(day, requirement)
        document = done.document = NewDocument(file, requirement, years, member, day, pack, bid)
        event = event_of(requirement, member, depth)
        if event is not None:
            unit = self._workspace.units[file.unit].name
            file_part(done, self._holdings, document, event, self._folder(document), unit)
        else:
            self._single(done, document)
        return done

    def close_events(self, file: UnitFile, day: date) -> None:
        """Record that folders of events came again, once all of their parts are known."""
        close_events(self._holdings, file, day)

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


def _title_of(member: Member) -> str:
    return without_number(PurePosixPath(member.name).stem)


def _stem(path: str) -> tuple[str, str]:
    pure = PurePosixPath(path)
    return pure.parent.as_posix(), pure.stem
