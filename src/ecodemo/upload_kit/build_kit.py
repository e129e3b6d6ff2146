"""The kit from one state: which documents an item has, each fitted and named, and what is not in it and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ecodemo.acceptance.package_file import PackageFile, made
from ecodemo.acceptance.package_names import LONGEST_PATH, PackagePaths, alike, package_name
from ecodemo.acceptance.volumes import build_volumes, is_archive
from ecodemo.assess.upload_standing import ItemUpload, upload_standing
from ecodemo.check.session import CheckResult
from ecodemo.errors import EcodemoError
from ecodemo.forms.export.letterhead import letterhead_of
from ecodemo.forms.export.upload_form import (
    UPLOAD_FORM_NAME,
    NotUploadableLine,
    UploadLine,
    upload_form,
)
from ecodemo.language import Language, Speaker
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.message import message
from ecodemo.upload_kit import kit_words as words
from ecodemo.upload_kit.file_naming import characters
from ecodemo.upload_kit.kit_item import KitItem, NotPacked

_ITEM_ROOM = 40
"""Characters of a folder's name; what is left of a path belongs to the file."""
_DRIVE = len("X:\\")
DocumentsDone = Callable[[int, int], None]
"""Called with how many of how many documents are fitted."""


@dataclass(frozen=True, slots=True)
class UploadKit:
    """The kit, ready to be written."""

    folder: str
    """Its own name, and that of the folder that contains everything."""
    files: tuple[PackageFile, ...]
    not_packed: tuple[NotPacked, ...]
    items: int
    incomplete: int
    """Items that lack something."""
    fitted: int
    """Files that are not their originals."""


class KitBuilder:
    """Builds the kit from the result of a check; everything in it is in Chinese."""

    def __init__(self, result: CheckResult, *, is_draft: bool) -> None:
        """Find the documents of each item; nothing is fitted yet.

        Raises:
            EcodemoError: the bid has no items.
        """
        assessment = result.assessment
        standing = upload_standing(assessment)
        if standing is None:
            raise EcodemoError(
                message(
                    "{bid} has no items to upload; enter them in data/upload.yaml.", bid=assessment.bid.label
                )
            )
        self._result, self._is_draft = result, is_draft
        self._speaker = Speaker(Language.ZH)
        say = self._speaker.say
        name = words.KIT.format(county=say(assessment.workspace.county.label), bid=say(assessment.bid.label))
        self.name = package_name(words.DRAFT_OF.format(name=name) if is_draft else name)
        volumes = build_volumes(assessment, self._speaker, PackagePaths(self.name))
        self._lines = {line.source: line for volume in volumes for line in volume.files}
        self._items = standing.items

    @property
    def documents(self) -> Mapping[str, EvidenceFile]:
        """The documents that belong to items, by their path below evidence/; archives are not packed."""
        return {
            document.file.path: document.file
            for item in self._items
            for document in item.documents
            if not is_archive(document.file)
        }

    @property
    def material(self) -> Mapping[str, EvidenceFile]:
        """All documents of the material for acceptance and of the items, by their path below evidence/."""
        files = {path: line.placed.entry.file for path, line in self._lines.items()}
        return {**{path: file for path, file in files.items() if file is not None}, **self.documents}

    @property
    def without_item(self) -> int:
        """Documents of the material for acceptance that belong to no item."""
        return len(self._lines.keys() - self.documents.keys())

    def kit(self, spool: Path, documents_done: DocumentsDone | None = None) -> UploadKit:
        """Fit the documents, one after the other.

        Args:
            spool: a folder for the fitted ones, which must last until the kit is written.
            documents_done: called with the progress.

        Raises:
            OSError: a document cannot be read, or a fitted one not be written.
        """
        done, of = 0, sum(len(item.documents) for item in self._items)
        files: list[PackageFile] = []
        lines: list[UploadLine] = []
        lacking: list[NotPacked] = []
        taken: set[str] = set()
        incomplete = 0
        for item in self._items:
            kit_item = KitItem(item, self._lines, self._result, self._speaker)
            for document in kit_item.documents:
                if documents_done is not None:
                    documents_done(done, of)
                kit_item.add(document, spool / f"{done:06}")
                done += 1
            incomplete += bool(kit_item.not_packed)
            folder = self._folder(item, taken, is_complete=not kit_item.not_packed)
            longest = LONGEST_PATH - _DRIVE - characters(f"{self.name}/{folder}/")
            files += kit_item.files(folder, longest)
            lines += kit_item.upload_lines()
            lacking += kit_item.not_packed
        form = upload_form(
            self._result.assessment,
            lines,
            [self._not_uploadable(one) for one in lacking],
            letterhead_of(self._result.root / "templates"),
            is_draft=self._is_draft,
        )
        return UploadKit(
            self.name,
            (made(UPLOAD_FORM_NAME, form), *files),
            tuple(lacking),
            len(self._items),
            incomplete,
            sum(file.made_at is not None for file in files),
        )

    def _folder(self, item: ItemUpload, taken: set[str], *, is_complete: bool) -> str:
        name = package_name(words.FOLDER.format(no=item.item.no, title=item.item.title))[:_ITEM_ROOM].rstrip()
        number = 1
        while True:
            marked = f"{name}_{number}" if number > 1 else name
            if (key := alike(marked)) not in taken:
                taken.add(key)
                return marked if is_complete else words.INCOMPLETE.format(name=marked)
            number += 1

    def _not_uploadable(self, one: NotPacked) -> NotUploadableLine:
        say = self._speaker.say
        return NotUploadableLine(one.no, one.title, one.what, say(one.reason), say(one.action))
