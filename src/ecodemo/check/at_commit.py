"""A workspace as a commit has it: its data loaded, its evidence listed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from ecodemo.check.earlier import EarlierCommit
from ecodemo.check.git import GitRevision
from ecodemo.check.session import CheckResult, take_survey
from ecodemo.errors import EcodemoError, UnusableDataError
from ecodemo.evidence.lock_survey import survey_from_lock
from ecodemo.load.root import MARK
from ecodemo.load.workspace import Loaded, load
from ecodemo.model.evidence import Survey
from ecodemo.model.message import message
from ecodemo.ownership import remove_leftovers, temporary_prefix


class UnusableCommitError(EcodemoError):
    """What a commit has cannot be judged; its sentence is the reason alone."""


@dataclass(frozen=True, slots=True)
class CommittedWorkspace:
    """What is needed to judge it; its folder is gone afterwards."""

    loaded: Loaded
    surveyed: Survey


@contextmanager
def workspace_at(
    revision: GitRevision, result: CheckResult, *, use_cache: bool
) -> Iterator[CommittedWorkspace]:
    """The workspace of a commit, for as long as the block lasts.

    Args:
        revision: the commit.
        result: of the check of the workspace as it is now: most contents are known from it.
        use_cache: whether the hashes of files that look unchanged are trusted.

    Raises:
        UnusableCommitError: the commit has no workspace, or it cannot be loaded.
        EcodemoError: git cannot give it, or it cannot be written out.
    """
    remove_leftovers(Path(gettempdir()))
    with TemporaryDirectory(prefix=temporary_prefix()) as temporary:
        folder = Path(temporary).resolve()
        commit = EarlierCommit(result, revision, folder)
        commit.write_data()
        if not (folder / MARK).is_file():
            raise UnusableCommitError(message("it contains no workspace."))
        yield _opened(commit, folder, result, use_cache=use_cache)


def _opened(
    commit: EarlierCommit, folder: Path, result: CheckResult, *, use_cache: bool
) -> CommittedWorkspace:
    try:
        loaded = load(folder, result.loaded.files)
        surveyed = (
            survey_from_lock(folder, loaded.workspace)
            if result.survey.is_from_lock
            else take_survey(
                folder, loaded.workspace, use_cache=use_cache, earlier=commit.evidence(), jobs=result.jobs
            )
        )
    except UnusableDataError as error:
        raise UnusableCommitError(message("its data cannot be loaded.")) from error
    except EcodemoError as error:
        raise UnusableCommitError(error.message) from error
    return CommittedWorkspace(loaded, surveyed)
