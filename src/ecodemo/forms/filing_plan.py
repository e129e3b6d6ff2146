"""Where documents that were handed in belong below evidence/, and what the register is to say of them.

The folder `25-1 …` or the name says the requirement, the pack the unit, folder or name the years. What does not tell
all three is not guessed: it goes to inbox/未识别 with a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path, PurePosixPath

from ecodemo.assess.owed import years_of
from ecodemo.assess.review import returns_of
from ecodemo.evidence.filing import Filing
from ecodemo.evidence.fixity import delivery_hashes
from ecodemo.evidence.inventory import FOLDER, list_evidence
from ecodemo.forms import sheets
from ecodemo.forms.archive import Member
from ecodemo.forms.inbox import FOLDER as INBOX
from ecodemo.forms.inbox import REPLACED, Delivered
from ecodemo.forms.merge import Effect, Line
from ecodemo.forms.safe_names import safe_name
from ecodemo.forms.taking import padded
from ecodemo.forms.unit_file import UnitFile
from ecodemo.load.flow import Value as Kept
from ecodemo.model.county import Bid
from ecodemo.model.message import Message, message
from ecodemo.model.progress import Document
from ecodemo.model.requirement import Requirement
from ecodemo.model.workspace import Workspace

_REQUIREMENT = re.compile(r"[\s_【\[(（]*(\d{1,3}-\d{1,2}|[A-Z]\d{1,2})(?![\d-]*\d)")
_DAY = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?:[-.年/]\d{1,2}[-.月/]\d{1,2}日?|[01]\d[0-3]\d|[-.年]\d{1,2}月?)(?!\d)"
)
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)年?\s*[-—–~～至到]\s*((?:19|20)\d\d)年?(?!\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_ALL_YEARS = re.compile(r"三年|3年|各年|每年|历年|全部年度")
_COPY = re.compile(r"(?:\s*[(（]\d{1,2}[)）]|\s*-\s*副本(?:\s*[(（]\d+[)）])?|\s*_副本)+$")
_COUNTED = "一二三四五六七八九十"
_SAMPLE = "样稿"
_UNFIT: Mapping[str, Message] = {
    **dict.fromkeys(
        (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2"),
        message(
            "A pack inside the pack. Unpack it, put the documents themselves into the folder, and send them again."
        ),
    ),
    **dict.fromkeys(
        (".heic", ".heif"),
        message(
            "A picture in the format of a phone (HEIC), which many computers cannot open. Save it as JPG and send it again."
        ),
    ),
    **dict.fromkeys(
        (".exe", ".com", ".bat", ".cmd", ".scr", ".js", ".vbs", ".msi", ".lnk", ".url", ".apk"),
        message("A program or a link, not a document. Send the document itself."),
    ),
}


@dataclass(frozen=True, slots=True)
class Copy:
    """Bytes to be put somewhere below the workspace."""

    source: Path
    target: str
    """Relative to the workspace."""
    saved_as: str | None = None
    """Where what stands at the target is kept first; `None`: nothing stands there."""


@dataclass
class Filed:
    """What filing the documents of one unit comes to."""

    copies: list[Copy] = field(default_factory=list)
    removed: list[Copy] = field(default_factory=list)
    """Files below evidence/ that another suffix takes the place of: source is the file, target where it is kept."""
    unknown: list[tuple[Member, Message]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    delivered: list[Delivered] = field(default_factory=list)


class Filer:
    """Plans the filing for one workspace; nothing is written, and what is planned counts as being there."""

    def __init__(self, root: Path, workspace: Workspace, bid: Bid, delivered: Iterable[Delivered]) -> None:
        self._root = root
        self._workspace = workspace
        self._bid = bid
        self._filing = Filing(workspace)
        self._paths: dict[str, Path] = {}
        self._taken: set[str] = set()
        self._shelves: dict[tuple[str | None, str | None], list[str]] = {}
        for path in list_evidence(root).files:
            self._put(path, root / FOLDER / path)
        self._original: dict[str, str] = {
            entry.filed: entry.name for entry in delivered if entry.filed.startswith(f"{FOLDER}/")
        }
        self._hashes: dict[Path, str] = {}

    def _put(self, path: str, bytes_at: Path) -> None:
        if path not in self._paths:
            known = self._filing.file(path, 0)
            self._shelves.setdefault((known.requirement, known.unit), []).append(path)
            self._taken.add(path.lower())
        self._paths[path] = bytes_at

    def requirement_of(self, member: Member) -> Requirement | None:
        """The requirement that a folder, or else the file's name, begins with."""
        found = self._placed(member)
        return found[0] if found else None

    def file(self, file: UnitFile, member: Member, day: date, pack: str, note: str = "") -> Filed:
        """Plan for one document of a unit.

        Args:
            file: the unit's register, which is changed.
            member: the document.
            day: when it came.
            pack: what it came in.
            note: what the sheet of documents says of its requirement.
        """
        done = Filed()
        unfit = _UNFIT.get(PurePosixPath(member.name).suffix.lower())
        placed = self._placed(member)
        if unfit or placed is None:
            done.unknown.append((member, unfit or _NO_NUMBER))
            return done
        requirement, depth = placed
        if file.unit not in self._workspace.owing(requirement):
            words = message("{no} is not asked of this unit. Whose is it?", no=requirement.no)
            done.unknown.append((member, words))
            return done
        event = _event(requirement, member, depth)
        years = self._years(file, requirement, member, depth, note, day)
        if isinstance(years, Message):
            done.unknown.append((member, years))
        elif event is not None:
            self._part(done, file, requirement, member, years, day, pack, event)
        else:
            self._single(done, file, requirement, member, years, day, pack)
        return done

    def _placed(self, member: Member) -> tuple[Requirement, int | None] | None:
        """The requirement, and which folder of the path says it; `None` for the folder: the name does."""
        parts = member.parts
        for depth in range(len(parts) - 2, -1, -1):
            if requirement := self._named(parts[depth]):
                return requirement, depth
        requirement = self._named(parts[-1])
        return (requirement, None) if requirement else None

    def _named(self, name: str) -> Requirement | None:
        found = _REQUIREMENT.match(name.replace("－", "-").replace("—", "-"))
        return self._workspace.requirements.get(padded(found[1])) if found else None

    def _years(
        self,
        file: UnitFile,
        requirement: Requirement,
        member: Member,
        depth: int | None,
        note: str,
        day: date,
    ) -> tuple[int, ...] | Message:
        """The years of a document among those asked; a question where they cannot be told."""
        asked = tuple(year for year in years_of(requirement, self._bid) if year is not None)
        if len(asked) <= 1:
            return asked
        below = member.parts[(depth + 1 if depth is not None else 0) :]
        for part in reversed(below):
            stem = part.rsplit(".", 1)[0] if part is below[-1] else part
            named = _years_in(_REQUIREMENT.sub("", stem, count=1))
            if fitting := tuple(year for year in asked if year in named):
                return fitting if _is_span(fitting) else _TWO_YEARS
            if named:
                return message(
                    "{no} is asked for {years}, and the name says {named}. Which year is it?",
                    no=requirement.no,
                    years="、".join(map(str, asked)),
                    named="、".join(map(str, sorted(named))),
                )
            if _ALL_YEARS.search(stem):
                return asked
        awaited = [
            d for d in file.progress.documents if d.requirement == requirement.no and _is_awaited(d, day)
        ]
        if len(awaited) == 1:
            return awaited[0].years
        if _ALL_YEARS.search(note):
            return asked
        return message(
            "{no} is asked for {years}: which year is it? Write the year into the name, as 2020 or 2018-2020.",
            no=requirement.no,
            years="、".join(map(str, asked)),
        )

    def _folder(self, file: UnitFile, requirement: Requirement, years: tuple[int, ...], day: date) -> str:
        holder = self._workspace.holders[requirement.no]
        unit = self._workspace.units[file.unit]
        label = (
            str(day.year) if not years else str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"
        )
        box = safe_name(f"{holder.no} {holder.name}")
        return f"{box}/{safe_name(unit.short or unit.name)}/{label}"

    def _there(self, file: UnitFile, requirement: Requirement, years: tuple[int, ...]) -> Iterator[str]:
        """What lies below evidence/ for this requirement, unit and exactly these years."""
        for path in self._shelves.get((requirement.no, file.unit), ()):
            if path in self._paths and (not years or self._filing.file(path, 0).years == years):
                yield path

    def _single(
        self,
        done: Filed,
        file: UnitFile,
        requirement: Requirement,
        member: Member,
        years: tuple[int, ...],
        day: date,
        pack: str,
    ) -> None:
        there = list(self._there(file, requirement, years))
        digest = self._hash(member.path)
        entries = {document.file: index for index, document in enumerate(file.progress.documents)}
        same = next((path for path in there if self._hash(self._paths[path]) == digest), None)
        suffix = PurePosixPath(member.name).suffix.lower()
        if same is not None:
            index = entries.get(same)
            if index is None and (left := self._left_behind(file, same, entries, member, day)) is not None:
                index = entries[left]
                if left in self._paths:
                    done.removed.append(Copy(self._paths.pop(left), f"{_kept(day)}/{left}"))
            self._complete(file, requirement, years, day, same, index, digest)
            return
        replaced = self._replaced(file, there, entries, member, day)
        index = entries.get(replaced) if replaced else None
        if replaced is None:
            target = self._free(
                self._folder(file, requirement, years, day), f"{requirement.no} {requirement.name}", suffix
            )
        elif PurePosixPath(replaced).suffix.lower() == suffix:
            target = replaced
        else:
            target = self._free(*_stem(replaced), suffix)
        about = f"{requirement.no} {requirement.name}"
        if replaced is not None:
            kept = f"{_kept(day)}/{replaced}"
            if target == replaced:
                done.copies.append(Copy(member.path, f"{FOLDER}/{target}", kept))
            else:
                done.copies.append(Copy(member.path, f"{FOLDER}/{target}"))
                if self._paths[replaced].exists():
                    done.removed.append(Copy(self._paths[replaced], kept))
                del self._paths[replaced]
            done.lines.append(
                Line(Effect.REPLACED, member.name, about, before=replaced, after=f"{FOLDER}/{target}")
            )
        else:
            done.copies.append(Copy(member.path, f"{FOLDER}/{target}"))
            done.lines.append(Line(Effect.FILED, member.name, about, after=f"{FOLDER}/{target}"))
        self._put(target, member.path)
        self._original[f"{FOLDER}/{target}"] = member.name
        done.delivered.append(
            Delivered(
                day, self._workspace.units[file.unit].name, pack, member.name, f"{FOLDER}/{target}", digest
            )
        )
        self._complete(file, requirement, years, day, target, index, digest)

    def _complete(
        self,
        file: UnitFile,
        requirement: Requirement,
        years: tuple[int, ...],
        day: date,
        path: str,
        index: int | None,
        digest: str,
    ) -> None:
        """Put into the register what it does not say yet: also after an import that broke off in between."""
        if index is None:
            if any(
                path.startswith(f"{document.file}/") for document in file.progress.documents if document.file
            ):
                return
            file.add_document(_entry(requirement, years, day, path))
            return
        document = file.progress.documents[index]
        if document.file != path:
            file.change("documents", {index: {"file": path}})
        if any(
            again.is_open() and not digest.startswith(again.review.hash)
            for again in returns_of(document, day)
        ):
            file.add_redelivery(index, {"on": day, "hash": digest})

    def _left_behind(
        self, file: UnitFile, path: str, entries: Mapping[str, int], member: Member, day: date
    ) -> str | None:
        """The registered file that one of another suffix was to replace, when an import broke off in between."""
        return next(
            (
                old
                for old, index in entries.items()
                if _stem(old) == _stem(path)
                and (
                    _is_awaited(file.progress.documents[index], day)
                    or _same_name(self._original.get(f"{FOLDER}/{old}"), member.name)
                )
            ),
            None,
        )

    def _replaced(
        self, file: UnitFile, there: list[str], entries: Mapping[str, int], member: Member, day: date
    ) -> str | None:
        """The file whose place a new one takes: that of the same name, else one that was sent back."""
        named = [path for path in there if _same_name(self._original.get(f"{FOLDER}/{path}"), member.name)]
        documents = file.progress.documents
        returned = [path for path in there if path in entries and _is_awaited(documents[entries[path]], day)]
        both = [path for path in named if path in returned]
        return next(iter(both or named or returned), None)

    def _part(
        self,
        done: Filed,
        file: UnitFile,
        requirement: Requirement,
        member: Member,
        years: tuple[int, ...],
        day: date,
        pack: str,
        event: tuple[str, str],
    ) -> None:
        """A file of an event: the folder stays together, and is one entry of the register."""
        title, below = event
        title = title or requirement.name
        known = [
            document.file
            for document in file.progress.documents
            if document.requirement == requirement.no
            and document.file
            and PurePosixPath(document.file).name == safe_name(f"{requirement.no} {title}")
        ]
        folder = (
            known[0]
            if known
            else f"{self._folder(file, requirement, years, day)}/{safe_name(f'{requirement.no} {title}')}"
        )
        target = f"{folder}/{'/'.join(map(safe_name, below.split('/')))}"
        digest = self._hash(member.path)
        about = f"{requirement.no} {requirement.name}"
        held = self._paths.get(target)
        if held is None:
            done.copies.append(Copy(member.path, f"{FOLDER}/{target}"))
            done.lines.append(Line(Effect.FILED, member.name, about, after=f"{FOLDER}/{target}"))
        elif self._hash(held) != digest:
            done.copies.append(Copy(member.path, f"{FOLDER}/{target}", f"{_kept(day)}/{target}"))
            done.lines.append(
                Line(Effect.REPLACED, member.name, about, before=target, after=f"{FOLDER}/{target}")
            )
        if held is None or self._hash(held) != digest:
            done.delivered.append(
                Delivered(
                    day,
                    self._workspace.units[file.unit].name,
                    pack,
                    member.name,
                    f"{FOLDER}/{target}",
                    digest,
                )
            )
        self._put(target, member.path)
        if not any(document.file == folder for document in file.progress.documents):
            file.add_document(_entry(requirement, years, day, folder))

    def close_events(self, file: UnitFile, day: date) -> None:
        """Record that folders of events came again, once all of their parts are known."""
        for index, document in enumerate(file.progress.documents):
            open_again = (
                [again for again in returns_of(document, day) if again.is_open()] if document.file else []
            )
            inside = [path for path in self._paths if path.startswith(f"{document.file}/")]
            if not open_again or not inside:
                continue
            hashes = {path: self._hash(self._paths[path]) for path in inside}
            digest = delivery_hashes([document.file], hashes)[document.file]
            if not any(digest.startswith(again.review.hash) for again in open_again):
                file.add_redelivery(index, {"on": day, "hash": digest})

    def _free(self, folder: str, name: str, suffix: str) -> str:
        """A name that no file has yet: the second is （二）."""
        stem = safe_name(name)
        number = 1
        while True:
            target = f"{folder}/{stem}{_ordinal(number)}{suffix}"
            if target.lower() not in self._taken:
                return target
            number += 1

    def _hash(self, path: Path) -> str:
        if path not in self._hashes:
            self._hashes[path] = hash_of(path)
        return self._hashes[path]


