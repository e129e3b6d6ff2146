"""Known findings set aside, so that only new ones count; a baseline shrinks and never grows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from os.path import lexists
from pathlib import Path

from ecodemo.check.engine import ALWAYS, GATES
from ecodemo.check.new_findings import Comparison, Mark, compare, only_new, take
from ecodemo.check.session import CheckResult
from ecodemo.errors import EcodemoError
from ecodemo.files import LARGEST_YAML, read_control_file
from ecodemo.journal.changes import Change
from ecodemo.language import without_controls
from ecodemo.load.single import read_single, without_items
from ecodemo.model.finding import Finding, Position, Problem
from ecodemo.model.known_finding import Baseline, KnownFinding
from ecodemo.model.message import Listing, counted, listing, message
from ecodemo.model.workspace import Workspace
from ecodemo.rules import RULES

NAME = "baseline.yaml"
"""Where a workspace keeps its baseline unless another file is named."""
NOT_WRITTEN = message("Baseline not written: the check did not complete.")
_CODES = frozenset(rule.code for rule in RULES)
_HEADER = (
    "已知问题，一行一个：ecodemo check --baseline 时不计入，新出现的照常计入。只减不增：",
    "改好了的，用 ecodemo check --write-baseline 去掉。要提交入库，去掉了什么在 git 里看得见。",
)


def baseline_of(root: Path) -> tuple[KnownFinding, ...]:
    """The lines of the workspace's own baseline; none where there is none, or where it cannot be used."""
    path = root / NAME
    try:
        return read_single(path, Baseline, root)[0].known if path.exists() else ()
    except EcodemoError:
        return ()


def use_baseline(result: CheckResult, path: Path) -> CheckResult:
    """The result with only those findings that count beside a baseline.

    Raises:
        EcodemoError: the file is not there, or is not a baseline.
    """
    if not lexists(path):
        raise EcodemoError(
            message(
                "No baseline at {path}. Run “ecodemo check --write-baseline” to record the current findings.",
                path=str(path),
            )
        )
    entries = _read(path, result.root)
    compared = compare(result, _known(entries))
    fixed = _fixed(entries, compared, result)
    remarks = [
        message(
            "{count} in the baseline not shown.",
            count=counted(len(compared.known), "{n} known finding", "{n} known findings"),
        )
    ]
    if fixed:
        remarks.append(
            message(
                "{count} in the baseline. Run “ecodemo check --write-baseline” to remove: {entries}.",
                count=counted(len(fixed), "{n} fixed entry", "{n} fixed entries"),
                entries=_named(entries[index] for index in fixed),
            )
        )
    return only_new(result, compared, *remarks)


def write_baseline(result: CheckResult, path: Path) -> tuple[CheckResult, tuple[Change, ...]]:
    """Put down what is found, or drop from an older baseline what is found no more; then use it.

    Returns the result beside the new baseline, and what is to be written for that.

    Findings of families that always count are never put down.

    Raises:
        EcodemoError: only a part was checked, or the older file is not a baseline.
    """
    if result.filtered:
        raise EcodemoError(
            message(
                "A baseline records a full check. Remove --select, --ignore, --indicator, --group, --unit and --changed-since."
            )
        )
    if result.crashes:
        return replace(result, remarks=(*result.remarks, NOT_WRITTEN)), ()
    if lexists(path):
        return _shrink(result, path)
    from ecodemo.load.edit import new_file

    entries = sorted(_entries(result.findings, result), key=_order)
    values = [entry.model_dump(mode="json", exclude_defaults=True) for entry in entries]
    change = Change(path, new_file(_HEADER, {"known": values}))
    compared = compare(result, _known(entries))
    remarks = [
        message(
            "{path}: {count} recorded.",
            path=_shown(path, result),
            count=counted(len(compared.known), "{n} finding", "{n} findings"),
        )
    ]
    if compared.new:
        remarks.append(
            message(
                "Findings of {families} were not recorded: they always count.",
                families=listing(*sorted(ALWAYS)),
            )
        )
    return only_new(result, compared, *remarks), (change,)


