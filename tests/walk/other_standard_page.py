"""Tables and screens of the page about another province's list, between marks that the page has for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

_BLOCK = re.compile(r"(<!-- shown: (?P<name>[^>]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def with_blocks(page: str, blocks: Mapping[str, str]) -> str:
    """The page with the text between each pair of marks."""
    return _BLOCK.sub(lambda found: f"{found[1]}{blocks[found['name']]}\n{found[3]}", page)


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(str(cell).replace('<', '&lt;') for cell in line)} |" for line in lines)


def screen(lines: Iterable[str]) -> str:
    """What a terminal shows."""
    shown = "\n".join(line.rstrip() for line in lines)
    return f"```text\n{shown}\n```"
