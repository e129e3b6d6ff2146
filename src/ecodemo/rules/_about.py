"""What a problem with a file, a figure or a register's entry is about."""

from __future__ import annotations

from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.finding import Subject
from ecodemo.model.indicator import Indicator
from ecodemo.model.progress import Document
from ecodemo.model.reported import Reported
from ecodemo.model.requirement import Form, Requirement
from ecodemo.rules._rule import Context

PICTURED = frozenset((Form.PHOTO, Form.SCREENSHOT, Form.MAP))
"""Forms that show something and are no papers: they bear no stamp, and need no words."""


def about_file(file: EvidenceFile, context: Context) -> Subject:
    """Unit, number, indicator and years by the file's place."""
    return Subject(file.unit, file.requirement, _indicator(context, file.requirement or ""), years=file.years)


def about_document(unit: str, document: Document, context: Context) -> Subject:
    """Unit, number, indicator and years by the register."""
    return Subject(
        unit, document.requirement, _indicator(context, document.requirement), years=document.years
    )


def about_figure(reported: Reported, context: Context) -> Subject:
    """Unit, measure, its indicator, and the year."""
    indicator = context.workspace.indicator_of_measure.get(reported.observation.measure)
    return Subject(
        unit=reported.unit,
        indicator=indicator.id if indicator else None,
        measure=reported.observation.measure,
        years=(reported.observation.year,),
    )


def form_asked(file: EvidenceFile, requirement: Requirement) -> Form:
    """What is asked for: by its part, where parts are asked for."""
    return next((part.form for part in requirement.parts if part.no == file.part), requirement.form)


def _indicator(context: Context, requirement: str) -> str | None:
    holder = context.workspace.holders.get(requirement)
    return holder.id if isinstance(holder, Indicator) else None
