"""The wiring, in one place: load, take the inventory, judge, run the rules, decide the exit status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from ecodemo.assess.bid import Assessment, assess
from ecodemo.assess.citation import Citations
from ecodemo.check.bid_record import accepted_values
from ecodemo.check.engine import SOUND, Locate, Profile, Run, Selection, can_run, profile_of, run
from ecodemo.check.lock_basis import lock_remarks
from ecodemo.errors import EcodemoError, ExitCode, NothingToCheckError, UnusableDataError
from ecodemo.evidence.digests import delivery_hashes
from ecodemo.evidence.lock_survey import survey_from_lock
from ecodemo.evidence.stages import Progress
from ecodemo.evidence.survey import EarlierState, survey
from ecodemo.journal.workspace_lock import recover
from ecodemo.load.root import exact_root, find_root
from ecodemo.load.workspace import Loaded, load
from ecodemo.model.accepted_values import AcceptedValues
from ecodemo.model.evidence import EvidenceFile, Survey
from ecodemo.model.finding import ChangedFinding, Finding, Grade, Ref, Severity
from ecodemo.model.known_finding import KnownFinding
from ecodemo.model.message import Message, message
from ecodemo.model.waiver import Extension, NotInvolved, Waiver
from ecodemo.model.workspace import Workspace
from ecodemo.rules import CHECKS, FAMILIES, RULES, Context, proof
from ecodemo.unknown_word import did_you_mean, refuse_unknown

AT_PROOFS = tuple(rule.code for rule in proof.RULES)
"""Rules that look at figures at the place of their proof."""


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What was asked for on the command line."""

    phase: str | None = None
    bid: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    use_cache: bool = True
    """Whether the hashes of files that look unchanged are trusted."""
    from_lock: bool = False
    """Whether to judge by the lock and the table of facts alone, wherever the evidence itself is."""
    jobs: int | None = None
    """The most processes that hash and read evidence; `None`: one for each core that can be used."""


@dataclass(frozen=True)
class CheckResult:
    """What was judged, and what the rules found."""

    root: Path
    today: date
    findings: tuple[Finding, ...]
    waived: tuple[Finding, ...]
    crashes: tuple[str, ...]
    """The tracebacks of rules that crashed."""
    assessment: Assessment
    profile: Profile
    survey: Survey = field(repr=False)
    uses_cache: bool
    """Whether hashes of files that look unchanged were trusted."""
    jobs: int | None = field(repr=False, compare=False)
    """How many processes were asked for."""
    data_version: str
    codes: frozenset[str]
    """The rules that ran."""
    filtered: bool
    """Only a part of the rules or findings was asked for: the gate cannot be judged."""
    loaded: Loaded = field(repr=False, compare=False)
    """The data's files."""
    known: tuple[Finding, ...] = ()
    """What was found too, but is not new and so does not count."""
    changed: tuple[ChangedFinding, ...] = ()
    """Known findings whose figures are others now and no better."""
    added: tuple[NotInvolved | Extension | Waiver | KnownFinding, ...] = ()
    """Exceptions and lines of the baseline that the commit compared with did not have."""
    at_acceptance: AcceptedValues | None = None
    """What was accepted with the bid before, where that has a record."""
    remarks: tuple[Message, ...] = ()
    """Sentences that say what does not count, and why."""

    @property
    def locate(self) -> Locate:
        """Where in the data something is written."""
        return self.loaded.locate

    def count(self, severity: Severity) -> int:
        return sum(finding.severity is severity for finding in self.findings)

    def exit_code(self, fail_on: Severity | None) -> ExitCode:
        """The same whatever the output format; `fail_on=None` never closes the gate."""
        if self.crashes:
            return ExitCode.FAULT
        if fail_on and any(finding.severity.rank <= fail_on.rank for finding in self.findings):
            return ExitCode.CLOSED
        return ExitCode.OPEN


def open_workspace(folder: Path, *, is_exact: bool = False) -> Loaded:
    """The workspace of a folder or the nearest one above it.

    Args:
        folder: where to look.
        is_exact: whether it has to be the folder itself, as for one county of many.

    Raises:
        EcodemoError: there is none.
        UnusableDataError: its data cannot be used.
    """
    root = exact_root(folder) if is_exact else find_root(folder)
    recover(root)
    return load(root)


