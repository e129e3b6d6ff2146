"""VT: the yes/no preconditions of the application (一票否决)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ecodemo.assess.owed import due_date
from ecodemo.assess.veto import VetoJudgement, VetoStanding
from ecodemo.model.finding import Problem, Ref, Severity, Subject
from ecodemo.model.message import Message, message
from ecodemo.model.progress import Answer
from ecodemo.model.verdict import Verdict
from ecodemo.rules._rule import Context, rule


@rule("VT101", "veto-hit", Severity.ERROR, on=VetoJudgement)
def veto_hit(judged: VetoJudgement, context: Context) -> Iterator[Problem]:
    """A veto is answered with “it is the case”."""
    if judged.verdict is Verdict.NOT_MET:
        yield _problem(
            judged,
            context,
            message("Veto {no} is triggered: {text}.", no=judged.veto.no, text=judged.veto.label),
            message("Rectify it; once that is proven, set the answer to “rectified”."),
            "answer",
        )


@rule("VT102", "veto-unanswered", Severity.ERROR, on=VetoJudgement)
def veto_unanswered(judged: VetoJudgement, context: Context) -> Iterator[Problem]:
    """A veto that applies to the county is not answered; of a later bid, once what it asks for is owed."""
    is_open = judged.answer is None and judged.verdict is Verdict.UNDECIDED
    if is_open and context.assessment.is_owed:
        yield _problem(
            judged,
            context,
            message("Veto {no} is not answered: {text}.", no=judged.veto.no, text=judged.veto.label),
            _where_to_answer(judged, context),
        )


@rule("VT103", "answer-ends-too-early", Severity.ERROR, on=VetoJudgement)
def answer_ends_too_early(judged: VetoJudgement, context: Context) -> Iterator[Problem]:
    """The answer does not reach the day of the application."""
    if judged.ends_too_early and judged.answer and judged.answer.answer is not Answer.HIT and judged.period:
        yield _problem(
            judged,
            context,
            message(
                "Veto {no}: the answer ends on {through}, but the three years end on the application date, {apply}.",
                no=judged.veto.no,
                through=judged.answer.through,
                apply=judged.period[1],
            ),
            message("Obtain a certificate that reaches the application date."),
            "through",
        )


@rule("VT104", "answer-without-proof", Severity.ERROR, on=VetoJudgement)
def answer_without_proof(judged: VetoJudgement, context: Context) -> Iterator[Problem]:
    """A veto is answered, but no document proves it."""
    if judged.standing is not VetoStanding.UNPROVEN or judged.answer is None:
        return
    if judged.answer.document is not None:
        yield _problem(
            judged,
            context,
            message("Veto {no}: the cited proof is missing.", no=judged.veto.no),
            message("File the document, or cite the right one."),
            "document",
        )
    else:
        yield _problem(
            judged,
            context,
            message(
                "Veto {no} is answered without proof: {text}.", no=judged.veto.no, text=judged.veto.label
            ),
            message("Cite the stamped certificate: “document: {no}”.", no=_proof_of(judged, context)),
        )


@rule("VT105", "answer-beyond-document", Severity.ERROR, on=VetoJudgement)
def answer_beyond_document(judged: VetoJudgement, context: Context) -> Iterator[Problem]:
    """The answer speaks of days after its document was issued."""
    if judged.exceeds_document and judged.verdict is Verdict.UNDECIDED and judged.answer and judged.issued:
        yield _problem(
            judged,
            context,
            message(
                "Veto {no}: the answer covers the period to {through}, but its document is dated {issued}.",
                no=judged.veto.no,
                through=judged.answer.through,
                issued=judged.issued,
            ),
            message(
                "Obtain a certificate of that date or later, or set “through” to the date of the document."
            ),
            "through",
        )


def _proof_of(judged: VetoJudgement, context: Context) -> str:
    """The number of the document that proves its answer: that of the veto, unless the data have another."""
    requirements = context.workspace.requirements.values()
    return next((one.no for one in requirements if one.veto == judged.veto.id), judged.veto.no)


def _where_to_answer(judged: VetoJudgement, context: Context) -> Message:
    unit = judged.responsible
    if unit is None:
        return message(
            "No unit is responsible for answering it: add a requirement with “veto: {veto}” to box V in indicators.yaml.",
            veto=judged.veto.id,
        )
    return message(
        "Obtain the certificate and answer under “vetoes:” in data/progress/{unit}.yaml, with “id: {veto}”, its period and document.",
        unit=unit,
        veto=judged.veto.id,
    )


def _place(judged: VetoJudgement, unit: str | None, context: Context, path: tuple[str, ...]) -> Ref:
    """Where the answer is written, or can be; the standard only where nobody is to answer."""
    if judged.at:
        return Ref(judged.at.kind, judged.at.id, path)
    if unit is None:
        return Ref("veto", f"{context.assessment.text.id}/{judged.veto.id}")
    return Ref("progress", unit, ("vetoes",)) if unit in context.workspace.progress else Ref("unit", unit)


def _problem(judged: VetoJudgement, context: Context, text: Message, hint: Message, *path: str) -> Problem:
    requirement, unit = judged.requirement, judged.responsible
    due: date | None = None
    if requirement and unit:
        due = due_date(context.workspace, context.assessment.bid, requirement, unit)
    about = Subject(unit=unit, requirement=requirement.no if requirement else None)
    return Problem(_place(judged, unit, context, path), text, about, hint, due)


RULES = (veto_hit, veto_unanswered, answer_ends_too_early, answer_without_proof, answer_beyond_document)
