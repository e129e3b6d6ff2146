"""The lines of volumes as lists show them: nine columns as in DA/T 22-2015, and what else the whole list has."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from ecodemo.acceptance import package_words as words
from ecodemo.acceptance.volumes import Volume, VolumeLine
from ecodemo.model.evidence import EvidenceFile
from ecodemo.table import Column, ToFile


@dataclass(frozen=True, slots=True)
class ListedLine:
    """A line with its number in its volume and its remarks."""

    serial: int
    line: VolumeLine
    remark: str
    part: str = ""
    """The package that contains it, if there are several."""
    address: str = ""
    """Its address, from the list; empty where it is in none of these packages."""

    @property
    def place(self) -> str:
        """Its pages in the volume, where they can be counted."""
        first, last = self.line.placed.first, self.line.placed.last
        if self.line.is_reference or first is None or last is None:
            return ""
        return str(first) if first >= last else f"{first}—{last}"


@dataclass(frozen=True, slots=True)
class VolumeSum:
    """How much is in a volume."""

    name: str
    files: int
    references: int
    pages: int
    without_pages: int
    gaps: int
    part: str = ""

    @property
    def words(self) -> str:
        said = words.SUM.format(files=self.files, references=self.references, pages=self.pages)
        return words.SUM_UNKNOWN.format(sum=said, unknown=self.without_pages) if self.without_pages else said


class ListedVolumes:
    """The lines of all volumes with their remarks: what refers to what is known from all of them."""

    def __init__(self, volumes: Iterable[Volume]) -> None:
        self._seen_from: dict[int, list[str]] = {}
        for volume in volumes:
            for line in volume.lines:
                for target in line.targets:
                    self._seen_from.setdefault(id(target), []).append(line.reference)

    def lines(
        self,
        volume: Volume,
        places: Mapping[str, tuple[str, str]] | None = None,
        *,
        has_names: bool = False,
    ) -> tuple[ListedLine, ...]:
        """The lines of a volume.

        Args:
            volume: one of those that this was made from.
            places: by path in the package, the part that contains it and its address.
            has_names: whether remarks say what files were called when they were handed in.
        """
        return tuple(
            ListedLine(
                serial,
                line,
                self._remark(line, has_names=has_names),
                *(places or {}).get(line.path, ("", "")),
            )
            for serial, line in enumerate(volume.lines, 1)
        )

    def _remark(self, line: VolumeLine, *, has_names: bool) -> str:
        file = line.placed.entry.file
        if file is None:
            pattern = words.SEE if line.targets else words.SEE_LOST
            return pattern.format(target=line.seen)
        remarks = [words.ARCHIVE_REMARK] if not line.source else []
        if seen := self._seen_from.get(id(line)):
            remarks.append(words.SEEN_FROM.format(sources=words.BETWEEN_BOXES.join(seen[:3])))
        if has_names and not line.path.endswith(f"/{file.name}"):
            remarks.append(words.CALLED.format(name=_shown(file)))
        return words.BETWEEN_REMARKS.join(remarks)


def _shown(file: EvidenceFile) -> str:
    return file.name.encode("utf-8", "replace").decode()


def sum_of(volume: Volume, packed: Collection[str] | None = None, name: str = "") -> VolumeSum:
    """How much a volume has.

    Args:
        volume: it.
        packed: the paths that count, where a package has only some of them; `None`: all.
        name: what the sum is called, if not as the volume.
    """
    lines = [line for line in volume.lines if packed is None or line.path in packed]
    files = [line for line in lines if line.source]
    return VolumeSum(
        name or volume.name,
        len(files),
        sum(line.is_reference for line in lines),
        sum(line.pages or 0 for line in files),
        sum(line.pages is None for line in files),
        len(volume.gaps),
    )


def whole_sum(sums: Iterable[VolumeSum]) -> VolumeSum:
    """All volumes together."""
    listed = list(sums)
    return VolumeSum(
        words.ALL,
        *(
            sum(getattr(each, name) for each in listed)
            for name in ("files", "references", "pages", "without_pages", "gaps")
        ),
    )


def line_columns() -> tuple[Column[ListedLine], ...]:
    """The nine columns of a volume's list."""
    return (
        Column("serial", words.SERIAL, lambda row: row.serial, 6, "number"),
        Column("reference", words.REFERENCE_HEAD, lambda row: row.line.reference, 11, "centred"),
        Column("number", words.NUMBER_HEAD, lambda row: row.line.number, 22),
        Column("issuer", words.ISSUER, lambda row: row.line.issuer, 22),
        Column("title", words.TITLE, lambda row: row.line.title, 44, leads_to=_file),
        Column("day", words.DAY, lambda row: row.line.day, 10, "centred"),
        Column("secrecy", words.SECRECY_HEAD, lambda row: row.line.secrecy, 6, "centred"),
        Column("pages", words.PAGES, lambda row: row.line.pages, 6, "number"),
        Column("remark", words.REMARK, lambda row: row.remark, 16),
    )


def whole_list_columns(*, has_parts: bool) -> tuple[Column[ListedLine], ...]:
    """Those of the list of everything: what the county's own catalogue calls each document, and where it is."""
    serial, reference, *columns, remark = line_columns()
    columns[:0] = (
        serial,
        reference,
        Column("catalogue", words.CATALOGUE_HEAD, lambda row: row.line.placed.entry.reference, 28),
    )
    columns.append(Column("place", words.PLACE, lambda row: row.place, 10, "centred"))
    if has_parts:
        columns.append(Column("part", words.PART, lambda row: row.part, 8, "centred"))
    return (*columns, replace(remark, width=30))


def sum_columns(*, has_parts: bool) -> tuple[Column[VolumeSum], ...]:
    columns: list[Column[VolumeSum]] = [
        Column("name", words.VOLUME, lambda row: row.name, 60),
        Column("files", words.FILES, lambda row: row.files, 12, "number"),
        Column("references", words.REFERENCES, lambda row: row.references, 12, "number"),
        Column("pages", words.PAGES, lambda row: row.pages, 12, "number"),
        Column("without_pages", words.UNKNOWN_PAGES, lambda row: row.without_pages, 12, "number"),
        Column("gaps", words.MISSING_COUNT, lambda row: row.gaps, 12, "number"),
    ]
    if has_parts:
        columns.append(Column("part", words.PART, lambda row: row.part, 16, "centred"))
    return tuple(columns)


def _file(row: ListedLine) -> ToFile | None:
    return ToFile(row.address) if row.address else None