_NO_NUMBER = message(
    "Which document is it? Put it into the folder of its number, or begin its name with the number, as 25-1."
)
_TWO_YEARS = message("The name says years with a gap between them. Send a file for each.")


def hash_of(path: Path) -> str:
    """The sha256 of a file."""
    whole = sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            whole.update(block)
    return whole.hexdigest()


def is_own_paper(member: Member) -> bool:
    """What was sent out with the pack and is no document: 要求.txt, the draft of a report."""
    name = member.parts[-1]
    return name == sheets.ASKED or _SAMPLE in name


def _entry(requirement: Requirement, years: tuple[int, ...], day: date, path: str) -> dict[str, Kept]:
    item: dict[str, Kept] = {"file": path, "requirement": requirement.no}
    if years:
        item["years"] = list(years)
    item["received"] = day
    return item


def _event(requirement: Requirement, member: Member, depth: int | None) -> tuple[str, str] | None:
    """The title of the event and the path below it, where a requirement is proved by events."""
    if depth is None:
        return None
    below = member.parts[depth + 1 :]
    folders = [part for part in below[:-1] if not _YEAR.fullmatch(part) and not _SPAN.fullmatch(part)]
    title = folders[0] if folders else ""
    if requirement.parts:
        return title, "/".join((*folders[1:], below[-1]))
    return (title, "/".join((*folders[1:], below[-1]))) if requirement.at_least > 1 and title else None


