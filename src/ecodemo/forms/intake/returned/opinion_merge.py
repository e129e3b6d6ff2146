"""Assessors' opinions into data/opinions.yaml, and an entry of the ledger for each that asks for something, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta

from ecodemo.forms import words
from ecodemo.forms.contract import OPINION_WORDS
from ecodemo.forms.intake.import_line import Effect
from ecodemo.forms.intake.merge.ledger import next_number
from ecodemo.forms.intake.returned.returned_sheet import SheetReading
from ecodemo.forms.intake.returned.said_opinions import (
    OpinionHead,
    SaidOpinion,
    about_row,
    head_of_opinions,
    said_opinions,
)
from ecodemo.load.data_file import Change
from ecodemo.load.flow import YamlValue
from ecodemo.model.message import listing, message
from ecodemo.model.opinion import Opinion, OpinionRound, OpinionWord
from ecodemo.model.personal import without_personal_numbers
from ecodemo.model.reference import Reference
from ecodemo.model.workspace import Workspace

ASSESSED = "评审"
"""By whom what assessors doubt or ask for was found."""
_DAYS = 15
"""From the day on which the sheet came to the day on which an entry is due, until a person changes it."""
_LONGEST = 300


def take_opinions(reading: SheetReading) -> None:
    """Merge a sheet; what is not taken is reported. The same sheet again changes nothing, and a row left empty neither."""
    head = head_of_opinions(reading)
    # What is wrong in the rows is said together with what is wrong above them.
    said = list(said_opinions(reading))
    if head is None:
        return
    if not said:
        if not reading.lines:
            reading.say(Effect.REMARK, reading.found.sheet.name, words=message("No opinion is entered."))
        return
    file = reading.files.opinions
    index = _own(reading, head, file.record.entries)
    own = file.record.entries[index] if index is not None else None
    if own and own.on > head.on:
        words_ = message("Older sheet: the opinions of {day} are kept. Nothing was changed.", day=own.on)
        reading.say(Effect.REMARK, reading.found.sheet.name, head.by, words=words_)
        return
    before = {opinion.row: opinion for opinion in own.opinions} if own else {}
    ledger = _LedgerEntries(reading, head)
    number = own.round if own else _next_round(reading, head)
    fresh, numbered, unclosed = [], list[str](), list[str]()
    for opinion in said:
        old = before.get(opinion.row.no)
        entry = (old.ledger if old else "") or ledger.entry_for(opinion)
        numbered += [entry] if entry and not (old and old.ledger) else []
        unclosed += ledger.unclosed_of(opinion)
        if old is None:
            fresh.append(_item(opinion, entry))
        else:
            _change(reading, index or 0, before, old, opinion, entry)
        _say(reading, old, opinion)
    if own is None or index is None:
        file.append_entries([_round(reading, head, number, fresh)])
    else:
        file.add((index,), "opinions", fresh)
        file.set({(index,): {"on": head.on}} if own.on != head.on else {})
    reading.files.ledger.append("rectification", ledger.added)
    _sum_up(reading, number, said, numbered)
    if unclosed:
        text = message(
            "Now accepted, but not closed in the ledger: {numbers}. To close an entry, fill in 销号日期, 销号人 and 销号依据 in 整改台账.xlsx and import it.",
            numbers=listing(*dict.fromkeys(unclosed), most=10),
        )
        reading.say(Effect.REMARK, reading.found.sheet.name, words=text)


def _own(reading: SheetReading, head: OpinionHead, rounds: tuple[OpinionRound, ...]) -> int | None:
    """The place of what the same body said of the same package before; without a package, on the same day."""
    package = reading.book.remembered("package")
    alike = (
        index
        for index, one in enumerate(rounds)
        if _is_of_bid(reading, one)
        and one.by == head.by
        and one.package == package
        and (package or one.on == head.on)
    )
    return next(alike, None)


def _is_of_bid(reading: SheetReading, one: OpinionRound) -> bool:
    return (one.bid or reading.workspace.bids[0].id) == reading.bid.id


def _next_round(reading: SheetReading, head: OpinionHead) -> int:
    """That of others on the same package (without one: on the same day), else the one after the last."""
    package = reading.book.remembered("package")
    rounds = [one for one in reading.files.opinions.record.entries if _is_of_bid(reading, one)]
    alike = (one.round for one in rounds if one.package == package and (package or one.on == head.on))
    return next(alike, max((one.round for one in rounds), default=0) + 1)


def _round(
    reading: SheetReading, head: OpinionHead, number: int, opinions: list[Mapping[str, YamlValue]]
) -> Mapping[str, YamlValue]:
    item: dict[str, YamlValue] = {"round": number, "by": head.by, "on": head.on}
    if reading.kept_bid:
        item["bid"] = reading.kept_bid
    if package := reading.book.remembered("package"):
        item["package"] = package
    return {**item, "opinions": opinions}


def _item(said: SaidOpinion, entry: str) -> Mapping[str, YamlValue]:
    no = said.row.no
    item: dict[str, YamlValue] = {"row": int(no) if no.isdigit() else no, "opinion": str(said.word)}
    return item | _beside(said, entry)


def _beside(said: SaidOpinion, entry: str) -> dict[str, YamlValue]:
    """The columns behind the opinion itself, where there is any."""
    values: dict[str, YamlValue] = {
        "documents": [str(reference) for reference in said.documents],
        "note": said.note,
        "ledger": entry,
    }
    return {key: value for key, value in values.items() if value}


def _change(
    reading: SheetReading,
    index: int,
    before: Mapping[str, Opinion],
    old: Opinion,
    said: SaidOpinion,
    entry: str,
) -> None:
    """Put what a row says otherwise than before in the place of that; a key of a nested entry cannot be removed, so it is emptied."""
    now: dict[str, YamlValue] = {"opinion": str(said.word), **_beside(said, entry)}
    then: dict[str, YamlValue] = {
        "opinion": str(old.opinion),
        **_beside(SaidOpinion("", said.row, old.opinion, old.documents, old.note), old.ledger),
    }
    empty: dict[str, YamlValue] = {"documents": [], "note": ""}
    change: Change = {
        key: now.get(key, empty.get(key)) for key in {**then, **now} if now.get(key) != then.get(key)
    }
    if change:
        place = list(before).index(old.row)
        reading.files.opinions.set({(index, "opinions", place): change})


def _say(reading: SheetReading, old: Opinion | None, said: SaidOpinion) -> None:
    workspace = reading.workspace
    now = _shown(said.word, documents_named(said.documents, workspace), said.note)
    then = _shown(old.opinion, documents_named(old.documents, workspace), old.note) if old else ""
    if now != then:
        reading.say(
            Effect.CHANGED if old else Effect.NEW, said.place, about_row(said.row), before=then, after=now
        )


def _shown(word: OpinionWord, documents: str, note: str) -> str:
    return "；".join(part for part in (OPINION_WORDS[word], documents, note) if part)


def _sum_up(reading: SheetReading, number: int, said: list[SaidOpinion], numbered: list[str]) -> None:
    counts = Counter(opinion.word for opinion in said)
    text = message(
        "Round {number}: {accepted} accepted, {doubted} in doubt, {asked} with further documents requested.",
        number=number,
        accepted=counts[OpinionWord.ACCEPTED],
        doubted=counts[OpinionWord.DOUBTED],
        asked=counts[OpinionWord.ASKED],
    )
    reading.say(Effect.REMARK, reading.found.sheet.name, words=text)
    if numbered:
        due = reading.day + timedelta(days=_DAYS)
        entries = message(
            "Ledger entries: {numbers}, due {day}; change the due date and the unit in the ledger where needed.",
            numbers=listing(*dict.fromkeys(numbered), most=10),
            day=due,
        )
        reading.say(Effect.REMARK, reading.found.sheet.name, words=entries)


class _LedgerEntries:
    """The entries of the ledger that opinions lead to."""

    def __init__(self, reading: SheetReading, head: OpinionHead) -> None:
        self._reading, self._head = reading, head
        entries = reading.files.ledger.record.rectification
        self._numbers = {entry.no for entry in entries}
        self._open = {entry.no for entry in entries if entry.closed is None}
        self.added: list[Mapping[str, YamlValue]] = []

    def entry_for(self, said: SaidOpinion) -> str:
        """The number of the entry for what is doubted or asked for; an open one of the same row serves again."""
        if said.word is OpinionWord.ACCEPTED:
            return ""
        for one in reversed(self._reading.files.opinions.record.entries):
            for opinion in one.opinions if _is_of_bid(self._reading, one) else ():
                if opinion.row == said.row.no and opinion.ledger in self._open:
                    return opinion.ledger
        workspace = self._reading.workspace
        owners = map(workspace.indicator_of_measure.get, said.row.targets)
        indicator = next((owner for owner in owners if owner), None)
        lead = indicator.lead if indicator else None
        unit = self._unit_of(said.documents) or lead or workspace.office
        if unit is None:
            text = message("No unit leads this indicator; enter the problem in the ledger by hand.")
            self._reading.say(Effect.REMARK, said.place, about_row(said.row), words=text)
            return ""
        no = next_number(self._numbers)
        self._numbers.add(no)
        item: dict[str, YamlValue] = {"no": no, "found": self._head.on, "by": ASSESSED}
        if indicator:
            item["indicator"] = indicator.id
        item |= {"problem": self._problem(said), "unit": unit}
        if lead and lead != unit:
            item["with"] = [lead]
        self.added.append(item | {"due": self._reading.day + timedelta(days=_DAYS)})
        return no

    def unclosed_of(self, said: SaidOpinion) -> list[str]:
        """The open entries that opinions of the row led to, once the last opinion of every body accepts it."""
        last = {self._head.by: (self._head.on, said.word)}
        numbers: dict[str, None] = {}
        for one in self._reading.files.opinions.record.entries:
            for opinion in one.opinions if _is_of_bid(self._reading, one) else ():
                if opinion.row != said.row.no:
                    continue
                if opinion.ledger in self._open:
                    numbers[opinion.ledger] = None
                if one.by not in last or last[one.by][0] < one.on:
                    last[one.by] = (one.on, opinion.opinion)
        return list(numbers) if {word for _, word in last.values()} == {OpinionWord.ACCEPTED} else []

    def _unit_of(self, documents: tuple[Reference, ...]) -> str | None:
        """The unit whose documents alone are concerned."""
        workspace = self._reading.workspace
        units = {
            unit
            for reference in documents
            for unit in (
                (reference.unit,)
                if reference.unit
                else workspace.owing(workspace.requirements[reference.requirement])
            )
        }
        return units.pop() if len(units) == 1 else None

    def _problem(self, said: SaidOpinion) -> str:
        """What the ledger says of it, in the words of papers."""
        row, opinion = said.row, OPINION_WORDS[said.word]
        text = words.OPINION_PROBLEM.format(no=row.no, row=row.name, opinion=opinion)
        text += f"，{said.note}" if said.note else words.OPINION_WITHOUT_NOTE
        if said.documents:
            text += words.OPINION_DOCUMENTS.format(
                documents=documents_named(said.documents, self._reading.workspace)
            )
        problem = " ".join(without_personal_numbers(text).split())
        return problem if len(problem) <= _LONGEST else f"{problem[: _LONGEST - 1]}…"


def documents_named(documents: Iterable[Reference], workspace: Workspace) -> str:
    """References as papers write them: `25-1/2020@梅城镇`."""
    return "、".join(
        f"{str(reference).partition('@')[0]}@{workspace.label(reference.unit).zh}"
        if reference.unit
        else str(reference)
        for reference in documents
    )
