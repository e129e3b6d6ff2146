"""What differs between two lists, without a language: `ecodemo standards diff -f json`.

Within one `comparison_version` fields are only added. Texts are the standards' own; targets are also in the keys of the data.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from ecodemo.model.base import WHOLE
from ecodemo.model.standard import PassRule, Row, Standard
from ecodemo.model.target_keys import target_in_keys
from ecodemo.model.workspace import Workspace
from ecodemo.report.view_base import View


class ListSide(View):
    """One of the two lists."""

    id: str
    document: str
    rows: int
    rows_of: Annotated[str, Field(description="The list that its rows are taken from; empty if its own")]
    partial: bool
    verified: bool


class TargetChange(View):
    """The target on a measure; empty where a list does not require it."""

    measure: str
    was: str
    now: Annotated[str, Field(alias="is")]


class RowChange(View):
    """A row of the later list, and the rows of the earlier one on the same measures."""

    no: str
    name: str
    was: Annotated[tuple[str, ...], Field(description="Numbers of the earlier rows; empty: a new row")]
    kinds: tuple[
        Literal["new", "regrouped", "renumbered", "attribute", "points", "target", "wording", "unchanged"],
        ...,
    ]
    text_was: tuple[str, ...]
    text: str
    attribute_was: tuple[str, ...]
    attribute: str
    targets: Annotated[tuple[TargetChange, ...], Field(description="Those that are different")]


class GoneRow(View):
    """A row of the earlier list whose measures the later one does not require."""

    no: str
    name: str
    measures: tuple[str, ...]


class ListComparison(View):
    """Everything that differs between two lists."""

    comparison_version: Literal[1] = 1
    before: Annotated[ListSide, Field(alias="from")]
    after: Annotated[ListSide, Field(alias="to")]
    rows: Annotated[tuple[RowChange, ...], Field(description="Every row of the later list, in its order")]
    gone: tuple[GoneRow, ...]
    new_measures: tuple[str, ...]
    gone_measures: tuple[str, ...]
    new_vetoes: tuple[str, ...]
    gone_vetoes: tuple[str, ...]
    pass_rule: Annotated[dict[str, tuple[str, str]], Field(description="By key: what was, and what is")]


def compare_lists(before: Standard, after: Standard, workspace: Workspace) -> ListComparison:
    """Two lists line by line; where one uses the rows of another, those are compared."""
    old, new = workspace.text_of(before), workspace.text_of(after)
    was = {measure for row in old.rows for measure in row.targets}
    now = {measure for row in new.rows for measure in row.targets}
    vetoes_were, vetoes_are = ({veto.id for veto in text.vetoes} for text in (old, new))
    return ListComparison.model_validate(
        {
            "from": _side(before, old),
            "to": _side(after, new),
            "rows": tuple(_row(row, old) for row in new.rows),
            "gone": tuple(_gone(old, now)),
            "new_measures": _in_order(new, now - was),
            "gone_measures": _in_order(old, was - now),
            "new_vetoes": tuple(v.id for v in new.vetoes if v.id not in vetoes_were),
            "gone_vetoes": tuple(v.id for v in old.vetoes if v.id not in vetoes_are),
            "pass_rule": _rule(old.pass_rule or PassRule(), new.pass_rule or PassRule()),
        }
    )


def _side(standard: Standard, text: Standard) -> ListSide:
    return ListSide(
        id=standard.id,
        document=standard.document,
        rows=len(text.rows),
        rows_of=standard.rows_of or "",
        partial=standard.partial or text.partial,
        verified=standard.is_verified and WHOLE not in standard.unverified,
    )


def _row(row: Row, old: Standard) -> RowChange:
    earlier = tuple(one for one in old.rows if not row.targets.keys().isdisjoint(one.targets))
    targets = tuple(_targets(row, earlier))
    kinds = tuple(_kinds(row, earlier, targets))
    return RowChange(
        no=row.no,
        name=row.name,
        was=tuple(one.no for one in earlier),
        kinds=kinds or ("unchanged",),
        text_was=tuple(one.text for one in earlier),
        text=row.text,
        attribute_was=tuple(one.attribute or "" for one in earlier),
        attribute=row.attribute or "",
        targets=targets,
    )


def _targets(row: Row, earlier: tuple[Row, ...]) -> Iterator[TargetChange]:
    """Targets that are new, others, or no longer there although the row is."""
    old = {measure: target_in_keys(t) for one in earlier for measure, t in one.targets.items()}
    new = {measure: target_in_keys(t) for measure, t in row.targets.items()}
    for measure in dict.fromkeys((*new, *old)):
        was, now = old.get(measure, ""), new.get(measure, "")
        if was != now and earlier:
            yield TargetChange.model_validate({"measure": measure, "was": was, "is": now})


def _kinds(row: Row, earlier: tuple[Row, ...], targets: tuple[TargetChange, ...]) -> Iterator[str]:
    if not earlier:
        yield "new"
        return
    if len(earlier) > 1 or earlier[0].targets.keys() != row.targets.keys():
        yield "regrouped"
    if [one.no for one in earlier] != [row.no]:
        yield "renumbered"
    if any(one.attribute is not row.attribute for one in earlier):
        yield "attribute"
    if any(one.points != row.points for one in earlier):
        yield "points"
    if any(change.was and change.now for change in targets):
        yield "target"
    if len(earlier) == 1 and earlier[0].text != row.text:
        yield "wording"


def _gone(old: Standard, now: set[str]) -> Iterator[GoneRow]:
    for row in old.rows:
        if now.isdisjoint(row.targets):
            yield GoneRow(no=row.no, name=row.name, measures=tuple(row.targets))


def _in_order(standard: Standard, wanted: set[str]) -> tuple[str, ...]:
    listed = (measure for row in standard.rows for measure in row.targets if measure in wanted)
    return tuple(dict.fromkeys(listed))


def _rule(old: PassRule, new: PassRule) -> dict[str, tuple[str, str]]:
    keys = ("binding", "reference", "every_row", "score")
    said = {key: (str(getattr(old, key)), str(getattr(new, key))) for key in keys}
    return {key: both for key, both in said.items() if both[0] != both[1]}
