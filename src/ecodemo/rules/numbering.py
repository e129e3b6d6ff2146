"""EV120 and EV121: numbers in names and on papers: a gap in a series, and a 文号 that cannot be right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ecodemo.assess.bid import Assessment
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.finding import Problem, Ref, Severity
from ecodemo.model.message import Name, listing, message
from ecodemo.model.official import canonical_number, official_numbers
from ecodemo.model.progress import Document
from ecodemo.rules import series
from ecodemo.rules._about import about_document, about_file
from ecodemo.rules._rule import Context, rule

_Entry = tuple[str, int, Document]


@rule("EV120", "series-gap", Severity.WARNING, on=Assessment)
def series_gap(assessment: Assessment, context: Context) -> Iterator[Problem]:
    """Names in one folder run on by a number, and one of the numbers is missing."""
    folders: dict[tuple[str, str], list[EvidenceFile]] = {}
    for file in context.files:
        if file.requirement is not None:
            folder = file.path.rpartition("/")[0]
            folders.setdefault((folder, file.requirement), []).append(file)
    for (folder, _), files in folders.items():
        for common, lacking in series.missing(_stem(file) for file in files).items():
            yield Problem(
                Ref("evidence", files[0].event or folder),
                message(
                    "“{name}”: missing from the series: {numbers}.",
                    name=common,
                    numbers=listing(*(str(number) for number in lacking)),
                ),
                about_file(files[0], context),
                message("Find the missing file or ask for it; if nothing is missing, renumber the files."),
            )


@rule("EV121", "official-number-doubtful", Severity.WARNING, on=Assessment)
def official_number_doubtful(assessment: Assessment, context: Context) -> Iterator[Problem]:
    """Two papers bear one 文号, or the paper bears another than the register says."""
    deliveries = context.deliveries
    bearing: dict[str, list[_Entry]] = {}
    for entry in context.documents():
        if entry[2].file and _is_whole(entry[2].number):
            bearing.setdefault(canonical_number(entry[2].number), []).append(entry)
    for number, entries in bearing.items():
        yield from _borne_twice(number, entries, deliveries, context)
        for entry in entries:
            yield from _says_another(number, entry, deliveries, context)


def _borne_twice(
    number: str, entries: list[_Entry], deliveries: Mapping[str, Sequence[EvidenceFile]], context: Context
) -> Iterator[Problem]:
    """A paper and its annexes, handed in as one, may bear the same number."""
    first_unit, first_index, first = entries[0]
    others = [
        (unit, index, document)
        for unit, index, document in entries[1:]
        if document.file != first.file
        and (unit, document.requirement, document.years) != (first_unit, first.requirement, first.years)
        and _content(document, deliveries) != _content(first, deliveries)
    ]
    if others:
        unit, index, document = others[-1]
        yield Problem(
            Ref("document", f"{unit}/{index}", ("number",)),
            message(
                "{number} is also the number of another document: {file}.", number=number, file=first.file
            ),
            about_document(unit, document, context),
            message(
                "Check both documents and correct the register; a document is kept once, with “see:” (互见)."
            ),
            related=(
                Ref("document", f"{first_unit}/{first_index}", ("number",)),
                *(Ref("document", f"{u}/{i}", ("number",)) for u, i, _ in others[:-1]),
            ),
        )


def _title(document: Document, context: Context) -> Name | str:
    return document.title or context.workspace.requirements[document.requirement].label


def _says_another(
    number: str, entry: _Entry, deliveries: Mapping[str, Sequence[EvidenceFile]], context: Context
) -> Iterator[Problem]:
    unit, index, document = entry
    files = deliveries.get(document.file, ())
    on_paper = [found for file in files if file.facts is not None for found in file.facts.numbers]
    # What precedes the issuer on the page is read as part of its name.
    if on_paper and not any(found.endswith(number) for found in on_paper):
        yield Problem(
            Ref("document", f"{unit}/{index}", ("number",)),
            message(
                "{title}: The register has {number}, the document has {others}.",
                title=_title(document, context),
                number=number,
                others=listing(*dict.fromkeys(on_paper)),
            ),
            about_document(unit, document, context),
            message(
                "Correct the register to match the document; if it is another document, file the right one."
            ),
        )


def _is_whole(number: str) -> bool:
    """Issuer, year and serial number; one that was left open is no number yet."""
    return canonical_number(number) in official_numbers(number)


def _content(document: Document, deliveries: Mapping[str, Sequence[EvidenceFile]]) -> frozenset[str]:
    """The bytes of what an entry names; of a missing one its path, which no other has."""
    return frozenset(file.sha256 for file in deliveries.get(document.file, ())) or frozenset((document.file,))


def _stem(file: EvidenceFile) -> str:
    return file.name.rpartition(".")[0] or file.name


RULES = (series_gap, official_number_doubtful)
