"""What keeps a package from being written, and what of the evidence it leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ecodemo.acceptance.volumes import is_archive
from ecodemo.check.session import CheckResult, told_at_once
from ecodemo.model.county import Bid
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.finding import Finding, Severity
from ecodemo.model.message import Message, message
from ecodemo.report.finding_states import in_reading_order
from ecodemo.report.state import GateState
from ecodemo.rules import privacy

_PRIVACY = tuple(rule.code for rule in privacy.RULES)
_EVIDENCE = "evidence/"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reason, and what it concerns."""

    about: str
    """A file, with its line where there is one; empty where it is the county."""
    reason: Message
    allows_draft: bool = True
    """Whether a draft can be packed all the same."""


def refusals(
    result: CheckResult, gate: GateState, documents: Mapping[str, EvidenceFile]
) -> tuple[Refusal, ...]:
    """Everything that keeps a package of these documents from being handed in, at once."""
    private = _personal(result, documents)
    return (
        *_of_content(documents),
        *_of_gate(result, gate, private),
        *(_of_finding(finding) for finding in private),
        *_of_lock(result, documents),
    )


def archive_refusals(result: CheckResult, documents: Mapping[str, EvidenceFile]) -> tuple[Refusal, ...]:
    """Everything that keeps these documents from going to an archive; the gate does not, for it asks what comes next."""
    return (
        *_of_content(documents),
        *_of_ending(result.assessment.bid),
        *(_of_finding(finding) for finding in _personal(result, documents)),
        *_of_lock(result, documents),
    )


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file below evidence/ that is not packed, and why."""

    path: str
    reason: Message


def left_out(result: CheckResult, documents: Mapping[str, EvidenceFile]) -> tuple[LeftOut, ...]:
    """Every file below evidence/ that is not packed, sorted."""
    files = (
        LeftOut(file.path, _why_left(file)) for file in result.survey.files if file.path not in documents
    )
    leftovers = (LeftOut(path, message("left behind by a program")) for path in result.survey.leftovers)
    links = (LeftOut(link.path, message("a link")) for link in result.survey.links)
    return tuple(sorted((*files, *leftovers, *links), key=lambda left: left.path))


def _why_left(file: EvidenceFile) -> Message:
    if file.requirement is None:
        return message("no number in its name and not registered")
    if is_archive(file):
        return message("a compressed folder")
    return message("not required by the bid, or received later")


def _of_content(documents: Mapping[str, EvidenceFile]) -> Iterator[Refusal]:
    for path, file in documents.items():
        if file.is_pointer:
            yield Refusal(
                _EVIDENCE + path,
                message("The file is only a pointer; fetch it with “git lfs pull”."),
                allows_draft=False,
            )
        elif not file.sha256:
            yield Refusal(_EVIDENCE + path, message("The file cannot be read."), allows_draft=False)


def _of_ending(bid: Bid) -> Iterator[Refusal]:
    if bid.outcome is None:
        yield Refusal(
            "",
            message(
                "{bid} has not ended. Record its result first: ecodemo bid close {id} --outcome … --on … --document …",
                bid=bid.label,
                id=bid.id,
            ),
        )


def _of_gate(result: CheckResult, gate: GateState, private: Iterable[Finding]) -> Iterator[Refusal]:
    said = {finding.fingerprint for finding in private}
    for finding in in_reading_order(result.findings, result.assessment.workspace):
        if finding.severity is Severity.ERROR and finding.fingerprint not in said:
            yield _of_finding(finding)
    workspace = result.assessment.workspace
    for waits in gate.waits_for:
        requirement = workspace.requirements[waits.no]
        yield Refusal(
            "",
            message(
                "The gate waits for {no} {requirement} of {unit}, due on {due}.",
                no=waits.no,
                requirement=requirement.label,
                unit=workspace.label(waits.unit),
                due=waits.due,
            ),
        )


def _personal(result: CheckResult, documents: Mapping[str, EvidenceFile]) -> tuple[Finding, ...]:
    """What the privacy rules find in what is packed, whatever the phase makes of it: it goes to the province."""
    packed = {_EVIDENCE + path for path in documents}
    packed |= {_EVIDENCE + file.event for file in documents.values() if file.event}
    found = (*result.findings, *told_at_once(result, _PRIVACY))
    return tuple(
        finding
        for finding in found
        if finding.code in _PRIVACY
        and (not finding.position.file.startswith(_EVIDENCE) or finding.position.file in packed)
    )


def _of_finding(finding: Finding) -> Refusal:
    place = finding.position
    about = f"{place.file}:{place.line}" if place.line else place.file
    return Refusal(f"{about} {finding.code}".strip(), finding.message)


def _of_lock(result: CheckResult, documents: Mapping[str, EvidenceFile]) -> Iterator[Refusal]:
    """What is handed in is what was locked: later changes show (FX101, FX102)."""
    locked = result.survey.lock or {}
    for path, file in documents.items():
        if file.sha256 and not file.is_pointer and locked.get(path) != file.sha256:
            yield Refusal(
                _EVIDENCE + path,
                message("The file is not locked; lock it with: ecodemo evidence lock")
                if path not in locked
                else message("The file changed after it was locked."),
            )
