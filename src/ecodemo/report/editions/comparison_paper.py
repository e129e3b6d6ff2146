"""Two lists compared, as a paper: the same for a terminal and for Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from ecodemo.language import Speaker
from ecodemo.model.message import Message, Name, Value, listing, message
from ecodemo.model.workspace import Workspace
from ecodemo.paper.parts import Paper, Paragraph, Part, Points, Style
from ecodemo.report.editions.list_comparison import ListComparison, RowChange

_KINDS = {
    "new": message("new row"),
    "regrouped": message("regrouped"),
    "renumbered": message("renumbered"),
    "attribute": message("attribute changed"),
    "points": message("points changed"),
    "target": message("target changed"),
    "wording": message("worded differently"),
    "unchanged": message("unchanged"),
}
_RULE = {
    "binding": message("binding rows"),
    "reference": message("reference rows"),
    "every_row": message("every row"),
    "score": message("points"),
}


def comparison_paper(comparison: ListComparison, workspace: Workspace, speaker: Speaker) -> Paper:
    """The paper, with the names of a workspace."""
    builder = _ComparisonBuilder(comparison, workspace, speaker)
    name = f"standards-{comparison.before.id}-{comparison.after.id}"
    return Paper(name, builder.title, tuple(builder.parts()))


class _ComparisonBuilder:
    def __init__(self, comparison: ListComparison, workspace: Workspace, speaker: Speaker) -> None:
        self._comparison, self._workspace, self._say = comparison, workspace, speaker.say
        before, after = (workspace.standards[side.id] for side in (comparison.before, comparison.after))
        self.title = self._say(
            message("{before} compared with {after}", before=after.label, after=before.label)
        )

    def parts(self) -> Iterator[Part]:
        comparison = self._comparison
        yield Paragraph(self.title, Style.TITLE)
        changed = [row for row in comparison.rows if row.kinds != ("unchanged",)]
        summary = message(
            "Rows: {rows}; changed {changed}, new {new}. Rows of the earlier standard without a successor: {gone}.",
            rows=len(comparison.rows),
            changed=sum("new" not in row.kinds for row in changed),
            new=sum("new" in row.kinds for row in changed),
            gone=len(comparison.gone),
        )
        yield Paragraph(self._say(summary))
        for side in (comparison.before, comparison.after):
            if side.partial:
                yield Paragraph(self._say(message("{id} is incomplete.", id=side.id)))
            if side.rows_of:
                words = message("{id} uses the rows of {other}.", id=side.id, other=side.rows_of)
                yield Paragraph(self._say(words))
        yield from self._section(message("Rows"), (self._row(row) for row in changed))
        yield from self._section(
            message("Rows no longer required"),
            (
                message("{no} {name}", no=row.no, name=self._old_name(row.no, row.name))
                for row in comparison.gone
            ),
        )
        yield from self._section(message("New measures"), map(self._measure, comparison.new_measures))
        yield from self._section(message("Vetoes"), self._vetoes())
        yield from self._section(
            message("Pass rule"),
            (
                message("{what}: {was} → {now}", what=_RULE[key], was=was or "–", now=now or "–")
                for key, (was, now) in comparison.pass_rule.items()
            ),
        )

    def _section(
        self, head: Message, lines: Iterator[Message | Name] | map[Message | Name]
    ) -> Iterator[Part]:
        entries = tuple(Paragraph(self._say(line), Style.POINT) for line in lines)
        if entries:
            yield Paragraph(self._say(head), Style.HEADING)
            yield Points(entries)

    def _row(self, row: RowChange) -> Message:
        """A row with what changed, the standards' own sentences side by side."""
        kinds = listing(*(_KINDS[kind] for kind in row.kinds))
        name = self._new_name(row.no, row.name)
        if not row.was:
            return message("{no} {name} ({kinds}): {text}", no=row.no, name=name, kinds=kinds, text=row.text)
        said: dict[str, Value] = {
            "no": row.no,
            "name": name,
            "was": listing(*row.was, most=len(row.was)),
            "kinds": kinds,
        }
        if row.text_was == (row.text,):
            return message("{no} {name}, before {was} ({kinds}): {text}", text=row.text, **said)
        return message(
            "{no} {name}, before {was} ({kinds}): {before} → {text}",
            before="；".join(filter(None, row.text_was)),
            text=row.text,
            **said,
        )

    def _vetoes(self) -> Iterator[Message]:
        comparison = self._comparison
        for side, ids, words in (
            (comparison.after, comparison.new_vetoes, message("new")),
            (comparison.before, comparison.gone_vetoes, message("gone")),
        ):
            text = self._workspace.text_of(self._workspace.standards[side.id])
            for veto in text.vetoes:
                if veto.id in ids:
                    yield message("{veto} ({what})", veto=veto.label, what=words)

    def _measure(self, measure: str) -> Message | Name:
        known = self._workspace.measures.get(measure)
        if known is None:
            return message("{measure}: no indicator has it yet", measure=measure)
        return known.label

    def _new_name(self, no: str, name: str) -> Name:
        return self._name(self._comparison.after.id, no, name)

    def _old_name(self, no: str, name: str) -> Name:
        return self._name(self._comparison.before.id, no, name)

    def _name(self, standard: str, no: str, name: str) -> Name:
        text = self._workspace.text_of(self._workspace.standards[standard])
        return next((row.label for row in text.rows if row.no == no), Name(name))
