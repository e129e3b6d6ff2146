"""The bid with its standard, the phase, and whether its gate is open, in words."""

from __future__ import annotations

from collections.abc import Iterator

from ecodemo.assess.bid import Assessment
from ecodemo.check.engine import Profile
from ecodemo.check.session import CheckResult
from ecodemo.language import Language, Speaker
from ecodemo.model.message import Message, counted, message, sentences
from ecodemo.report.contents.document_rows import gate_rows, pending_words
from ecodemo.report.contents.verdict_view import BidView, GateView, PhaseView
from ecodemo.report.state import GateState


def phase_view(result: CheckResult, speaker: Speaker) -> PhaseView:
    profile = result.profile
    phase = profile.phase
    if phase is None:
        name = speaker.say(message("Basic checks (sound)"))
        return PhaseView(id=profile.id, name=name, begins="", ends="", days_left=None)
    return PhaseView(
        id=phase.id,
        name=speaker.say(phase.label),
        begins=phase.start.isoformat(),
        ends=phase.end.isoformat(),
        days_left=phase.days_left(result.today),
    )


def provisional(assessment: Assessment) -> Iterator[Message]:
    """That another year than the assessed one is judged, while it is."""
    if assessment.is_provisional:
        yield message(
            "No figures for the assessed year {year} yet: judged on those of {latest}, the latest available.",
            year=str(assessment.bid.assessed),
            latest=str(assessment.figures.assessed),
        )


def bid_view(assessment: Assessment, speaker: Speaker) -> BidView:
    bid, standard, text = assessment.bid, assessment.standard, assessment.text
    notes: list[Message] = []
    stands_in: list[Message] = []
    if standard is not text:
        stands_in.append(
            message(
                "The text of {standard} was not obtained; the rows, vetoes and pass rule of {text} are used instead, all not verified.",
                standard=standard.label,
                text=text.label,
            )
        )
    elif standard.unverified:
        notes.append(message("{standard} is not verified.", standard=standard.label))
    if not assessment.year_is_over:
        notes.append(message("The assessed year {year} has not ended yet.", year=str(bid.assessed)))
    if text.partial:
        notes.append(message("The indicator list is incomplete: verdicts are at best undecided."))
    return BidView(
        id=bid.id,
        name=speaker.say(bid.label),
        standard=speaker.say(standard.label),
        standard_note=speaker.say(sentences(*stands_in, *notes)) if stands_in or notes else "",
        standard_title=_title(speaker.say(standard.label), speaker),
        stand_in_title=_title(speaker.say(text.label), speaker) if standard is not text else "",
        further_note=speaker.say(sentences(*notes)) if notes else "",
        assessed=bid.assessed,
        years=assessment.figures.span,
        base=bid.base,
        apply=bid.apply.isoformat() if bid.apply else "",
        unverified=bid.unverified,
    )


def _title(name: str, speaker: Speaker) -> str:
    """A standard as papers name it: in Chinese in title marks, with its number after them."""
    if speaker.language is not Language.ZH or "《" in name:
        return name
    title, bracket, number = name.partition("（")
    return f"《{title}》{bracket}{number}"


def gate_view(result: CheckResult, state: GateState, speaker: Speaker) -> GateView:
    profile = result.profile
    documents = gate_rows(result.assessment, profile.phase, speaker) if profile.phase else ()
    return GateView(
        open=None if state.state is None else state.state == "open",
        state=state.state,
        waits_for=state.waits_for,
        errors=state.errors,
        warnings=state.warnings,
        waived=state.waived,
        known=state.known,
        remarks=tuple(speaker.say(remark) for remark in result.remarks),
        sentence=speaker.say(_gate_words(profile, state, result)),
        documents=documents,
        pending=pending_words(state.waits_for, result.assessment.workspace, speaker),
    )


def _gate_words(profile: Profile, state: GateState, result: CheckResult) -> Message:
    errors = state.errors
    if result.known:
        return message(
            "{errors}. Run “ecodemo check” without these options to see whether the gate is open.",
            errors=counted(errors, "{n} new error", "{n} new errors"),
        )
    if result.filtered:
        return message(
            "{errors} in the selection. Run “ecodemo check” without filters to see whether the gate is open.",
            errors=counted(errors, "{n} error", "{n} errors"),
        )
    if profile.phase is None:
        if errors:
            return message(
                "The basic checks failed: {errors}.", errors=counted(errors, "{n} error", "{n} errors")
            )
        return message("The basic checks passed.")
    if errors:
        return message(
            "The gate of {phase} is closed: {errors}.",
            phase=profile.phase.label,
            errors=counted(errors, "{n} error", "{n} errors"),
        )
    if state.waits_for:
        return message("The gate of {phase} is not open yet.", phase=profile.phase.label)
    return message("The gate of {phase} is open.", phase=profile.phase.label)
