"""Township figures, rectification, exceptions and the general box, as the report prints them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ecodemo.assess.bid import Assessment
from ecodemo.assess.figures import Figure
from ecodemo.language import Speaker
from ecodemo.model.message import Message, Number, message
from ecodemo.model.rectification import Closing, RectificationEntry
from ecodemo.model.requirement import Box
from ecodemo.report.build_rows import figure_text
from ecodemo.report.view import ExceptionRow, PreparationRow, RectificationRow, TownshipLine


def township_lines(assessment: Assessment, speaker: Speaker) -> Iterator[TownshipLine]:
    """Every measure that townships report, each year, beside its sum and the county's stamped figure."""
    workspace = assessment.workspace
    for measure in workspace.measures.values():
        if measure.is_computed or measure.states:
            continue
        reporters = workspace.reporters(measure.id)
        townships = [t.id for t in workspace.townships]
        if not set(townships) & set(reporters):
            continue
        for year in assessment.bid.span:
            built = assessment.figures.built(measure.id, year)
            stamped = assessment.figures.stamped(measure.id, year)
            parts = dict(zip(reporters, built.parts or (built,), strict=False))
            others = [
                figure_text(parts[unit], speaker)
                for unit in reporters
                if unit not in townships and unit in parts
            ]
            difference = ""
            if (
                stamped
                and stamped.value is not None
                and built.value is not None
                and stamped.value != built.value
            ):
                difference = speaker.say(Number(stamped.value - built.value))
            yield TownshipLine(
                no=measure.no or "",
                name=speaker.say(measure.label),
                unit=measure.unit,
                year=year,
                values=tuple(_cell(parts.get(township), speaker) for township in townships),
                others=" + ".join(other for other in others if other),
                sum=figure_text(built, speaker) or speaker.say(message("incomplete")),
                stamped=figure_text(stamped, speaker) if stamped else "",
                difference=difference,
            )


def _cell(figure: Figure | None, speaker: Speaker) -> str:
    if figure is None:
        return ""
    if figure.reported and figure.reported.observation.not_involved is not None:
        return speaker.say(
            message("not involved") if figure.not_involved else message("not involved, to be recognised")
        )
    return figure_text(figure, speaker)


def preparation(assessment: Assessment, speaker: Speaker) -> Iterator[PreparationRow]:
    """The documents of the general box, with how many of those who owe them handed them in."""
    for box in assessment.workspace.boxes:
        for requirement in box.requirements:
            if requirement.veto is not None:
                continue
            items = [
                i for i in assessment.items if i.requirement is requirement and isinstance(i.holder, Box)
            ]
            yield PreparationRow(
                no=requirement.no,
                name=speaker.say(requirement.label),
                there=sum(item.is_complete for item in items),
                owed=len(items),
            )


def rectification(assessment: Assessment, speaker: Speaker) -> Iterator[RectificationRow]:
    """The ledger as it stood on the day of the report."""
    workspace, today = assessment.workspace, assessment.today
    for entry in workspace.rectification:
        closed = entry.closed if entry.closed and entry.closed.on <= today else None
        late = (closed.on if closed else today) > entry.due
        yield RectificationRow(
            no=entry.no,
            problem=entry.problem,
            found=entry.found.isoformat(),
            by=entry.by,
            action=entry.action,
            unit=speaker.say(workspace.label(entry.unit)),
            person=entry.person,
            due=entry.due.isoformat(),
            state=speaker.say(_state(entry, closed, late=late)),
            closed=closed.on.isoformat() if closed else "",
            closed_by=speaker.say(_by(assessment, closed.by)) if closed else "",
            counts=closed is not None and closed.by != entry.unit,
            late=late,
            ask=entry.ask,
        )


def _state(entry: RectificationEntry, closed: Closing | None, *, late: bool) -> Message:
    if closed is None:
        return message("open, overdue") if late else message("open")
    if closed.by == entry.unit:
        return message("closed by itself, does not count")
    return message("closed, late") if late else message("closed")


def _by(assessment: Assessment, by: str) -> Message:
    names = {group.id: group.label for group in assessment.workspace.groups}
    return message("{name}", name=names.get(by) or assessment.workspace.label(by))


def exceptions(assessment: Assessment, speaker: Speaker) -> Iterable[ExceptionRow]:
    """Waivers, extensions and 不涉及, with whether they count today."""
    workspace, today = assessment.workspace, assessment.today

    def name(unit: str | None) -> str:
        return speaker.say(_by(assessment, unit)) if unit else ""

    for entry in workspace.waivers.not_involved:
        yield ExceptionRow(
            kind=speaker.say(message("not involved")),
            what=entry.requirement or speaker.say(workspace.measures[entry.measure or ""].label),
            unit=name(entry.unit),
            reason=entry.reason,
            granted=entry.granted.isoformat() if entry.granted else "",
            by=name(entry.by),
            until="",
            number=str(entry.document or ""),
            counts=entry.is_recognised(today, workspace.declarer(entry)),
        )
    for extension in workspace.waivers.extensions:
        yield ExceptionRow(
            kind=speaker.say(message("extension")),
            what=extension.requirement,
            unit=name(extension.unit),
            reason=extension.reason,
            granted=extension.granted.isoformat(),
            by=name(extension.by),
            until=extension.until.isoformat(),
            number=extension.number,
            counts=extension.granted <= today and extension.by != extension.unit,
        )
    for waiver in workspace.waivers.waivers:
        scope = waiver.scope
        year = str(scope.year) if scope.year else ""
        what = " ".join(
            word for word in (waiver.rule, scope.requirement, scope.measure, scope.indicator, year) if word
        )
        yield ExceptionRow(
            kind=speaker.say(message("waiver")),
            what=what,
            unit=name(scope.unit),
            reason=waiver.reason,
            granted=waiver.granted.isoformat(),
            by=name(waiver.by),
            until=waiver.until.isoformat() if waiver.until else "",
            number=waiver.number,
            counts=waiver.is_in_force(today) and waiver.by != scope.unit,
        )
