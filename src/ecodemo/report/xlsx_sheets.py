"""What each sheet of the status workbook holds: its columns and its lines."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from ecodemo.language import Speaker
from ecodemo.report.view import IndicatorRow, Report
from ecodemo.report.xlsx_book import Column, Line, Value

LIGHT_STYLE = {"green": "good", "blue": "soon", "yellow": "open", "red": "bad"}
VERDICT_STYLE = {"met": "good", "not met": "bad", "undecided": "open", "not applicable": "grey"}


def indicator_columns(report: Report, speaker: Speaker) -> list[Column]:
    text = speaker.text
    return [
        Column(text("Box"), 6, "centred"),
        Column(text("No."), 6, "number"),
        Column(text("Field"), 12),
        Column(text("Indicator"), 26),
        Column(text("Measure"), 22),
        Column(text("Unit"), 10),
        Column(text("Asked"), 22),
        Column(text("Kind"), 9, "centred"),
        *(Column(str(year), 10, "figure") for year in report.bid.years),
        Column(text("Verdict"), 10, "centred"),
        Column(text("Proof"), 9, "centred"),
        Column(text("Reviewed"), 9, "centred"),
        Column(text("Light"), 7, "centred"),
        Column(text("What is missing"), 44),
        Column(text("Can it change"), 22),
        Column(text("Lead unit"), 18),
        Column(text("Group"), 16),
        Column(text("Not verified"), 11),
    ]


def indicator_lines(report: Report) -> Iterable[Line]:
    rows: tuple[IndicatorRow, ...] = (*report.rows, *report.not_applicable)
    verdict = 8 + len(report.bid.years)
    for row in rows:
        for index, part in enumerate(row.parts):
            first = index == 0
            values = part.values or ("",) * len(report.bid.years)
            yield Line(
                [
                    row.box,
                    row.no,
                    row.domain,
                    row.name,
                    part.name,
                    part.unit,
                    row.text if len(row.parts) == 1 and row.text else part.asks,
                    row.attribute,
                    *(_number(value) for value in values),
                    part.verdict_label,
                    row.proof if first else None,
                    row.reviewed if first else None,
                    row.light_label if first else None,
                    (row.lacks or part.reason) if first else part.reason,
                    row.remedy if first else None,
                    row.lead,
                    row.group,
                    row.unverified,
                ],
                {
                    verdict: VERDICT_STYLE[part.verdict],
                    verdict + 1: "good" if row.proof_complete else "open",
                    verdict + 3: LIGHT_STYLE[row.light] if first else "centred",
                },
            )


def _number(text: str) -> Value:
    """A figure as a number where it is one, so that a sheet can sort and chart it."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text or None


_SEVERITY_STYLE = {"error": "bad", "warning": "open", "info": "grey"}


def finding_columns(speaker: Speaker) -> list[Column]:
    text = speaker.text
    return [
        Column(text("Unit responsible"), 20),
        Column(text("Weight"), 8, "centred"),
        Column(text("Number"), 9, "centred"),
        Column(text("Years"), 14),
        Column(text("What was found"), 52),
        Column(text("How to mend"), 44),
        Column(text("Due"), 12, "centred"),
        Column(text("Days overdue"), 9, "number"),
        Column(text("Where"), 34),
        Column(text("Rule"), 9, "centred"),
    ]


def finding_lines(report: Report) -> Iterable[Line]:
    for finding in report.findings:
        place = f"{finding.file}:{finding.line}" if finding.line else finding.file
        yield Line(
            [
                finding.unit_name,
                finding.severity_label,
                finding.requirement,
                ", ".join(str(year) for year in finding.years),
                finding.message,
                finding.hint,
                finding.due,
                finding.overdue_days or None,
                place,
                finding.code,
            ],
            {1: _SEVERITY_STYLE[finding.severity]},
        )


def document_columns(speaker: Speaker) -> list[Column]:
    text = speaker.text
    return [
        Column(text("Number"), 8, "centred"),
        Column(text("Document"), 30),
        Column(text("Unit responsible"), 20),
        Column(text("Year"), 8, "centred"),
        Column(text("Need"), 8, "centred"),
        Column(text("Due"), 12, "centred"),
        Column(text("Received"), 12, "centred"),
        Column(text("File"), 60),
        Column(text("Pages"), 7, "number"),
        Column(text("Trouble"), 30),
        Column(text("Review"), 12, "centred"),
        Column(text("Times sent back"), 8, "number"),
        Column(text("Standing"), 16, "centred"),
        Column(text("Days late"), 8, "number"),
        Column(text("Light"), 7, "centred"),
    ]


def document_lines(report: Report) -> Iterable[Line]:
    for row in report.documents:
        yield Line(
            [
                row.no,
                row.name,
                row.unit_name,
                row.year,
                row.need,
                row.due,
                row.received,
                row.files,
                row.pages,
                row.trouble,
                row.review,
                row.returns or None,
                row.standing,
                row.days_late or None,
                row.light_label,
            ],
            {14: LIGHT_STYLE[row.light]},
        )


def unit_columns(speaker: Speaker) -> list[Column]:
    text = speaker.text
    return [
        Column(text("Place"), 10, "number"),
        Column(text("Unit responsible"), 26),
        Column(text("Kind of unit"), 8, "centred"),
        Column(text("Due so far"), 9, "number"),
        Column(text("On time"), 8, "number"),
        Column(text("Late but done"), 9, "number"),
        Column(text("Overdue"), 9, "number"),
        Column(text("Sent back"), 9, "number"),
        Column(text("Share on time"), 10, "centred"),
        Column(text("Longest delay (days)"), 10, "number"),
        Column(text("Figures missing"), 9, "number"),
        Column(text("Light"), 7, "centred"),
    ]


