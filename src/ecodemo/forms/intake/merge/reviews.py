"""The sheet of reviews into the registers of the units that handed the documents in; reviews are only ever added."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ecodemo.assess.review import open_returns, reviews_until
from ecodemo.forms import contract, words
from ecodemo.forms.intake.import_line import Effect
from ecodemo.forms.intake.merge.present_bytes import Seen
from ecodemo.forms.intake.merge.workbook_merge import WorkbookMerge
from ecodemo.forms.reading.cells import CellError, read_text
from ecodemo.forms.reading.days import read_date
from ecodemo.forms.reading.entry_text import normal
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.forms.sheets.review_sheet import reviewers_of
from ecodemo.load.data_files import DataFiles
from ecodemo.load.flow import YamlValue
from ecodemo.load.unit_file import UnitFile
from ecodemo.model.message import Message, listing, message
from ecodemo.model.progress import Document, ReturnKind, Review

_RESULTS: Mapping[str, Literal["accepted", "returned"]] = {
    contract.ACCEPTED: "accepted",
    "合格": "accepted",
    "同意": "accepted",
    "审核通过": "accepted",
    "已通过": "accepted",
    contract.RETURNED: "returned",
    "退": "returned",
    "不通过": "returned",
    "未通过": "returned",
    "不合格": "returned",
    "退回重交": "returned",
}
_FIELDS = ("result", "kind", "reason", "due")
_KINDS: Mapping[str, ReturnKind] = {
    **{word: kind for kind, word in contract.RETURN_KINDS.items()},
    **{kind.value: kind for kind in ReturnKind},
}
_BETWEEN_KINDS = re.compile(r"[、，,；;/／|\s]+")
_LONGEST_DELAY = 366
"""Days from the review to the day by which a document is awaited again; what is later is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class _ReviewRow:
    """A row that was filled in: whose document it is about, and the reviewer's decision."""

    number: int
    unit: str
    index: int
    document: Document
    texts: Mapping[str, str]
    exported: Mapping[str, str]
    about: str


def take_reviews(merge: WorkbookMerge, found: SheetMatch, files: DataFiles, seen: Seen) -> None:
    """Add what the reviewer decided to the documents' reviews; what is not taken is reported."""
    added: dict[str, dict[int, list[Mapping[str, YamlValue]]]] = {}
    rows = _rows(merge, found, files)
    for row in rows:
        item = _review(merge, found, row, seen)
        if item is not None:
            added.setdefault(row.unit, {}).setdefault(row.index, []).append(item)
    for unit, items in added.items():
        files.of(unit).add_reviews(items)
    for row in rows:
        _record_other_bytes(merge, row, files.of(row.unit), seen)


def _record_other_bytes(merge: WorkbookMerge, row: _ReviewRow, file: UnitFile, seen: Seen) -> None:
    """A document that had been replaced when it was returned has come again, no matter who replaced it."""
    document = file.progress.documents[row.index]
    now = seen.present(document.file)
    open_ = [sent_back.review for sent_back in open_returns(document, merge.day)]
    if now is not None and any(
        review.on == merge.day and not now.startswith(review.hash) for review in open_
    ):
        file.add_redelivery(row.index, {"on": merge.day, "hash": now})


def _rows(merge: WorkbookMerge, found: SheetMatch, files: DataFiles) -> list[_ReviewRow]:
    """The rows that say something else than was sent out, and that this unit may say."""
    register = {
        normal(document.file): (unit, index)
        for unit, index, document in merge.workspace.documents()
        if document.file
    }
    filled: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for number in found.row_numbers:
        path = _path(found, number)
        exported = _exported(merge, path)
        texts = _texts(merge, found, number, path, exported)
        if texts is None or not any(texts.values()) or texts == exported:
            continue
        if not path:
            words_ = message("The row has no file (文件). Copy the path from the exported workbook.")
            merge.say(Effect.REFUSED, found.cell(number, "file").place, texts["result"], words=words_)
            continue
        filled.setdefault(path, []).append((number, texts))
    rows: list[_ReviewRow] = []
    for path, said in filled.items():
        number, texts = said[0]
        place = found.cell(number, "file").place
        problem = _not_theirs(merge, register, path)
        if problem is None and any(other != texts for _, other in said):
            problem = message("The file occurs in several rows with different results. Keep one of them.")
        if problem is not None:
            merge.say(Effect.REFUSED, place, path, words=problem)
            continue
        unit, index = register[path]
        document = files.of(unit).progress.documents[index]
        requirement = merge.workspace.requirements[document.requirement]
        years = f" {words.years_words(document.years)}" if document.years else ""
        about = f"{requirement.no} {requirement.name}{years} {merge.workspace.label(unit).zh}"
        rows.append(_ReviewRow(number, unit, index, document, texts, _exported(merge, path), about))
    return rows


