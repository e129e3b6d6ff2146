"""Numbers under which a package files nothing: volumes, kinds of document and single documents, each with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ecodemo.acceptance.volumes import VolumeLine
from ecodemo.assess.bid import Assessment
from ecodemo.model.indicator import Holder
from ecodemo.model.message import Message, message

_SERIAL = re.compile(r"-|(?<=[A-Z])")


@dataclass(frozen=True, slots=True)
class NumberGap:
    """Numbers under which nothing is filed, and why."""

    first: str
    last: str
    reason: Message
    is_of_volumes: bool = False
    """Whether they are numbers of volumes, else of documents."""

    @property
    def label(self) -> Message:
        if self.first == self.last:
            pattern = message("volume {first}", first=self.first)
            return pattern if self.is_of_volumes else message("{number}", number=self.first)
        if self.is_of_volumes:
            return message("volumes {first} to {last}", first=self.first, last=self.last)
        return message("{first} to {last}", first=self.first, last=self.last)


def number_gaps(assessment: Assessment, lines: Iterable[VolumeLine]) -> tuple[NumberGap, ...]:
    """The gaps in the numbers of a bid's documents, in their order; those next to each other with one reason as one.

    Args:
        assessment: of the bid.
        lines: of all volumes; a reference and what is not packed keep their numbers.
    """
    return tuple(_together(_GapFinder(assessment, lines).gaps()))


class _GapFinder:
    def __init__(self, assessment: Assessment, lines: Iterable[VolumeLine]) -> None:
        self._assessment = assessment
        holders: tuple[Holder, ...] = (*assessment.workspace.boxes, *assessment.workspace.indicators)
        self._holders = {holder.no: holder for holder in holders}
        self._by_requirement: dict[str, list[VolumeLine]] = {}
        self._used: set[str] = set()
        for line in lines:
            self._by_requirement.setdefault(line.placed.entry.number, []).append(line)
            if line.source:
                self._used.add(line.placed.entry.item.holder.no)

    def gaps(self) -> Iterator[NumberGap | None]:
        """Volumes, kinds of document and single numbers in their order; `None` for those that are used."""
        for no in _whole_series(self._holders):
            if no not in self._holders:
                yield NumberGap(no, no, message("no such volume in this county"), is_of_volumes=True)
            elif no not in self._used:
                yield NumberGap(no, no, message("nothing filed in this volume"), is_of_volumes=True)
            else:
                yield from self._gaps_in(self._holders[no])

    def _gaps_in(self, holder: Holder) -> Iterator[NumberGap | None]:
        known = {requirement.no for requirement in holder.requirements}
        for no in _whole_series(known, before=0):
            if no not in known:
                yield NumberGap(no, no, message("no such kind of document in this volume"))
            elif no not in self._by_requirement:
                yield NumberGap(no, no, self._why_nothing(no))
            for line in self._by_requirement.get(no, ()):
                number = line.placed.reference
                yield None if line.source else NumberGap(number, number, _why_not_filed(line))

    def _why_nothing(self, requirement: str) -> Message:
        items = [item for item in self._assessment.items if item.requirement.no == requirement]
        if not items:
            return message("not required by the bid")
        if all(item.waived and not item.lacking for item in items):
            return message("waived")
        return message("not received")


def _why_not_filed(line: VolumeLine) -> Message:
    if not line.is_reference:
        return message("a compressed folder, not packed")
    if not line.targets:
        return message("a reference to {target}, which was not received", target=line.seen)
    return message("a reference to {target}", target=line.targets[0].placed.reference)


def in_series(number: str) -> tuple[bool, int, str]:
    """Numbers in their order, behind them letters."""
    last = _SERIAL.split(number)[-1]
    return not last.isdigit(), int(last) if last.isdigit() else 0, number


def _whole_series(numbers: Iterable[str], before: int | None = None) -> Iterator[str]:
    """The numbers in their order, with those between them that are not among them, from `before` or the first on."""
    for number in sorted(numbers, key=in_series):
        is_letter, serial, _ = in_series(number)
        if before is not None and not is_letter:
            digits = len(_SERIAL.split(number)[-1])
            width = digits if digits == len(number) else 1
            yield from (f"{number[:-digits]}{between:0{width}}" for between in range(before + 1, serial))
        before = serial
        yield number


def _together(gaps: Iterable[NumberGap | None]) -> Iterator[NumberGap]:
    """Gaps next to each other with one reason as one."""
    for _, group in groupby(gaps, lambda gap: gap and (gap.reason, gap.first.rpartition("-")[0])):
        its: Sequence[NumberGap] = [gap for gap in group if gap]
        if its:
            yield replace(its[0], last=its[-1].last)
