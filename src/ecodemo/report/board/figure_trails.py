"""Where a figure comes from: who reported it, the document behind it, and what the units gave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ecodemo.assess.bid import Assessment
from ecodemo.assess.citation import Citations
from ecodemo.assess.figures import Figure
from ecodemo.language import Language, Speaker
from ecodemo.model.indicator import Measure
from ecodemo.model.message import Message, Number, listing, message, sentences
from ecodemo.model.reported import Reported
from ecodemo.report.board.board_links import EvidenceLinks, address_of
from ecodemo.report.contents.board_view import BoardLink, FigureSource, PartRow, PartsTable
from ecodemo.report.contents.indicator_rows import figure_name, figure_text
from ecodemo.report.contents.official_words import OfficialWords

_MOST_FILES = 4
"""Of one figure."""


class FigureTrails:
    """The figures of one bid, traced to their documents."""

    def __init__(
        self, assessment: Assessment, citations: Citations, links: EvidenceLinks, speaker: Speaker
    ) -> None:
        self._assessment, self._citations, self._links = assessment, citations, links
        self._figures, self._workspace = assessment.figures, assessment.workspace
        self._speaker = speaker
        self._words = OfficialWords(assessment.workspace, speaker)

    def unit(self, unit: str) -> BoardLink:
        """A unit by name."""
        href = f"#{address_of('unit', unit)}" if unit in self._workspace.units else ""
        return BoardLink(text=self._speaker.say(self._workspace.label(unit)), href=href)

    @property
    def _is_chinese(self) -> bool:
        return self._speaker.language is Language.ZH

    def sources(self, figures: Sequence[Figure]) -> Iterator[FigureSource]:
        """Who reported the figures that some years rest on, the last year first; not the shares of many units."""
        seen: set[tuple[str, int, str]] = set()
        for figure in reversed(figures):
            pending = [figure, self._figures.built(figure.measure.id, figure.year)]
            while pending:
                part = pending.pop(0)
                if part.reported:
                    key = part.measure.id, part.year, part.reported.unit
                    if key not in seen:
                        seen.add(key)
                        yield self._source(part, part.reported)
                elif not self._is_shared(part):
                    pending += part.parts
                pending += self._computed_below(part)

    def _computed_below(self, figure: Figure) -> Iterator[Figure]:
        return (part for part in figure.parts if figure.reported and part.measure is not figure.measure)

    def _is_shared(self, figure: Figure) -> bool:
        """Whether it is made of the figures that several units gave of the same."""
        return len(self._workspace.reporters(figure.measure.id)) > 1 and not figure.measure.is_computed

    def _source(self, figure: Figure, reported: Reported) -> FigureSource:
        observation = reported.observation
        name = figure_name(figure.measure.label, figure.year, self._speaker)
        value = figure_text(figure, self._speaker) or self._speaker.say(message("unknown"))
        unit = self._speaker.say(figure.shown) if figure.value is not None else value
        page = self._speaker.text("page {page}").format(page=observation.page) if observation.page else ""
        return FigureSource(
            figure=f"{name} {unit}",
            unit=self.unit(reported.unit),
            place=" ".join(word for word in (page, observation.cell) if word),
            documents=tuple(self._proofs(reported)),
            note=self._speaker.say(sentences(*self._remarks(reported)))
            if any(self._remarks(reported))
            else "",
        )

    def _proofs(self, reported: Reported, *, by_number: bool = False) -> Iterator[BoardLink]:
        """The documents that a figure names: each of their files, or only the name where none is there."""
        observation = reported.observation
        reference = observation.proof or observation.document
        if reference is None:
            return
        title = reference.requirement
        if not by_number:
            title += f" {self._words.document(reference, reported.unit)}"
        files = self._citations.of(reported)
        if not files:
            yield BoardLink(text=title)
        for place, file in enumerate(files[:_MOST_FILES], 1):
            yield self._links.to(file.path, title if place == 1 else str(place), observation.page)

    def _remarks(self, reported: Reported) -> Iterator[Message]:
        observation = reported.observation
        if observation.not_involved:
            yield message("Does not apply: {reason}.", reason=observation.not_involved)
        if observation.basis:
            yield message("Basis: {basis}.", basis=observation.basis)
        if observation.source:
            yield message("Source: {source}.", source=observation.source)
        for change in observation.revised:
            yield message(
                "Corrected on {day}, was {was}: {reason}.",
                day=change.on,
                was=change.was,
                reason=change.reason,
            )

    def parts(self, figures: Sequence[Figure]) -> PartsTable | None:
        """The quantities of many units that some years rest on, a line for each unit."""
        measures = tuple(self._shared_below(figures[-1].measure)) if figures else ()
        if not measures:
            return None
        years = [figure.year for figure in figures]
        cells = [(measure, year) for measure in measures for year in years]
        built = [self._figures.built(measure.id, year) for measure, year in cells]
        stamped = [self._figures.stamped(measure.id, year) for measure, year in cells]
        by_unit = [
            dict(zip(self._workspace.reporters(figure.measure.id), figure.parts, strict=False))
            for figure in built
        ]
        units = dict.fromkeys(unit for measure in measures for unit in self._workspace.reporters(measure.id))
        return PartsTable(
            names=tuple(map(self._quantity, measures)),
            years=tuple(map(str, years)),
            rows=tuple(
                PartRow(
                    unit=self.unit(unit),
                    values=tuple(self._part_text(parts.get(unit)) for parts in by_unit),
                    documents=tuple(self._documents(parts.get(unit) for parts in by_unit[::-1])),
                )
                for unit in units
            ),
            sums=tuple(
                figure_text(figure, self._speaker) or self._speaker.say(message("incomplete"))
                for figure in built
            ),
            stamped=tuple(figure_text(figure, self._speaker) if figure else "" for figure in stamped),
            differences=tuple(map(self._difference, stamped, built)),
            left_out=tuple(
                f"{self._quantity(measure)}{'：' if self._is_chinese else ': '}{said}"
                for measure in measures
                if (said := self._left_out([p for f in built if f.measure is measure for p in f.parts]))
            ),
        )

    def _quantity(self, measure: Measure) -> str:
        """Its name and unit of measurement."""
        name = self._speaker.say(measure.label)
        if not measure.unit or measure.unit in name:
            return name
        return f"{name}（{measure.unit}）" if self._is_chinese else f"{name} ({measure.unit})"

    def _documents(self, parts: Iterable[Figure | None]) -> Iterator[BoardLink]:
        """The proofs of some figures, each once."""
        seen: set[str] = set()
        for part in parts:
            if part and part.reported and part.reported.observation.year == self._assessment.figures.assessed:
                for link in self._proofs(part.reported, by_number=True):
                    if link.href not in seen:
                        seen.add(link.href)
                        yield link

    def _shared_below(self, measure: Measure) -> Iterator[Measure]:
        made_of = self._workspace.made_of([measure.id])
        for below in self._workspace.measures.values():
            if below.id in made_of and not below.is_computed and len(self._workspace.reporters(below.id)) > 1:
                yield below

    def _part_text(self, figure: Figure | None) -> str:
        if figure is None:
            return ""
        if figure.reported and figure.reported.observation.not_involved is not None:
            is_settled = figure.not_involved
            return self._speaker.say(
                message("does not apply") if is_settled else message("does not apply, awaiting recognition")
            )
        return figure_text(figure, self._speaker)

    def _difference(self, stamped: Figure | None, built: Figure) -> str:
        if stamped is None or stamped.value is None or built.value is None or stamped.value == built.value:
            return ""
        return self._speaker.say(Number(stamped.value - built.value))

    def _left_out(self, parts: Iterable[Figure]) -> str:
        """The units that a sum leaves out because it does not concern them, with the year."""
        out: dict[int, list[str]] = {}
        for part in parts:
            if part.not_involved and part.reported:
                out.setdefault(part.year, []).append(part.reported.unit)
        said = (
            message(
                "Not counted in {year} because it does not apply (不涉及): {units}.",
                year=str(year),
                units=listing(*map(self._workspace.label, units), most=len(units)),
            )
            for year, units in out.items()
        )
        return self._speaker.say(sentences(*said)) if out else ""