def _path(found: SheetMatch, number: int) -> str:
    try:
        return read_text(found.cell(number, "file")).replace("\\", "/")
    except CellError:
        return ""


def _exported(merge: WorkbookMerge, path: str) -> dict[str, str]:
    return {key: merge.base(contract.REVIEWS, path, key) for key in _FIELDS}


def _texts(
    merge: WorkbookMerge, found: SheetMatch, number: int, path: str, exported: Mapping[str, str]
) -> dict[str, str] | None:
    """What the row says, days as 2021-06-10; an empty cell says what was sent out. `None`: a day is unreadable."""
    texts = {key: merge.text(found, number, key, path, exported[key]) for key in ("result", "kind", "reason")}
    texts = {key: text or exported[key] for key, text in texts.items()}
    cell = found.spread_cell(number, "due")
    try:
        due = read_date(cell, merge.day)
    except CellError as error:
        words_ = error.words
        if texts["result"] != exported["result"]:
            words_ = message("{reason} The review in this row was not imported.", reason=words_)
        merge.say(Effect.REFUSED, cell.place, path, after=cell.text, words=words_)
        return None
    texts["due"] = due.day.isoformat() if due else exported["due"]
    if due and due.remark and texts["due"] != exported["due"]:
        merge.say(Effect.REMARK, cell.place, path, after=cell.text, words=due.remark)
    return texts


def _not_theirs(merge: WorkbookMerge, register: Mapping[str, tuple[str, int]], path: str) -> Message | None:
    """Why the unit may not review what a path names."""
    workspace, reviewer = merge.workspace, merge.file.unit
    if path not in register:
        return message(
            "The register has no such file. Do not edit the column 文件; if it was edited, ask for a new workbook."
        )
    unit, index = register[path]
    document = workspace.progress[unit].documents[index]
    requirement = document.requirement
    if unit == reviewer:
        return message("Submitted by this unit itself; another unit must review it.")
    theirs = reviewers_of(workspace, document)
    if not theirs:
        return message("The indicator of {no} has no lead unit to review it.", no=requirement)
    if reviewer not in theirs:
        units = listing(*(workspace.label(unit) for unit in sorted(theirs)))
        return message("{no} is reviewed by {unit}.", no=requirement, unit=units)
    return None


def _review(
    merge: WorkbookMerge, found: SheetMatch, row: _ReviewRow, seen: Seen
) -> Mapping[str, YamlValue] | None:
    """The entry to be added; `None` where there is none, which is reported unless it is there already."""
    said = _said(merge, found, row)
    if said is None:
        return None
    place = found.cell(row.number, "result").place
    shown = _shown(said, merge.day)
    before = reviews_until(row.document, date.max)
    last = before[-1] if before else None
    looked_at = merge.base(contract.REVIEWS, normal(row.document.file), contract.HASH_COLUMN)
    if not looked_at and last is not None and _says_the_same(said, last):
        return None
    looked_at = looked_at or seen.only_hash(row.document) or ""
    if not looked_at:
        merge.say(Effect.REFUSED, place, row.about, after=shown, words=_BYTES_UNKNOWN)
        return None
    review = said.model_copy(update={"hash": looked_at})
    if any(_is_same(review, other) for other in before) and not _is_changed_back(row, review, last):
        if last is None or not _is_same(review, last):
            merge.say(Effect.REMARK, place, row.about, after=shown, words=_SAID_BEFORE)
        return None
    effect = Effect.CHANGED if last else Effect.NEW
    merge.say(effect, place, row.about, before=_shown(last, merge.day) if last else "", after=shown)
    if seen.present(row.document.file) != looked_at:
        merge.say(Effect.REMARK, place, row.about, words=_OTHER_BYTES)
    if last is not None and last.on > merge.day:
        words_ = message("There is a later review, of {day}; that one applies.", day=last.on)
        merge.say(Effect.REMARK, place, row.about, words=words_)
    return _entry(review)


_BYTES_UNKNOWN = message(
    "Cannot determine which version was reviewed: the file was submitted more than once, or is missing. Review it in a newly exported workbook."
)
_SAID_BEFORE = message("Already recorded; the later review applies. To change it, export the workbook again.")
_OTHER_BYTES = message(
    "Replaced since the export: the review applies to the exported file; the new one awaits re-review (待复核)."
)


def _entry(review: Review) -> Mapping[str, YamlValue]:
    """A review as the register writes it."""
    item: dict[str, YamlValue] = {"on": review.on, "by": review.by, "result": review.result}
    if review.kind:
        kinds = [kind.value for kind in review.kind]
        item["kind"] = kinds if len(kinds) > 1 else kinds[0]
    if review.reason:
        item["reason"] = review.reason
    if review.due:
        item["due"] = review.due
    return {**item, "hash": review.hash}


