"""What is checked for each of the four properties (四性): a row an item, with the rules that say what does not pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from ecodemo.model.message import Message, counted, message
from ecodemo.report.contents.property_facts import Evidence, PropertyKind

PropertyId = Literal["authenticity", "integrity", "usability", "safety"]
Things = Callable[[Evidence], Iterable[str]]


def _nothing(_: Evidence) -> Iterable[str]:
    return ()


def _no_words(_: Evidence) -> Message | None:
    return None


@dataclass(frozen=True, slots=True)
class PropertyItem:
    """An item to be checked (检测项)."""

    name: Message
    what: Message
    """The check, and what the numbers count."""
    kind: PropertyKind
    things: Things
    """All that has to be looked at."""
    codes: tuple[str, ...] = ()
    """The rules whose findings name what did not pass."""
    lacking: Things | None = None
    """What did not pass, where it is not the findings that say so."""
    unknown: Things = _nothing
    """What could not be looked at, even where the rules ran."""
    words: Callable[[Evidence], Message | None] = _no_words
    is_information: bool = False
    """Told, and no ground for or against passing."""


def _without_lock(evidence: Evidence) -> Message | None:
    return message("No lock (evidence.sha256).") if evidence.survey.lock is None else None


def _unsearched_words(evidence: Evidence) -> Message | None:
    count = len(evidence.unsearched)
    if not count:
        return None
    return message(
        "{files} without fully searchable text (scans, pictures, files that do not open).",
        files=counted(count, "{n} file", "{n} files"),
    )


def _closed_words(evidence: Evidence) -> Message | None:
    count = len(evidence.unknown)
    return (
        message("{files} with unknown content.", files=counted(count, "{n} file", "{n} files"))
        if count
        else None
    )


def _metadata_words(evidence: Evidence) -> Message:
    documents = [entry.document for entry in evidence.catalogue]
    return message(
        "Rows without 文号: {number}, without a date: {day}; title taken from the file name: {title}. Every row has a title and an issuer; not every document has a 文号.",
        number=sum(not (document and document.number) for document in documents),
        day=sum(not (document and document.issued) for document in documents),
        title=sum(not (document and document.title) for document in documents),
    )


def _without_metadata(evidence: Evidence) -> Iterable[str]:
    return (
        entry.reference
        for entry in evidence.catalogue
        if not (entry.document and entry.document.number and entry.document.issued)
    )


_AUTHENTICITY = (
    PropertyItem(
        message("Fixity"),
        message("Each file is byte-for-byte the locked one (files)."),
        PropertyKind.FILES,
        lambda evidence: evidence.files,
        ("FX101",),
        unknown=lambda evidence: evidence.not_locked,
        words=_without_lock,
    ),
    PropertyItem(
        message("The lock is readable"),
        message("Each line of the lock and of the table of facts can be parsed (lines)."),
        PropertyKind.LINES,
        lambda evidence: evidence.lines,
        ("FX104",),
        words=_without_lock,
    ),
    PropertyItem(
        message("The lock was not rewritten"),
        message("Every entry once locked is still in the lock (entries)."),
        PropertyKind.LINES,
        lambda evidence: evidence.locked,
        ("FX105",),
        unknown=lambda evidence: evidence.undated,
        words=_without_lock,
    ),
    PropertyItem(
        message("Reviews refer to the current files"),
        message("The accepted file is the current file (documents by year)."),
        PropertyKind.DOCUMENTS,
        lambda evidence: evidence.reviewed,
        ("EV108",),
    ),
    PropertyItem(
        message("Official numbers match"),
        message("The 文号 in the register matches the document itself (register entries)."),
        PropertyKind.ENTRIES,
        lambda evidence: evidence.numbered,
        ("EV121",),
        unknown=lambda evidence: evidence.numbers_unseen,
    ),
    PropertyItem(
        message("Dated close to the years they cover"),
        message("No document or photograph is dated much later than the years it covers (dated items)."),
        PropertyKind.ENTRIES,
        lambda evidence: evidence.dated,
        ("EV116",),
    ),
    PropertyItem(
        message("Valid for the assessed year"),
        message("The document was in force in the year it covers (entries with a validity)."),
        PropertyKind.ENTRIES,
        lambda evidence: evidence.limited,
        ("EV115",),
    ),
    PropertyItem(
        message("Figures match their proof"),
        message("The cited cell or page contains the reported figure (figures)."),
        PropertyKind.ENTRIES,
        lambda evidence: evidence.cited,
        ("DC110", "DC111", "DC112"),
        unknown=lambda evidence: (key for key, is_read in evidence.cited.items() if not is_read),
    ),
)
_INTEGRITY = (
    PropertyItem(
        message("Required documents are present"),
        message("Each required document that was due is present (documents by year)."),
        PropertyKind.DOCUMENTS,
        lambda evidence: evidence.owed,
        ("EV104",),
        unknown=lambda evidence: evidence.not_yet_due,
    ),
    PropertyItem(
        message("Parts are complete"),
        message("Documents in several parts have all of them (documents by year)."),
        PropertyKind.DOCUMENTS,
        lambda evidence: evidence.compound,
        ("EV106",),
        unknown=lambda evidence: evidence.compound_not_yet_due,
    ),
    PropertyItem(
        message("Registered files are present"),
        message("Each file or folder in the register is present (register entries)."),
        PropertyKind.ENTRIES,
        lambda evidence: evidence.register,
        ("EV103",),
    ),
    PropertyItem(
        message("Locked files are present"),
        message("Each locked file is present (lock entries)."),
        PropertyKind.FILES,
        lambda evidence: evidence.locked,
        ("FX102",),
        words=_without_lock,
    ),
    PropertyItem(
        message("Files are registered"),
        message("Each file with a known number and unit is in the register (files)."),
        PropertyKind.FILES,
        lambda evidence: evidence.filed,
        ("EV105",),
    ),
    PropertyItem(
        message("Sequence numbers have no gaps"),
        message("No file of a numbered sequence is missing (folders)."),
        PropertyKind.FOLDERS,
        lambda evidence: evidence.folders,
        ("EV120",),
    ),
    PropertyItem(
        message("No duplicates"),
        message("No file or picture is used as two documents (files)."),
        PropertyKind.FILES,
        lambda evidence: evidence.files,
        ("EV117", "EV118", "EV119"),
        unknown=lambda evidence: evidence.unknown,
    ),
    PropertyItem(
        message("Metadata"),
        message("Each has a title, a 文号, a date and an issuer (rows of the archive catalogue)."),
        PropertyKind.ENTRIES,
        lambda evidence: (entry.reference for entry in evidence.catalogue),
        lacking=_without_metadata,
        words=_metadata_words,
        is_information=True,
    ),
)
_USABILITY = (
    PropertyItem(
        message("Readable from the disk"),
        message("Each file can be read (files)."),
        PropertyKind.FILES,
        lambda evidence: (*evidence.files, *(lost.path for lost in evidence.survey.unreadable)),
        ("FX103",),
        unknown=lambda evidence: evidence.elsewhere,
    ),
    PropertyItem(
        message("The content is present"),
        message("The file itself is present, not only a Git LFS pointer (files)."),
        PropertyKind.FILES,
        lambda evidence: evidence.files,
        ("FX106",),
        lacking=_nothing,
        unknown=lambda evidence: evidence.elsewhere,
    ),
    PropertyItem(
        message("Not empty"),
        message("Each file has content (files)."),
        PropertyKind.FILES,
        lambda evidence: evidence.files,
        ("EV101",),
    ),
    PropertyItem(
        message("Can be opened"),
        message("Each file opens completely (files)."),
        PropertyKind.FILES,
        lambda evidence: evidence.files,
        ("EV110",),
        unknown=lambda evidence: evidence.unknown,
        words=_closed_words,
    ),
    PropertyItem(
        message("Not encrypted"),
        message("No file requires a password (files)."),
        PropertyKind.FILES,
        lambda evidence: evidence.files,
        ("EV111",),
        unknown=lambda evidence: evidence.unknown,
    ),
    PropertyItem(
        message("Extension matches content"),
        message("Files whose extension matches their format."),
        PropertyKind.FILES,
        lambda evidence: evidence.files,
        ("EV109",),
        unknown=lambda evidence: evidence.unknown,
    ),
    PropertyItem(
        message("Suitable file types"),
        message("Each file is of a type suited to preservation (files)."),
        PropertyKind.FILES,
        lambda evidence: evidence.files,
        ("EV112",),
        unknown=lambda evidence: evidence.unknown,
    ),
    PropertyItem(
        message("Picture quality"),
        message("Each picture has enough pixels to be legible (pictures)."),
        PropertyKind.FILES,
        lambda evidence: evidence.pictures,
        ("EV113",),
        unknown=lambda evidence: evidence.unknown,
    ),
    PropertyItem(
        message("No blank pages"),
        message("No page is blank (files with pages)."),
        PropertyKind.FILES,
        lambda evidence: evidence.paged,
        ("EV114",),
        unknown=lambda evidence: evidence.closed,
    ),
    PropertyItem(
        message("Text is searchable"),
        message("Not a scan or a picture of text (files)."),
        PropertyKind.FILES,
        lambda evidence: evidence.files,
        unknown=lambda evidence: evidence.unsearched,
        words=_unsearched_words,
        is_information=True,
    ),
)
_SAFETY = (
    PropertyItem(
        message("Portable names"),
        message("Windows, zip and archive systems accept every name and path (files)."),
        PropertyKind.FILES,
        lambda evidence: evidence.files,
        ("FX201", "FX202", "FX203", "FX206"),
    ),
    PropertyItem(
        message("No leftover files"),
        message("The evidence contains no files left behind by programs (files)."),
        PropertyKind.FILES,
        lambda evidence: (*evidence.files, *evidence.survey.leftovers),
        ("FX204",),
    ),
    PropertyItem(
        message("No links"),
        message("Each file is a file, not a link (files and links)."),
        PropertyKind.FILES,
        lambda evidence: (*evidence.files, *(link.path for link in evidence.survey.links)),
        ("FX205",),
    ),
    PropertyItem(
        message("No personal data in names"),
        message("No name contains an identity, telephone or bank card number, or a secrecy mark (files)."),
        PropertyKind.FILES,
        lambda evidence: evidence.files,
        ("PV101",),
    ),
    PropertyItem(
        message("No personal data in reported data"),
        message("Reported data contains none of these (entries of data/progress)."),
        PropertyKind.ENTRIES,
        lambda evidence: evidence.written,
        ("PV102",),
    ),
    PropertyItem(
        message("No personal data or secrecy marks in documents"),
        message("The text of the documents contains none of these (files)."),
        PropertyKind.FILES,
        lambda evidence: evidence.files,
        ("PV103", "PV104"),
        unknown=lambda evidence: evidence.unsearched,
        words=_unsearched_words,
    ),
    PropertyItem(
        message("Viruses"),
        message("No file contains malware (files)."),
        PropertyKind.FILES,
        lambda evidence: evidence.files,
        unknown=lambda evidence: evidence.files,
        words=lambda _: message("This tool does not scan for viruses; use antivirus software."),
    ),
)
PROPERTIES: dict[PropertyId, tuple[PropertyItem, ...]] = {
    "authenticity": _AUTHENTICITY,
    "integrity": _INTEGRITY,
    "usability": _USABILITY,
    "safety": _SAFETY,
}
