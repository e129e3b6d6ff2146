"""What units answer to their problems, in the words of the workbooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ecodemo.forms import words
from ecodemo.forms.contract import PROGRESS, Content
from ecodemo.model.progress import Handling, ProblemAnswer

STATE: Mapping[Handling, str] = dict(zip(Handling, PROGRESS, strict=True))


def answer_to(answers: Sequence[ProblemAnswer], no: str, problem: str) -> int | None:
    """The place of the answer to a problem; one without the words of a problem is to all of its number."""
    places = [index for index, answer in enumerate(answers) if answer.to == no]
    exact = (index for index in places if answers[index].problem == problem)
    return next(exact, next((index for index in places if not answers[index].problem), None))


def contents_of(answers: Sequence[ProblemAnswer], no: str, problem: str) -> Mapping[str, Content]:
    """The cells of a problem that a unit has answered."""
    index = answer_to(answers, no, problem)
    if index is None:
        return {}
    answer = answers[index]
    return {
        "progress": STATE[answer.state] if answer.state else None,
        "done": answer.done,
        "note": answer.note or None,
    }


def in_brief(answer: ProblemAnswer, today: date) -> str:
    """An answer in one line: `已改，8月20日完成（补签了）`."""
    state = STATE[answer.state] if answer.state else ""
    done = words.DONE_ON.format(day=words.day_words(answer.done, today)) if answer.done else ""
    said = "，".join(part for part in (state, done) if part)
    if not said:
        return answer.note
    return f"{said}（{answer.note}）" if answer.note else said
