"""Which years a document that was handed in is for: by its folder, its name, a return that waits, or its filled columns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import PurePosixPath

from ecodemo.assess.owed import years_of
from ecodemo.assess.review import open_returns
from ecodemo.forms.intake.filing.document_names import says_all_years, years_of_name
from ecodemo.forms.intake.filing.filed import Filed
from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.reading.archive import Member
from ecodemo.forms.reading.named_figures import NamedFigures
from ecodemo.load.unit_file import UnitFile
from ecodemo.model.county import Bid
from ecodemo.model.message import Message, message
from ecodemo.model.progress import Document
from ecodemo.model.requirement import Requirement

_TWO_YEARS = message("The years in the file name are not consecutive. Submit one file for each.")


def years_of_document(
    file: UnitFile,
    requirement: Requirement,
    member: Member,
    depth: int | None,
    note: str,
    day: date,
    bid: Bid,
) -> tuple[int, ...] | Message:
    """The years of a document among those asked; a question where they cannot be determined."""
    asked = tuple(year for year in years_of(requirement, bid) if year is not None)
    if len(asked) <= 1:
        named = years_of_name(PurePosixPath(member.name).stem)
        is_another = bool(named & set(bid.span)) and not named & set(asked)
        return _another_year(requirement, asked, named) if asked and is_another else asked
    below = member.parts[(depth + 1 if depth is not None else 0) :]
    for part in reversed(below):
        stem = part.rsplit(".", 1)[0] if part is below[-1] else part
        named = years_of_name(stem)
        if fitting := tuple(year for year in asked if year in named):
            return fitting if _is_span(fitting) else _TWO_YEARS
        if named:
            return _another_year(requirement, asked, named)
        if says_all_years(stem):
            return asked
    awaited = [d for d in file.progress.documents if d.requirement == requirement.no and is_awaited(d, day)]
    if len(awaited) == 1:
        return awaited[0].years
    if says_all_years(note):
        return asked
    return message(
        "{no} is required for {years}. Add the year to the file name, such as 2020 or 2018-2020.",
        no=requirement.no,
        years="、".join(map(str, asked)),
    )


def filled_years(
    done: Filed,
    requirement: Requirement,
    member: Member,
    years: tuple[int, ...] | Message,
    figures: NamedFigures,
    bid: Bid,
) -> tuple[int, ...] | Message:
    """The years of a ledger without those that it has empty columns for; those that are filled where nothing else
    decides.
    """
    if isinstance(years, Message):
        asked = tuple(year for year in years_of(requirement, bid) if year is not None)
        filled = tuple(year for year in asked if year in figures.filled_years)
        return filled if filled and _is_span(filled) else years
    filled = tuple(year for year in years if year not in figures.empty_years)
    if not filled or filled == years:
        return years
    if not _is_span(filled):
        return _TWO_YEARS
    words = message(
        "Its columns for {empty} are empty; it is filed for {years} only.",
        empty="、".join(str(year) for year in years if year not in filled),
        years="、".join(map(str, filled)),
    )
    about = f"{requirement.no} {requirement.name}"
    done.lines.append(ImportLine(Effect.REMARK, member.name, about, words=words))
    return filled


def is_awaited(document: Document, day: date) -> bool:
    """Whether it was sent back and has not come again."""
    return bool(open_returns(document, day))


def _another_year(requirement: Requirement, asked: Iterable[int], named: Iterable[int]) -> Message:
    return message(
        "{no} is required for {years}, but the file name says {named}. Check the year.",
        no=requirement.no,
        years="、".join(map(str, asked)),
        named="、".join(map(str, sorted(named))),
    )


def _is_span(years: tuple[int, ...]) -> bool:
    return years[-1] - years[0] + 1 == len(years)
