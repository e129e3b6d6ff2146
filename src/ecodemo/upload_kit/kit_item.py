"""An item of the kit while it is built: its documents one after the other, what is packed of them, and what is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ecodemo.acceptance.package_file import PackageFile
from ecodemo.acceptance.volumes import VolumeLine, is_archive
from ecodemo.assess.upload_standing import DocumentUpload, ItemUpload, UploadStatus
from ecodemo.check.session import CheckResult
from ecodemo.errors import EcodemoError
from ecodemo.evidence.inventory import FOLDER as EVIDENCE
from ecodemo.files import real_path
from ecodemo.forms.export.upload_form import UploadLine
from ecodemo.forms.inbox.file_hash import hash_of
from ecodemo.language import Speaker
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.message import Message, listing, message
from ecodemo.model.size import size_words
from ecodemo.model.upload import LEAST_NAME, UploadedFile
from ecodemo.upload_kit import kit_words as words
from ecodemo.upload_kit.file_naming import FileNaming
from ecodemo.upload_kit.fit_document import Fitted, fit_document, kind_of_document
from ecodemo.upload_kit.fitting_aim import CannotFitError, FittingAim


@dataclass(frozen=True, slots=True)
class NotPacked:
    """What an item lacks in the kit."""

    no: str
    title: str
    what: str
    """A document below evidence/, or what is required and not there."""
    reason: Message
    action: Message


@dataclass(frozen=True, slots=True)
class _Packed:
    """A document that is packed: as it is, or a fitted copy."""

    document: DocumentUpload
    suffix: str
    made_at: Path | None
    size: int
    sha256: str


class KitItem:
    """One item."""

    def __init__(
        self, upload: ItemUpload, lines: Mapping[str, VolumeLine], result: CheckResult, speaker: Speaker
    ) -> None:
        """`lines`: those of the package for acceptance by document, in its order."""
        self._upload, self._lines, self._result, self._speaker = upload, lines, result, speaker
        workspace = result.assessment.workspace
        self._limits = workspace.upload.limits_of(upload.item)
        self._aim = FittingAim(self._limits.formats, self._limits.largest, workspace.upload.fit)
        self._evidence = real_path(result.root / EVIDENCE)
        self._packed: list[_Packed] = []
        self._named: list[tuple[str, _Packed]] = []
        self.not_packed = list(self._missing())

    @property
    def documents(self) -> list[DocumentUpload]:
        """Its documents in the order of the package for acceptance."""
        places = {source: place for place, source in enumerate(self._lines)}
        return sorted(self._upload.documents, key=lambda one: places.get(one.file.path, len(places)))

    def add(self, document: DocumentUpload, target: Path) -> None:
        """Fit a document, and remember what becomes of it.

        Raises:
            EcodemoError: it is not the one that was looked at.
            OSError: it cannot be read, or the fitted one not be written.
        """
        file = document.file
        try:
            suffix = self._fit(file, target)
        except CannotFitError as error:
            target.unlink(missing_ok=True)
            self._lacks(f"{EVIDENCE}/{file.path}", error.reason, error.action)
            return
        if suffix is None:
            self._packed.append(_Packed(document, kind_of_document(file), None, file.size, file.sha256))
        else:
            size, sha256 = target.stat().st_size, hash_of(target)
            self._packed.append(_Packed(document, suffix, target, size, sha256))

    def _fit(self, file: EvidenceFile, target: Path) -> Fitted:
        if is_archive(file):
            raise CannotFitError(
                message("It is a compressed folder."), message("File the documents that are in it.")
            )
        if len(self._packed) == self._limits.count:
            raise CannotFitError(
                message("The item takes {count} at most.", count=self._limits.count),
                message("Combine documents of the item into one, or leave some out of it."),
            )
        source = real_path(self._evidence / file.path)
        if not source.is_relative_to(self._evidence):
            raise _changed(file.path)
        suffix = fit_document(file, source, target, self._aim)
        if suffix is not None and hash_of(source) != file.sha256:
            raise _changed(file.path)
        return suffix

    def files(self, folder: str, longest: int) -> Iterator[PackageFile]:
        """What is packed, in a folder.

        Args:
            folder: of the item.
            longest: characters that the name of a file may have where the folder is.
        """
        naming = FileNaming(self._limits.name, max(LEAST_NAME, min(self._limits.name_length, longest)))
        for number, packed in enumerate(self._packed, 1):
            name = naming.new(self._values(packed.document, number), packed.suffix)
            self._named.append((name, packed))
            source = packed.document.file.path
            yield PackageFile(
                f"{folder}/{name}", packed.size, packed.sha256, source=source, made_at=packed.made_at
            )

    def upload_lines(self) -> Iterator[UploadLine]:
        """The lines of the sheet, once the files are named."""
        item = self._upload.item
        for name, packed in self._named:
            file = packed.document.file
            before = words.FITTED_FROM.format(size=_rounded(file.size)) if packed.made_at else ""
            yield UploadLine(
                item.no,
                item.title,
                name,
                _rounded(packed.size),
                file.path,
                file.sha256,
                _counting(packed.document),
                before,
            )

    def _values(self, document: DocumentUpload, number: int) -> dict[str, str]:
        item, file = self._upload.item, document.file
        line = self._lines.get(file.path)
        units = self._result.assessment.workspace.units
        unit = units.get(line.placed.entry.item.unit if line else file.unit or "")
        years = line.placed.entry.years if line else file.years
        return {
            "no": item.no,
            "seq": str(number),
            "title": line.title if line else PurePosixPath(file.name).stem,
            "item": item.title,
            "unit": (unit.short or unit.name) if unit else "",
            "year": "-".join(map(str, dict.fromkeys((years[0], years[-1])))) if years else "",
        }

    def _missing(self) -> Iterator[NotPacked]:
        workspace = self._result.assessment.workspace
        for missing in self._upload.missing:
            years = tuple(str(slot.year) for slot in missing.lacking if slot.year is not None)
            requirement = missing.requirement
            what = message(
                "{no} {requirement}, {unit}",
                no=requirement.no,
                requirement=requirement.label,
                unit=workspace.label(missing.unit),
            )
            reason = (
                message("Missing or incomplete: {years}.", years=listing(*years, most=len(years)))
                if years
                else message("Missing or incomplete.")
            )
            action = message("Request it from the unit, then pack again.")
            yield self._not_packed(self._speaker.say(what), reason, action)
        if not self._upload.documents and not self._upload.missing:
            yield self._not_packed(
                "、".join(self._upload.item.requirements),
                message("There is no document."),
                message("Check the numbers of the item in upload.yaml."),
            )

    def _lacks(self, what: str, reason: Message, action: Message) -> None:
        self.not_packed.append(self._not_packed(what, reason, action))

    def _not_packed(self, what: str, reason: Message, action: Message) -> NotPacked:
        return NotPacked(self._upload.item.no, self._upload.item.title, what, reason, action)


def _changed(path: str) -> EcodemoError:
    return EcodemoError(
        message(
            "{path} was changed while the package was being written; no package was written. Run it again.",
            path=path,
        )
    )


def _rounded(size: int) -> str:
    """Bytes as people compare them with a limit: never less than they are."""
    step = 1_000 if size < 1_000_000 else 100_000
    return size_words(-(-size // step) * step)


def _counting(document: DocumentUpload) -> UploadedFile | None:
    """What the data say of the very document: of one that was replaced since, nothing is ticked."""
    is_own = document.state in (UploadStatus.UPLOADED, UploadStatus.FAILED)
    return document.entry if is_own else None
