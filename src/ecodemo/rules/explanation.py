"""The pages that explain the rules: `rules/pages/<language>/<code>.md`."""

from __future__ import annotations

from importlib.resources import files

from ecodemo.language import Language


def page(code: str, language: Language) -> str:
    """The whole page of a rule."""
    return files("ecodemo").joinpath("rules", "pages", language, f"{code}.md").read_text(encoding="utf-8")


def title(code: str, language: Language) -> str:
    """The page's title without the code."""
    return page(code, language).splitlines()[0].removeprefix(f"# {code}").strip()
