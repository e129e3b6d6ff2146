"""Only what a push brought: the state of an earlier commit is judged too, and what it had already is set aside.

Of a branch that went on meanwhile, the commit is meant where the work began: what was mended there since is no new fault here.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from ecodemo.check.git import GitRevision, revision_of, write_out
from ecodemo.check.new_findings import compare, marks, only_new
from ecodemo.check.session import CheckOptions, CheckResult, check
from ecodemo.errors import EcodemoError, NothingToCheckError, UnusableDataError
from ecodemo.evidence import facts_table, inventory, lock
from ecodemo.load.root import MARK
from ecodemo.load.workspace import load
from ecodemo.model.finding import Finding
from ecodemo.model.message import Message, message
from ecodemo.ownership import remove_leftovers, temporary_prefix

_JUDGED = (MARK.parts[0], inventory.FOLDER, lock.NAME, facts_table.NAME)
"""The files and folders of a workspace that a check looks at."""


class _CannotBeJudgedError(Exception):
    def __init__(self, reason: Message) -> None:
        super().__init__(reason.text)
        self.reason = reason


def brought_since(result: CheckResult, options: CheckOptions, written: str) -> CheckResult:
    """The result with only those findings that an earlier commit did not have, judged by the same day.

    Where the earlier state cannot be judged, everything counts, and it is said why.

    Args:
        result: of the whole check of what lies in the folder now.
        options: of that check.
        written: the commit, or the branch that HEAD left, as the user named it.

    Raises:
        EcodemoError: git is not installed, the workspace is in no repository, or there is no such commit.
    """
    revision = revision_of(result.root, written)
    same = replace(options, phase=result.profile.id, bid=result.assessment.bid.id)
    try:
        before = _findings_at(revision, result, same)
    except _CannotBeJudgedError as failed:
        said = message(
            "{revision} cannot be judged, so everything found counts: {reason}",
            revision=revision.shown,
            reason=failed.reason,
        )
        return replace(result, remarks=(*result.remarks, said))
    compared = compare(result, marks(before))
    said = message(
        "Only what came after {revision} counts. Not shown, because it was there before: {count}.",
        revision=revision.shown,
        count=len(compared.known),
    )
    return only_new(result, compared, said)


def _findings_at(revision: GitRevision, result: CheckResult, options: CheckOptions) -> tuple[Finding, ...]:
    remove_leftovers(Path(gettempdir()))
    with TemporaryDirectory(prefix=temporary_prefix()) as temporary:
        folder = Path(temporary).resolve()
        write_out(result.root, revision, _JUDGED, folder)
        if not (folder / MARK).is_file():
            raise _CannotBeJudgedError(message("there is no workspace in it."))
        try:
            return check(load(folder), options, result.today, remembered=result.root).findings
        except NothingToCheckError:
            return ()
        except UnusableDataError as error:
            raise _CannotBeJudgedError(message("its data cannot be loaded.")) from error
        except EcodemoError as error:
            raise _CannotBeJudgedError(error.message) from error