def _said(merge: WorkbookMerge, found: SheetMatch, row: _ReviewRow) -> Review | None:
    """What the row says as a review of no particular bytes; `None`: it is not whole, which is reported."""
    place = {key: found.cell(row.number, key).place for key in _FIELDS}
    text = row.texts["result"].strip("。.√✓ ")
    result = _RESULTS.get(text)
    if result is None:
        words_ = message("Choose 通过 or 退回 as the result (结论).")
        merge.say(Effect.REFUSED, place["result"], row.about, after=row.texts["result"], words=words_)
        return None
    reason = row.texts["reason"]
    if result == "accepted":
        if row.texts["kind"] and row.texts["kind"] != row.exported["kind"]:
            words_ = message(
                "通过 and a reason for return (退回原因) contradict each other. Clear one of them."
            )
            merge.say(Effect.REFUSED, place["kind"], row.about, after=row.texts["kind"], words=words_)
            return None
        is_left_over = row.exported["result"] == contract.RETURNED and reason == row.exported["reason"]
        return _new_review(merge, result, (), "" if is_left_over else reason, None)
    try:
        kinds = return_kinds(row.texts["kind"])
    except CellError as error:
        merge.say(Effect.REFUSED, place["kind"], row.about, after=row.texts["kind"], words=error.words)
        return None
    if not kinds and not reason:
        words_ = message(
            "Choose a reason for the return (退回原因) or enter one (理由), and enter the due date of the resubmission (重交期限)."
        )
        key = "kind" if "kind" in found.columns else "reason"
        merge.say(Effect.REFUSED, place[key], row.about, after=row.texts["result"], words=words_)
        return None
    if not row.texts["due"]:
        words_ = message("Enter the due date of the resubmission (重交期限).")
        merge.say(Effect.REFUSED, place["due"], row.about, after=row.texts["result"], words=words_)
        return None
    due = date.fromisoformat(row.texts["due"])
    received = row.document.received
    if (received and due < received) or (due - merge.day).days > _LONGEST_DELAY:
        words_ = message(
            "Implausible date: the document was received on {received}, the review on {day}. Check the year.",
            received=received or "–",
            day=merge.day,
        )
        merge.say(Effect.REFUSED, place["due"], row.about, after=row.texts["due"], words=words_)
        return None
    if kinds == (ReturnKind.OTHER,) and not reason:
        words_ = message("Also enter the reason (理由): 其他 alone does not say what to change.")
        merge.say(Effect.REMARK, place["kind"], row.about, after=row.texts["kind"], words=words_)
    return _new_review(merge, result, kinds, reason, due)


def return_kinds(text: str) -> tuple[ReturnKind, ...]:
    """The kinds of reason that a cell names, each once, in its order.

    Raises:
        CellError: a word is none of the list.
    """
    words_ = [word.strip('。.“”"') for word in _BETWEEN_KINDS.split(text)]
    unknown = [word for word in words_ if word and word.lower() not in _KINDS]
    if unknown:
        raise CellError(
            message(
                "Not in the list: {words}. Choose from {kinds}; separate several with 、.",
                words=listing(*unknown),
                kinds=listing(*contract.RETURN_KINDS.values()),
            )
        )
    return tuple(dict.fromkeys(_KINDS[word.lower()] for word in words_ if word))


def _new_review(
    merge: WorkbookMerge,
    result: Literal["accepted", "returned"],
    kinds: tuple[ReturnKind, ...],
    reason: str,
    due: date | None,
) -> Review:
    return Review.model_construct(
        on=merge.day, by=merge.file.unit, result=result, kind=kinds, reason=reason, due=due, hash=""
    )


def _is_same(one: Review, other: Review) -> bool:
    """Whether two reviews say the same of the same bytes, on whatever days."""
    return _says_the_same(one, other) and one.hash.startswith(other.hash)


def _says_the_same(one: Review, other: Review) -> bool:
    said = (other.by, other.result, set(other.kind), normal(other.reason), other.due)
    return (one.by, one.result, set(one.kind), one.reason, one.due) == said


def _is_changed_back(row: _ReviewRow, review: Review, last: Review | None) -> bool:
    """Whether the workbook was sent out with the last review, which the reviewer then changed to an earlier one."""
    if last is None or _is_same(review, last):
        return False
    said = contract.ACCEPTED if last.result == "accepted" else contract.RETURNED
    due = last.due.isoformat() if last.due else ""
    return row.exported == {
        "result": said,
        "kind": contract.kinds_words(last.kind),
        "reason": normal(last.reason),
        "due": due,
    }


def _shown(review: Review, today: date) -> str:
    if review.result == "accepted":
        return f"{contract.ACCEPTED}：{review.reason}" if review.reason else contract.ACCEPTED
    by = words.AGAIN_BY.format(day=words.day_words(review.due, today)) if review.due else ""
    return words.returned(review.why) + by
