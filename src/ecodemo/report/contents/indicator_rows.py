"""The rows of the standard, field by field, as the report prints them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ecodemo.assess.bid import Assessment
from ecodemo.assess.figures import Figure
from ecodemo.assess.margin import Near
from ecodemo.assess.owed import Presence
from ecodemo.assess.row import MeasureJudgement, RowJudgement, Tally, tally
from ecodemo.assess.timeliness import RETURNED, Light
from ecodemo.language import Language, Speaker
from ecodemo.model.base import WHOLE
from ecodemo.model.measurement import unit_name
from ecodemo.model.message import Listing, Message, Name, message, sentences
from ecodemo.model.number import plain
from ecodemo.model.progress import Statement
from ecodemo.model.verdict import LackKind, Remedy, Verdict
from ecodemo.report.contents import labels
from ecodemo.report.contents.verdict_view import DomainSection, IndicatorRow, MeasureRow
from ecodemo.report.state import MeasureState, RowState


def domains(
    assessment: Assessment, rows: Iterable[IndicatorRow], speaker: Speaker
) -> tuple[DomainSection, ...]:
    """The applicable rows under the fields of the standard, in its order."""
    by_domain: dict[str, list[tuple[RowJudgement, IndicatorRow]]] = {}
    for judged, row in zip(assessment.rows, rows, strict=True):
        if judged.applies:
            by_domain.setdefault(judged.row.domain, []).append((judged, row))
    return tuple(_section(domain, both, assessment, speaker) for domain, both in by_domain.items())


def _section(
    domain: str, both: list[tuple[RowJudgement, IndicatorRow]], assessment: Assessment, speaker: Speaker
) -> DomainSection:
    rows = [judged for judged, _ in both]
    indicators = {indicator.id for row in rows for indicator in row.indicators}
    return DomainSection(
        name=domain_name(domain, speaker),
        paragraph=speaker.say(tally_words(tally(rows))),
        rows=tuple(row for _, row in both),
        done=tuple(statement_texts(assessment, indicators, "done", speaker)),
        problems=tuple(statement_texts(assessment, indicators, "problems", speaker)),
        next=tuple(statement_texts(assessment, indicators, "next", speaker)),
    )


def tally_words(counted: Tally) -> Message:
    """The counts of some rows as a sentence."""
    counts = {
        "applicable": counted.applicable,
        "met": counted.met,
        "not_met": counted.not_met,
        "undecided": counted.undecided,
        "counted": counted.counted,
    }
    if waived := counted.counted - counted.unwaived:
        return message(
            "Rows: {applicable}; met {met}, not met {not_met}, undecided {undecided}; met with full proof {counted}, of which {waived} with waived documents.",
            **counts,
            waived=waived,
        )
    return message(
        "Rows: {applicable}; met {met}, not met {not_met}, undecided {undecided}; met with full proof {counted}.",
        **counts,
    )


def domain_name(domain: str, speaker: Speaker) -> str:
    """The field as the standard calls it, with an English gloss in English."""
    if not domain:
        return speaker.say(message("All rows"))
    gloss = labels.DOMAIN_EN.get(domain)
    return f"{gloss} {domain}" if gloss and speaker.language is Language.EN else domain


def statement_texts(
    assessment: Assessment, indicators: Iterable[str], key: str, speaker: Speaker
) -> Iterator[str]:
    """What lead units say of some indicators, each with the name of its indicator."""
    wanted = set(indicators)
    for indicator in assessment.workspace.indicators:
        if indicator.id not in wanted:
            continue
        for progress in assessment.workspace.progress.values():
            for statement in progress.statements:
                if statement.indicator == indicator.id and (text := _said(statement, key)):
                    yield f"{speaker.say(indicator.label)}{'：' if speaker.language is Language.ZH else ': '}{text}"


def _said(statement: Statement, key: str) -> str:
    text: str = getattr(statement, key)
    return text.strip()


def points_of_rows(assessment: Assessment) -> dict[str, str]:
    """By the number of a row, the points that it gives by its figures, and of how many; a dash while that is open."""
    if assessment.scores is None:
        return {}
    by_figures, _ = assessment.scores
    return {
        given.judged.row.no: f"{'–' if given.is_open else plain(given.sure)}/{plain(given.judged.row.points)}"
        for given in by_figures.rows
        if given.judged.row.points is not None
    }


def indicator_row(
    judged: RowJudgement, state: RowState, assessment: Assessment, points: str, speaker: Speaker
) -> IndicatorRow:
    """One row with its measures."""
    row, workspace = judged.row, assessment.workspace
    say = speaker.say
    leads = dict.fromkeys(indicator.lead for indicator in judged.indicators if indicator.lead)
    groups = dict.fromkeys(indicator.group for indicator in judged.indicators)
    names = {group.id: group.label for group in workspace.groups}
    return IndicatorRow(
        no=int(state.no) if state.no.isdecimal() else state.no,
        box=_joined((indicator.no for indicator in judged.indicators), speaker),
        domain=domain_name(row.domain, speaker),
        name=_glossed(row.name, row.name_en, speaker),
        attribute=say(labels.ATTRIBUTE[row.attribute]) if row.attribute else "",
        points=points,
        text=row.text,
        verdict=state.verdict,
        verdict_label=say(labels.VERDICT[judged.verdict]),
        counts=state.counts,
        proof=f"{state.proof.there}/{state.proof.owed}",
        waived=state.proof.waived,
        proof_complete=judged.proof.is_complete,
        reviewed=f"{state.accepted}/{state.proof.owed}",
        returned=state.returned,
        light=state.light,
        light_label=say(labels.LIGHT[Light(state.light)]),
        lacks=say(_lacks(judged, assessment)) if judged.applies else "",
        shortcomings=say(_lacks(judged, assessment, by_name=True)) if judged.applies else "",
        remedy=say(_remedy(judged, judged.remedy)) if judged.remedy else "",
        lead=_joined((say(workspace.label(lead)) for lead in leads), speaker),
        group=_joined((say(names[group]) for group in groups), speaker),
        unverified=_unverified(judged, assessment, speaker),
        parts=tuple(
            _measure_row(part, measure, part.target.text or ("" if index else row.text), speaker)
            for index, (part, measure) in enumerate(zip(judged.parts, state.measures, strict=True))
        ),
        definition=row.definition,
        formula=row.formula,
        source=row.source,
    )


def _glossed(name: str, name_en: str, speaker: Speaker) -> str:
    if speaker.language is Language.EN and name_en:
        return f"{name_en} {name}"
    return name


def _joined(words: Iterable[str], speaker: Speaker) -> str:
    return ("、" if speaker.language is Language.ZH else ", ").join(words)


def _unverified(judged: RowJudgement, assessment: Assessment, speaker: Speaker) -> str:
    if WHOLE in judged.row.unverified or assessment.standard is not assessment.text:
        return speaker.say(labels.UNVERIFIED)
    return speaker.say(message("partly not verified")) if judged.row.unverified else ""


def _remedy(judged: RowJudgement, remedy: Remedy) -> Message:
    """How a shortfall can still change; figures on two bases are not proven but computed again."""
    if remedy is Remedy.ADD_PROOF and {lack.kind for lack in judged.lacks} == {LackKind.SAME_BASIS}:
        return message("recalculate on the same basis (口径)")
    return labels.REMEDY[remedy]


def _lacks(judged: RowJudgement, assessment: Assessment, *, by_name: bool = False) -> Message:
    """What is missing to decide, then what is missing of the proof, its documents by number or by name."""
    names = {item.requirement.no: item.requirement.label for item in judged.proof.items} if by_name else {}
    said: list[Message] = [lack.message for lack in judged.lacks]
    said.extend(
        message("{measure}: {reason}", measure=part.measure.label, reason=part.judgement.reason)
        for part in judged.parts
        if part.verdict is Verdict.NOT_MET and part.measure is not None
    )
    said.extend(_lacking_documents(judged, assessment, names))
    said.extend(_returned_documents(judged, assessment, names))
    return message("{all}", all=sentences(*said))


def _returned_documents(
    judged: RowJudgement, assessment: Assessment, names: Mapping[str, Name]
) -> Iterator[Message]:
    """What was returned, with the years, and whether it is an empty file."""
    for timing in judged.proof.timings:
        item = timing.item
        returned = {slot.year for slot in timing.slots if slot.standing in RETURNED}
        if not item.is_required or not returned:
            continue
        about = {
            "no": names.get(item.requirement.no, item.requirement.no),
            "unit": assessment.workspace.label(item.unit),
        }
        years = [str(year) for year in sorted(year for year in returned if year is not None)]
        slots = [slot for slot in item.slots if slot.year in returned]
        if years and all(slot.presence is Presence.EMPTY for slot in slots):
            yield message(
                "{no} of {unit} for {years} is an empty file and was returned.",
                years=Listing(tuple(years)),
                **about,
            )
        elif years:
            yield message("{no} of {unit} for {years} was returned.", years=Listing(tuple(years)), **about)
        else:
            yield message("{no} of {unit} was returned.", **about)


def _lacking_documents(
    judged: RowJudgement, assessment: Assessment, names: Mapping[str, Name]
) -> Iterator[Message]:
    """What is missing of the proof, the units of one requirement and the same years together."""
    missing: dict[tuple[str, tuple[str, ...]], list[Name]] = {}
    for timing in judged.proof.timings:
        item = timing.item
        returned = {slot.year for slot in timing.slots if slot.standing in RETURNED}
        lacking = [slot for slot in item.lacking if slot.year not in returned]
        if item.is_required and lacking:
            years = tuple(str(slot.year) for slot in lacking if slot.year)
            missing.setdefault((item.requirement.no, years), []).append(assessment.workspace.label(item.unit))
    for (no, years), units in missing.items():
        if years:
            yield message(
                "{units}: {no} is missing for {years}.",
                units=Listing(tuple(units)),
                no=names.get(no, no),
                years=Listing(years),
            )
        else:
            yield message("{units}: {no} is missing.", units=Listing(tuple(units)), no=names.get(no, no))


def part_name(part: MeasureJudgement, speaker: Speaker) -> str:
    """The measure's name, beside what the standard calls it where that is something else."""
    name = speaker.say(part.measure.label) if part.measure else part.measure_id
    if part.target.name in ("", name):
        return name
    return (
        f"{part.target.name}（{name}）" if speaker.language is Language.ZH else f"{name} ({part.target.name})"
    )


