"""The names and the telephone number on the first sheet into data/contacts.yaml; the lines do not repeat them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ecodemo.formats.xlsx.written import Written
from ecodemo.forms import contract
from ecodemo.forms.intake.import_line import Effect
from ecodemo.forms.intake.merge.decision import FieldValue, shown
from ecodemo.forms.intake.merge.workbook_merge import FormField, WorkbookMerge
from ecodemo.forms.reading.cells import CellError, read_text
from ecodemo.forms.reading.entry_text import normal, within
from ecodemo.forms.sheets_for_units import FRONT_LINES, FRONT_VALUE
from ecodemo.load.data_file import DataFile, given
from ecodemo.load.flow import YamlValue
from ecodemo.model.contact import Contact, Contacts
from ecodemo.model.message import message

_LABELS: Mapping[str, str] = {line.key: line.label for line in FRONT_LINES if line.is_units}
_TELEPHONE = re.compile(r"(?:[\d\s()+、，,;/-]|转){5,40}")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord("；"): ";", ord("—"): "-"}
_LONGEST = 60
_NUMBER_END = 4
"""Digits of a number that are enough to distinguish it."""


def take_contacts(merge: WorkbookMerge, contacts: DataFile[Contacts]) -> None:
    """Merge what the unit wrote of itself; what is not taken is reported."""
    unit, front = merge.file.unit, merge.book.front
    entries = contacts.record.contacts
    index = next((index for index, contact in enumerate(entries) if contact.unit == unit), None)
    own = entries[index] if index is not None else Contact(unit=unit)
    values: dict[str, YamlValue | None] = {}
    for key, label in _LABELS.items():
        cell = front.get(key, Written(""))
        try:
            theirs = _read(cell, key)
        except CellError as error:
            merge.say(Effect.REFUSED, cell.place, label, words=error.words)
            continue
        form_field = FormField(
            cell.place,
            label,
            (contract.FRONT, key, FRONT_VALUE),
            show=_end if key == "telephone" else shown,
            is_clearable=True,
            kept_in=_KEPT,
        )
        if merge.take(form_field, merge.base(*form_field.key), theirs, normal(getattr(own, key))):
            values[key] = None if theirs in contract.CLEARED else theirs
    if values and index is not None:
        contacts.set({("contacts", index): values})
    elif values:
        contacts.append("contacts", [{"unit": unit, **given(values)}])


_KEPT = message("Saved in data/contacts.yaml, which git ignores.")


def _read(cell: Written, key: str) -> str:
    """What a cell says.

    Raises:
        CellError: it is no telephone number, or too long.
    """
    text = read_text(cell)
    if key == "telephone" and text and text not in contract.CLEARED:
        text = text.translate(_FULL_WIDTH)
        if not _TELEPHONE.fullmatch(text):
            raise CellError(message("Not a telephone number. Enter digits only; names go above."))
    return within(text, _LONGEST)


def _end(number: FieldValue) -> str:
    """Enough of a number to settle a conflict."""
    text = shown(number)
    return f"…{text[-_NUMBER_END:]}" if text else ""
