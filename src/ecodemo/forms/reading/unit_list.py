"""Several units in the name of a file or folder: `00-4 签收单（龙塘镇、江南镇）`, `00-4 签收单（各乡镇）`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ecodemo.model.organisation import UnitKind
from ecodemo.model.workspace import Workspace

_BRACKETS = re.compile(r"[（(【\[]([^（()）【】\[\]]*)[)）】\]]")
_SEPARATOR = re.compile(r"[、，,；;/＋+&]")
_AND = re.compile(r"以及|和|及|与")
_GROUP = re.compile(r"(?:全县)?(?:各|全部|所有|全体|\d+个)的?(乡镇|部门|单位)")
_GROUPS: Mapping[str, tuple[UnitKind, ...]] = {
    "乡镇": (UnitKind.TOWNSHIP,),
    "部门": (UnitKind.DEPARTMENT,),
    "单位": tuple(UnitKind),
}
_NOT_A_NAME = re.compile(
    r"[\s\d\-—_.年度]*(?:回执|签收单|签收表|签收|签字|盖章|扫描件?|联合|合订)*[\s\d\-—_.年度]*"
)
"""What may be next to a group without being part of another title."""
_AND_OTHERS = "等"


@dataclass(frozen=True, slots=True)
class UnitList:
    """Units that a name lists."""

    units: tuple[str, ...]
    """Their ids, in the order in which they are named."""
    kinds: frozenset[UnitKind]
    """Of which all units are meant."""
    unknown: tuple[str, ...]
    """Words beside them that are no unit."""


def unit_list(name: str, workspace: Workspace, title: str = "") -> UnitList | None:
    """The units that a name lists; `None` where it lists none, or is about one.

    Args:
        name: a file's or a folder's, without suffix.
        workspace: has the units.
        title: words of the name that are no unit: what the requirement is called.
    """
    text = name.replace(title, " ") if title else name
    ids = _ids(workspace)
    inside = [found[1] for found in _BRACKETS.finditer(text)]
    for segment, is_bracketed in (*((part, True) for part in inside), (_BRACKETS.sub(" ", text), False)):
        found = _listed(segment, ids, title, is_bracketed=is_bracketed)
        if found is not None:
            return found
    return None


def _ids(workspace: Workspace) -> Mapping[str, str]:
    """The one unit that each name means."""
    ids: dict[str, set[str]] = {}
    for unit in workspace.units.values():
        for name in unit.names:
            ids.setdefault(name, set()).add(unit.id)
    return {name: next(iter(units)) for name, units in ids.items() if len(units) == 1 and len(name) > 1}


def _listed(segment: str, ids: Mapping[str, str], title: str, *, is_bracketed: bool) -> UnitList | None:
    tokens = [token.strip() for token in _SEPARATOR.split(segment) if token.strip()]
    units: list[str] = []
    kinds: set[UnitKind] = set()
    unknown: list[str] = []
    for number, token in enumerate(tokens):
        is_first, is_last = number == 0, number == len(tokens) - 1
        if (kinds_meant := _kinds(token, title)) is not None:
            kinds.update(kinds_meant)
        elif named := _units(token, ids, begins=is_last, ends=is_first and not is_bracketed):
            units += named
        elif not is_first or is_bracketed:
            unknown.append(token)
    units = list(dict.fromkeys(units))
    is_list = kinds or len(units) > 1 or (units and unknown)
    return UnitList(tuple(units), frozenset(kinds), tuple(unknown)) if is_list else None


def _kinds(token: str, title: str) -> tuple[UnitKind, ...] | None:
    """Of which all units are meant, where a token says so and nothing else."""
    found = _GROUP.search(token)
    if found is None:
        return None
    beside = (token[: found.start()], token[found.end() :])
    is_alone = all(_NOT_A_NAME.fullmatch(words) or words.strip() in title for words in beside)
    return _GROUPS[found[1]] if is_alone else None


def _units(token: str, ids: Mapping[str, str], *, begins: bool, ends: bool) -> Sequence[str]:
    """The units that a token is; it may begin with them where it is the last, and end with them where it is the first."""
    pieces = [piece.strip() for piece in _AND.split(token)]
    if token not in ids and len(pieces) > 1 and all(piece in ids for piece in pieces):
        return [ids[piece] for piece in pieces]
    found = list(_named(token, ids, begins=begins, ends=ends))
    return [ids[max(found, key=len)]] if found else []


def _named(token: str, ids: Mapping[str, str], *, begins: bool, ends: bool) -> Iterator[str]:
    for name in ids:
        rest = token[len(name) :].strip()
        if (
            token == name
            or (ends and token.endswith(name))
            or (begins and token.startswith(name) and not rest.startswith((_AND_OTHERS, *"和及与")))
        ):
            yield name
