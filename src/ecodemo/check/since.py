"""Only what a push brought: the state of an earlier commit is judged too, and what it had already is set aside.

Of a branch that went on meanwhile, the commit is meant where the work began: what was mended there since is no new fault here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ecodemo.check.at_commit import UnusableCommitError, workspace_at
from ecodemo.check.baseline import baseline_of
from ecodemo.check.git import GitRevision, revision_of
from ecodemo.check.new_findings import Mark, compare, known_problems, only_new, take
from ecodemo.check.renames import renamed
from ecodemo.check.session import CheckOptions, CheckResult, check
from ecodemo.errors import EcodemoError, NothingToCheckError
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.finding import Finding
from ecodemo.model.known_finding import KnownFinding
from ecodemo.model.message import counted, message
from ecodemo.model.waiver import Extension, NotInvolved, Waiver, Waivers
from ecodemo.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Earlier:
    """What the earlier commit had."""

    findings: tuple[Finding, ...]
    files: tuple[EvidenceFile, ...]
    exceptions: Waivers
    known: tuple[KnownFinding, ...]
    """The lines of its baseline."""


def brought_since(result: CheckResult, options: CheckOptions, written: str) -> CheckResult:
    """The result with only those findings that an earlier commit did not have, judged by the same day.

    Where the earlier state cannot be judged, everything counts, and the reason is given.

    Args:
        result: of the whole check of the folder as it is now.
        options: of that check.
        written: the commit, or the branch that HEAD left, as the user named it.

    Raises:
        EcodemoError: git is not installed, the workspace is in no repository, or there is no such commit.
    """
    revision = revision_of(result.root, written)
    same = replace(options, phase=result.profile.id, bid=result.assessment.bid.id)
    try:
        before = _judged_at(revision, result, same)
    except UnusableCommitError as failed:
        said = message(
            "Cannot evaluate {revision}, so all findings count: {reason}",
            revision=revision.shown,
            reason=failed.message,
        )
        return replace(result, remarks=(*result.remarks, said))
    compared = compare(result, known_problems(before.findings), _former(before, result))
    said = message(
        "Only findings new since {revision} count. {count} not shown.",
        revision=revision.shown,
        count=counted(len(compared.known), "{n} earlier finding", "{n} earlier findings"),
    )
    return replace(only_new(result, compared, said), added=tuple(_added(result, before)))


def _added(
    result: CheckResult, before: _Earlier
) -> Iterator[NotInvolved | Extension | Waiver | KnownFinding]:
    """An exception that was changed is another one; a line of the baseline is identified by its object."""
    now, then = result.assessment.workspace.waivers, before.exceptions
    yield from (entry for entry in now.not_involved if entry not in then.not_involved)
    yield from (entry for entry in now.extensions if entry not in then.extensions)
    yield from (entry for entry in now.waivers if entry not in then.waivers)
    left = Counter((entry.rule, entry.fingerprint) for entry in before.known)
    yield from (
        entry for entry in baseline_of(result.root) if not take(left, (entry.rule, entry.fingerprint))
    )


def _codes_to_run(result: CheckResult, earlier: Workspace) -> tuple[str, ...]:
    """Those by which a present finding is known to be new or not, and those whose findings the exceptions rest on."""
    excused = {waiver.rule for waiver in earlier.waivers.waivers} & result.codes
    return tuple(sorted({finding.code for finding in result.findings} | excused))


def _former(before: _Earlier, result: CheckResult) -> dict[Mark, list[Mark]]:
    """What was known of files that have another name now, by rule and present path."""
    present = {then: now for now, then in renamed(before.files, result.survey.files).items()}
    found: dict[Mark, list[Mark]] = {}
    for finding in before.findings:
        for problem, digits in zip(finding.problems, finding.problem_fingerprints, strict=False):
            if problem.at.kind == "evidence" and problem.at.id in present:
                found.setdefault((finding.code, present[problem.at.id]), []).append((finding.code, digits))
    return found


def _judged_at(revision: GitRevision, result: CheckResult, options: CheckOptions) -> _Earlier:
    with workspace_at(revision, result, use_cache=options.use_cache) as then:
        workspace = then.loaded.workspace
        codes = _codes_to_run(result, workspace)
        wanted = replace(options, select=codes or options.select)
        try:
            findings = check(then.loaded, wanted, result.today, surveyed=then.surveyed).findings
        except NothingToCheckError:
            findings = ()
        except EcodemoError as error:
            raise UnusableCommitError(error.message) from error
        return _Earlier(findings, then.surveyed.files, workspace.waivers, baseline_of(then.loaded.root))
