"""Files of an event, such as a meeting: the folder stays together, and is one entry of the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from ecodemo.assess.review import open_returns
from ecodemo.evidence.digests import delivery_hashes
from ecodemo.evidence.filing import part_of
from ecodemo.evidence.inventory import FOLDER
from ecodemo.forms.intake.filing.document_names import is_called_by_years
from ecodemo.forms.intake.filing.filed import Copy, Filed, NewDocument, kept_at
from ecodemo.forms.intake.filing.fitness import BROKEN
from ecodemo.forms.intake.filing.holdings import Holdings
from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.reading.archive import Member
from ecodemo.forms.safe_names import safe_name
from ecodemo.load.unit_file import UnitFile
from ecodemo.model.message import message
from ecodemo.model.requirement import Requirement


@dataclass(frozen=True, slots=True)
class EventFile:
    """Which event a file belongs to, and its path inside."""

    title: str
    below: tuple[str, ...]


def event_of(requirement: Requirement, member: Member, depth: int | None) -> EventFile | None:
    """The event, where a requirement is proved by events; `depth` is the folder of the path that says its number."""
    if depth is None:
        return None
    below = member.parts[depth + 1 :]
    folders = [folder for folder in below[:-1] if not is_called_by_years(folder)]
    if requirement.parts or (requirement.at_least > 1 and folders):
        return EventFile(folders[0] if folders else requirement.name, (*folders[1:], below[-1]))
    return None


def file_part(
    done: Filed, holdings: Holdings, document: NewDocument, event: EventFile, folder: str, unit: str
) -> None:
    """Plan one file of an event.

    Args:
        done: is added to.
        holdings: what is there.
        document: the file.
        event: where it belongs.
        folder: where a new event's folder is put.
        unit: the name of the unit for the list of what came.
    """
    name = safe_name(f"{document.requirement.no} {event.title}")
    known = [
        d.file
        for d in document.file.progress.documents
        if d.requirement == document.requirement.no and d.file and PurePosixPath(d.file).name == name
    ]
    folder = known[0] if known else f"{folder}/{name}"
    inside = "/".join(map(safe_name, event.below[:-1]))
    folder_of_file = f"{folder}/{inside}" if inside else folder
    if not known:
        document.file.add_document(document.entry(folder))
    digest = holdings.hash_of(document.member.path)
    if holdings.same_bytes(holdings.below(folder_of_file), digest) is not None:
        return
    part = part_of(event.below[-1], document.requirement)
    _say_unclassified(done, document, event, part)
    target = f"{folder_of_file}/{_numbered(document.requirement, part, event.below[-1])}"
    plain = f"{folder_of_file}/{safe_name(event.below[-1])}"
    there = next((path for path in (target, plain) if holdings.bytes_of(path) is not None), None)
    if there and (later := holdings.later_than(there, digest, document.day)):
        done.lines.append(document.outdated(later))
        return
    if there and holdings.is_spoilt_by(there, document.member.path):
        done.unknown.append((document.member, BROKEN))
        return
    if there is None:
        done.copies.append(Copy(document.member.path, f"{FOLDER}/{target}"))
        done.lines.append(
            ImportLine(Effect.FILED, document.member.name, document.about, after=f"{FOLDER}/{target}")
        )
    else:
        target = there
        done.copies.append(Copy(document.member.path, f"{FOLDER}/{target}", kept_at(target, document.day)))
        done.lines.append(
            ImportLine(
                Effect.REPLACED,
                document.member.name,
                document.about,
                before=target,
                after=f"{FOLDER}/{target}",
            )
        )
    done.delivered.append(document.delivered(unit, target, digest))
    holdings.put(target, document.member.path, document.member.name, document.came_in)


def _numbered(requirement: Requirement, part: int | None, name: str) -> str:
    """The name with the number of its part before it: `00-1-2 签到表.pdf`."""
    prefix = f"{requirement.no}-{part}"
    return safe_name(name if part is None or name.startswith(prefix) else f"{prefix} {name}")


def _say_unclassified(done: Filed, document: NewDocument, event: EventFile, part: int | None) -> None:
    if part is not None or not document.requirement.parts:
        return
    words = message(
        "Cannot determine which part of the event this file documents (未归类). Start the file name with one of: {parts}.",
        parts="、".join(f"{document.requirement.no}-{p.no} {p.name}" for p in document.requirement.parts),
    )
    done.lines.append(
        ImportLine(
            Effect.REMARK, document.member.name, f"{document.requirement.no} {event.title}", words=words
        )
    )


def close_events(holdings: Holdings, file: UnitFile, day: date) -> None:
    """Record that folders of events came again, once all of their parts are known."""
    for index, document in enumerate(file.progress.documents):
        open_again = open_returns(document, day) if document.file else ()
        inside = holdings.below(document.file or "") if open_again else []
        if not inside:
            continue
        hashes = {
            path: holdings.hash_of(at) for path in inside if (at := holdings.bytes_of(path)) is not None
        }
        digest = delivery_hashes([document.file], hashes)[document.file]
        if not any(digest.startswith(again.review.hash) for again in open_again):
            file.add_redelivery(index, {"on": day, "hash": digest})
