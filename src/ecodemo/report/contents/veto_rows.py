"""The vetoes of a bid: a row for each, and their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ecodemo.assess.bid import Assessment
from ecodemo.assess.veto import VetoJudgement, VetoStanding
from ecodemo.language import Language, Speaker
from ecodemo.model.message import Message, message
from ecodemo.model.progress import Answer
from ecodemo.report.contents import labels
from ecodemo.report.contents.official_words import OfficialWords
from ecodemo.report.contents.verdict_view import VetoRow
from ecodemo.report.state import VetoState

ANSWERS = {
    Answer.CLEAR: message("no such case"),
    Answer.RECTIFIED: message("has occurred, rectified in time"),
    Answer.HIT: message("has occurred"),
}


def veto_summary(vetoes: tuple[VetoJudgement, ...]) -> Message:
    """Total number, and how many of each standing."""
    if not vetoes:
        return message("The vetoes of this standard are not known; none was judged.")
    counts = Counter(judged.standing for judged in vetoes)
    return message(
        "Vetoes: {all}; cleared with proof {clear}, without proof {unproven}, not answered {unanswered}, undecided {open}, triggered {hit}.",
        all=len(vetoes) - counts[VetoStanding.NOT_APPLICABLE],
        clear=counts[VetoStanding.CLEAR],
        unproven=counts[VetoStanding.UNPROVEN],
        unanswered=counts[VetoStanding.UNANSWERED],
        open=counts[VetoStanding.OPEN],
        hit=counts[VetoStanding.HIT],
    )


def veto_rows(assessment: Assessment, states: Iterable[VetoState], speaker: Speaker) -> Iterable[VetoRow]:
    """A row for each veto of the standard."""
    words = OfficialWords(assessment.workspace, speaker)
    between = "至" if speaker.language is Language.ZH else " — "
    for judged, state in zip(assessment.vetoes, states, strict=True):
        answer = judged.answer
        yield VetoRow(
            no=judged.veto.no,
            text=speaker.say(judged.veto.label),
            verdict=state.verdict,
            verdict_label=speaker.say(labels.VETO[judged.standing]),
            answer_label=speaker.say(ANSWERS[answer.answer] if answer else labels.VETO[judged.standing]),
            proven=state.proven,
            period=between.join(map(speaker.say, judged.period)) if judged.period else "",
            reason=speaker.say(judged.reason),
            note=answer.note if answer else "",
            document=str(answer.document) if answer and answer.document else "",
            document_title=words.document(answer.document, judged.responsible) if answer else "",
            unit=speaker.say(assessment.workspace.label(judged.responsible)) if judged.responsible else "",
            unverified=bool(judged.veto.unverified),
        )
