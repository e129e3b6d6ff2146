"""The pages that explain the rules, `rules/pages/<language>/<code>.md`, and the list of the rules.

Nothing here needs a model, so that a rule is explained at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from ecodemo.language import Language
from ecodemo.model.message import message

SEVERITIES = {"error": message("error"), "warning": message("warning"), "info": message("note")}
"""What the weights of a finding are called."""


def listed_rules() -> Iterator[tuple[str, str]]:
    """Code and severity of every rule, in the order of `RULES`, from which scripts/generate.py makes the list."""
    listed = files("ecodemo").joinpath("rules", "codes.csv").read_text(encoding="utf-8")
    for line in listed.splitlines()[1:]:
        code, severity = line.split(",")
        yield code, severity


def page(code: str, language: Language) -> str:
    """The whole page of a rule."""
    return files("ecodemo").joinpath("rules", "pages", language, f"{code}.md").read_text(encoding="utf-8")


def title(code: str, language: Language) -> str:
    """The page's title without the code."""
    return page(code, language).splitlines()[0].removeprefix(f"# {code}").strip()
