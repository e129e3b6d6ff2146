"""A bid as a whole: its rows, its vetoes, the pass rule of its standard.

The bid counts two numbers and shows both: rows met by their figures, and rows met with all required proof
there and nothing returned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType

from ecodemo.assess import owed
from ecodemo.assess.figures import Figures
from ecodemo.assess.judged_year import is_owed, judged_year
from ecodemo.assess.ledger_standing import LedgerEntry, ledger_on
from ecodemo.assess.not_involved import Recognitions
from ecodemo.assess.owed import Item
from ecodemo.assess.pass_rule import BidVerdict, ShareResult, outcome, share_result
from ecodemo.assess.project_standing import ProjectStanding, projects_on
from ecodemo.assess.requested_figures import RequestedFigures
from ecodemo.assess.row import RowJudgement, Tally, counted_as, judge_row, tally
from ecodemo.assess.score import Score, score
from ecodemo.assess.shelf import Shelf
from ecodemo.assess.timeliness import ItemTiming, UnitStanding, stand_units, time_items
from ecodemo.assess.veto import VetoJudgement, judge_veto
from ecodemo.model.county import Bid
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.indicator import Measure
from ecodemo.model.standard import Attribute, PassRule, Standard
from ecodemo.model.workspace import Workspace


@dataclass(frozen=True)
class Assessment:
    """The whole result of judging one bid on one day."""

    workspace: Workspace
    bid: Bid
    today: date
    standard: Standard
    text: Standard
    """The standard whose rows are used: `standard` itself, or the one it borrows from."""
    figures: Figures
    timings: tuple[ItemTiming, ...]
    units: tuple[UnitStanding, ...]
    rows: tuple[RowJudgement, ...]
    vetoes: tuple[VetoJudgement, ...]
    ledger: tuple[LedgerEntry, ...]
    projects: tuple[ProjectStanding, ...]
    by_figures: BidVerdict
    with_proof: BidVerdict
    show_also: tuple[ShareResult, ...]
    hashes: Mapping[str, str] = field(default_factory=dict)
    """Of the reviewed files, and of the folders of reviewed events, by path."""
    excused: tuple[Item, ...] = ()
    """What is not owed because it counts that it does not concern the unit."""

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(timing.item for timing in self.timings)

    @cached_property
    def requested_figures(self) -> RequestedFigures:
        """The figures that the bid asks of each unit."""
        return RequestedFigures(self.figures)

    @cached_property
    def measures_needed(self) -> tuple[Measure, ...]:
        """The measures that somebody enters and that an applicable row rests on."""
        workspace = self.workspace
        needed = workspace.made_of(part.measure_id for row in self.rows if row.applies for part in row.parts)
        return tuple(m for m in workspace.measures.values() if m.id in needed and not m.is_computed)

    @property
    def rule(self) -> PassRule:
        return self.text.pass_rule or PassRule()

    @property
    def year_is_over(self) -> bool:
        return self.today.year > self.bid.assessed

    @property
    def is_provisional(self) -> bool:
        """Whether an earlier year is judged, since nothing of the assessed one can be reported yet."""
        return self.figures.assessed != self.bid.assessed

    @property
    def is_owed(self) -> bool:
        """Whether the results of the assessed year are owed already: nothing of it is an error before."""
        return is_owed(self.workspace, self.bid, self.today)

    @cached_property
    def scores(self) -> tuple[Score, Score] | None:
        """By the figures, and with full proof; `None` where the list has no points."""
        by_figures, proven = (score(self.rows, self.rule, proven=is_proven) for is_proven in (False, True))
        return (by_figures, proven) if by_figures and proven else None

    def tally(self, attribute: Attribute | None = None) -> Tally:
        return tally(row for row in self.rows if attribute in (None, counted_as(row.row)))


def assess(
    workspace: Workspace,
    bid: Bid,
    today: date,
    files: Iterable[EvidenceFile],
    hashes: Mapping[str, str] = MappingProxyType({}),
) -> Assessment:
    """Judge a bid by the data and the files below evidence/; `hashes` are those of the reviewed files."""
    workspace = workspace.as_known_on(today)
    standard = workspace.standard_of(bid)
    text = workspace.text_of(standard)
    shelf = Shelf(workspace, files)
    year = judged_year(workspace, bid, today)
    figures = Figures(workspace, bid, today, Recognitions(workspace, today, shelf), year)
    timings = time_items(workspace, owed.items(workspace, bid, today, shelf), today, hashes)
    owing = owed.OwedIndex(timing.item for timing in timings)
    rows = tuple(judge_row(row, figures, timings) for row in text.rows)
    vetoes = tuple(
        _prove(judge_veto(veto, workspace, bid, today), owing, shelf, today)
        for veto in workspace.vetoes_of(bid)
    )
    rule = text.pass_rule or PassRule()
    is_partial = standard.partial or text.partial
    return Assessment(
        workspace=workspace,
        bid=bid,
        today=today,
        standard=standard,
        text=text,
        figures=figures,
        timings=timings,
        units=stand_units(workspace, timings, today),
        rows=rows,
        vetoes=vetoes,
        ledger=tuple(ledger_on(workspace, bid, today, owing, shelf)),
        projects=tuple(projects_on(workspace, today, owing, shelf)),
        by_figures=outcome(rows, vetoes, rule, is_partial=is_partial, proven=False),
        with_proof=outcome(rows, vetoes, rule, is_partial=is_partial, proven=True),
        show_also=tuple(share_result(share, rows) for share in rule.show_also),
        hashes=hashes,
        excused=owed.excused_items(workspace, bid, today, shelf),
    )


def _prove(judged: VetoJudgement, owing: owed.OwedIndex, shelf: Shelf, today: date) -> VetoJudgement:
    """With whether the document that the answer names is on file."""
    if judged.answer is None or judged.answer.document is None or judged.unit is None:
        return judged
    return replace(judged, is_proven=owed.is_there(judged.answer.document, judged.unit, owing, shelf, today))
