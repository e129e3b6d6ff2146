"""FX1: whether the evidence is still, byte for byte, what was locked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from ecodemo.assess.citation import place_of
from ecodemo.model.evidence import BadLine, EvidenceFile, LineFault, Survey
from ecodemo.model.finding import Problem, Ref, Severity, Subject
from ecodemo.model.message import Message, Value, listing, message
from ecodemo.rules._path import unit_above
from ecodemo.rules._rule import Context, rule

LOCK = "evidence.sha256"
_SHOWN_DIGITS = 12
_REASONS: Mapping[str, Message] = {
    "Permission denied": message("this account may not read it"),
    "Input/output error": message("the disk reports an error"),
    "File name too long": message("the name is too long"),
    "not a regular file": message("it is no ordinary file"),
    "it was changed while it was read": message("it was being changed while it was read"),
}
"""What the system gives as reason, in words for people; other reasons are said as the system says them."""


@rule("FX101", "changed-since-lock", Severity.ERROR, on=EvidenceFile)
def changed_since_lock(file: EvidenceFile, context: Context) -> Iterator[Problem]:
    """A file is not, byte for byte, the one that was locked under its path."""
    locked = (context.survey.lock or {}).get(file.path)
    if locked and file.sha256 and file.sha256 != locked:
        yield Problem(
            Ref("evidence", file.path),
            message("The file was changed after it was locked."),
            context.workspace.subject_of(file),
            message(
                "Ask who changed it. Put the locked one back from inbox/ or from git; "
                "if the new one is right: ecodemo evidence lock --update"
            ),
        )


@rule("FX102", "locked-file-lost", Severity.ERROR, on=Survey)
def locked_file_lost(survey: Survey, context: Context) -> Iterator[Problem]:
    """A file stands in the lock and is no longer on disk."""
    for file in survey.lost:
        yield Problem(
            Ref("evidence", file.path),
            message("The file was locked and is no longer there."),
            context.workspace.subject_of(file),
            message(
                "Put it back from inbox/ or from git; "
                "if it was rightly renamed or taken out: ecodemo evidence lock --update"
            ),
        )


@rule("FX103", "unreadable", Severity.ERROR, on=Survey)
def unreadable(survey: Survey, context: Context) -> Iterator[Problem]:
    """A file or folder cannot be read: nobody knows what is in it."""
    for failed in survey.unreadable:
        reason: Value = _REASONS.get(failed.reason, failed.reason)
        yield Problem(
            Ref("evidence", failed.path),
            message("It cannot be read: {reason}.", reason=reason),
            Subject(unit=unit_above(failed.path, context.workspace)),
            message("Open it by hand; if that fails too, take it again from inbox/ or from the unit."),
        )


@rule("FX104", "bad-line", Severity.ERROR, on=Survey)
def bad_line(survey: Survey, context: Context) -> Iterator[Problem]:
    """A line of the lock, or of the table of facts, cannot be understood."""
    for name, found in groupby(survey.bad_lines, attrgetter("file")):
        lines = list(found)
        marks = [bad.line for bad in lines if bad.fault is LineFault.MARK]
        others = [bad for bad in lines if bad.fault is not LineFault.MARK]
        yield from (_bad_line(bad, marks) for bad in others)
        if marks:
            yield Problem(
                Ref("line", name, (marks[0],)),
                message(
                    "Two people changed the same lines, and git left both here, between <<<<<<< and >>>>>>>."
                ),
                Subject(),
                _delete(marks)
                if others
                else message("Run “ecodemo evidence lock”: it keeps the lines of both versions."),
            )


def _bad_line(bad: BadLine, marks: Sequence[int]) -> Problem:
    at = Ref("line", bad.file, (bad.line,))
    from_git = message(
        "Nobody edits this file by hand. Put it back from git: git checkout -- {file}", file=bad.file
    )
    match bad.fault:
        case LineFault.NOT_UTF8:
            return Problem(at, message("The file is not UTF-8 text."), Subject(), from_git)
        case LineFault.TWICE:
            said = message("Another line has the same path.")
            return Problem(at, said, Subject(), _delete(marks) if marks else from_git)
        case _:
            said = message("This line cannot be understood, so nothing is known of its file.")
            return Problem(at, said, Subject(), from_git)


def _delete(marks: Sequence[int]) -> Message:
    return message(
        "Keep what is right of the two, then delete the conflict markers in lines {lines}.",
        lines=listing(*map(str, marks), most=len(marks)),
    )


@rule("FX105", "lock-rewritten", Severity.ERROR, on=Survey)
def lock_rewritten(survey: Survey, context: Context) -> Iterator[Problem]:
    """Bytes that a phase that is over was judged by are no longer in the lock.

    `evidence lock --update` takes the record away together with the line, so a record without a line means that the
    lock was written by other means, or deleted.
    """
    ended = max((phase.end for phase in context.workspace.phases if phase.end < context.today), default=None)
    if ended is None:
        return
    locked = frozenset((survey.lock or {}).values())
    gone = sorted(sha256 for sha256, day in survey.recorded.items() if day <= ended and sha256 not in locked)
    if gone:
        digits = [sha256[:_SHOWN_DIGITS] for sha256 in gone]
        yield Problem(
            Ref("line", LOCK),
            message(
                "Files that were locked by {ended} were taken out of the lock by hand: {count} ({digits}).",
                ended=ended,
                count=len(gone),
                digits=listing(*digits),
            ),
            Subject(),
            message(
                "See when and by whom: git log -S{digits} {file}. Put their lines back.",
                digits=digits[0],
                file=LOCK,
            ),
        )


@rule("FX106", "content-not-here", Severity.INFO, on=Survey)
def content_not_here(survey: Survey, context: Context) -> Iterator[Problem]:
    """Only pointers to files are here, and nobody has recorded what the files are: their content is unchecked."""
    hint = message(
        "Fetch them: git lfs pull. Or the office runs this where the files are: ecodemo evidence lock"
    )
    unknown = Counter(file.unit for file in survey.files if file.is_pointer and file.facts is None)
    for unit, count in unknown.items():
        yield Problem(
            Ref("evidence"),
            message(
                "Files that are not in this copy, so that their content was not checked: {count}.",
                count=count,
            ),
            Subject(unit=unit),
            hint,
        )
    for unit, count in Counter(_unread_figures(context)).items():
        yield Problem(
            Ref("evidence"),
            message(
                "Figures whose cell or page was not read, because the file is not in this copy: {count}.",
                count=count,
            ),
            Subject(unit=unit),
            hint,
        )


def _unread_figures(context: Context) -> Iterator[str]:
    """The unit of each figure that names a place, which nobody has read, in a file that is known and not here."""
    for reports in context.workspace.observations.values():
        for reported in reports:
            place = place_of(reported.observation)
            files = context.citations.of(reported) if place else ()
            known = [file for file in files if file.facts is not None]
            if known and all(file.is_pointer and place not in file.readings for file in known):
                yield reported.unit


RULES = (changed_since_lock, locked_file_lost, unreadable, bad_line, lock_rewritten, content_not_here)
