"""The check for a terminal: counts by unit, findings with place, reason and remedy, a last line for the chief."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from ecodemo.language import Speaker
from ecodemo.model.message import counted, message
from ecodemo.report.check.finding_words import due_words, place, related_words, waived_words
from ecodemo.report.contents.finding_view import Complaints, FindingRow, UnitCount
from ecodemo.report.contents.report_view import Report, Step
from ecodemo.report.contents.screen_parts import ScreenParts
from ecodemo.report.writers.folding import fold

_STYLE = {"error": "bold red", "warning": "yellow", "info": "cyan"}
_GATE_STYLE = {None: "bold", "open": "bold green", "waiting": "bold yellow", "closed": "bold red"}
_MOST_NAMED = 3


def write_check(
    report: Report | ScreenParts, console: Console, speaker: Speaker, *, quiet: bool, verbose: bool
) -> None:
    """The whole check; `quiet` leaves the findings' details out, `verbose` adds waived ones and remedies' places."""
    _heading(report, console, speaker)
    _counts(report, console, speaker)
    if not quiet:
        for unit in report.units:
            _unit(unit, report.findings, console, speaker)
        if verbose and report.waived:
            console.print(Text(speaker.text("Waived"), style="bold"))
            for finding in report.waived:
                _finding(finding, console, speaker)
    _added(report, console, speaker)
    if verbose and report.expiring:
        _expiring(report, console, speaker)
        console.print()
    _closing(report, console, speaker)


def write_complaints(complaints: Complaints, console: Console, speaker: Speaker) -> None:
    """Everything that prevents loading, in the order of the files."""
    for finding in complaints.findings:
        _finding(finding, console, speaker, place_first=True)
    console.print(Text(complaints.sentence, style="bold"))


def write_next_steps(
    report: Report | ScreenParts, steps: Sequence[Step], console: Console, speaker: Speaker
) -> None:
    """The phase, the days left, the two numbers, and the next things to do."""
    _phase_line(report, console, speaker)
    for line in (report.summary, report.conclusion):
        _print_indented(Text(line), console, 0, 0)
    console.print()
    for number, step in enumerate(steps, 1):
        _print_indented(Text(f"{number}. {step.text}"), console, 0, 3)
        console.print(Text(f"   {step.command}", style="bold"))
    if report.expiring:
        console.print()
        _expiring(report, console, speaker)


def _heading(report: Report | ScreenParts, console: Console, speaker: Speaker) -> None:
    _phase_line(report, console, speaker)
    standard = speaker.text("Judged against {standard}").format(standard=report.bid.standard)
    for line in (standard, report.bid.standard_note):
        _print_indented(Text(line, style="dim"), console, 0, 0)
    console.print()


def _phase_line(report: Report | ScreenParts, console: Console, speaker: Speaker) -> None:
    left = report.phase.days_left
    if left is None:
        when = ""
    elif report.today < report.phase.begins:
        when = speaker.text("starts on {day}").format(day=report.phase.begins)
    elif left < 0:
        when = speaker.say(message("ended {days} ago", days=counted(-left, "{n} day", "{n} days")))
    else:
        when = speaker.say(message("{days} left", days=counted(left, "{n} day", "{n} days")))
    title = Text.assemble((f"{report.county}  {report.bid.name}", "bold"))
    if report.example_note:
        title.append(f"  [{report.example_note}]", "magenta")
    _print_indented(title, console, 0, 0)
    console.print(Text("  ".join(part for part in (report.today_words, report.phase.name, when) if part)))


def _counts(report: Report | ScreenParts, console: Console, speaker: Speaker) -> None:
    """One line a unit, in as many columns as there is room for."""
    if not report.units:
        return
    widest = max(cell_len(_unit_name(unit, speaker)) for unit in report.units)
    entries = [_count_line(unit, widest, speaker) for unit in report.units]
    width = max(cell_len(entry.plain) for entry in entries) + 4
    rows = -(-len(entries) // max(1, (console.width - 2) // width))
    for row in range(rows):
        line = Text("  ")
        for entry in entries[row::rows]:
            line.append_text(entry)
            line.append(" " * (width - cell_len(entry.plain)))
        line.rstrip()
        console.print(line, no_wrap=True, overflow="ignore", crop=False)
    console.print()


def _count_line(unit: UnitCount, widest: int, speaker: Speaker) -> Text:
    name = _unit_name(unit, speaker)
    errors, warnings = speaker.text("errors"), speaker.text("warnings")
    text = Text(name + " " * (widest - cell_len(name)))
    text.append(f"  {errors} {unit.errors:>2}" if unit.errors else " " * (cell_len(errors) + 5), "red")
    text.append(f"  {warnings} {unit.warnings:>2}" if unit.warnings else "", "yellow")
    return text


def _unit_name(unit: UnitCount, speaker: Speaker) -> str:
    return unit.name or speaker.text("the county's own data")


def _unit(unit: UnitCount, findings: tuple[FindingRow, ...], console: Console, speaker: Speaker) -> None:
    console.print(Text(_unit_name(unit, speaker), style="bold underline"))
    for finding in findings:
        if finding.unit == unit.unit:
            _finding(finding, console, speaker)
    console.print()


def _finding(finding: FindingRow, console: Console, speaker: Speaker, *, place_first: bool = False) -> None:
    head = Text.assemble((f"{place(finding, speaker)} ", "bold")) if place_first else Text()
    head.append(f"{finding.code} {finding.severity_label} ", _STYLE[finding.severity])
    head.append(finding.message)
    _print_indented(head, console, 0 if place_first else 2, 4)
    for line in _details(finding, speaker, with_place=not place_first):
        _print_indented(line, console, 6, 6 + len("→ "))


def _details(finding: FindingRow, speaker: Speaker, *, with_place: bool) -> Iterator[Text]:
    if with_place:
        yield Text(place(finding, speaker), style="dim")
    if related := related_words(finding, speaker, _MOST_NAMED):
        yield Text(related, style="dim")
    if finding.hint:
        yield Text(f"→ {finding.hint}")
    for words in (due_words(finding, speaker), waived_words(finding, speaker)):
        if words:
            yield Text(words, style="dim")


def _added(report: Report | ScreenParts, console: Console, speaker: Speaker) -> None:
    if not report.added:
        return
    console.print(Text(speaker.text("Exceptions added"), style="bold underline"))
    for row in report.added:
        until = speaker.text("until {day}").format(day=row.until) if row.until else ""
        words = (row.kind, row.what, row.unit, row.reason, row.by, row.number, until)
        _print_indented(Text("  ".join(word for word in words if word)), console, 2, 4)
    console.print()


def _expiring(report: Report | ScreenParts, console: Console, speaker: Speaker) -> None:
    console.print(Text(speaker.text("Expires within 30 days"), style="bold"))
    for row in report.expiring:
        words = (row.until, row.kind, row.what, row.unit)
        _print_indented(Text("  ".join(word for word in words if word)), console, 2, 4)


def _print_indented(text: Text, console: Console, first: int, rest: int) -> None:
    """Print with the first line indented by `first` and those that wrap by `rest`."""
    for number, line in enumerate(fold(text, max(20, console.width - max(first, rest)))):
        console.print(Text(" " * (rest if number else first)) + line, no_wrap=True)


def _closing(report: Report | ScreenParts, console: Console, speaker: Speaker) -> None:
    gate = report.gate
    counts = message(
        "{errors}, {warnings}, {waived} waived.",
        errors=counted(gate.errors, "{n} error", "{n} errors"),
        warnings=counted(gate.warnings, "{n} warning", "{n} warnings"),
        waived=gate.waived,
    )
    console.print(Text(speaker.say(counts)))
    for remark in gate.remarks:
        _print_indented(Text(remark), console, 0, 0)
    closing = Text(gate.sentence, style=_GATE_STYLE[gate.state])
    if report.phase.begins and gate.open is not None:
        _print_indented(Text(report.summary), console, 0, 0)
        _print_indented(Text(report.veto_summary), console, 0, 0)
        closing.append(f"{'' if speaker.language == 'zh' else ' '}{report.conclusion}")
    _print_indented(closing, console, 0, 0)
    if gate.pending:
        _print_indented(Text(gate.pending), console, 0, 0)
