"""DC115: figures that were corrected, and what the correction did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ecodemo.assess.correction import turned_by
from ecodemo.model.finding import Problem, Ref, Severity, Subject
from ecodemo.model.message import Message, listing, message
from ecodemo.model.reported import Reported
from ecodemo.model.verdict import Verdict
from ecodemo.rules._rule import Context, rule
from ecodemo.rules.gates import WITH_JUDGEMENT

_VERDICT: Mapping[Verdict, Message] = {
    Verdict.MET: message("met"),
    Verdict.NOT_MET: message("not met"),
    Verdict.UNDECIDED: message("undecided"),
    Verdict.NOT_APPLICABLE: message("not applicable"),
}


@rule("DC115", "correction-without-document", Severity.WARNING, on=Reported, requires_family=WITH_JUDGEMENT)
def correction_without_document(reported: Reported, context: Context) -> Iterator[Problem]:
    """A corrected figure turned a verdict, and no document says why it was corrected."""
    observation = reported.observation
    for number, change in enumerate(observation.revised):
        turned = None if change.document else next(turned_by(context.assessment, reported, change), None)
        if turned is not None:
            measure = context.workspace.measures[observation.measure]
            indicator = context.workspace.indicator_of_measure.get(measure.id)
            yield Problem(
                Ref("observation", f"{reported.unit}/{reported.index}", ("revised", number)),
                message(
                    "{measure} {years}: corrected from {was} on {day}, which changed row {no} from {before} to {after}, without a document.",
                    measure=measure.label,
                    years=listing(str(observation.year)),
                    was=change.was,
                    day=change.on,
                    no=turned.row.row.no,
                    before=_VERDICT[turned.was],
                    after=_VERDICT[turned.verdict],
                ),
                Subject(
                    unit=reported.unit,
                    indicator=indicator.id if indicator else None,
                    measure=measure.id,
                    years=(observation.year,),
                ),
                message(
                    "Cite the document behind the correction in “document” of the entry under “revised”."
                ),
            )


RULES = (correction_without_document,)
