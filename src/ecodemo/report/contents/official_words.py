"""What official papers say instead of numbers, codes and paths: the titles of documents, rules and files."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath

from ecodemo.language import Language, Speaker
from ecodemo.model.finding import Finding
from ecodemo.model.message import Listing, Message, Value
from ecodemo.model.progress import Document
from ecodemo.model.reference import Reference
from ecodemo.model.workspace import Workspace
from ecodemo.rule_pages import title
from ecodemo.rules import RULES

_CODES = frozenset(rule.code for rule in RULES)
_VETO = re.compile(r"V(\d+)")
_REFERENCE = re.compile(r"(?P<requirement>\d+-\d+|V\d+)(?:/(?P<year>\d{4}))?(?:@(?P<unit>[\w-]+))?")
_PATH = re.compile(r"[^/]+/([^/]+)/(?:[^/]+/)*([^/]+)")
"""A file of evidence: its box, the unit's folder, more of them, and its name."""
_SAYS_WHAT = re.compile(r"\d{2,3}-\d|.+\.\w{1,5}$")
"""Names of files and of events, and not those of the folders that hold them."""
_EVIDENCE = "evidence/"


class OfficialWords:
    """Words of one workspace in one language."""

    def __init__(self, workspace: Workspace, speaker: Speaker) -> None:
        self._workspace = workspace
        self._speaker = speaker

    def document(self, reference: Reference | None, unit: str | None = None) -> str:
        """The title of a document, with its year and official number; empty without a reference."""
        if reference is None:
            return ""
        return self._document(reference.requirement, reference.year, reference.unit or unit)

    def requirement(self, no: str, year: int | None = None) -> str:
        """The name of a kind of document, with the year."""
        return self._document(no, year, None)

    def measure(self, measure_id: str) -> str:
        """The name of a measure."""
        return self._speaker.say(self._workspace.measures[measure_id].label)

    def rule(self, code: str) -> str:
        """The title of a rule."""
        return title(code, self._speaker.language)

    def problem(self, finding: Finding) -> str:
        """What was found, with the document that is meant."""
        said = self._speaker.say(self._plain(finding.message))
        file = finding.position.file
        if not file.startswith(_EVIDENCE):
            return said
        name = PurePosixPath(file).name
        if "requirement" in finding.message.values or not _SAYS_WHAT.match(name):
            return said
        return f"{self._quoted(name)}{'：' if self._is_chinese else ': '}{said}"

    @property
    def _is_chinese(self) -> bool:
        return self._speaker.language is Language.ZH

    def _document(self, no: str, year: int | None, unit: str | None) -> str:
        requirement = self._workspace.requirements.get(no)
        registered = self._registered(no, year, unit)
        name = registered.title if registered and registered.title else ""
        name = name or (self._speaker.say(requirement.label) if requirement else no)
        details = (f"{year}年" if self._is_chinese else str(year)) if year else ""
        number = registered.number if registered else ""
        inside = ("，" if self._is_chinese else ", ").join(word for word in (details, number) if word)
        if not inside:
            return name
        return f"{name}（{inside}）" if self._is_chinese else f"{name} ({inside})"

    def _registered(self, no: str, year: int | None, unit: str | None) -> Document | None:
        progress = self._workspace.progress.get(unit or "")
        documents = progress.documents if progress else ()
        return next(
            (
                document
                for document in documents
                if document.requirement == no
                and (year is None or not document.years or year in document.years)
            ),
            None,
        )

    def _plain(self, message: Message) -> Message:
        names_it = "requirement" in message.values
        return replace(
            message,
            values={key: self._value(value, names_it=names_it) for key, value in message.values.items()},
        )

    def _value(self, value: Value, *, names_it: bool) -> Value:
        match value:
            case Message():
                return self._plain(value)
            case Listing():
                return replace(
                    value, items=tuple(self._value(item, names_it=names_it) for item in value.items)
                )
            case str():
                return self._text(value, names_it=names_it)
            case _:
                return value

    def _text(self, text: str, *, names_it: bool) -> str:
        if text in _CODES:
            return f"“{self.rule(text)}”"
        if found := _PATH.fullmatch(text):
            return f"{found[1]}{self._quoted(found[2])}"
        if names_it:
            return text
        if found := _VETO.fullmatch(text):
            return f"第{found[1]}项" if self._is_chinese else text
        found = _REFERENCE.fullmatch(text)
        if (
            not found
            or found["requirement"] not in self._workspace.requirements
            or found["requirement"].startswith("V")
        ):
            return text
        year = int(found["year"]) if found["year"] else None
        unit = found["unit"]
        owner = self._speaker.say(self._workspace.label(unit)) if unit else ""
        return f"{owner}{self._document(found['requirement'], year, unit)}"

    def _quoted(self, name: str) -> str:
        stem = re.sub(r"\.\w{1,5}$", "", name)
        return f"《{stem}》" if self._is_chinese else f"“{stem}”"
