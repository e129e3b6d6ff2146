"""Which counties are judged: those of a counties.yaml, or those in a folder."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from ecodemo.errors import EcodemoError
from ecodemo.files import LARGEST_YAML, not_read, read_control_file, real_path
from ecodemo.load.document import Complaint, YamlDocument, read
from ecodemo.load.schema import complaints
from ecodemo.model.county_list import CountyList, ListedCounty
from ecodemo.model.finding import Position
from ecodemo.model.message import Message, listing, message
from ecodemo.province.county_place import REPORT_SUFFIX, is_remote

LIST = "counties.yaml"
_CODE = re.compile(r"[\w-]{1,60}")
_DIGITS = re.compile(r"(?:report-)?([0-9]{6})(?![0-9])")
_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class NamedCounty:
    """A county and where it is."""

    code: str
    root: str
    """An absolute path, or an address."""
    name: str = ""
    city: str = ""
    is_listed: bool = False
    """Whether code and name were written by hand; else they are those of a folder or file."""


@dataclass(frozen=True, slots=True)
class Counties:
    """The counties of a province, by code."""

    counties: tuple[NamedCounty, ...]
    day: date | None = None
    """The day by which all are judged, where the list names one."""


def read_counties(path: Path) -> Counties:
    """The counties at a path: those of a counties.yaml or of a folder with one, else all workspaces and report files in the folder.

    Raises:
        EcodemoError: it cannot be read, has no counties, or has mistakes, all of which are reported.
    """
    try:
        return _read(path)
    except OSError as error:
        raise not_read(path, error) from error


def _read(path: Path) -> Counties:
    if path.is_dir():
        own_list = path / LIST
        return _in_list(own_list) if own_list.exists() else _in_folder(path)
    if path.exists() and path.suffix.lower() not in _SUFFIXES:
        raise EcodemoError(message("{path} is neither a folder nor a YAML file.", path=str(path)))
    return _in_list(path)


def _in_list(path: Path) -> Counties:
    try:
        document = read(read_control_file(path, None, LARGEST_YAML))
    except OSError as error:
        raise not_read(path, error) from error
    found = document.complaints
    if not found:
        try:
            listed = CountyList.model_validate(document.data)
        except ValidationError as error:
            found = (
                *complaints(error, CountyList, document),
                *_wrong(_valid(document.data), path.parent, document),
            )
        else:
            found = tuple(_wrong(dict(enumerate(listed.counties)), path.parent, document))
            if not found:
                counties = (_placed(county, path.parent) for county in listed.counties)
                return Counties(tuple(sorted(counties, key=lambda county: county.code)), listed.day)
    raise _refused(path, found)


def _placed(county: ListedCounty, folder: Path) -> NamedCounty:
    root = county.root if is_remote(county.root) else str(folder.absolute() / county.root)
    return NamedCounty(county.code, root, county.name, county.city, is_listed=True)


def _valid(data: object) -> Mapping[int, ListedCounty]:
    """The entries of a list without mistakes of their own, by their places in it."""
    entries = data.get("counties") if isinstance(data, dict) else None
    valid: dict[int, ListedCounty] = {}
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        with suppress(ValidationError):
            valid[index] = ListedCounty.model_validate(entry)
    return valid


def _wrong(listed: Mapping[int, ListedCounty], folder: Path, document: YamlDocument) -> Iterator[Complaint]:
    """What the list says twice, and roots that are links out of its folder."""
    places = {index: _place(_placed(county, folder).root) for index, county in listed.items()}
    codes = Counter(county.code for county in listed.values())
    roots = Counter(places.values())
    for index, county in listed.items():
        if codes[county.code] > 1:
            yield _complaint(
                document,
                index,
                "code",
                message("The code {code} is listed {n} times.", code=county.code, n=codes[county.code]),
            )
        if roots[places[index]] > 1:
            yield _complaint(
                document,
                index,
                "root",
                message("This root is listed {n} times.", n=roots[places[index]]),
            )
        if _is_link_out(county.root, folder):
            yield _complaint(
                document,
                index,
                "root",
                message("{root} links outside the folder of the list.", root=county.root),
                message("Write the path it links to."),
            )


def _complaint(
    document: YamlDocument, index: int, key: str, words: Message, hint: Message | None = None
) -> Complaint:
    return Complaint("SC302", document.place(("counties", index, key)), words, hint)


def _place(root: str) -> str:
    """The same for whatever leads to the same county."""
    return root.rstrip("/") if is_remote(root) else str(real_path(Path(root)))


def _is_link_out(root: str, folder: Path) -> bool:
    if is_remote(root) or Path(root).is_absolute() or ".." in Path(root).parts:
        return False
    return not real_path(folder / root).is_relative_to(real_path(folder))


def _refused(path: Path, found: Iterable[Complaint]) -> EcodemoError:
    """The error that says every mistake in a line of its own."""
    lines = [
        message(
            "{place}: {what} {hint}",
            place=str(Position(str(path), *one.place)),
            what=one.message,
            hint=one.hint or "",
        )
        for one in sorted(found, key=lambda one: one.place)
    ]
    whole = lines[0]
    for line in lines[1:]:
        whole = message("{above}\n{below}", above=whole, below=line)
    return EcodemoError(whole)


def _in_folder(folder: Path) -> Counties:
    """A county for each folder and each report file; what is hidden or a link is passed over."""
    entries = sorted(
        (entry for entry in folder.iterdir() if not entry.name.startswith(".") and not entry.is_symlink()),
        key=lambda entry: entry.name,
    )
    counties = [
        NamedCounty(_code(entry), str(entry.absolute()))
        for entry in entries
        if entry.is_dir() or entry.suffix == REPORT_SUFFIX
    ]
    if not counties:
        raise EcodemoError(
            message(
                "No counties in {path}: it contains no {list}, no folder and no report file.",
                path=str(folder),
                list=LIST,
            )
        )
    codes = Counter(county.code.casefold() for county in counties)
    twice = sorted({county.code for county in counties if codes[county.code.casefold()] > 1})
    unfit = [county.code for county in counties if not _CODE.fullmatch(county.code)]
    if twice:
        raise EcodemoError(
            message(
                "{path} contains more than one folder or file for: {codes}. Keep one for each county.",
                path=str(folder),
                codes=listing(*twice),
            )
        )
    if unfit:
        raise EcodemoError(
            message(
                "Cannot use these names in {path} as codes: {names}. Name each county’s folder or file after its code, such as 430923.",
                path=str(folder),
                names=listing(*unfit),
            )
        )
    return Counties(tuple(counties))


def _code(entry: Path) -> str:
    """The six digits that a name begins with, also as `pack --layout report` names files; else the whole name."""
    stem = entry.stem if entry.suffix == REPORT_SUFFIX else entry.name
    found = _DIGITS.match(stem)
    return found[1] if found else stem
