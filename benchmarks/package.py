"""Packing for acceptance, compared with `zip -0` and `sha256sum` of the same files."""

from __future__ import annotations

import sys

from benchmarks.evidence import EvidenceSet
from benchmarks.measure import Command, Measured, peak, ratio

_PACK = (
    sys.executable,
    "-m",
    "ecodemo",
    "--today",
    "2021-09-20",
    "pack",
    "--draft",
    "-q",
    "--out",
    "../ours.zip",
)
_STRAIGHT = (
    "rm -f ../straight.zip; zip -0 -q -r ../straight.zip evidence"
    " && find evidence -type f -print0 | xargs -0 sha256sum > ../straight.sha256"
)


def processor_ratio(evidence: EvidenceSet, pairs: int) -> Measured:
    """How many times the processor's time of both."""
    straight = Command(("sh", "-c", _STRAIGHT), evidence.folder)
    return ratio(Command(_PACK, evidence.folder), straight, pairs)


def peak_memory(evidence: EvidenceSet) -> Measured:
    """MiB."""
    return peak(Command(_PACK, evidence.folder), 1)
