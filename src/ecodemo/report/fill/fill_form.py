"""A form filled: read within bounds, rendered apart, written as bytes; the form itself is only read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ecodemo.errors import EcodemoError
from ecodemo.language import Speaker
from ecodemo.model.message import Message, message
from ecodemo.report.fill.evaluation import Missing, evaluated
from ecodemo.report.fill.filled_document import DocumentForm
from ecodemo.report.fill.filled_workbook import WorkbookForm, lost_parts
from ecodemo.report.fill.form_package import read_form
from ecodemo.report.fill.placeholders import (
    FormLimitError,
    FormTemplate,
    PlaceholderProblem,
    read_filled,
)
from ecodemo.unknown_word import did_you_mean

_MOST_PROBLEMS = 50


@dataclass(frozen=True, slots=True)
class FilledForm:
    """The bytes of a filled form, and what of the form is not kept."""

    content: bytes
    remarks: tuple[Message, ...]


def fill_form(
    path: Path, data_of: Callable[[str], Mapping[str, object]], day: str, speaker: Speaker
) -> FilledForm:
    """Fill in a form.

    Args:
        path: the form, .xlsx or .docx.
        data_of: from the template, which says what it needs, to the data.
        day: ISO date, of the times in the file.
        speaker: says what is wrong.

    Raises:
        EcodemoError: it cannot be filled, or its placeholders are wrong.
    """
    try:
        return _filled(path, data_of, day, speaker)
    except FormLimitError:
        reason = message("it holds more than a form needs")
        raise EcodemoError(
            message("Cannot fill in {path}: {reason}.", path=str(path), reason=reason)
        ) from None


def _filled(
    path: Path, data_of: Callable[[str], Mapping[str, object]], day: str, speaker: Speaker
) -> FilledForm:
    kind, content = read_form(path)
    try:
        form = WorkbookForm(content) if kind == "xlsx" else DocumentForm(content)
    except Exception as error:  # openpyxl and lxml raise what they like at a damaged file
        raise EcodemoError(
            message("Cannot fill in {path}: {reason}.", path=str(path), reason=message("it is damaged"))
        ) from error
    template = FormTemplate(form.root)
    problems = [*form.problems, *template.problems] if isinstance(form, WorkbookForm) else template.problems
    result = evaluated(path.name, template.source, data_of(template.source))
    if result.reason:
        reason = message(result.reason, **dict(result.values))
        place = template.place(result.number) if result.number >= 0 else path.name
        raise _refused(path, [*problems, PlaceholderProblem(place, reason)], speaker)
    problems = [
        *problems,
        *(PlaceholderProblem(template.place(each.number), _words(each)) for each in result.missing),
    ]
    if problems:
        raise _refused(path, problems, speaker)
    remarks = lost_parts(content) if kind == "xlsx" else []
    if not template.tags:
        remarks.append(message("the form has no placeholders; nothing was filled in"))
    return FilledForm(form.filled(template.nodes, read_filled(result.text), day), tuple(remarks))


def _words(missing: Missing) -> Message:
    if missing.is_barred:
        return message("“{name}” cannot be used in a form", name=missing.name)
    hint = did_you_mean(missing.name, list(missing.known))
    pattern = message("unknown field “{name}”", name=missing.name)
    return message("{sentence}. {hint}", sentence=pattern, hint=hint) if hint else pattern


def _refused(path: Path, problems: Sequence[PlaceholderProblem], speaker: Speaker) -> EcodemoError:
    """All that is wrong with the placeholders of a form, a line each."""
    said = (
        speaker.say(message("{place}: {reason}", place=problem.place, reason=problem.reason))
        for problem in problems[:_MOST_PROBLEMS]
    )
    return EcodemoError(
        message(
            "Cannot fill in {path}; nothing was written:\n{problems}",
            path=str(path),
            problems="\n".join(f"  {line}" for line in dict.fromkeys(said)),
        )
    )
