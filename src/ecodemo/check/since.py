"""Only what a push brought: the state of an earlier commit is judged too, and what it had already is set aside.

Of a branch that went on meanwhile, the commit is meant where the work began: what was mended there since is no new fault here.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ecodemo.check.earlier import EarlierCommit
from ecodemo.check.git import GitRevision, revision_of
from ecodemo.check.new_findings import compare, marks, only_new
from ecodemo.check.session import CheckOptions, CheckResult, check, take_survey
from ecodemo.errors import EcodemoError, NothingToCheckError, UnusableDataError
from ecodemo.load.root import MARK
from ecodemo.load.workspace import load
from ecodemo.model.finding import Finding
from ecodemo.model.message import Message, message
from ecodemo.model.workspace import Workspace


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


def _codes_to_run(result: CheckResult, earlier: Workspace) -> tuple[str, ...]:
    """Those that can tell whether a present finding is new, and those whose findings the exceptions rest on."""
    excused = {waiver.rule for waiver in earlier.waivers.waivers} & result.codes
    return tuple(sorted({finding.code for finding in result.findings} | excused))


def _findings_at(revision: GitRevision, result: CheckResult, options: CheckOptions) -> tuple[Finding, ...]:
    with TemporaryDirectory(prefix="ecodemo-since-") as temporary:
        folder = Path(temporary).resolve()
        commit = EarlierCommit(result, revision, folder)
        commit.write_data()
        if not (folder / MARK).is_file():
            raise _CannotBeJudgedError(message("there is no workspace in it."))
        try:
            loaded = load(folder, result.loaded.files)
            surveyed = take_survey(
                folder, loaded.workspace, use_cache=options.use_cache, earlier=commit.evidence()
            )
            codes = _codes_to_run(result, loaded.workspace)
            wanted = replace(options, select=codes or options.select)
            return check(loaded, wanted, result.today, surveyed=surveyed).findings
        except NothingToCheckError:
            return ()
        except UnusableDataError as error:
            raise _CannotBeJudgedError(message("its data cannot be loaded.")) from error
        except EcodemoError as error:
            raise _CannotBeJudgedError(error.message) from error
