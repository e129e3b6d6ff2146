"""What a blank ledger asks for: a column for each figure that rests on it, in the years that one file is for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ecodemo.assess.owed import Item, years_of
from ecodemo.assess.requested_figures import RequestedFigures
from ecodemo.forms import words
from ecodemo.model.requirement import Form


@dataclass(frozen=True, slots=True)
class BlankColumns:
    """The columns of one measure, a year each."""

    no: str
    name: str
    unit: str
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BlankLedger:
    """A blank ledger; the same for all units of which the same figures are asked."""

    no: str
    """The number of the requirement."""
    name: str
    years: tuple[int, ...]
    """The years that the file is called by; none where one document is owed, whatever its year."""
    columns: tuple[BlankColumns, ...]
    mark: str
    """What every paper of an example bears."""

    @property
    def title(self) -> str:
        return f"{self.no} {self.name}{words.of_years(self.years)}{self.mark}"

    @property
    def file_name(self) -> str:
        """As it is recognised when it comes back."""
        span = f"{self.years[0]}-{self.years[-1]}" if len(self.years) > 1 else "".join(map(str, self.years))
        return f"{self.no} {self.name} {span}".rstrip() + ".xlsx"


def blank_ledgers(requested: RequestedFigures, item: Item, mark: str) -> Iterator[BlankLedger]:
    """The blank ledgers of a document that a unit owes: one for years that follow one another, none without figures.

    Figures of years for which the document is not asked are in the last one, which is their proof.
    """
    requirement = item.requirement
    if not requirement.blank or requirement.form is not Form.TABLE:
        return
    workspace, needed = requested.workspace, {measure.id for measure in requested.measures}
    measures = [
        (measure, requested.years_of(measure.id))
        for measure in workspace.quantities_in(requirement)
        if measure.id in needed and item.unit in workspace.reporters(measure.id)
    ]
    asked = [year for year in years_of(requirement, requested.bid) if year is not None]
    spans = _spans(asked)
    for span in spans:
        others = set(asked) - set(span) if span is spans[-1] else None
        columns = tuple(
            BlankColumns(measure.no or "", measure.name, measure.unit, own)
            for measure, years in measures
            if (own := tuple(y for y in years if (y in span if others is None else y not in others)))
        )
        if columns:
            yield BlankLedger(requirement.no, requirement.name, span, columns, mark)


def _spans(years: list[int]) -> list[tuple[int, ...]]:
    """Years that follow one another, together; one span without years where none are given."""
    spans: list[tuple[int, ...]] = []
    for year in sorted(years):
        if spans and spans[-1][-1] == year - 1:
            spans[-1] = (*spans[-1], year)
        else:
            spans.append((year,))
    return spans or [()]
