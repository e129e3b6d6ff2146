"""EV117 to EV119: what was filed twice, as the same bytes or as the same picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ecodemo.assess.bid import Assessment
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.finding import Problem, Ref, Severity
from ecodemo.model.grouped import grouped
from ecodemo.model.message import listing, message
from ecodemo.model.requirement import Form, Need
from ecodemo.model.workspace import Workspace
from ecodemo.rules import likeness
from ecodemo.rules._about import about_file
from ecodemo.rules._rule import Context, rule

_PLACES_NAMED = 3
_PLAINEST = 8
"""The tool's own: a likeness with fewer bits of one sort (fog, a sheet of paper) is that of many pictures."""


@dataclass(frozen=True, slots=True)
class _Place:
    """What a file is handed in as: two files of one place may be the same without harm."""

    requirement: str
    unit: str | None
    years: tuple[int, ...]
    event: str | None

    @classmethod
    def of(cls, file: EvidenceFile) -> _Place:
        return cls(file.requirement or "", file.unit, file.years, file.event)


@rule("EV117", "same-file-twice", Severity.ERROR, on=Assessment)
def same_file_twice(assessment: Assessment, context: Context) -> Iterator[Problem]:
    """The same bytes are stored under two numbers, and the register does not say that one refers to the other."""
    referred = _referred(context)
    for same in _by_content(context.files).values():
        # What the bid cannot do without stays where it is, and the other refers to it.
        first, *others = sorted(same, key=lambda file: not _is_required(file, context.workspace))
        wrong = [
            file
            for file in others
            if file.requirement != first.requirement and not _pair(file, first) & referred
        ]
        if wrong:
            last = wrong[-1]
            yield Problem(
                Ref("evidence", last.path),
                message(
                    "The same file is also filed under {no}: {path}.",
                    no=first.requirement or "",
                    path=first.path,
                ),
                about_file(last, context),
                message(
                    "Keep it under one number and refer to it from the register of the other: “see: {no}” (互见).",
                    no=_reference(first),
                ),
                related=tuple(Ref("evidence", file.path) for file in (first, *wrong[:-1])),
            )


@rule("EV118", "same-file-elsewhere", Severity.WARNING, on=Assessment)
def same_file_elsewhere(assessment: Assessment, context: Context) -> Iterator[Problem]:
    """The same bytes were handed in under one number by two units, for two years, or as two events."""
    for same in _by_content(context.files).values():
        by_number: dict[str | None, list[EvidenceFile]] = {}
        for file in same:
            by_number.setdefault(file.requirement, []).append(file)
        for files in by_number.values():
            places = {_Place.of(file): file for file in reversed(files)}
            if len(places) > 1:
                first, *between, last = sorted(places.values(), key=lambda file: file.path)
                yield Problem(
                    Ref("evidence", last.path),
                    message(
                        "The same file was also submitted elsewhere: {places}.",
                        places=listing(*(file.path for file in (first, *between)), most=_PLACES_NAMED),
                    ),
                    about_file(last, context),
                    message(
                        "Ask each unit for its own, of that year. A file that covers several years goes in one folder named after all of them (2018-2020)."
                    ),
                    related=tuple(Ref("evidence", file.path) for file in (first, *between)),
                )


@rule("EV119", "same-picture", Severity.WARNING, on=Assessment)
def same_picture(assessment: Assessment, context: Context) -> Iterator[Problem]:
    """One photograph, made smaller or compressed again, proves several things."""
    alike: dict[int, list[EvidenceFile]] = {}
    for file in context.files:
        bits = _likeness(file, context.workspace)
        if bits is not None:
            alike.setdefault(bits, []).append(file)
    for group in likeness.groups(alike):
        files = sorted((file for bits in group for file in alike[bits]), key=lambda file: file.path)
        # What is the same to the byte is already reported by the two rules above.
        unlike = list({file.sha256: file for file in reversed(files)}.values())
        shown = list({_Place.of(file): file for file in unlike}.values())
        if len(shown) > 1:
            first, *between, last = sorted(shown, key=lambda file: file.path)
            yield Problem(
                Ref("evidence", last.path),
                message(
                    "Same picture as {places}.",
                    places=listing(*(file.path for file in (first, *between)), most=_PLACES_NAMED),
                ),
                about_file(last, context),
                message("Compare them; a photograph proves one place and one year. Ask for others."),
                related=tuple(Ref("evidence", file.path) for file in (first, *between)),
            )


def _by_content(files: Iterable[EvidenceFile]) -> Mapping[str, tuple[EvidenceFile, ...]]:
    """The files that are filed under a number, by their bytes, in the order of their paths; empty ones left out."""
    filed = [file for file in files if file.sha256 and not file.is_empty and file.requirement is not None]
    once, twice = set[str](), set[str]()
    for file in filed:
        (twice if file.sha256 in once else once).add(file.sha256)
    copies = (file for file in filed if file.sha256 in twice)
    return grouped((file.sha256, file) for file in sorted(copies, key=lambda file: file.path))


def _is_required(file: EvidenceFile, workspace: Workspace) -> bool:
    unit = workspace.units.get(file.unit or "")
    if unit is None:
        return False
    return workspace.requirements[str(file.requirement)].need_of(unit.kind) is Need.REQUIRED


_Reference = tuple[str | None, str | None, str | None, str | None]


def _referred(context: Context) -> frozenset[_Reference]:
    """Unit and number of what refers, and of what it refers to."""
    return frozenset(
        (unit, document.requirement, document.see.unit or unit, document.see.requirement)
        for unit, _, document in context.documents()
        if document.see is not None
    )


def _pair(file: EvidenceFile, other: EvidenceFile) -> set[_Reference]:
    one, two = (file.unit, file.requirement), (other.unit, other.requirement)
    return {(*one, *two), (*two, *one)}


def _reference(file: EvidenceFile) -> str:
    """How a register of another unit would name it."""
    year = f"/{max(file.years)}" if file.years else ""
    unit = f"@{file.unit}" if file.unit else ""
    return f"{file.requirement}{year}{unit}"


def _likeness(file: EvidenceFile, workspace: Workspace) -> int | None:
    """Only photographs are compared: scanned forms and pages of a website look alike by right."""
    if file.facts is None or not file.facts.likeness or file.requirement is None:
        return None
    requirement = workspace.requirements[file.requirement]
    forms = {part.no: part.form for part in requirement.parts}
    if forms.get(file.part or 0, requirement.form) is not Form.PHOTO:
        return None
    bits = int(file.facts.likeness, 16)
    return bits if _PLAINEST <= bits.bit_count() <= likeness.BITS - _PLAINEST else None


RULES = (same_file_twice, same_file_elsewhere, same_picture)
