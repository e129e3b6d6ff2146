"""What the bid office can do to a workspace: correct a figure, take in a document, record a review, change a line."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import openpyxl
import pypdf
import yaml
from PIL import Image, ImageOps
from pypdf.generic import DictionaryObject, NameObject, StreamObject

import support
from ecodemo.check.locking import plan_lock, write_lock
from ecodemo.check.session import take_survey
from ecodemo.load.edit import add_to_item, append_item, new_file
from ecodemo.load.flow import YamlValue
from ecodemo.load.workspace import load
from parsing import parsed_once

TODAY = date(2021, 9, 20)


@dataclass(frozen=True)
class Office:
    """A workspace and what is done in it, today."""

    root: Path

    # Lines

    def change(self, file: str, old: str, new: str) -> None:
        """Replace a text that occurs exactly once in a file of data/."""
        support.edit(self.root / "data" / file, old, new)

    def strike(self, file: str, part: str) -> None:
        """Take out the one line that holds a text, and the section's name when nothing else is under it."""
        path = self.root / "data" / file
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        (at,) = [number for number, line in enumerate(lines) if part in line]
        is_last = not any(line.startswith(("- ", " ")) for line in lines[at + 1 : at + 2])
        first = at - 1 if is_last and re.match(r"\w+:", lines[at - 1]) else at
        path.write_text("".join([*lines[:first], *lines[at + 1 :]]), encoding="utf-8")

    def enter(self, unit: str, section: str, **entry: YamlValue) -> None:
        """Add an entry to a section of a unit's progress file; the file is made when there is none."""
        path = self._progress(unit)
        content = path.read_bytes() if path.exists() else new_file((), {"unit": unit})
        path.write_bytes(append_item(content, section, entry))

    # Figures

    def correct(self, unit: str, measure: str, year: int, value: str, reason: str) -> None:
        """A figure was wrong: the true one, its trace, and the document corrected and handed in again."""
        told = self.copy_again(unit, measure, year, value, reason)
        requirement, _, of = told["proof"].partition("/")
        if "cell" in told:
            self.write_cell(unit, requirement, int(of), told["cell"], value)
        elif "page" in told:
            self.write_on_page(unit, requirement, int(of), told["page"], value)
        self.redeliver(unit, requirement, int(of))

    def copy_again(self, unit: str, measure: str, year: int, value: str, reason: str) -> dict[str, Any]:
        """A figure was copied wrongly: what its document says, with its trace. Returns the entry as it was."""
        start = f"- {{measure: {measure}, year: {year}, "
        path = self._progress(unit)
        (line,) = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith(start)]
        told: dict[str, Any] = yaml.safe_load(line[2:])
        revised = (
            f"revised: {{on: {TODAY}, was: '{told['value']}', reason: {reason}, document: {told['proof']}}}"
        )
        new = line.replace(f"value: {told['value']}", f"value: {value}").removesuffix("}") + f", {revised}}}"
        self.change(f"progress/{unit}.yaml", line, new)
        return told

    def write_cell(self, unit: str, requirement: str, year: int, place: str, value: str) -> None:
        path = self._evidence(self._registered(unit, requirement, year)[1]["file"])
        book = openpyxl.load_workbook(path)
        sheet, _, cell = place.partition("!")
        book[sheet][cell] = float(value)
        book.save(path)

    def write_on_page(self, unit: str, requirement: str, year: int, page: int, value: str) -> None:
        """The true number beside the wrong one, as a paper is corrected by hand."""
        path = self._evidence(self._registered(unit, requirement, year)[1]["file"])
        writer = pypdf.PdfWriter(path)
        on = writer.pages[page - 1]
        note = pypdf.PageObject.create_blank_page(width=on.mediabox.width, height=on.mediabox.height)
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
        named = DictionaryObject({NameObject(key): NameObject(name) for key, name in font.items()})
        fonts = DictionaryObject({NameObject("/Hand"): named})
        note[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        # Each note brings its own font with it, so that their number shows how many lines are taken.
        resources = on["/Resources"]
        assert isinstance(resources, DictionaryObject)
        taken = resources["/Font"]
        assert isinstance(taken, DictionaryObject)
        line = 60 + 20 * len(taken)
        written = StreamObject()
        written.set_data(f"BT /Hand 12 Tf 90 {line} Td ({value}) Tj ET".encode())
        note[NameObject("/Contents")] = written
        on.merge_page(note)
        writer.write(path)

    # Documents

    def hand_in(self, unit: str, path: str, *, like: str, by: str | None = None, **more: YamlValue) -> None:
        """A document that was missing: into its place and the register, and looked at by its lead, if that is another."""
        self._put(path, like)
        years = [int(year) for year in re.findall(r"\d{4}", PurePosixPath(path).parent.name)]
        span = list(range(years[0], years[-1] + 1))
        requirement = PurePosixPath(path).name.split(" ")[0]
        of: dict[str, YamlValue] = {} if span == [TODAY.year] else {"years": span}
        self.enter(unit, "documents", file=path, requirement=requirement, **of, received=TODAY, **more)
        if by is not None:
            self.review(unit, requirement, span[-1], by)

    def register(self, unit: str, path: str, received: date, **more: YamlValue) -> None:
        """What has been filed already, with the day it came by the intake list."""
        assert self._evidence(path).exists()
        requirement = PurePosixPath(path).name.split(" ")[0]
        self.enter(unit, "documents", file=path, requirement=requirement, **more, received=received)

    def redeliver(self, unit: str, requirement: str, year: int | None, *, like: str | None = None) -> None:
        """The document again, with other bytes; the one who reviewed it before accepts it."""
        index, entry = self._registered(unit, requirement, year)
        self._put(entry["file"], like or entry["file"])
        again: dict[str, YamlValue] = {"on": TODAY, "hash": self._hash(entry["file"])}
        self._add(unit, index, "redelivered", again)
        if entry.get("reviews"):
            self.review(unit, requirement, year, entry["reviews"][-1]["by"])

    def leave_out_page(self, unit: str, requirement: str, year: int, page: int) -> None:
        """A PDF without one of its pages, handed in again."""
        path = self._evidence(self._registered(unit, requirement, year)[1]["file"])
        pages = list(pypdf.PdfReader(path).pages)
        writer = pypdf.PdfWriter()
        for number, kept in enumerate(pages, 1):
            if number != page:
                writer.add_page(kept)
        writer.write(path)
        self.redeliver(unit, requirement, year)

    def rename(self, unit: str, path: str, suffix: str) -> None:
        """The right suffix for a file, in the register too."""
        new = str(PurePosixPath(path).with_suffix(suffix))
        self._evidence(path).rename(self._evidence(new))
        self.change(f"progress/{unit}.yaml", path, new)

    def unpack(self, unit: str, path: str) -> None:
        """The pictures of a pack, each in its place and in the register; the pack is kept outside."""
        self.strike(f"progress/{unit}.yaml", path)
        name = PurePosixPath(path)
        requirement, years = name.name.split(" ")[0], [int(name.parent.name)]
        with zipfile.ZipFile(self._evidence(path)) as pack:
            for numeral, member in zip("一二三四五", pack.namelist(), strict=False):
                picture = str(name.with_name(f"{name.stem}（{numeral}）{PurePosixPath(member).suffix}"))
                self._evidence(picture).write_bytes(pack.read(member))
                self.enter(
                    unit, "documents", file=picture, requirement=requirement, years=years, received=TODAY
                )
        self.take_out(path)

    def review(self, unit: str, requirement: str, year: int | None, by: str) -> None:
        """Accepted, as the bytes are now."""
        index, entry = self._registered(unit, requirement, year)
        self._add(
            unit,
            index,
            "reviews",
            {"on": TODAY, "by": by, "result": "accepted", "hash": self._hash(entry["file"])},
        )

    def take_out(self, path: str) -> None:
        """Out of evidence/, kept with what could not be filed."""
        target = self.root / "inbox" / "未识别" / PurePosixPath(path).name
        target.parent.mkdir(parents=True, exist_ok=True)
        self._evidence(path).rename(target)

    def add_photo(self, path: str, *, like: str) -> None:
        """One more part of an event that is in the register as a folder."""
        self._put(path, like)

    def lock(self) -> None:
        """`ecodemo evidence lock --update`, after something was rightly replaced."""
        with parsed_once():
            workspace = load(self.root).workspace
        surveyed = take_survey(self.root, workspace)
        write_lock(self.root, plan_lock(self.root, workspace, surveyed, TODAY, update=True))

    # Below

    def unreviewed(self, requirement: str, by: str) -> list[str]:
        """The units whose document the reviewer has not looked at."""
        told = [
            yaml.safe_load(path.read_bytes())
            for path in sorted((self.root / "data" / "progress").glob("*.yaml"))
        ]
        return [
            progress["unit"]
            for progress in told
            for entry in progress.get("documents", ())
            if entry["requirement"] == requirement and progress["unit"] != by and not entry.get("reviews")
        ]

    def _progress(self, unit: str) -> Path:
        return self.root / "data" / "progress" / f"{unit}.yaml"

    def _evidence(self, path: str) -> Path:
        return self.root / "evidence" / path

    def _hash(self, path: str) -> str:
        return hashlib.sha256(self._evidence(path).read_bytes()).hexdigest()

    def _registered(self, unit: str, requirement: str, year: int | None) -> tuple[int, dict[str, Any]]:
        """The entry of the register, and its number in the list."""
        documents = yaml.safe_load(self._progress(unit).read_bytes())["documents"]
        ((index, entry),) = [
            (index, entry)
            for index, entry in enumerate(documents)
            if entry["requirement"] == requirement and (year is None or year in entry.get("years", [year]))
        ]
        return index, entry

    def _add(self, unit: str, index: int, key: str, item: dict[str, YamlValue]) -> None:
        path = self._progress(unit)
        path.write_bytes(add_to_item(path.read_bytes(), ("documents", index), key, item))

    def _put(self, path: str, like: str) -> None:
        """A file of the same kind as another, and with other bytes than any."""
        data = self._evidence(like).read_bytes()
        target = self._evidence(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_another(data, target.suffix, f"{path} {TODAY}"))


def _another(data: bytes, suffix: str, remark: str) -> bytes:
    """A file that looks the same, with a remark where readers do not look; a photograph is seen from the other side."""
    buffer = io.BytesIO(data)
    match suffix:
        case ".pdf":
            return data + f"% {remark}\n".encode()
        case ".jpg":
            with Image.open(io.BytesIO(data)) as picture:
                ImageOps.mirror(picture).save(buffer, "JPEG", comment=remark.encode(), exif=picture.getexif())
        case ".xlsx" | ".docx":
            with zipfile.ZipFile(buffer, "a") as archive:
                archive.comment = remark.encode()
        case _:
            raise ValueError(suffix)
    return buffer.getvalue()
