"""The counts of rows by attribute and group, and what the pass rule asks of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ecodemo.assess.bid import Assessment
from ecodemo.assess.pass_rule import ShareResult
from ecodemo.assess.row import RowJudgement, Tally, counted_as, tally
from ecodemo.assess.score import enough
from ecodemo.assess.timeliness import Light
from ecodemo.language import Speaker
from ecodemo.model.message import Message, Number, message
from ecodemo.model.standard import Attribute
from ecodemo.report.contents import labels
from ecodemo.report.contents.verdict_view import GroupRow, PassRuleView, TallyRow


def tally_rows(rows: Sequence[RowJudgement], speaker: Speaker) -> Iterable[TallyRow]:
    """The counts of some rows by attribute, where they have any, and of all."""
    if any(row.row.attribute for row in rows):
        for attribute in Attribute:
            counted = tally(row for row in rows if counted_as(row.row) is attribute)
            yield _tally_row(speaker.say(labels.ATTRIBUTE[attribute]), counted)
    yield _tally_row(speaker.say(message("All")), tally(rows))


def _tally_row(label: str, counted: Tally) -> TallyRow:
    return TallyRow(
        label=label,
        applicable=counted.applicable,
        met=counted.met,
        not_met=counted.not_met,
        undecided=counted.undecided,
        counted=counted.counted,
        unwaived=counted.unwaived,
    )


def group_rows(assessment: Assessment, speaker: Speaker) -> Iterable[GroupRow]:
    for group in assessment.workspace.groups:
        rows = [row for row in assessment.rows if _answers_for(group.id, row)]
        counted = tally(rows)
        light = max((row.proof.light for row in rows), key=lambda light: light.rank, default=Light.GREEN)
        yield GroupRow(
            id=group.id,
            name=speaker.say(group.label),
            lead=speaker.say(assessment.workspace.label(group.lead)) if group.lead else "",
            duties=group.duties,
            applicable=counted.applicable,
            met=counted.met,
            counted=counted.counted,
            light=light.value,
            light_label=speaker.say(labels.LIGHT[light]),
        )


def _answers_for(group_id: str, row: RowJudgement) -> bool:
    """A row belongs to the group of the first indicator it rests on, so that no row counts twice."""
    return bool(row.indicators) and row.indicators[0].group == group_id


def pass_rule_view(assessment: Assessment, speaker: Speaker) -> PassRuleView:
    rule = assessment.rule
    if rule.every_row:
        text = message("Every row must be met.")
    elif rule.points is not None:
        text = message(
            "Score: at least {score}; binding rows: {binding}.",
            score=rule.score,
            binding=_share_words(rule.binding),
        )
    elif rule.binding == rule.reference == "all":
        text = message("Binding and reference rows must all be met.")
    else:
        text = message(
            "Binding rows: {binding}; reference rows: {reference}.",
            binding=_share_words(rule.binding),
            reference=_share_words(rule.reference),
        )
    return PassRuleView(
        text=speaker.say(text),
        source=rule.source if speaker.language == "zh" else rule.source_en or rule.source,
        unverified=bool(rule.unverified or assessment.standard.unverified),
        also=tuple(speaker.say(_also(result)) for result in assessment.show_also),
    )


def score_words(assessment: Assessment) -> Iterable[Message]:
    if assessment.scores:
        by_figures, proven = assessment.scores
        yield message(
            "Points: {sure} by the figures, {proven} with full proof; {needed} of {of} required.",
            sure=Number(by_figures.sure),
            proven=Number(proven.sure),
            needed=Number(proven.needed),
            of=Number(proven.of),
        )
        if (missing := enough(proven)) is not None:
            yield missing


def _share_words(share: str) -> Message:
    return (
        message("all must be met") if share == "all" else message("at least {share} must be met", share=share)
    )


def _also(result: ShareResult) -> Message:
    return message(
        "For comparison only, not a rule: {share} of {of} reference rows is {needed}; {met} are met, {counted} with proof.",
        share=result.share,
        of=result.of,
        needed=result.needed,
        met=result.met,
        counted=result.counted,
    )
