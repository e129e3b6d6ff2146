"""What differs between two states, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ecodemo.language import Language
from ecodemo.model.county import Bid
from ecodemo.model.message import Message, Value, listing, message, unit_listing
from ecodemo.model.verdict import Verdict
from ecodemo.model.workspace import Workspace
from ecodemo.report.contents import labels
from ecodemo.report.diff_view import Diff, DiffSide, ExceptionChange, FigureChange, ItemChange, LostItem
from ecodemo.rule_pages import title

_MOST = 12
"""Documents or units named in a line."""
_GATE = {
    "": message("not determined"),
    "open": message("gate open"),
    "waiting": message("gate waiting"),
    "closed": message("gate closed"),
}
_BECAME = {
    "delivered": message("Documents submitted"),
    "replaced": message("Documents replaced"),
    "returned": message("Documents returned"),
    "accepted": message("Documents accepted"),
    "slipped": message("Documents that became overdue"),
}
_LOST = {
    "removed": message("Documents no longer in the register"),
    "not accepted": message("Documents no longer accepted"),
    "not required": message("Documents no longer required"),
}
_EXCEPTION = {
    "waiver": message("waiver"),
    "extension": message("extension"),
    "not involved": message("does not apply"),
    "baseline": message("baseline entry"),
}
_LEDGER = {
    "": message("not in the ledger"),
    "open": message("entry open"),
    "overdue": message("entry overdue"),
    "closed": message("entry closed"),
    "closed late": message("entry closed late"),
}


@dataclass(frozen=True, slots=True)
class DiffSection:
    """What of one kind differs."""

    head: Message
    lines: tuple[Message, ...]


class DiffWords:
    """The sentences of a difference, with the names of a workspace; what it does not know any more keeps its id."""

    def __init__(self, diff: Diff, workspace: Workspace, language: Language) -> None:
        self._diff = diff
        self._workspace = workspace
        self._language = language

    @property
    def title(self) -> Message:
        """The two ends, with their days."""
        before, after = _end(self._diff.before), _end(self._diff.after)
        return message("Changes from {before} to {after}", before=before, after=after)

    def remarks(self) -> Iterator[Message]:
        """What keeps the two from being alike: another bid or standard, values without a day; what was noted with them."""
        before, after = self._diff.before, self._diff.after
        if after.day < before.day:
            yield message("Backwards: the second state is earlier than the first.")
        if before.bid != after.bid:
            yield message("Another bid: {was}; now {now}.", was=before.bid, now=after.bid)
        if before.standard != after.standard:
            yield message("Another standard: rows cannot be compared.")
        if undated := labels.undated(self._workspace):
            yield undated
        for side in (before, after):
            if side.note:
                yield message("Note of {day}: {note}", day=date.fromisoformat(side.day), note=side.note)

    def sections(self) -> Iterator[DiffSection]:
        """Every kind of change of which there is one, with its lines."""
        for head, changes in self._sections():
            if lines := tuple(changes):
                yield DiffSection(head, lines)

    def _sections(self) -> Iterator[tuple[Message, Iterable[Message]]]:
        diff = self._diff
        yield message("Conclusion and gate"), self._conclusion()
        yield message("Verdicts"), self._verdicts()
        yield message("Reported figures"), map(self._figure, diff.figures)
        for became, head in _BECAME.items():
            yield self._items(head, [item for item in diff.items if item.change == became])
        for lost, head in _LOST.items():
            yield self._items(head, [item for item in diff.gone.items if item.change == lost])
        yield message("Findings"), self._findings()
        yield message("Exceptions added"), map(self._exception, diff.exceptions)
        yield message("Exceptions withdrawn or changed"), map(self._exception, diff.gone.exceptions)
        yield message("Rectification"), self._rectification()
        yield message("Ranks"), self._ranks()

    def _conclusion(self) -> Iterator[Message]:
        conclusion, gate = self._diff.conclusion, self._diff.gate
        if conclusion.was != conclusion.now:
            yield _changed(message("conclusion"), _verdict(conclusion.was), _verdict(conclusion.now))
        if gate.was != gate.now:
            yield _changed(self._phase(), _GATE[gate.was], _GATE[gate.now])

    def _verdicts(self) -> Iterator[Message]:
        """Rows; measures only where the row has others, or the standards differ."""
        rows = {row.no: row for row in self._workspace.rows_of(self._bid)} if self._bid else {}
        for change in self._diff.verdicts:
            row = rows.get(change.row)
            if change.measure and row is not None and len(row.targets) == 1:
                continue
            about: list[Value] = []
            if change.row:
                about.append(message("{no} {name}", no=change.row, name=row.label) if row else change.row)
            if change.measure:
                about.append(self._measure(change.measure))
            yield _changed(listing(*about), _verdict(change.was), _verdict(change.now))
        vetoes = {veto.id: veto.label for veto in self._workspace.vetoes_of(self._bid)} if self._bid else {}
        for veto in self._diff.vetoes:
            about_veto = message("veto “{veto}”", veto=vetoes.get(veto.id, veto.id))
            yield _changed(about_veto, _verdict(veto.was), _verdict(veto.now))

    def _figure(self, change: FigureChange) -> Message:
        unit, measure = self._unit(change.unit), self._measure(change.measure)
        about = message("{measure}, {unit}, {year}", measure=measure, unit=unit, year=change.year)
        if not change.was:
            return message("{about}: {now} (new)", about=about, now=change.now)
        if not change.now:
            return message("{about}: {was} (removed)", about=about, was=change.was)
        said = _changed(about, change.was, change.now)
        if change.reason:
            said = message("{change}; reason: {reason}", change=said, reason=change.reason)
        if change.document:
            said = message("{change}; document: {document}", change=said, document=change.document)
        return said

    def _items(
        self, head: Message, items: Iterable[ItemChange | LostItem]
    ) -> tuple[Message, Iterable[Message]]:
        """By unit, a number once with all its years; as often as it is named, it is counted."""
        by_unit: dict[str, dict[str, list[str]]] = {}
        for item in items:
            by_unit.setdefault(item.unit, {}).setdefault(item.no, []).append(item.year)
        count = sum(map(len, by_unit.values()))
        return message("{head} ({count})", head=head, count=count), self._of_units(by_unit)

    def _of_units(self, by_unit: Mapping[str, Mapping[str, list[str]]]) -> Iterator[Message]:
        for unit, numbers in by_unit.items():
            named = [
                message("{no} ({years})", no=no, years=listing(*years)) if any(years) else no
                for no, years in numbers.items()
            ]
            yield message("{unit}: {items}", unit=self._unit(unit), items=listing(*named, most=_MOST))

    def _findings(self) -> Iterator[Message]:
        """By rule, with the units."""
        new = Counter(finding.code for finding in self._diff.findings.new)
        gone = Counter(finding.code for finding in self._diff.findings.gone)
        units: dict[str, dict[str, None]] = {}
        for finding in (*self._diff.findings.new, *self._diff.findings.gone):
            units.setdefault(finding.code, {}).setdefault(finding.unit)
        for code in sorted(units):
            named = [self._unit(unit) if unit else message("the county's own data") for unit in units[code]]
            yield message(
                "{code} {title}: {new} new, {gone} gone ({units})",
                code=code,
                title=title(code, self._language),
                new=new[code],
                gone=gone[code],
                units=unit_listing(*named, most=_MOST),
            )

    def _exception(self, entry: ExceptionChange) -> Message:
        facts: list[Value] = [message("{kind} {about}", kind=_EXCEPTION[entry.kind], about=entry.about)]
        if entry.unit:
            facts.append(self._unit(entry.unit))
        if entry.granted:
            facts.append(message("granted on {day}", day=date.fromisoformat(entry.granted)))
        if entry.until:
            facts.append(message("until {day}", day=date.fromisoformat(entry.until)))
        return message("{facts}", facts=listing(*facts))

    def _rectification(self) -> Iterator[Message]:
        for change in self._diff.rectification:
            yield _changed(change.no, _LEDGER[change.was], _LEDGER[change.now])

    def _ranks(self) -> Iterator[Message]:
        for change in self._diff.ranks:
            yield _changed(self._unit(change.unit), _rank(change.was), _rank(change.now))

    @property
    def _bid(self) -> Bid | None:
        """The later state's; none where the workspace has it no more."""
        return next((bid for bid in self._workspace.bids if bid.id == self._diff.after.bid), None)

    def _phase(self) -> Value:
        word = self._diff.after.phase
        return next((phase.label for phase in self._workspace.phases if phase.id == word), word)

    def _unit(self, id_: str) -> Value:
        return self._workspace.label(id_) if id_ in self._workspace.units else id_

    def _measure(self, id_: str) -> Value:
        return self._workspace.measures[id_].label if id_ in self._workspace.measures else id_


def _end(side: DiffSide) -> Message:
    day = date.fromisoformat(side.day)
    match side.kind:
        case "snapshot":
            return message("snapshot of {day}", day=day)
        case "now":
            return message("current data ({day})", day=day)
    if side.commit.startswith(side.name) or side.name.startswith(side.commit):
        return message("revision {commit} ({day})", commit=side.commit, day=day)
    return message("revision {name} ({commit}, {day})", name=side.name, commit=side.commit, day=day)


def _changed(about: Value, was: Value, now: Value) -> Message:
    return message("{about}: {was} → {now}", about=about, was=was, now=now)


def _verdict(word: str) -> Message:
    words: Mapping[str, Message] = {verdict.value: labels.VERDICT[verdict] for verdict in Verdict}
    return words.get(word, message("not in the standard"))


def _rank(rank: int | None) -> Value:
    return rank if rank is not None else message("not ranked")
