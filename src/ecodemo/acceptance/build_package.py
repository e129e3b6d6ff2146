"""The files of a package from one state: pages that are made for it, documents as they are, and what makes it a bag."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path, PurePosixPath

from ecodemo.acceptance import package_words as words
from ecodemo.acceptance.bag import (
    COUNT,
    DECLARATION,
    DECLARED,
    GROUP,
    INFORMATION,
    MANIFEST,
    TAG_MANIFEST,
    WHOLE,
    information_content,
    manifest_content,
)
from ecodemo.acceptance.earlier_package import PackageComparison
from ecodemo.acceptance.handover_paper import handover_paper
from ecodemo.acceptance.lock_hash import lock_hash
from ecodemo.acceptance.number_gaps import number_gaps
from ecodemo.acceptance.opening_page import OpeningPage, opening_page
from ecodemo.acceptance.package_file import PackageFile, made, text_file
from ecodemo.acceptance.package_head import PackageHead
from ecodemo.acceptance.package_names import PackagePaths, package_name
from ecodemo.acceptance.package_places import event_folders, parts_holding, places_of
from ecodemo.acceptance.package_workbooks import archive_workbook, contents_workbook, label_workbook
from ecodemo.acceptance.split_package import PackagePart, split
from ecodemo.acceptance.volume_lines import ListedVolumes, sum_of
from ecodemo.acceptance.volume_papers import cover_paper, list_paper, spine_paper, veto_paper
from ecodemo.acceptance.volumes import Volume, VolumeLine, build_volumes
from ecodemo.check.session import CheckResult
from ecodemo.forms.export.letterhead import letterhead_of
from ecodemo.forms.export.opinion_form import OPINION_FORM_NAME, opinion_form
from ecodemo.language import Language, Speaker
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.reference import Reference
from ecodemo.paper.docx import docx_content
from ecodemo.paper.parts import Paper
from ecodemo.report.board.build_board import build_board
from ecodemo.report.contents.build import build
from ecodemo.report.contents.course_points import point_of
from ecodemo.report.contents.indicator_page_view import IndicatorPages
from ecodemo.report.contents.report_view import CoursePoint, Report
from ecodemo.report.indicator.build_pages import build_pages
from ecodemo.report.kinds import INDICATOR, formats_of
from ecodemo.report.sites.build_sites import build_sites
from ecodemo.report.sites.sites_paper import paper as sites_paper

_PHASE = "phase"


@dataclass(frozen=True, slots=True)
class Package:
    """One package, ready to be written."""

    folder: str
    """Its own name, and that of the folder that contains everything."""
    files: tuple[PackageFile, ...]
    manifest: str
    """SHA-256 of its manifest."""
    lock: str
    """SHA-256 of evidence.sha256 as it was when this was made; empty without one."""


class PackageBuilder:
    """Builds the package from the result of a check; everything in it is in Chinese."""

    def __init__(self, result: CheckResult, *, is_draft: bool, earlier: Iterable[CoursePoint] = ()) -> None:
        """Lay out the volumes; nothing is made yet.

        Args:
            result: the check of the bid.
            is_draft: whether every page that is made says so.
            earlier: the numbers of earlier days of the bid, for the curves of the first page.
        """
        self._result, self._speaker = result, Speaker(Language.ZH)
        self._lock = lock_hash(result.root)
        self._templates = str(result.root / "templates")
        report = build(result, self._speaker)
        note = words.BETWEEN_NOTES.join(filter(None, (words.DRAFT * is_draft, report.example_note)))
        course = (*earlier, point_of(report.state))
        self._report = report.model_copy(
            update={"example": bool(note), "example_note": note, "course": course}
        )
        self._head = _head(result, report, note, is_draft=is_draft)
        name = words.PACKAGE.format(county=self._head.county, bid=self._head.bid)
        self.name = package_name(words.DRAFT_OF.format(name=name) if is_draft else name)
        paths = PackagePaths(words.PART_OF.format(name=self.name, part=99, parts=99))
        self.volumes = build_volumes(result.assessment, self._speaker, paths)
        self._sums = {volume.folder: sum_of(volume) for volume in self.volumes}
        self._listed = ListedVolumes(self.volumes)
        lines = [line for volume in self.volumes for line in volume.lines]
        self._gaps = number_gaps(result.assessment, lines, lambda line: line.reference)

    @property
    def documents(self) -> Mapping[str, EvidenceFile]:
        """The documents that are packed, by their path below evidence/."""
        return {
            line.source: file
            for volume in self.volumes
            for line in volume.files
            if (file := line.placed.entry.file)
        }

    def packages(
        self, largest: int | None = None, comparison: PackageComparison | None = None
    ) -> tuple[Package, ...]:
        """The packages: one, or several of which none is larger than `largest` bytes as a zip.

        Args:
            largest: bytes; `None`: one package, however large.
            comparison: with an earlier package; what is in both is left out.

        Raises:
            EcodemoError: a document alone, or what every package has, is larger; a template of the workspace's own is not right.
        """
        name = self.name if comparison is None else words.INCREMENT_OF.format(name=self.name)
        groups = [
            [
                file
                for file in group
                if comparison is None or file.content is not None or comparison.has(file.path)
            ]
            for group in self._payload()
        ]
        one = PackagePart(name, 1, 1, tuple(groups))
        whole = self._package(one, (one,), comparison)
        if largest is None:
            return (whole,)
        beside = tuple(file for file in whole.files if not file.path.startswith("data/"))
        parts = split(name, groups, beside, largest)
        if len(parts) == 1:
            return (whole,)
        return tuple(self._package(part, parts, comparison) for part in parts)

    def _payload(self) -> Iterator[list[PackageFile]]:
        """Everything below data/, what belongs together as one list."""
        pages = self._pages()
        for volume in self.volumes:
            yield [*self._made_for(volume, pages), *self._of_lines(volume), *self._of_gaps(volume)]
        yield from self._sites()
        yield list(self._archive())

    def _pages(self) -> IndicatorPages | None:
        if not self._result.assessment.rows:
            return None
        return build_pages(self._result, self._report, self._speaker)

    def _made_for(self, volume: Volume, pages: IndicatorPages | None) -> Iterator[PackageFile]:
        if volume.folder.endswith(f"/{words.VETOES}"):
            paper = veto_paper(self._head, self._report.vetoes)
            yield made(f"{volume.folder}/{words.VETO_TABLE}", self._docx(paper))
            return
        if volume.row is not None and pages is not None:
            page = next(page for page in pages.pages if str(page.row.no) == volume.row.row.no)
            content = self._kind(INDICATOR, pages.model_copy(update={"pages": (page,)}))
            yield made(f"{volume.folder}/{words.INDICATOR_PAGE}", content)
        elif volume.folder.endswith(f"/{words.APPLICATION}"):
            yield made(f"{volume.folder}/{words.SELF_REPORT}", self._kind(_PHASE, self._report))
        if volume.lines:
            paper = list_paper(self._head, volume, self._listed.lines(volume))
            yield made(f"{volume.folder}/{words.VOLUME_LIST}", self._docx(paper))
        for no, (row, folder) in (volume.elsewhere or {}).items():
            name = words.ELSEWHERE.format(no=no, row=row)
            yield self._sentence(f"{volume.folder}/{name}", words.SEE_ROW.format(no=no, folder=folder))

    def _of_lines(self, volume: Volume) -> Iterator[PackageFile]:
        for line in volume.lines:
            file = line.placed.entry.file
            if file is None:
                yield self._sentence(line.path, _reference(line))
            elif not line.source:
                said = words.NOT_PACKED.format(reference=line.reference, title=line.title)
                yield self._sentence(line.path, said)
            else:
                yield PackageFile(line.path, file.size, file.sha256, source=file.path)

    def _of_gaps(self, volume: Volume) -> Iterator[PackageFile]:
        for gap in volume.gaps:
            yield self._sentence(gap.path, gap.sentence)

    def _archive(self) -> Iterator[PackageFile]:
        folder = f"data/{words.ARCHIVE}"
        held = [volume for volume in self.volumes if volume.lines]
        listed = [(self._sums[volume.folder], self._listed.lines(volume)) for volume in held]
        yield made(f"{folder}/{words.ARCHIVE_LIST}", archive_workbook(self._head, listed))
        yield made(f"{folder}/{words.COVERS}", self._docx(cover_paper(self._head, held)))
        yield made(f"{folder}/{words.SPINES}", self._docx(spine_paper(self._head, held)))
        yield made(f"{folder}/{words.LABELS}", label_workbook(self._head, held))

    def _package(
        self, part: PackagePart, parts: Sequence[PackagePart], comparison: PackageComparison | None
    ) -> Package:
        payload = tuple(file for group in part.groups for file in group)
        manifest = made(MANIFEST, manifest_content(payload))
        material = (file for each in parts for group in each.groups for file in group)
        # Opinions on several parts are opinions on one package.
        whole = manifest.sha256 if len(parts) == 1 else sha256(manifest_content(material)).hexdigest()
        places = places_of(part, parts)
        # The page is by far the largest file: what the workbooks left behind, in circles, goes before it comes.
        lists = [
            made(words.CONTENTS, self._contents(places, parts, comparison)),
            made(OPINION_FORM_NAME, self._opinions(whole)),
        ]
        gc.collect()
        tags = [
            *lists,
            made(words.OPENING, self._opening(places, manifest, comparison)),
            made(words.HANDOVER, self._handover(part, payload, manifest)),
            made(DECLARATION, DECLARED),
            made(INFORMATION, self._information(part, payload, whole)),
            manifest,
        ]
        last = made(TAG_MANIFEST, manifest_content(tags))
        files = sorted((*tags, *payload), key=lambda file: file.path)
        return Package(part.folder, (*files, last), manifest.sha256, self._lock)

    def _opening(
        self,
        places: Mapping[str, tuple[str, str]],
        manifest: PackageFile,
        comparison: PackageComparison | None,
    ) -> bytes:
        documents = {
            line.source: places[line.path][1]
            for volume in self.volumes
            for line in volume.files
            if line.path in places
        }
        board = build_board(
            self._result,
            self._report,
            self._speaker,
            Path(),
            {**documents, **event_folders(self.volumes, places)},
        )
        if comparison is not None:
            pending = f"{board.gate_pending}{comparison.words}"
            board = board.model_copy(update={"gate_pending": pending})
        page = OpeningPage(board, self._result, manifest.content or b"", documents)
        return opening_page(page, self._templates)

    def _contents(
        self,
        places: Mapping[str, tuple[str, str]],
        parts: Sequence[PackagePart],
        comparison: PackageComparison | None,
    ) -> bytes:
        shown = dict(places)
        if comparison is not None:
            shown |= {
                line.path: (words.NOT_IN_THIS, "")
                for volume in self.volumes
                for line in volume.files
                if line.path not in places
            }
        listed = [
            (
                replace(self._sums[volume.folder], part=parts_holding(volume, places)),
                self._listed.lines(volume, shown, has_names=True),
            )
            for volume in self.volumes
        ]
        return contents_workbook(
            self._head,
            listed,
            self._report,
            None if comparison is None else comparison.changes,
            "" if comparison is None else comparison.words,
            gaps=self._gaps,
            has_parts=len(parts) > 1 or comparison is not None,
        )

    def _opinions(self, package: str) -> bytes:
        numbers = {
            line.reference: _called(line) for volume in self.volumes for line in reversed(volume.lines)
        }
        return opinion_form(
            self._result.assessment,
            letterhead_of(Path(self._templates)),
            package=package,
            numbers=numbers,
            is_draft=self._head.is_draft,
        )

    def _handover(self, part: PackagePart, payload: Sequence[PackageFile], manifest: PackageFile) -> bytes:
        details = {
            "package": part.folder,
            "day": self._head.day_words,
            "standard": self._head.standard,
            "files": str(len(payload)),
            "bytes": str(sum(file.size for file in payload)),
            "manifest": manifest.sha256,
            "lock": self._lock or words.NO_LOCK,
        }
        packed = {file.path for file in payload}
        sums = [
            sum_of(volume, packed, name=PurePosixPath(volume.folder).name)
            for volume in self.volumes
            if any(path.startswith(f"{volume.folder}/") for path in packed)
        ]
        return self._docx(handover_paper(self._head, details, sums))

    def _information(self, part: PackagePart, payload: Sequence[PackageFile], whole: str) -> bytes:
        head = self._head
        return information_content(
            {
                "Source-Organization": head.office,
                "External-Identifier": f"{self._report.bid.id}-{head.day}",
                "External-Description": " ".join(filter(None, (head.note, head.bid, head.standard))),
                "Bagging-Date": head.day,
                "Payload-Oxum": f"{sum(file.size for file in payload)}.{len(payload)}",
                GROUP: self.name if part.of > 1 else "",
                COUNT: f"{part.number} of {part.of}" if part.of > 1 else "",
                WHOLE: whole if part.of > 1 else "",
                "Data-Version": head.data_version,
                "Bag-Software-Agent": head.tool,
            }
        )

    def _sentence(self, path: str, sentence: str) -> PackageFile:
        return text_file(path, sentence, words.DRAFT_LINE if self._head.is_draft else "")

    def _kind(self, kind: str, view: Report | IndicatorPages) -> bytes:
        (written,) = formats_of((kind,), ("docx",))
        return written.render(view, self._templates)

    def _sites(self) -> Iterator[list[PackageFile]]:
        """The places that assessors visit, where the county has any."""
        if self._result.assessment.workspace.sites:
            note = self._head.note
            route = build_sites(self._result, self._speaker)
            route = route.model_copy(update={"example": bool(note), "example_note": note})
            paper = sites_paper(route, self._templates)
            yield [made(f"data/{words.SITES}/{words.SITE_TABLE}", self._docx(paper))]

    def _docx(self, paper: Paper) -> bytes:
        return docx_content(paper, date.fromisoformat(self._head.day))


def _head(result: CheckResult, report: Report, note: str, *, is_draft: bool) -> PackageHead:
    return PackageHead(
        county=report.county,
        office=words.OFFICE.format(county=report.county),
        bid=report.bid.name,
        standard=report.bid.standard,
        day=report.today,
        day_words=report.today_words,
        year=result.today.year,
        note=note,
        data_version=report.data_version,
        tool=report.tool,
        is_draft=is_draft,
    )


def _called(line: VolumeLine) -> Reference:
    """What the data call a document."""
    entry = line.placed.entry
    return Reference(
        requirement=entry.number, year=entry.years[-1] if entry.years else None, unit=entry.item.unit
    )


def _reference(line: VolumeLine) -> str:
    called = line.placed.entry.reference
    if not line.targets:
        return words.REFERENCE_LOST.format(reference=line.reference, catalogue=called, target=line.seen)
    target = line.targets[0]
    box = words.BOX.format(no=target.placed.entry.item.holder.no)
    return words.REFERENCE.format(
        reference=line.reference,
        catalogue=called,
        box=box,
        target=target.reference,
        title=target.title,
        target_catalogue=target.placed.entry.reference,
    )