def _shrink(result: CheckResult, path: Path) -> tuple[CheckResult, tuple[Change, ...]]:
    entries = _read(path, result.root)
    compared = compare(result, _known(entries))
    fixed = _fixed(entries, compared, result)
    changes: tuple[Change, ...] = ()
    if fixed:
        content = without_items(read_control_file(path, None, LARGEST_YAML), "known", fixed)
        changes = (Change(path, content),)
    remarks = [
        message(
            "{path}: {dropped} removed, {count} still present.",
            path=_shown(path, result),
            dropped=counted(len(fixed), "{n} fixed finding", "{n} fixed findings"),
            count=counted(len(compared.known), "{n} finding", "{n} findings"),
        )
    ]
    new = sorted(_entries(compared.new, result), key=_order)
    if new:
        remarks.append(
            message(
                "Not added, because a baseline only shrinks: {entries}. Fix them, or waive them in data/waivers.yaml. To start over, delete {path}; git records that.",
                entries=_named(new),
                path=_shown(path, result),
            )
        )
    return only_new(result, compared, *remarks), changes


def _read(path: Path, root: Path) -> tuple[KnownFinding, ...]:
    is_own = path.parent.resolve().is_relative_to(root)
    baseline, document = read_single(path, Baseline, root if is_own else None)
    for index, entry in enumerate(baseline.known):
        if entry.rule[:2] in ALWAYS:
            raise EcodemoError(
                message(
                    "{place}: {rule} {object} cannot be in a baseline: findings of {families} always count.",
                    place=str(Position(str(path), *document.place(("known", index)))),
                    rule=entry.rule,
                    object=entry.object or entry.fingerprint,
                    families=listing(*sorted(ALWAYS)),
                )
            )
    return baseline.known


def _fixed(entries: tuple[KnownFinding, ...], compared: Comparison, result: CheckResult) -> list[int]:
    """Which entries are found no more, also those of rules that there are no more.

    None where it cannot be known, because their rule did not run to its end, or looked at something else: other bids
    have other rows, and other phases other gates.
    """
    if result.filtered or result.crashes:
        return []
    left = Counter(compared.gone)
    fixed = []
    for index in reversed(range(len(entries))):
        entry = entries[index]
        has_run = entry.rule in result.codes or entry.rule not in _CODES
        if has_run and _is_about_the_same(entry, result) and take(left, (entry.rule, entry.fingerprint)):
            fixed.append(index)
    return sorted(fixed)


def _is_about_the_same(entry: KnownFinding, result: CheckResult) -> bool:
    same_phase = entry.phase in ("", result.profile.id) or not entry.rule.startswith(GATES)
    return same_phase and entry.bid in ("", result.assessment.bid.id)


def _known(entries: Iterable[KnownFinding]) -> dict[Mark, list[tuple[str, ...]]]:
    known: dict[Mark, list[tuple[str, ...]]] = {}
    for entry in entries:
        known.setdefault((entry.rule, entry.fingerprint), []).append(entry.figures)
    return known


def _entries(findings: Iterable[Finding], result: CheckResult) -> Iterator[KnownFinding]:
    assessment = result.assessment
    for finding in findings:
        if finding.code[:2] not in ALWAYS:
            for problem, digits in zip(finding.problems, finding.problem_fingerprints, strict=True):
                yield KnownFinding(
                    rule=finding.code,
                    object=_object(problem, assessment.workspace),
                    fingerprint=digits,
                    bid=assessment.bid.id,
                    phase=result.profile.id,
                    figures=problem.figures,
                )


def _order(entry: KnownFinding) -> tuple[str, str, str]:
    return entry.rule, entry.object, entry.fingerprint


def _named(entries: Iterable[KnownFinding]) -> Listing:
    return listing(*(f"{entry.rule} {entry.object or entry.fingerprint}" for entry in entries))


def _shown(path: Path, result: CheckResult) -> str:
    """How a file is called in what is handed on: the same wherever the workspace is."""
    absolute = path.absolute()
    if absolute.is_relative_to(result.root):
        return absolute.relative_to(result.root).as_posix()
    return path.name


def _object(problem: Problem, workspace: Workspace) -> str:
    """What it is about, in Chinese, as the data name it."""
    about, at = problem.about, problem.at
    if at.kind == "evidence":
        return without_controls(f"evidence/{at.id}")
    words = [workspace.label(about.unit).zh] if about.unit else []
    if requirement := workspace.requirements.get(about.requirement or ""):
        words += [requirement.no, requirement.label.zh]
    elif thing := workspace.measures.get(about.measure or "") or workspace.indicators_by_id.get(
        about.indicator or ""
    ):
        words.append(thing.label.zh)
    else:
        words += at.lasting
    return without_controls(" ".join(word for word in (*words, "、".join(map(str, about.years))) if word))