def day_of_judging(workspace: Workspace, named: date | None, clock: date) -> date:
    """The day that the user named; else the workspace's own (examples only), else that of the clock."""
    return named or workspace.today or clock


def check(
    loaded: Loaded,
    options: CheckOptions,
    day: date,
    progress: Progress | None = None,
    surveyed: Survey | None = None,
) -> CheckResult:
    """Judge a loaded workspace and run the rules.

    Args:
        loaded: what was read.
        options: phase, bid and filters.
        day: the day to judge by.
        progress: called with how much of the evidence has been looked at.
        surveyed: the evidence, where it was looked at already.

    Raises:
        EcodemoError: an option names something that is not there.
        NothingToCheckError: the filters leave nothing, or there is no lock to judge by.
        UnusableDataError: the data name rules that do not exist.
    """
    workspace = loaded.workspace
    unknown = unknown_codes(workspace, loaded.locate)
    if unknown:
        raise UnusableDataError(loaded.root, (*loaded.findings, *unknown))
    options = _by_id(options, workspace)
    _refuse_unknown(options, workspace)
    phase = workspace.calendar.phase_on(day)
    profile = profile_of(workspace, options.phase or phase.id)
    bid = workspace.bid(options.bid or (profile.phase or phase).bid)
    if surveyed is None:
        surveyed = _surveyed(loaded, options, progress)
    assessment = assess(workspace, bid, day, surveyed.files, reviewed_hashes(workspace, surveyed))
    selection = _selection(options, workspace)
    _refuse_nothing(profile, selection, assessment, surveyed)
    accepted = accepted_values(loaded.root, workspace, bid)
    context = Context(assessment, surveyed, profile.phase, accepted)
    found: Run = run(context, profile, selection, loaded.locate)
    kept = [finding for finding in loaded.findings if _is_wanted(finding, selection)]
    return CheckResult(
        root=loaded.root,
        today=day,
        findings=(*kept, *found.findings),
        waived=found.waived,
        crashes=found.crashes,
        assessment=assessment,
        profile=profile,
        survey=surveyed,
        uses_cache=options.use_cache,
        jobs=options.jobs,
        data_version=loaded.version,
        codes=found.codes,
        filtered=selection != Selection(),
        loaded=loaded,
        at_acceptance=accepted,
        remarks=tuple(lock_remarks(surveyed, found.codes_left_out)),
    )


def told_at_once(result: CheckResult, wanted: Iterable[str] = AT_PROOFS) -> tuple[Finding, ...]:
    """What rules find that the phase does not ask for yet: reported early, so that nobody loses a day.

    Args:
        result: what was judged.
        wanted: the codes of the rules.
    """
    codes = tuple(sorted(code for code in wanted if code not in result.codes))
    if not codes:
        return ()
    profile = Profile(result.profile.id, None, dict.fromkeys(codes, Grade.ERROR))
    context = Context(result.assessment, result.survey, None)
    return run(context, profile, Selection(select=codes), result.loaded.locate).findings


def _surveyed(loaded: Loaded, options: CheckOptions, progress: Progress | None) -> Survey:
    if not options.from_lock:
        return take_survey(
            loaded.root,
            loaded.workspace,
            use_cache=options.use_cache,
            progress=progress,
            version=loaded.version,
            jobs=options.jobs,
        )
    if not options.use_cache:
        raise EcodemoError(
            message("--from-lock cannot be used with --no-cache: judging by the lock hashes no file.")
        )
    return survey_from_lock(loaded.root, loaded.workspace)


def take_survey(
    root: Path,
    workspace: Workspace,
    *,
    use_cache: bool = True,
    is_for_lock: bool = False,
    progress: Progress | None = None,
    earlier: EarlierState | None = None,
    version: str = "",
    jobs: int | None = None,
) -> Survey:
    """Look at all evidence, and at the places that figures name: see `ecodemo.evidence.survey`."""

    def cited(files: Iterable[EvidenceFile]) -> Mapping[str, tuple[str, ...]]:
        return Citations(workspace, files).places()

    return survey(
        root,
        workspace,
        cited,
        use_cache=use_cache,
        is_for_lock=is_for_lock,
        progress=progress,
        earlier=earlier,
        version=version,
        jobs=jobs,
    )


