"""文号, 成文日期 and 责任者 of all documents under one number, in one cell each: written together and read apart.

One document: its entry. Several: a line for each with its years, `2018：安政发〔2018〕3号`; those of the same years behind
one another, with a dash for one without an entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from ecodemo.forms import words
from ecodemo.forms.contract import Content
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.imprint import Imprint, number_in_name, one_said
from ecodemo.model.progress import Document

COLUMNS = ("number", "issued", "issuer")
_YEAR = r"(?:19|20)\d\d"
_LABEL = re.compile(rf"(?<!\d)({_YEAR}(?:[—–~～至-]+{_YEAR}|(?:、{_YEAR})+)?)年?度?\s*[：:]\s*")
_BETWEEN = re.compile(r"\s*[、；;，,\n]\s*")
_DASHES = ("—", "——", "-", "/")


def bearing(documents: Iterable[Document]) -> list[Document]:
    """The documents that have a paper of their own, in the order of their years."""
    own = {id(document): document for document in documents if document.file and not document.see}
    return sorted(own.values(), key=lambda document: document.years)


def entry_of(said: Document | Imprint, column: str) -> str:
    """What the register, or the paper, says in a column; a day as 2021-03-05."""
    value = getattr(said, column)
    return value.isoformat() if isinstance(value, date) else value or ""


def proposed(document: Document, files: Iterable[EvidenceFile], today: date) -> Imprint:
    """What the files of a document say of themselves, where that is one thing; no day after they came."""
    own = [file for file in files if document.file in (file.path, file.delivery)]
    said = [of.imprint for file in own for of in (file.facts, file.recognised) if of]
    arrived = [again.on for again in document.redelivered]
    last = max((day for day in (document.received, *arrived) if day), default=today)
    return Imprint(
        one_said([*(one.number for one in said), *(number_in_name(file.name) for file in own)]) or "",
        one_said(one.issued for one in said if one.issued and one.issued <= last),
        one_said(one.issuer for one in said) or "",
    )


def together(
    documents: Sequence[Document], entries: Sequence[str], column: str, years: Sequence[int]
) -> Content:
    """The contents of a cell; of one document that proves all the years asked for a day is one."""
    if not any(entries):
        return None
    is_shared = column == "issuer" and len(set(entries)) == 1
    if is_shared or (len(documents) == 1 and set(years) <= set(documents[0].years)):
        return date.fromisoformat(entries[0]) if column == "issued" else entries[0]
    groups: dict[str, list[str]] = {}
    for document, entry in zip(documents, entries, strict=True):
        groups.setdefault(words.years_words(document.years), []).append(entry)
    return "\n".join(
        f"{label}{'：' if label else ''}{'、'.join(entry or _DASHES[0] for entry in group)}"
        for label, group in groups.items()
        if any(group)
    )


def apart(text: str, documents: Sequence[Document], column: str) -> list[str] | None:
    """The entry of each document, empty where there is none; `None` where it is unclear whose an entry is."""
    labels = list(_LABEL.finditer(text))
    if not labels or len(documents) == 1 == len(labels):
        return _shared_out(text[labels[0].end() :] if labels else text, len(documents), column)
    if text[: labels[0].start()].strip():
        return None
    entries = [""] * len(documents)
    ends = [label.start() for label in labels[1:]] + [len(text)]
    for label, end in zip(labels, ends, strict=True):
        years = _years(label[1])
        places = [n for n, document in enumerate(documents) if document.years == years]
        places = places or [n for n, document in enumerate(documents) if set(years) <= set(document.years)]
        said = _shared_out(text[label.end() : end], len(places), column) if years else None
        if said is None:
            return None
        for place, entry in zip(places, said, strict=True):
            entries[place] = entry
    return entries


def _shared_out(text: str, count: int, column: str) -> list[str] | None:
    bare = text.strip("；;、，, \n")
    parts = [bare] if count == 1 else _BETWEEN.split(bare)
    if len(parts) == count:
        return ["" if part in _DASHES else part for part in parts]
    return [bare] * count if count and (column == "issuer" or not bare) else None


def _years(label: str) -> tuple[int, ...]:
    years = [int(year) for year in re.findall(_YEAR, label)]
    return tuple(years) if "、" in label else tuple(range(years[0], years[-1] + 1))
