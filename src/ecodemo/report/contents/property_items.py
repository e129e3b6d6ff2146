"""What is checked for each of the four properties (四性): a row an item, with the rules that say what does not pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from ecodemo.model.message import Message, message
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
    """What was checked, and what the numbers count."""
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
    return message("There is no lock (evidence.sha256).") if evidence.survey.lock is None else None


def _unsearched_words(evidence: Evidence) -> Message | None:
    count = len(evidence.unsearched)
    if not count:
        return None
    return message(
        "Files whose words could not be searched, or not all of them (scans, pictures, what does not open): {files}.",
        files=count,
    )


def _closed_words(evidence: Evidence) -> Message | None:
    count = len(evidence.unknown)
    return message("Files of whose content nothing is known: {files}.", files=count) if count else None


def _metadata_words(evidence: Evidence) -> Message:
    documents = [entry.document for entry in evidence.catalogue]
    return message(
        "Rows without 文号: {number}, without date: {day}; title taken from the file's name: {title}. Every row has a title "
        "and an issuer; not every document has a 文号.",
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
        message("Each file is, byte for byte, the one that was locked (files)."),
        PropertyKind.FILES,
        lambda evidence: evidence.files,
        ("FX101",),
        unknown=lambda evidence: evidence.not_locked,
        words=_without_lock,
    ),
    PropertyItem(
        message("The lock can be read"),
        message("Each line of the lock and of the table of facts can be understood (lines)."),
        PropertyKind.LINES,
        lambda evidence: evidence.lines,
        ("FX104",),
        words=_without_lock,
    ),
    PropertyItem(
        message("The lock was not rewritten"),
        message("What was locked once still stands in the lock (entries)."),
        PropertyKind.LINES,
        lambda evidence: evidence.locked,
        ("FX105",),
        unknown=lambda evidence: evidence.undated,
        words=_without_lock,
    ),
    PropertyItem(
        message("Reviews rest on these bytes"),
        message("What was accepted is the file that lies there (documents by year)."),
        PropertyKind.DOCUMENTS,
        lambda evidence: evidence.reviewed,
        ("EV108",),
    ),
    PropertyItem(
        message("Numbers of official papers agree"),
        message("The 文号 in the register stands on the paper itself (entries of the register)."),
        PropertyKind.ENTRIES,
        lambda evidence: evidence.numbered,
        ("EV121",),
        unknown=lambda evidence: evidence.numbers_unseen,
    ),
    PropertyItem(
        message("Written in the years that they prove"),
        message(
            "No document was written, no photograph taken much later than what it proves (those with a day)."
        ),
        PropertyKind.ENTRIES,
        lambda evidence: evidence.dated,
        ("EV116",),
    ),
    PropertyItem(
        message("Valid for the assessed year"),
        message("The document was in force in the year that it proves (entries with a validity)."),
        PropertyKind.ENTRIES,
        lambda evidence: evidence.limited,
        ("EV115",),
    ),
    PropertyItem(
        message("Figures agree with their proof"),
        message("What stands in the named cell or on the named page is the reported figure (figures)."),
        PropertyKind.ENTRIES,
        lambda evidence: evidence.cited,
        ("DC110", "DC111", "DC112"),
        unknown=lambda evidence: (key for key, is_read in evidence.cited.items() if not is_read),
    ),
)
_INTEGRITY = (
    PropertyItem(
        message("Documents owed are there"),
        message("Each required document that was due lies there (documents by year)."),
        PropertyKind.DOCUMENTS,
        lambda evidence: evidence.owed,
        ("EV104",),
        unknown=lambda evidence: evidence.not_yet_due,
    ),
    PropertyItem(
        message("Parts are complete"),
        message("What is proof only as a whole has all its parts (documents by year)."),
        PropertyKind.DOCUMENTS,
        lambda evidence: evidence.compound,
        ("EV106",),
        unknown=lambda evidence: evidence.compound_not_yet_due,
    ),
    PropertyItem(
        message("Registered files are there"),
        message("Each file or folder that the register names lies there (entries of the register)."),
        PropertyKind.ENTRIES,
        lambda evidence: evidence.register,
        ("EV103",),
    ),
    PropertyItem(
        message("Locked files are there"),
        message("Each file that was locked lies there (entries of the lock)."),
        PropertyKind.FILES,
        lambda evidence: evidence.locked,
        ("FX102",),
        words=_without_lock,
    ),
    PropertyItem(
        message("Files are registered"),
        message("Each file whose number and unit are known stands in the register (files)."),
        PropertyKind.FILES,
        lambda evidence: evidence.filed,
        ("EV105",),
    ),
    PropertyItem(
        message("Running numbers have no gaps"),
        message("Of files that are numbered one after the other none is missing (folders)."),
        PropertyKind.FOLDERS,
        lambda evidence: evidence.folders,
        ("EV120",),
    ),
    PropertyItem(
        message("Nothing lies there twice"),
        message("The same bytes, or the same picture, do not stand for two documents (files)."),
        PropertyKind.FILES,
        lambda evidence: evidence.files,
        ("EV117", "EV118", "EV119"),
        unknown=lambda evidence: evidence.unknown,
    ),
    PropertyItem(
        message("Metadata"),
        message("Each has a title, a 文号, a date and an issuer (rows of the archive's list)."),
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
        message("The content is here"),
        message("Not only a pointer to it (files)."),
        PropertyKind.FILES,
        lambda evidence: evidence.files,
        ("FX106",),
        lacking=_nothing,
        unknown=lambda evidence: evidence.elsewhere,
    ),
    PropertyItem(
        message("Not empty"),
        message("Each file holds something (files)."),
        PropertyKind.FILES,
        lambda evidence: evidence.files,
        ("EV101",),
    ),
    PropertyItem(
        message("Opens"),
        message("Each file can be opened to its end (files)."),
        PropertyKind.FILES,
        lambda evidence: evidence.files,
        ("EV110",),
        unknown=lambda evidence: evidence.unknown,
        words=_closed_words,
    ),
    PropertyItem(
        message("Not encrypted"),
        message("No file asks for a password (files)."),
        PropertyKind.FILES,
        lambda evidence: evidence.files,
        ("EV111",),
        unknown=lambda evidence: evidence.unknown,
    ),
    PropertyItem(
        message("Name and content agree"),
        message("The suffix says what the bytes are (files)."),
        PropertyKind.FILES,
        lambda evidence: evidence.files,
        ("EV109",),
        unknown=lambda evidence: evidence.unknown,
    ),
    PropertyItem(
        message("Suitable kinds of file"),
        message("Each file is of a kind that can be kept (files)."),
        PropertyKind.FILES,
        lambda evidence: evidence.files,
        ("EV112",),
        unknown=lambda evidence: evidence.unknown,
    ),
    PropertyItem(
        message("Pictures are good enough"),
        message("Each picture has enough pixels to be read (pictures)."),
        PropertyKind.FILES,
        lambda evidence: evidence.pictures,
        ("EV113",),
        unknown=lambda evidence: evidence.unknown,
    ),
    PropertyItem(
        message("No blank pages"),
        message("No page is empty (files that have pages)."),
        PropertyKind.FILES,
        lambda evidence: evidence.paged,
        ("EV114",),
        unknown=lambda evidence: evidence.closed,
    ),
    PropertyItem(
        message("Words can be searched"),
        message("Not a scan or a picture of words (files)."),
        PropertyKind.FILES,
        lambda evidence: evidence.files,
        unknown=lambda evidence: evidence.unsearched,
        words=_unsearched_words,
        is_information=True,
    ),
)
_SAFETY = (
    PropertyItem(
        message("Names can be kept anywhere"),
        message("Windows, zip and an archive can hold every name and path (files)."),
        PropertyKind.FILES,
        lambda evidence: evidence.files,
        ("FX201", "FX202", "FX203", "FX206"),
    ),
    PropertyItem(
        message("Nothing left over"),
        message("Nothing that programs leave behind lies among the files (files)."),
        PropertyKind.FILES,
        lambda evidence: (*evidence.files, *evidence.survey.leftovers),
        ("FX204",),
    ),
    PropertyItem(
        message("No links"),
        message("Each file lies there itself (files and links)."),
        PropertyKind.FILES,
        lambda evidence: (*evidence.files, *(link.path for link in evidence.survey.links)),
        ("FX205",),
    ),
    PropertyItem(
        message("No personal numbers in names"),
        message(
            "No name holds the number of a person, a telephone or a bank card, or a secrecy mark (files)."
        ),
        PropertyKind.FILES,
        lambda evidence: evidence.files,
        ("PV101",),
    ),
    PropertyItem(
        message("No personal numbers in the data"),
        message("Nothing of the kind stands in what units have reported (entries of data/progress)."),
        PropertyKind.ENTRIES,
        lambda evidence: evidence.written,
        ("PV102",),
    ),
    PropertyItem(
        message("No personal numbers or secrecy marks in documents"),
        message("Nothing of the kind stands in the words of the documents (files)."),
        PropertyKind.FILES,
        lambda evidence: evidence.files,
        ("PV103", "PV104"),
        unknown=lambda evidence: evidence.unsearched,
        words=_unsearched_words,
    ),
    PropertyItem(
        message("Viruses"),
        message("No file holds a program that does harm (files)."),
        PropertyKind.FILES,
        lambda evidence: evidence.files,
        unknown=lambda evidence: evidence.files,
        words=lambda _: message("This tool does not search for viruses; it is to be done with another."),
    ),
)
PROPERTIES: dict[PropertyId, tuple[PropertyItem, ...]] = {
    "authenticity": _AUTHENTICITY,
    "integrity": _INTEGRITY,
    "usability": _USABILITY,
    "safety": _SAFETY,
}