def reviewed_hashes(workspace: Workspace, surveyed: Survey) -> Mapping[str, str]:
    """The hashes of what the register has reviews of: files, and folders of events."""
    hashes = {file.path: file.sha256 for file in surveyed.files if file.sha256}
    reviewed = (
        document.file for _, _, document in workspace.documents() if document.reviews and document.file
    )
    return delivery_hashes(reviewed, hashes)


def unknown_codes(workspace: Workspace, locate: Locate) -> tuple[Finding, ...]:
    """Codes and families in the data that no rule bears: a phase or waiver that silently does nothing."""
    codes = [rule.code for rule in RULES]
    written = [
        *(
            (name, Ref("phase", phase.id, ("rules", name)), [*FAMILIES, *codes])
            for phase in workspace.phases
            for name in phase.rules
        ),
        *(
            (waiver.rule, Ref("waivers", str(index), ("rule",)), codes)
            for index, waiver in enumerate(workspace.waivers.waivers)
        ),
    ]
    return tuple(
        Finding(
            "SC301",
            Severity.ERROR,
            message("Unknown {what} “{written}”.", what=message("rule"), written=name),
            locate(ref),
            hint=did_you_mean(name, known),
        )
        for name, ref, known in written
        if name not in known
    )


def _selection(options: CheckOptions, workspace: Workspace) -> Selection:
    indicators: set[str] | None = None
    if options.indicators or options.groups:
        indicators = set(options.indicators)
        indicators.update(
            indicator.id for indicator in workspace.indicators if indicator.group in options.groups
        )
    return Selection(
        options.select,
        options.ignore,
        None if indicators is None else frozenset(indicators),
        frozenset(options.units) if options.units else None,
    )


def _is_wanted(finding: Finding, selection: Selection) -> bool:
    rule = next(rule for rule in RULES if rule.code == finding.code)
    return selection.wants(rule) and selection.covers(finding.about)


def _by_id(options: CheckOptions, workspace: Workspace) -> CheckOptions:
    """The options with what people call things replaced by ids."""
    return replace(
        options,
        phase=workspace.lookup.phase(options.phase) if options.phase else options.phase,
        bid=workspace.lookup.bid(options.bid) if options.bid else options.bid,
        indicators=tuple(workspace.lookup.indicator(word) for word in options.indicators),
        groups=tuple(workspace.lookup.group(word) for word in options.groups),
        units=tuple(workspace.lookup.unit(word) for word in options.units),
    )


def _refuse_unknown(options: CheckOptions, workspace: Workspace) -> None:
    phases = [phase.id for phase in workspace.phases]
    refuse_unknown(message("phase"), [options.phase] if options.phase else [], [SOUND, *phases])
    refuse_unknown(message("bid"), [options.bid] if options.bid else [], [bid.id for bid in workspace.bids])
    refuse_unknown(
        message("indicator"), options.indicators, [indicator.id for indicator in workspace.indicators]
    )
    refuse_unknown(message("group"), options.groups, [group.id for group in workspace.groups])
    refuse_unknown(message("unit"), options.units, list(workspace.units))
    codes = [rule.code for rule in RULES]
    for prefix in (*options.select, *options.ignore):
        if not any(code.startswith(prefix) for code in codes):
            refuse_unknown(message("rule"), [prefix], codes)


def _refuse_nothing(profile: Profile, selection: Selection, assessment: Assessment, surveyed: Survey) -> None:
    unseen = {rule.code for rule in CHECKS if not can_run(rule, surveyed)}
    active = [
        rule
        for rule in RULES
        if rule.code not in unseen and profile.severity_of(rule) and selection.wants(rule)
    ]
    indicators = {indicator.id for row in assessment.rows for indicator in row.indicators}
    units = {item.unit for item in assessment.items}
    units.update(
        u for measure in assessment.measures_needed for u in assessment.workspace.reporters(measure.id)
    )
    wanted = (selection.indicators is None or selection.indicators & indicators) and (
        selection.units is None or selection.units & units
    )
    if not active or not wanted:
        raise NothingToCheckError(message("No checks match the filters."))
