"""Where the figures of an indicator come from: parts, units, proof, page or cell, and the bytes of the document."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.text import Text
from rich.tree import Tree

from ecodemo.assess.bid import Assessment
from ecodemo.assess.figures import Figure, Origin
from ecodemo.assess.margin import margin_of, nearness
from ecodemo.assess.row import MeasureJudgement
from ecodemo.check.session import CheckResult
from ecodemo.language import Speaker
from ecodemo.model.measurement import unit_name
from ecodemo.model.message import Number, message
from ecodemo.model.reference import Reference
from ecodemo.model.reported import Reported
from ecodemo.report.build_state import values_by_year
from ecodemo.report.contents import labels
from ecodemo.report.contents.indicator_rows import figure_text, part_name, values_of
from ecodemo.report.tables.marks import VERDICT_MARK
from ecodemo.report.writers.terminal_table import COLOUR

_ORIGIN = {
    Origin.REPORTED: message("reported"),
    Origin.SUMMED: message("sum of its units"),
    Origin.COMPUTED: message("computed"),
    Origin.NONE: message("unknown"),
}
_HASH_DIGITS = 12


def write(
    result: CheckResult,
    assessment: Assessment,
    indicator_id: str,
    console: Console,
    speaker: Speaker,
    *,
    verbose: bool,
) -> None:
    """Each measure that the bid judges, with all it is made from; earlier years in full when `verbose`."""
    workspace = assessment.workspace
    indicator = workspace.indicators_by_id[indicator_id]
    console.print(Text(f"{indicator.no} {speaker.say(indicator.label)}", style="bold"))
    if workspace.example:
        console.print(Text(speaker.say(labels.EXAMPLE), style="magenta"))
    judged = [
        (row.row.no, part)
        for row in assessment.rows
        for part in row.parts
        if part.measure is not None and part.measure in indicator.measures
    ]
    if not judged:
        console.print(Text(speaker.text("No row of this bid's standard requires it.")))
    branches = _Branches(result, assessment, speaker)
    for number, part in judged:
        console.print()
        console.print(_head(number, part, speaker))
        console.print(Padding(Text(speaker.say(part.judgement.reason)), (0, 0, 0, 4), expand=False))
        if margin := _margin(part, assessment, speaker):
            console.print(Padding(margin, (0, 0, 0, 4), expand=False))
        for figure, value in reversed(
            tuple(zip(part.figures, values_of(part, values_by_year(part), speaker), strict=True))
        ):
            in_full = verbose or figure.year == assessment.figures.assessed
            tree = branches.tree(figure, value, in_full=in_full)
            console.print(Padding(tree, (0, 0, 0, 2), expand=False))


def _head(number: str, part: MeasureJudgement, speaker: Speaker) -> Text:
    return Text.assemble(
        speaker.text("Row {no}").format(no=number),
        f"  {part_name(part, speaker)}  {speaker.say(part.asks)}  ",
        (speaker.say(labels.VERDICT[part.verdict]), COLOUR[VERDICT_MARK[part.verdict.value]]),
    )


def _margin(part: MeasureJudgement, assessment: Assessment, speaker: Speaker) -> Text:
    """How far it is from its target, and whether that has to be watched."""
    margin, near = margin_of(part, assessment.figures), nearness(part, assessment.figures)
    text = Text(speaker.text("Margin {margin}").format(margin=margin) if margin else "")
    if near:
        text.append("  " if margin else "").append(speaker.say(labels.NEAR[near]), "yellow")
    return text


class _Branches:
    """Draws figures as trees; remembers which file is which document."""

    def __init__(self, result: CheckResult, assessment: Assessment, speaker: Speaker) -> None:
        self.assessment = assessment
        self.speaker = speaker
        self.files = {
            (file.requirement, file.unit, year): file.sha256
            for file in result.survey.files
            for year in (*file.years, None)
        }

    def tree(self, figure: Figure, value: str, *, in_full: bool) -> Tree:
        """A figure, printed as `value`, with all that it is made from."""
        tree = Tree(self._line(figure, value), guide_style="dim")
        if not in_full:
            return tree
        built = self.assessment.figures.built(figure.measure.id, figure.year)
        if figure.reported is not None and built.parts:
            self._grow(tree.add(self._line(built)), built)
        else:
            self._grow(tree, figure)
        return tree

    def _grow(self, tree: Tree, figure: Figure) -> None:
        if not figure.parts:
            for lack in figure.lacks:
                tree.add(Text(self.speaker.say(lack.message), style="yellow"))
        for part in figure.parts:
            if part.lacks and not part.parts:
                self._grow(tree, part)
            else:
                self._grow(tree.add(self._line(part, brief=part.measure is figure.measure)), part)

    def _line(self, figure: Figure, value: str = "", *, brief: bool = False) -> Text:
        """One figure with who reported it and where it is written; `brief` leaves out what the line above says."""
        measure, say = figure.measure, self.speaker.say
        value = value or figure_text(figure, self.speaker) or "?"
        unit = f" {say(unit_name(measure.unit))}" if figure.value is not None and measure.unit else ""
        name = "" if brief else f"{say(measure.label)} {figure.year}  "
        who = say(self.assessment.workspace.label(figure.reported.unit)) if figure.reported else ""
        text = Text(f"{name}{who}  " if who else name)
        text.append(value, "bold")
        text.append(unit)
        if figure.reported:
            text.append("".join(f"  {word}" for word in self._proof(figure.reported)), "dim")
        else:
            text.append(f"  {say(_ORIGIN[figure.origin])}{self._formula(figure)}", "dim")
        return text

    def _proof(self, reported: Reported) -> Iterator[str]:
        observation = reported.observation
        reference = observation.proof or observation.document
        if reference:
            yield str(reference)
        if observation.page:
            yield self.speaker.text("page {page}").format(page=observation.page)
        if observation.cell:
            yield observation.cell
        if reference:
            yield self._fingerprint(reference, reported.unit)
        if observation.basis:
            yield observation.basis
        if observation.source:
            yield observation.source
        for change in observation.revised:
            said = message(
                "corrected on {day}, was {was}: {reason}", day=change.on, was=change.was, reason=change.reason
            )
            yield f"{self.speaker.say(said)} {change.document or ''}".rstrip()

    def _fingerprint(self, reference: Reference, unit: str) -> str:
        """The beginning of the document's hash, or that it is not there."""
        sha256 = self.files.get((reference.requirement, reference.unit or unit, reference.year))
        if sha256 is None:
            return self.speaker.text("not found")
        return f"sha256 {sha256[:_HASH_DIGITS]}" if sha256 else self.speaker.text("unreadable")

    def _formula(self, figure: Figure) -> str:
        """The calculation in numbers, for a ratio of two known sums."""
        ratio = figure.measure.ratio
        if ratio is None or figure.value is None or figure.origin is not Origin.COMPUTED:
            return ""
        values = {part.measure.id: part.value for part in figure.parts if part.value is not None}
        sides = [
            "＋".join(self.speaker.say(Number(values[m])) for m in side if m in values) for side in ratio
        ]
        return f"  {sides[0]}÷{sides[1]}"
