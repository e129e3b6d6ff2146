"""The rows of what a unit has to put right: documents sent back, entries of the ledger, what the rules found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ecodemo.assess.review import Return, returns_of
from ecodemo.assess.timeliness import ItemTiming
from ecodemo.forms import words
from ecodemo.forms.rows import Row, Table
from ecodemo.forms.sheets import PROBLEM_SHEET, Content
from ecodemo.model.finding import Finding
from ecodemo.model.progress import Document
from ecodemo.model.workspace import Workspace


def problem_table(
    workspace: Workspace,
    timings: Iterable[ItemTiming],
    findings: Iterable[Finding],
    unit: str,
    today: date,
) -> Table:
    """The sheet of problems of a unit, what is due first at the top."""
    found = [
        *_returned(workspace, timings, today),
        *_of_ledger(workspace, unit, today),
        *_found(workspace, findings, unit, today),
    ]
    found.sort(key=lambda entry: entry[0] or date.max)
    return Table(
        sheet=PROBLEM_SHEET,
        rows=tuple(_row(index, contents) for index, (_, contents) in enumerate(found, 1)),
        title=PROBLEM_SHEET.title.format(unit=workspace.units[unit].name),
        note="" if found else words.NO_PROBLEMS_YET,
    )


_Found = tuple[date | None, dict[str, Content]]


def _row(index: int, contents: dict[str, Content]) -> Row:
    return Row(str(contents["no"] or ""), {"index": index, **contents})


def _returned(workspace: Workspace, timings: Iterable[ItemTiming], today: date) -> Iterator[_Found]:
    for timing in timings:
        item = timing.item
        documents: dict[int, Document] = {id(d): d for slot in item.slots for d in slot.documents}
        for document in documents.values():
            for sent_back in _open_returns(document, today):
                review = sent_back.review
                years = f"（{words.years_words(document.years)}年）" if document.years else ""
                folder = f"{item.requirement.no} {item.requirement.name}"
                yield (
                    review.due,
                    {
                        "no": item.requirement.no,
                        "problem": words.RETURNED_DOCUMENT.format(
                            name=item.requirement.name, years=years, reason=review.reason
                        ),
                        "action": words.HAND_IN_AGAIN.format(folder=folder),
                        "by": workspace.label(review.by).zh,
                        "due": words.day_words(review.due, today) if review.due else None,
                    },
                )


def _open_returns(document: Document, today: date) -> tuple[Return, ...]:
    return tuple(sent_back for sent_back in returns_of(document, today) if sent_back.is_open())


def _of_ledger(workspace: Workspace, unit: str, today: date) -> Iterator[_Found]:
    for entry in workspace.rectification:
        is_closed = entry.closed is not None and entry.closed.on <= today
        if entry.found <= today and not is_closed and unit in (entry.unit, *entry.support):
            yield (
                entry.due,
                {
                    "no": entry.no,
                    "problem": entry.problem,
                    "action": entry.action or None,
                    "by": entry.by,
                    "due": words.day_words(entry.due, today),
                },
            )


def _found(workspace: Workspace, findings: Iterable[Finding], unit: str, today: date) -> Iterator[_Found]:
    for finding in findings:
        about = finding.about
        if about.unit != unit or finding.code not in words.HOW_TO_MEND:
            continue
        measure = workspace.measures.get(about.measure or "")
        requirement = workspace.requirements.get(about.requirement or "")
        indicator = workspace.indicators_by_id.get(about.indicator or "")
        no = (measure.no if measure else None) or about.requirement or (indicator.no if indicator else None)
        text = words.CHINESE.say(finding.message).rstrip("。")
        if requirement and requirement.name not in text:
            years = f"（{words.years_words(about.years)}年）" if about.years else ""
            text = f"{requirement.name}{years}：{text}"
        yield (
            finding.due,
            {
                "no": no,
                "problem": text,
                "action": words.HOW_TO_MEND[finding.code],
                "by": words.CHECKED_BY_TOOL,
                "due": words.day_words(finding.due, today) if finding.due else None,
            },
        )
