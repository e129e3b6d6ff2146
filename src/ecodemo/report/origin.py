"""Where the figures of an indicator come from: parts, units, proof, page or cell, document."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.text import Text
from rich.tree import Tree

from ecodemo.assess.figures import Figure, Origin
from ecodemo.language import Speaker
from ecodemo.model.indicator import Measure
from ecodemo.model.message import Number, message
from ecodemo.model.progress import Observation
from ecodemo.report import labels
from ecodemo.report.build_rows import figure_text
from ecodemo.report.overview import STYLE
from ecodemo.session import Outcome

_ORIGIN = {
    Origin.REPORTED: message("reported"),
    Origin.SUMMED: message("sum of its units"),
    Origin.COMPUTED: message("computed"),
    Origin.NONE: message("unknown"),
}


def write(outcome: Outcome, indicator_id: str, console: Console, speaker: Speaker) -> None:
    """Each measure that the bid judges, with all it is made from, down to the proof."""
    assessment = outcome.assessment
    assert assessment is not None  # noqa: S101 - callers print complaints where nothing could be loaded
    workspace = assessment.workspace
    indicator = workspace.indicators_by_id[indicator_id]
    console.print(Text(f"{indicator.no} {speaker.say(indicator.label)}", style="bold"))
    if workspace.example:
        console.print(Text(speaker.say(labels.EXAMPLE), style="magenta"))
    parts = [
        (row, part)
        for row in assessment.rows
        for part in row.parts
        if part.measure is not None and part.measure in indicator.measures
    ]
    if not parts:
        console.print(Text(speaker.text("No row of this bid's standard asks for it.")))
    for row, part in parts:
        assert part.measure is not None  # noqa: S101 - chosen above
        line = Text.assemble(
            f"{speaker.text('Row')} {row.row.no}  {part.target.name or speaker.say(part.measure.label)}  ",
            f"{speaker.say(part.asks)}  ",
            (speaker.say(labels.VERDICT[part.verdict]), STYLE[part.verdict.value]),
        )
        console.print()
        console.print(line)
        console.print(Padding(Text(speaker.say(part.judgement.reason)), (0, 0, 0, 4), expand=False))
        for figure in reversed(part.figures):
            stamped = assessment.figures.stamped(figure.measure.id, figure.year)
            built = assessment.figures.built(figure.measure.id, figure.year)
            tree = Tree(_line(figure, outcome, speaker), guide_style="dim")
            if stamped is not None and (built.is_known or built.parts):
                branch = tree.add(_line(built, outcome, speaker))
                _grow(branch, built, outcome, speaker)
            else:
                _grow(tree, figure, outcome, speaker)
            console.print(Padding(tree, (0, 0, 0, 2), expand=False))


def _grow(tree: Tree, figure: Figure, outcome: Outcome, speaker: Speaker) -> None:
    if not figure.parts:
        for lack in figure.lacks:
            tree.add(Text(speaker.say(lack.message), style="yellow"))
    for part in figure.parts:
        if part.lacks and not part.parts:
            _grow(tree, part, outcome, speaker)
        else:
            _grow(tree.add(_line(part, outcome, speaker)), part, outcome, speaker)


def _line(figure: Figure, outcome: Outcome, speaker: Speaker) -> Text:
    measure: Measure = figure.measure
    value = figure_text(figure, speaker) or "?"
    unit = f" {measure.unit}" if figure.value is not None and measure.unit else ""
    text = Text.assemble(f"{speaker.say(measure.label)} {figure.year}  ", (value, "bold"), unit)
    if figure.reported:
        assert outcome.assessment is not None  # noqa: S101 - see write()
        text.append(f"  {speaker.say(outcome.assessment.workspace.label(figure.reported.unit))}")
        text.append("".join(f"  {word}" for word in _proof(figure.reported.observation, speaker)), "dim")
    else:
        text.append(f"  {speaker.say(_ORIGIN[figure.origin])}{_formula(measure, figure, speaker)}", "dim")
    return text


def _proof(observation: Observation, speaker: Speaker) -> Iterator[str]:
    reference = observation.proof or observation.document
    if reference:
        yield str(reference)
    if observation.page:
        yield speaker.text("page {page}").format(page=observation.page)
    if observation.cell:
        yield observation.cell
    if observation.basis:
        yield observation.basis
    if observation.source:
        yield observation.source


def _formula(measure: Measure, figure: Figure, speaker: Speaker) -> str:
    """The calculation in numbers, for a ratio of two known sums."""
    if measure.ratio is None or figure.value is None or figure.origin is not Origin.COMPUTED:
        return ""
    above, below = measure.ratio
    values = {part.measure.id: part.value for part in figure.parts if part.value is not None}
    sides = [
        "＋".join(speaker.say(Number(values[m])) for m in side if m in values) for side in (above, below)
    ]
    return f"  {sides[0]}÷{sides[1]}"
