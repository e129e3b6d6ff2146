"""From recognised words to what is recorded of them: heads, counts, seals, and the figures that the data cite on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from ecodemo.assess.citation import Citations, confirmations, place_of
from ecodemo.errors import EcodemoError
from ecodemo.evidence import facts_table
from ecodemo.evidence.cache import Cache
from ecodemo.evidence.facts_table import ContentRecord, read_table, table_content
from ecodemo.evidence.inventory import FOLDER, stamp_of
from ecodemo.formats.readings import figures_in
from ecodemo.formats.searched_text import personal_in
from ecodemo.journal.changes import Change, write_together
from ecodemo.model.evidence import EvidenceFile, LineFault, Survey
from ecodemo.model.message import message
from ecodemo.model.personal import without_personal_numbers
from ecodemo.model.reading import page_place
from ecodemo.model.recognised import ANY_PAGE, Candidate, HeadKind, RecognisedFacts, figure_key
from ecodemo.model.workspace import Workspace
from ecodemo.recognition.heads import propose
from ecodemo.recognition.page_words import PageWords
from ecodemo.recognition.scan_pages import Scan
from ecodemo.recognition.word_store import WordStore
from ecodemo.rules.proof import agrees

_POINT = re.compile(r"(?<=\d) ?([.,，．]) ?(?=\d)")

CitedFigures = Mapping[str, Mapping[str, tuple[tuple[Decimal, str], ...]]]
"""By hash and place: the figures that the data cite there, each with its unit; those of a signed sheet on any page."""


def scans_of(root: Path, files: Iterable[EvidenceFile]) -> list[Scan]:
    """Of the files those with scanned pages whose bytes are here, each content once."""
    found: dict[str, Scan] = {}
    for file in files:
        if (
            file.sha256
            and not file.is_pointer
            and file.facts
            and file.facts.has_scans
            and file.sha256 not in found
        ):
            path = root / FOLDER / file.path
            try:
                found[file.sha256] = Scan(file.sha256, path, stamp_of(path.stat()), file.facts)
            except OSError:  # it is gone by now
                continue
    return list(found.values())


def cited_figures(workspace: Workspace, files: Sequence[EvidenceFile]) -> CitedFigures:
    """Which figures the data cite on which pages."""
    citations = Citations(workspace, files)
    found: dict[str, dict[str, dict[tuple[Decimal, str], None]]] = {}
    for reports in workspace.observations.values():
        for reported in reports:
            observation = reported.observation
            if observation.value is None or observation.cell or not (place := place_of(observation)):
                continue
            unit = workspace.measures[observation.measure].unit
            for file in citations.of(reported):
                found.setdefault(file.sha256, {}).setdefault(place, {})[observation.value, unit] = None
    for file in confirmations(workspace, files):
        asked = found.setdefault(file.sha256, {}).setdefault(ANY_PAGE, {})
        for reported in workspace.observed(file.unit or ""):
            if (value := reported.observation.value) is not None:
                asked[value, workspace.measures[reported.observation.measure].unit] = None
    return {
        sha256: {place: tuple(figures) for place, figures in places.items()}
        for sha256, places in found.items()
    }


def recognised_of(store: WordStore, sha256: str, cited: CitedFigures) -> RecognisedFacts | None:
    """What follows from the words that are kept of a content; `None` where none of its pages was read."""
    pages = dict(store.pages(sha256))
    if not pages:
        return None
    words = {number: page.text for number, page in pages.items()}
    numbers = {
        page_place(number): figures_in(_POINT.sub(r"\1", without_personal_numbers(text))).split()
        for number, text in words.items()
    }
    numbers[ANY_PAGE] = [number for on_page in numbers.values() for number in on_page]
    figures = {
        place: {figure_key(value, unit): _found(numbers[place], value, unit) for value, unit in asked}
        for place, asked in cited.get(sha256, {}).items()
        if place in numbers
    }
    personal = {number: kinds for number, text in words.items() if (kinds := personal_in(text))}
    planned = store.pages_to_read(sha256)
    return RecognisedFacts(
        read=len(pages),
        of=max(len(pages), len(planned or ())),
        heads=_heads(pages),
        personal=personal_in("\n".join(words.values())),
        personal_pages={
            kind: tuple(number for number, kinds in personal.items() if kind in kinds)
            for kind in dict.fromkeys(kind for kinds in personal.values() for kind in kinds)
        },
        seals=tuple(number for number, page in pages.items() if page.seals),
        grey=tuple(number for number, page in pages.items() if page.is_grey),
        faults={number: page.fault for number, page in pages.items() if page.fault},
        figures=figures,
    )


def recognised_now(
    workspace: Workspace, surveyed: Survey, store: WordStore, hashes: Iterable[str]
) -> dict[str, RecognisedFacts]:
    """What follows from the words that are kept now, by content."""
    cited = cited_figures(workspace, surveyed.files)
    found = ((sha256, recognised_of(store, sha256, cited)) for sha256 in hashes)
    return {sha256: recognised for sha256, recognised in found if recognised}


def record(root: Path, surveyed: Survey, recognised: Mapping[str, RecognisedFacts]) -> None:
    """Write what was recognised: of locked contents into evidence.facts.csv, of others where the next lock takes it from.

    Raises:
        EcodemoError: the table has a line that cannot be understood, or cannot be written.
    """
    bad = next(
        (
            line
            for line in surveyed.bad_lines
            if line.fault is not LineFault.MARK and line.file == facts_table.NAME
        ),
        None,
    )
    if bad is not None:
        raise EcodemoError(
            message(
                "{file}:{line}: cannot parse this line, and rewriting the file would lose it. Restore the file from git, or delete the line. Nothing was written.",
                file=bad.file,
                line=bad.line,
            )
        )
    table = read_table(root / facts_table.NAME)
    locked = {
        sha256: replace(known, recognised=one)
        for sha256, one in recognised.items()
        if (known := table.records.get(sha256))
        and known.recognised != one
        and not (known.recognised and known.recognised.read > one.read)  # on another computer
    }
    if locked:
        content = table_content({**table.records, **locked})
        write_together(root, "evidence read", [Change(root / facts_table.NAME, content)])
    others = dict(_unlocked(surveyed, recognised, table.records))
    if others:
        cache = Cache(root)
        cache.remember_records({**cache.records().records, **others})


def _unlocked(
    surveyed: Survey, recognised: Mapping[str, RecognisedFacts], locked: Mapping[str, ContentRecord]
) -> Iterator[tuple[str, ContentRecord]]:
    for file in surveyed.files:
        one = recognised.get(file.sha256)
        if one and file.facts and file.sha256 not in locked and file.sha256 not in surveyed.doubtful:
            yield file.sha256, ContentRecord(file.facts, file.readings, None, one)


def _found(numbers: Iterable[str], value: Decimal, unit: str) -> str:
    return next((number for number in numbers if agrees(number, value, unit)), "")


def _heads(pages: Mapping[int, PageWords]) -> dict[HeadKind, tuple[Candidate, ...]]:
    numbers, read = list(pages), list(pages.values())
    found: dict[HeadKind, tuple[Candidate, ...]] = {}
    for proposal in propose([[line.text for line in page.lines] for page in read]):
        line = read[proposal.page].lines[proposal.line]
        candidate = Candidate(proposal.text, numbers[proposal.page], line.confidence, line.box)
        found[proposal.kind] = (candidate,)
    return found