def _measure_row(part: MeasureJudgement, state: MeasureState, text: str, speaker: Speaker) -> MeasureRow:
    return MeasureRow(
        measure=state.id,
        name=part_name(part, speaker),
        unit=speaker.say(unit_name(part.measure.unit)) if part.measure else "",
        asks=speaker.say(part.asks),
        text=text,
        values=values_of(part, state.values, speaker),
        verdict=state.verdict,
        verdict_label=speaker.say(labels.VERDICT[part.verdict]),
        margin=state.margin or "",
        near=state.near or "",
        near_label=speaker.say(labels.NEAR[Near(state.near)]) if state.near else "",
        reason=speaker.say(part.judgement.reason),
    )


def values_of(part: MeasureJudgement, values: Mapping[str, str], speaker: Speaker) -> tuple[str, ...]:
    """The years' figures; empty where one is unknown."""
    return tuple(
        figure_text(figure, speaker) if figure.not_involved else values.get(str(figure.year), "")
        for figure in part.figures
    )


def figure_name(label: Name, year: int, speaker: Speaker) -> str:
    """A measure's figure of a year by name."""
    name = speaker.say(label)
    return f"{year}年{name}" if speaker.language is Language.ZH else f"{name} {year}"


def figure_text(figure: Figure, speaker: Speaker) -> str:
    """A figure without its unit; 不涉及 as such."""
    if figure.not_involved:
        return speaker.say(message("does not apply"))
    return figure.text
