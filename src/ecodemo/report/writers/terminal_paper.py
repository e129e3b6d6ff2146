"""A paper without tables for a terminal: headings in bold, the points of a list indented."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from ecodemo.paper.parts import Paper, Paragraph, Points, Style
from ecodemo.report.writers.folding import fold

_HEADINGS = (Style.TITLE, Style.HEADING, Style.SUBHEADING, Style.MINOR_HEADING)


def write_paper(paper: Paper, console: Console) -> None:
    """Print its paragraphs and lists, a blank line before each heading but the title."""
    for part in paper.parts:
        match part:
            case Paragraph(style=style) if style in _HEADINGS:
                if style is not Style.TITLE:
                    console.print()
                _print(Text(part.text, style="bold"), console, 0)
            case Paragraph():
                _print(Text(part.text), console, 0)
            case Points():
                for entry in part.entries:
                    _print(Text(entry.text), console, 2)


def _print(text: Text, console: Console, indent: int) -> None:
    """What goes on in a second line is indented further."""
    for number, line in enumerate(fold(text, max(20, console.width - indent - 2))):
        console.print(Text(" " * (indent + (2 if number and indent else 0))) + line)
