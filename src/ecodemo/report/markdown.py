"""Papers in Markdown, each by a template in its language; this module's own is the phase report.

Every value that a template prints is escaped: text from data never becomes a heading, a table cell or HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from jinja2 import FunctionLoader, StrictUndefined
from jinja2.exceptions import SecurityError, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ecodemo._resources import bundled
from ecodemo.errors import EcodemoError
from ecodemo.model.message import message
from ecodemo.report.markdown_text import escaped
from ecodemo.report.view import Report
from ecodemo.report.view_base import View

_NAME = re.compile(r"\w[\w.-]*")


def render(report: Report, template_folder: str | None = None) -> bytes:
    """The phase report as UTF-8 Markdown.

    Raises:
        EcodemoError: a template of the workspace's own is not right.
    """
    return filled(f"phase.{report.language}.md.j2", template_folder, report=report)


def filled(name: str, template_folder: str | None, **values: View) -> bytes:
    """A template with its values, as UTF-8 Markdown.

    Raises:
        EcodemoError: a template of the workspace's own is not right.
    """
    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(_source_from(template_folder)),
        undefined=StrictUndefined,
        autoescape=False,  # Markdown is not HTML; `finalize` escapes it
        finalize=escape,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    try:
        text = environment.get_template(name).render(**values)
    except (
        TemplateError,
        SecurityError,
        ArithmeticError,
        LookupError,
        RuntimeError,
        TypeError,
        ValueError,
    ) as error:
        line = getattr(error, "lineno", None)
        place = f"{name}:{line}" if line else name
        raise EcodemoError(
            message("The template {name} cannot be used: {reason}", name=place, reason=str(error))
        ) from error
    return _tidy(text).encode()


def escape(value: object) -> object:
    """A value as inline Markdown on one line; numbers and nothing as they are."""
    return escaped(value) if isinstance(value, str) else value


def _source_from(folder: str | None) -> Callable[[str], str | None]:
    """The workspace's template if it has one, else the shipped one."""

    def source(name: str) -> str | None:
        if not _NAME.fullmatch(name):  # a template names its neighbours, never a path
            return None
        if folder is not None:
            own = Path(folder) / name
            if own.is_file() and own.resolve().is_relative_to(Path(folder).resolve()):
                return own.read_text(encoding="utf-8")
        shipped = bundled("templates") / name
        return shipped.read_text(encoding="utf-8") if shipped.is_file() else None

    return source


def _tidy(text: str) -> str:
    """Headings and tables with an empty line around them, no more than one in a row, none at the ends."""
    text = re.sub(r"(?<!\n)\n(#{1,6} )", r"\n\n\1", text)
    text = re.sub(r"(\|\n)(?![|\n])", r"\1\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