def _years_in(text: str) -> set[int]:
    """The years that a name says; those of days only where it says no others."""
    years: set[int] = set()
    for found in _SPAN.finditer(text):
        first, last = int(found[1]), int(found[2])
        if first <= last <= first + 20:
            years.update(range(first, last + 1))
    rest = _SPAN.sub(" ", text)
    years.update(int(found[1]) for found in _YEAR.finditer(_DAY.sub(" ", rest)))
    return years or {int(found[0][:4]) for found in _DAY.finditer(rest)}


def _is_span(years: tuple[int, ...]) -> bool:
    return years[-1] - years[0] + 1 == len(years)


def _is_awaited(document: Document, day: date) -> bool:
    return any(again.is_open() for again in returns_of(document, day))


def _same_name(known: str | None, name: str) -> bool:
    return known is not None and _bare(known) == _bare(name)


def _bare(name: str) -> str:
    """The name without folders, suffix, and what WeChat and Windows add to a second copy."""
    return _COPY.sub("", PurePosixPath(name).stem).strip().lower()


def _stem(path: str) -> tuple[str, str]:
    pure = PurePosixPath(path)
    return pure.parent.as_posix(), pure.stem


def _ordinal(number: int) -> str:
    if number == 1:
        return ""
    if number <= 10:
        return f"（{_COUNTED[number - 1]}）"
    tens, ones = divmod(number, 10)
    if number < 100:
        return f"（{_COUNTED[tens - 1] if tens > 1 else ''}十{_COUNTED[ones - 1] if ones else ''}）"
    return f"（{number}）"


def _kept(day: date) -> str:
    return f"{INBOX}/{day.isoformat()}/{REPLACED}"
