"""The rows of the vetoes that a unit answers, with its answers and how these are judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ecodemo.assess.bid import Assessment
from ecodemo.assess.veto import VetoJudgement, VetoStanding, period_of
from ecodemo.forms import words
from ecodemo.forms.contract import VETO_ANSWERS, Content
from ecodemo.forms.sheets.sheet_table import SheetRow, SheetTable
from ecodemo.forms.sheets_for_units import VETO_SHEET
from ecodemo.model.county import Bid
from ecodemo.model.progress import Answer, VetoAnswer
from ecodemo.model.standard import Veto
from ecodemo.model.workspace import Workspace

ANSWER: Mapping[Answer, str] = dict(
    zip((Answer.CLEAR, Answer.RECTIFIED, Answer.HIT), VETO_ANSWERS, strict=True)
)


def veto_table(assessment: Assessment, unit: str) -> SheetTable:
    """The sheet of the vetoes whose proof a unit owes."""
    workspace, bid = assessment.workspace, assessment.bid
    progress = workspace.progress.get(unit)
    answers = progress.vetoes if progress else ()
    judged = {each.veto.id: each for each in assessment.vetoes if each.unit == unit}
    rows = []
    for no, veto in vetoes_asked(workspace, bid, unit).items():
        place = answer_to_veto(answers, veto, bid)
        remark, wrong = _checked(judged.get(veto.id)) if place is not None else ("", "")
        contents: dict[str, Content] = {
            "no": no,
            "condition": veto.text,
            **(_contents(answers[place]) if place is not None else {}),
            "remark": remark or None,
        }
        rows.append(SheetRow(no, contents, wrong=frozenset(filter(None, (remark and "remark", wrong)))))
    return SheetTable(
        VETO_SHEET,
        tuple(rows),
        VETO_SHEET.title.format(unit=workspace.units[unit].name),
        VETO_SHEET.note,
    )


def vetoes_asked(workspace: Workspace, bid: Bid, unit: str) -> Mapping[str, Veto]:
    """The vetoes that a unit answers, by the numbers of the proofs that it owes."""
    applying = {
        veto.id: veto
        for veto in workspace.vetoes_of(bid)
        if workspace.county.fits(veto.applies_if) is not False
    }
    return {
        requirement.no: applying[requirement.veto]
        for requirement in workspace.requirements.values()
        if requirement.veto in applying and unit in workspace.owing(requirement)
    }


def answer_to_veto(answers: Sequence[VetoAnswer], veto: Veto, bid: Bid) -> int | None:
    """The place of the answer that counts; what ended before the years of the bid was for an earlier one."""
    period = period_of(veto, bid)
    places = [
        place
        for place, answer in enumerate(answers)
        if answer.id == veto.id and (period is None or answer.through >= period[0])
    ]
    return max(
        places, key=lambda place: (answers[place].through, answers[place].answer is Answer.HIT), default=None
    )


def _contents(answer: VetoAnswer) -> Mapping[str, Content]:
    return {
        "answer": ANSWER[answer.answer],
        "through": answer.through,
        "document": str(answer.document) if answer.document else None,
        "note": answer.note or None,
    }


def _checked(judged: VetoJudgement | None) -> tuple[str, str]:
    """What is still wrong with an answer, and in which column."""
    if judged is None or judged.answer is None or judged.standing is VetoStanding.CLEAR:
        return "", ""
    document = judged.answer.document
    said = words.CHINESE.say(judged.reason).rstrip("。")
    if judged.standing is VetoStanding.HIT:
        return said, "answer"
    if judged.ends_too_early or judged.exceeds_document:
        return said, "through"
    if document is not None and not judged.is_proven:
        return words.VETO_PROOF_MISSING.format(no=document), "document"
    return said, "document" if document is None else ""
