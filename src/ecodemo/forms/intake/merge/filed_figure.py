"""A figure in a named cell of a ledger that is filed as a document."""

from __future__ import annotations

from dataclasses import dataclass

from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.reading.named_figures import NamedFigure
from ecodemo.model.message import Message, message
from ecodemo.model.reference import Reference

FROM_LEDGER = message("Read from the ledger, because the cell on the 数据 sheet is empty.")


@dataclass(frozen=True, slots=True)
class FiledFigure:
    """The figure, and the document with it."""

    figure: NamedFigure
    document: Reference
    file: str
    """As the unit called it."""

    @property
    def place(self) -> str:
        """File, sheet and cell, for people."""
        return f"{self.file} {self.figure.cell.place}"

    def refused(self, about: str, words: Message) -> ImportLine:
        """That the figure was not taken; of sums that were never computed it is the ledger as a whole."""
        if self.figure.cell.is_uncomputed:
            return ImportLine(Effect.REFUSED, self.file, self.document.requirement, words=words)
        return ImportLine(Effect.REFUSED, self.place, about, after=self.figure.cell.text, words=words)
