"""The package that an archive takes in: notice, directory, documents by year and volume, and what else it wants to know."""

from __future__ import annotations

from collections.abc import Mapping

from ecodemo import __version__
from ecodemo.acceptance import archive_words as words
from ecodemo.acceptance import package_words
from ecodemo.acceptance.archive_directory import directory_content, schema_content
from ecodemo.acceptance.archive_records import ArchiveRecords
from ecodemo.acceptance.archive_texts import notice_file, numbering_lines, rules_file
from ecodemo.acceptance.bag import manifest_content
from ecodemo.acceptance.build_package import Package
from ecodemo.acceptance.lock_hash import lock_hash
from ecodemo.acceptance.number_gaps import number_gaps
from ecodemo.acceptance.package_file import PackageFile, made
from ecodemo.acceptance.package_head import PackageHead
from ecodemo.acceptance.package_manifests import ARCHIVE_DIRECTORY, ARCHIVE_MANIFEST
from ecodemo.acceptance.package_names import PackagePaths, package_name
from ecodemo.acceptance.volumes import build_volumes
from ecodemo.check.session import CheckResult
from ecodemo.language import Language, Speaker
from ecodemo.model.evidence import EvidenceFile
from ecodemo.report.contents import labels


class ArchiveBuilder:
    """Builds the package of a bid for the county's archive; everything in it is in Chinese."""

    def __init__(self, result: CheckResult, *, is_draft: bool) -> None:
        """Number and place the documents; nothing is made yet.

        Args:
            result: the check of the bid.
            is_draft: whether everything that is made says so.
        """
        self._result, self._speaker = result, Speaker(Language.ZH)
        self._head = _head(result, self._speaker, is_draft=is_draft)
        name = words.NAME.format(county=self._head.county, bid=self._head.bid)
        self.name = package_name(package_words.DRAFT_OF.format(name=name) if is_draft else name)
        # Titles and references are those of the package for acceptance; its paths are not used.
        volumes = build_volumes(result.assessment, self._speaker, PackagePaths(self.name))
        placed = ArchiveRecords(result.assessment, volumes, self._speaker, PackagePaths(self.name))
        self._records = placed.records
        self.gaps = number_gaps(result.assessment, [line for volume in volumes for line in volume.lines])
        """Numbers under which nothing is filed."""
        missing = [gap.sentence for volume in volumes for gap in volume.gaps]
        self._numbering = numbering_lines(self.gaps, missing, self._speaker)

    @property
    def documents(self) -> Mapping[str, EvidenceFile]:
        """The documents that are packed, by their path below evidence/."""
        return {record.file.path: record.file for record in self._records}

    def package(self) -> Package:
        """The package, ready to be written."""
        listed = [
            made(ARCHIVE_DIRECTORY, directory_content(self._records, self._head.note)),
            made(f"{words.OTHERS}/{words.DIRECTORY_SCHEMA}", schema_content()),
            rules_file(self._head, self._numbering),
            *(
                PackageFile(record.path, record.file.size, record.file.sha256, source=record.file.path)
                for record in self._records
            ),
        ]
        manifest = made(ARCHIVE_MANIFEST, manifest_content(listed))
        bid = self._result.assessment.bid
        notice = notice_file(self._head, bid, self._records, self._numbering, manifest, self._speaker)
        files = sorted((*listed, manifest, notice), key=lambda file: file.path)
        return Package(self.name, tuple(files), manifest.sha256, lock_hash(self._result.root))


def _head(result: CheckResult, speaker: Speaker, *, is_draft: bool) -> PackageHead:
    assessment, say = result.assessment, speaker.say
    county = say(assessment.workspace.county.label)
    example = say(labels.EXAMPLE) if assessment.workspace.example else ""
    return PackageHead(
        county=county,
        office=package_words.OFFICE.format(county=county),
        bid=say(assessment.bid.label),
        standard=say(assessment.standard.label),
        day=result.today.isoformat(),
        day_words=say(result.today),
        year=result.today.year,
        note=package_words.BETWEEN_NOTES.join(filter(None, (words.DRAFT * is_draft, example))),
        data_version=result.data_version,
        tool=f"ecodemo {__version__}",
        is_draft=is_draft,
    )
