"""What a bid under another list would cost, from its data and the day's check."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from ecodemo.assess.bid import Assessment, assess
from ecodemo.assess.carry_over import carry_over
from ecodemo.assess.figures import Figure
from ecodemo.assess.row import MeasureJudgement, RowJudgement
from ecodemo.check.session import CheckResult, reviewed_hashes
from ecodemo.language import Speaker
from ecodemo.model.message import Message, counted, message
from ecodemo.model.target_keys import target_in_keys
from ecodemo.model.verdict import Verdict
from ecodemo.report.contents import labels
from ecodemo.report.contents.indicator_rows import part_name
from ecodemo.report.contents.migration_view import DroppedRow, MigratedRow, Migration, UnreportedMeasure
from ecodemo.report.contents.office_head import office_head
from ecodemo.report.migration.carried_documents import carried_documents


def build_migration(result: CheckResult, speaker: Speaker) -> Migration:
    """The cost of the bid that was checked, against the bid before it."""
    assessment, say = result.assessment, speaker.say
    workspace, bid = assessment.workspace, assessment.bid
    before = workspace.calendar.before(bid)
    carried = carry_over(workspace, bid, assessment.items, result.today, result.survey.files)
    documents = tuple(carried_documents(carried, workspace, speaker))
    builder = _MigrationBuilder(result, speaker)
    rows = tuple(builder.rows())
    applicable = [row for row, judged in zip(rows, assessment.rows, strict=True) if judged.applies]
    owed = sum(item.newly_owed for item in carried if item.item.is_required)
    carrying = sum(row.carries for row in applicable)
    failing = sum(row.newly_fails for row in applicable)
    return Migration(
        **office_head(result, speaker),
        standard=say(assessment.standard.label),
        before=say(before.label) if before else "",
        before_standard=say(workspace.standard_of(before).label) if before else "",
        summary=say(
            message(
                "{carried} of {rows} rows carry over, {failing} newly fail, {owed} newly owed.",
                carried=carrying,
                rows=len(applicable),
                failing=failing,
                owed=counted(owed, "{n} document", "{n} documents"),
            )
        ),
        notes=tuple(map(say, builder.notes())),
        rows=rows,
        dropped=tuple(builder.dropped()),
        documents=documents,
        unreported=tuple(builder.unreported()),
        carried=carrying,
        applicable=len(applicable),
        failing=failing,
        serving=sum(row.serves for row in documents),
        owed=owed,
    )


class _MigrationBuilder:
    def __init__(self, result: CheckResult, speaker: Speaker) -> None:
        self._result, self._speaker, self._say = result, speaker, speaker.say
        self._new = result.assessment
        self._workspace = result.assessment.workspace

    @cached_property
    def _old(self) -> Assessment | None:
        """The earlier bid as of today, under its own list."""
        before = self._workspace.calendar.before(self._new.bid)
        if before is None:
            return None
        survey = self._result.survey
        hashes = reviewed_hashes(self._workspace, survey)
        return assess(self._workspace, before, self._result.today, survey.files, hashes)

    @cached_property
    def _old_rows(self) -> tuple[RowJudgement, ...]:
        return self._old.rows if self._old else ()

    def notes(self) -> Iterator[Message]:
        """What cannot be known, or must not be taken for settled."""
        new, figures = self._new, self._new.figures
        if self._old is None:
            yield message("There is no earlier bid to compare with; every row and document counts as new.")
        if not any(figure.is_known for row in new.rows for part in row.parts for figure in part.figures):
            yield message(
                "No figures are reported yet: cannot determine which rows would be met or would fail."
            )
        elif new.is_provisional:
            yield message(
                "No figures for the assessed year {year} yet: judged on those of {latest}, the latest available.",
                year=str(new.bid.assessed),
                latest=str(figures.assessed),
            )
        if not any(True for _ in self._workspace.documents()):
            yield message("No documents are filed yet, so none can still serve.")
        if new.text.partial:
            yield message(
                "The new list is incomplete: rows missing from it may require more than is shown here."
            )
        if new.standard.unverified or new.text is not new.standard:
            yield message("{standard} is not verified.", standard=new.standard.label)

    def rows(self) -> Iterator[MigratedRow]:
        for judged in self._new.rows:
            old = self._olds(judged)
            newly_fails = self._newly_fails(judged, old)
            carries = self._carries(judged)
            yield MigratedRow(
                no=judged.row.no,
                name=self._say(judged.row.label),
                text=judged.row.text,
                old_rows=tuple(self._numbered(row) for row in old),
                old_texts=tuple(row.row.text for row in old),
                measures=tuple(part_name(part, self._speaker) for part in judged.parts),
                boxes=tuple(
                    f"{indicator.no} {self._say(indicator.label)}" for indicator in judged.indicators
                ),
                values=self._values(judged),
                verdict=self._say(labels.VERDICT[judged.verdict]),
                old_verdict=self._say(labels.VERDICT[self._worst(old)]) if old else "",
                carries=judged.applies and carries,
                newly_fails=newly_fails,
                change=self._say(self._change(judged, old, carries=carries, newly_fails=newly_fails)),
            )

    def dropped(self) -> Iterator[DroppedRow]:
        """Rows of the earlier list of which the new one asks nothing."""
        followed = {old.row.no for judged in self._new.rows for old in self._olds(judged)}
        for judged in self._old_rows:
            if judged.applies and judged.row.no not in followed:
                yield DroppedRow(
                    no=judged.row.no,
                    name=self._say(judged.row.label),
                    measures=tuple(part_name(part, self._speaker) for part in judged.parts),
                )

    def unreported(self) -> Iterator[UnreportedMeasure]:
        """Measures that apply and that nobody reports, or that have no figure of any year of the bid."""
        for judged in self._new.rows:
            for part in judged.parts if judged.applies else ():
                if part.measure is None:
                    why = message(
                        "No indicator has it: add it to indicators.yaml with its unit and documents."
                    )
                elif any(figure.is_known or figure.not_involved for figure in part.figures):
                    continue
                else:
                    why = message("No figure is reported for {years}.", years=_years(part.figures))
                lead = self._workspace.lead_of(part.measure_id) if part.measure else None
                yield UnreportedMeasure(
                    row=self._numbered(judged),
                    measure=part_name(part, self._speaker),
                    unit=self._say(self._workspace.label(lead)) if lead else "",
                    why=self._say(why),
                )

    def _olds(self, judged: RowJudgement) -> tuple[RowJudgement, ...]:
        """The rows of the earlier list that ask for one of its measures; without one, those of the same box."""
        targets = judged.row.targets.keys()
        alike = tuple(row for row in self._old_rows if not targets.isdisjoint(row.row.targets))
        return alike or tuple(row for row in self._old_rows if set(row.indicators) & set(judged.indicators))

    def _carries(self, judged: RowJudgement) -> bool:
        """Whether everything that it is made from was asked by the earlier list, so that nothing new is to be reported."""
        made_of, known = self._workspace.made_of, self._workspace.measures
        asked = made_of(measure for row in self._old_rows for measure in row.row.targets)
        entered = {m for m in made_of(judged.row.targets) if not known[m].is_computed}
        return entered <= asked and judged.row.targets.keys() <= known.keys()

    def _newly_fails(self, judged: RowJudgement, old: tuple[RowJudgement, ...]) -> bool:
        return judged.verdict is Verdict.NOT_MET and Verdict.NOT_MET not in {row.verdict for row in old}

    def _worst(self, rows: tuple[RowJudgement, ...]) -> Verdict:
        order = (Verdict.NOT_MET, Verdict.UNDECIDED, Verdict.MET, Verdict.NOT_APPLICABLE)
        return min((row.verdict for row in rows), key=order.index)

    def _change(
        self, judged: RowJudgement, old: tuple[RowJudgement, ...], *, carries: bool, newly_fails: bool
    ) -> Message:
        if not judged.applies:
            return message("Does not apply to this county.")
        if newly_fails:
            return message("Newly fails.")
        if not old:
            return message("New row.")
        if not carries:
            return message("Asks for more measures.")
        if len(old) > 1:
            return message("Regrouped from several rows.")
        before = {measure: target_in_keys(t) for row in old for measure, t in row.row.targets.items()}
        if any(target_in_keys(t) != before.get(measure) for measure, t in judged.row.targets.items()):
            return message("Target changed.")
        return message("Unchanged.")

    def _values(self, judged: RowJudgement) -> tuple[str, ...]:
        """The latest value of each measure with its year; nothing where none is known."""
        values = [self._value(part) for part in judged.parts]
        return tuple(value or "–" for value in values) if any(values) else ()

    def _value(self, part: MeasureJudgement) -> str:
        known = [figure for figure in part.figures if figure.is_known]
        if not known:
            return ""
        return self._say(message("{value} ({year})", value=known[-1].shown, year=str(known[-1].year)))

    def _numbered(self, judged: RowJudgement) -> str:
        return f"{judged.row.no} {self._say(judged.row.label)}"


def _years(figures: tuple[Figure, ...]) -> str:
    return f"{figures[0].year}–{figures[-1].year}" if len(figures) > 1 else str(figures[0].year)