def unit_lines(report: Report, speaker: Speaker) -> Iterable[Line]:
    for row in report.ranking:
        yield Line(
            [
                row.rank if row.rank is not None else speaker.text("listed"),
                row.name,
                row.kind_label,
                row.due,
                row.on_time,
                row.late_done,
                row.overdue,
                row.returned,
                row.share,
                row.longest or None,
                row.figures_missing or None,
                row.light_label,
            ],
            {11: LIGHT_STYLE[row.light]},
        )


def difference_columns(speaker: Speaker) -> list[Column]:
    text = speaker.text
    return [
        Column(text("Figure"), 34),
        Column(text("In one place"), 44),
        Column(text("In the other"), 40),
        Column(text("Difference"), 14, "figure"),
        Column(text("Who has to look"), 24),
    ]


def difference_lines(report: Report) -> Iterable[Line]:
    for row in report.differences:
        yield Line([row.what, row.first, row.second, _number(row.gap), row.unit], {})


def township_columns(report: Report, speaker: Speaker) -> list[Column]:
    text = speaker.text
    return [
        Column(text("Number"), 7, "centred"),
        Column(text("Measure"), 24),
        Column(text("Unit"), 8),
        Column(text("Year"), 7, "number"),
        *(Column(name, 10, "figure") for name in report.townships),
        Column(text("Departments"), 12, "figure"),
        Column(text("Sum"), 12, "figure"),
        Column(text("Stamped figure"), 12, "figure"),
        Column(text("Difference"), 11, "figure"),
    ]


def township_lines(report: Report) -> Iterable[Line]:
    for line in report.township_lines:
        cells = [_number(value) for value in line.values]
        totals = [_number(value) for value in (line.others, line.sum, line.stamped, line.difference)]
        marks = {4 + index: "open" for index, value in enumerate(line.values) if not value}
        if line.difference:
            marks[4 + len(cells) + 3] = "bad"
        yield Line([line.no, line.name, line.unit, line.year, *cells, *totals], marks)


def rectification_columns(speaker: Speaker) -> list[Column]:
    text = speaker.text
    return [
        Column(text("Number"), 9, "centred"),
        Column(text("Problem"), 44),
        Column(text("Found by"), 20),
        Column(text("Action"), 44),
        Column(text("Unit responsible"), 20),
        Column(text("Person"), 22),
        Column(text("Due"), 12, "centred"),
        Column(text("State"), 12, "centred"),
        Column(text("Closed on"), 12, "centred"),
        Column(text("Closed by"), 18),
        Column(text("Asked of leaders"), 34),
    ]


def rectification_lines(report: Report) -> Iterable[Line]:
    for entry in report.rectification:
        style = ("open" if entry.late else "good") if entry.closed else ("bad" if entry.late else "open")
        yield Line(
            [
                entry.no,
                entry.problem,
                f"{entry.found} {entry.by}",
                entry.action,
                entry.unit,
                entry.person,
                entry.due,
                entry.state,
                entry.closed,
                entry.closed_by,
                entry.ask,
            ],
            {7: style},
        )


def veto_columns(speaker: Speaker) -> list[Column]:
    text = speaker.text
    return [
        Column(text("No."), 7, "centred"),
        Column(text("Condition"), 60),
        Column(text("Answer"), 12, "centred"),
        Column(text("Period"), 24, "centred"),
        Column(text("Proof"), 10, "centred"),
        Column(text("Unit responsible"), 24),
        Column(text("Remark"), 44),
        Column(text("Not verified"), 11, "centred"),
    ]


def veto_lines(report: Report, speaker: Speaker) -> Iterable[Line]:
    for veto in report.vetoes:
        remark = f"{veto.reason}{veto.note}" if report.language == "zh" else f"{veto.reason} {veto.note}"
        yield Line(
            [
                veto.no,
                veto.text,
                veto.verdict_label,
                veto.period,
                veto.document,
                veto.unit,
                remark,
                speaker.text("not verified") if veto.unverified else None,
            ],
            {2: VERDICT_STYLE[veto.verdict]},
        )


def note_columns(speaker: Speaker) -> list[Column]:
    return [Column(speaker.text("About"), 22), Column(speaker.text("Note"), 120)]


def note_lines(report: Report, speaker: Speaker) -> Iterable[Line]:
    text = speaker.text
    rule = report.pass_rule
    yield Line([text("Pass rule"), f"{rule.text} {rule.source}"], {})
    yield from (Line([text("For comparison"), also], {}) for also in rule.also)
    yield Line([text("Standard"), f"{report.bid.standard} {report.bid.standard_note}"], {})
    yield from (Line([text("Not verified"), entry], {}) for entry in report.unverified)
    for exception in report.exceptions:
        state = text("in force") if exception.counts else text("not in force")
        words = (
            exception.what,
            exception.unit,
            exception.reason,
            exception.granted,
            exception.by,
            exception.number,
            exception.until,
            state,
        )
        yield Line([exception.kind, "  ".join(word for word in words if word)], {})
    for finding in report.waived:
        yield Line(
            [text("Waived"), f"{finding.unit_name} {finding.code} {finding.message} {finding.waived_by}"], {}
        )
    for source in report.sources:
        yield Line([text("Source"), f"{source.id} {source.title} {source.url} {source.retrieved}"], {})
    yield Line(
        [
            text("Data and tool"),
            text("Data {version}").format(version=report.data_version) + f"  {report.tool}",
        ],
        {},
    )
