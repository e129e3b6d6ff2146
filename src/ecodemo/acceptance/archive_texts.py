"""The texts of the folders that an archive takes in: the notice of the medium, and the rules of numbering."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ecodemo.acceptance import archive_words as words
from ecodemo.acceptance.archive_directory import one_line
from ecodemo.acceptance.archive_records import ArchiveRecord
from ecodemo.acceptance.number_gaps import NumberGap
from ecodemo.acceptance.package_file import PackageFile, made
from ecodemo.acceptance.package_head import PackageHead
from ecodemo.acceptance.package_manifests import ARCHIVE_MANIFEST, ARCHIVE_NOTICE
from ecodemo.language import Speaker
from ecodemo.model.county import Bid
from ecodemo.model.evidence import Condition


def notice_file(
    head: PackageHead,
    bid: Bid,
    records: Sequence[ArchiveRecord],
    numbering: Sequence[str],
    manifest: PackageFile,
    speaker: Speaker,
) -> PackageFile:
    """说明文件.TXT: what a medium holds, how it is read, and what of it is to be completed by hand.

    Args:
        head: what every page says.
        bid: the one that is archived.
        records: all documents.
        numbering: the gaps and what is missing, as `numbering_lines` has them.
        manifest: the file of hashes.
        speaker: the language of the text.
    """
    lines = [
        words.TITLE,
        *_notes(head),
        "",
        words.MEDIUM,
        *(_pair(label, words.TO_FILL_IN) for label in words.MEDIUM_LINES),
        _pair(words.MADE_BY, head.office),
        "",
        words.CONTENT,
        *(_pair(label, text) for label, text in _content(head, bid, records, manifest, speaker)),
        "",
        words.READING,
        *_reading(records),
        "",
        words.NUMBERING,
        *numbering,
        "",
        words.UNVERIFIED,
        *words.UNVERIFIED_LINES,
    ]
    return _text(ARCHIVE_NOTICE, lines)


def rules_file(head: PackageHead, numbering: Sequence[str]) -> PackageFile:
    """How documents are numbered, filed and named, with the gaps once more: here no hand changes them."""
    lines = [words.RULES_TITLE, *_notes(head), "", *words.RULES_LINES, "", *numbering]
    return _text(f"{words.OTHERS}/{words.RULES}", lines)


def numbering_lines(gaps: Iterable[NumberGap], missing: Iterable[str], speaker: Speaker) -> tuple[str, ...]:
    """The numbers that are passed over, and what is required and not there."""
    say = speaker.say
    passed = [words.GAP.format(number=say(gap.label), reason=say(gap.reason)) for gap in gaps]
    return (
        words.GAPS,
        *(passed or [words.NO_GAPS]),
        "",
        words.MISSING,
        *(list(missing) or [words.NO_MISSING]),
    )


def _content(
    head: PackageHead,
    bid: Bid,
    records: Sequence[ArchiveRecord],
    manifest: PackageFile,
    speaker: Speaker,
) -> Iterator[tuple[str, str]]:
    yield words.FONDS, words.FONDS_HINT
    yield words.FONDS_NAME, head.office
    yield words.PERIOD, words.PERIOD_HINT
    yield words.BID, head.bid
    yield words.STANDARD, head.standard
    ended = bid.outcome
    yield (
        words.OUTCOME,
        words.OUTCOMES[ended.result.value].format(day=speaker.say(ended.on)) if ended else words.NOT_ENDED,
    )
    yield words.DAY, head.day_words
    size = sum(record.file.size for record in records)
    yield words.AMOUNT, words.AMOUNT_WORDS.format(files=len(records), bytes=size)
    years = sorted({record.folder.partition("/")[0] for record in records})
    yield words.YEARS, words.BETWEEN_YEARS.join(years)
    volumes = {record.folder.partition("/")[2] for record in records}
    yield words.CATEGORIES, words.CATEGORY_WORDS.format(count=len(volumes))
    yield words.CHECKSUMS, words.CHECKSUMS_WORDS.format(name=ARCHIVE_MANIFEST, sha256=manifest.sha256)
    yield words.MADE_WITH, words.MADE_WITH_WORDS.format(tool=head.tool, version=head.data_version)


def _reading(records: Sequence[ArchiveRecord]) -> Iterator[str]:
    kinds = Counter(
        (record.file.facts.kind if record.file.facts else "") or words.UNKNOWN_KIND for record in records
    )
    listed = "、".join(words.KIND.format(kind=kind, files=n) for kind, n in sorted(kinds.items()))
    for line in words.READING_LINES:
        yield line.format(kinds=listed or words.NO_KINDS)
    closed = [
        record.number
        for record in records
        if record.file.facts is None or record.file.facts.condition is not Condition.SOUND
    ]
    if closed:
        yield words.NOT_OPENED.format(files=len(closed), numbers="、".join(closed))
    yield words.VIRUS


def _notes(head: PackageHead) -> Iterator[str]:
    if head.note:
        yield head.note


def _pair(label: str, text: str) -> str:
    return f"{label}：{text}"


def _text(path: str, lines: Iterable[str]) -> PackageFile:
    """A text that every editor of Windows shows rightly."""
    return made(path, "\ufeff{}\r\n".format("\r\n".join(map(one_line, lines))).encode())
