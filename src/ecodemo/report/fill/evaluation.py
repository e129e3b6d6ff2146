"""The template of a form rendered: in a process of its own, and every field that is not there is named, not the first alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import StrictUndefined, pass_context
from jinja2.exceptions import SecurityError
from jinja2.utils import missing

from ecodemo.language import without_controls
from ecodemo.model.message import message
from ecodemo.report.papers.block_limits import LARGEST, BlockLimitError, limited_text, limited_time, too_large
from ecodemo.report.papers.block_process import Rendered, rendered_apart
from ecodemo.report.papers.sandbox import RENDERING_ERRORS, Sandbox, failure

_MOST_TEXTS = 100_000
"""Rows, cells, paragraphs and pieces of them."""
_MOST_MISSING, _MOST_KNOWN = 100, 300


@dataclass(frozen=True, slots=True)
class Missing:
    """A field that a placeholder names and that is not there."""

    number: int
    name: str
    known: tuple[str, ...]
    """What is there instead."""
    is_barred: bool = False
    """It is there, but nobody's business."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The results of a form's template."""

    text: str
    missing: tuple[Missing, ...]
    number: int = -1
    """The text in which rendering ended early, and why."""
    reason: str = ""
    values: tuple[tuple[str, str], ...] = ()


def evaluated(name: str, source: str, data: Mapping[str, object]) -> Evaluation:
    """Render a form's template with plain data.

    Args:
        name: of the form.
        source: the template.
        data: dict, list, str, int, float, bool or None.
    """
    rendered = rendered_apart(render_form, name, source, data)
    if rendered.reason:
        number = int(rendered.place) if rendered.place.isdecimal() else -1
        return Evaluation("", (), number, rendered.reason, rendered.values)
    answer = json.loads(rendered.text)
    lacking = tuple(
        Missing(n, field_, tuple(known), barred) for n, field_, known, barred in answer["missing"]
    )
    return Evaluation(answer["text"], lacking)


@dataclass(slots=True)
class _Record:
    number: int = -1
    texts: int = 0
    missing: dict[tuple[int, str], Missing] = field(default_factory=dict)

    def enter(self, number: int) -> str:
        """Told before each text of the form."""
        self.number = number
        return self.count()

    def count(self) -> str:
        """Told before each row and paragraph too."""
        self.texts += 1
        if self.texts > _MOST_TEXTS:
            raise BlockLimitError(message("it fills in more than {most} cells", most=_MOST_TEXTS))
        return ""

    def add(self, undefined: Any, globals_: Mapping[str, object]) -> None:  # noqa: ANN401 - Jinja's has no public fields
        """Note a field that was used and is not there."""
        within, name = undefined._undefined_obj, str(undefined._undefined_name)  # noqa: SLF001 - Jinja's own names
        known = globals_ if within is missing else within if isinstance(within, dict) else ()
        barred = issubclass(undefined._undefined_exception, SecurityError)  # noqa: SLF001
        key = (self.number, name)
        if key not in self.missing and len(self.missing) < _MOST_MISSING:
            names = tuple(str(each) for each in known if not str(each).startswith("_"))
            self.missing[key] = Missing(self.number, name[:200], names[:_MOST_KNOWN], barred)


def render_form(name: str, source: str, data: Mapping[str, object]) -> Rendered:
    """The template rendered in this process; called in one of its own."""
    record = _Record()
    try:
        environment = Sandbox(
            undefined=_recording(record, data),
            autoescape=False,  # what is filled in becomes text of a cell or paragraph, and never markup
            finalize=_plain,
            optimized=False,  # else constants are worked out while it is compiled, without a limit
            keep_trailing_newline=True,
        )
        with limited_time():
            template = environment.from_string(source)
            text = limited_text(template.generate({**data, "_in": record.enter, "_on": record.count}))
    except RENDERING_ERRORS as error:
        return failure(error, str(record.number) if record.number >= 0 else name)
    lacking = [(m.number, m.name, m.known, m.is_barred) for m in record.missing.values()]
    return Rendered(json.dumps({"text": text, "missing": lacking}, ensure_ascii=False))


@pass_context  # else what is constant is worked out, and missed, before any text is entered
def _plain(_context: object, value: object) -> object:
    """A text without control characters: the marks between the form's texts are made of them."""
    if value is None:
        return ""
    if isinstance(value, str):
        if len(value) > LARGEST:
            raise too_large()
        return without_controls(value)
    return value if isinstance(value, StrictUndefined) else without_controls(str(value))


def _recording(record: _Record, data: Mapping[str, object]) -> type[StrictUndefined]:
    """A kind of undefined value that is noted when it is used, and then counts as nothing: so all of them are found."""

    def noted(undefined: Any, answer: object) -> Any:  # noqa: ANN401 - as Jinja's
        record.add(undefined, data)
        return answer

    def itself(self: Any, *_: object, **__: object) -> Any:  # noqa: ANN401
        return noted(self, self)

    def attribute(self: Any, name: str) -> Any:  # noqa: ANN401
        if name.startswith("__"):
            raise AttributeError(name)
        return noted(self, self)

    operators: tuple[str, ...] = (
        "add",
        "radd",
        "sub",
        "rsub",
        "mul",
        "rmul",
        "truediv",
        "rtruediv",
        "floordiv",
        "rfloordiv",
    )
    operators += ("mod", "rmod", "pow", "rpow", "pos", "neg", "call", "getitem")
    methods: dict[str, object] = {f"__{name}__": itself for name in operators}
    answers: dict[str, object] = {"str": "", "bool": False, "len": 0, "int": 0, "float": 0.0, "hash": 0}
    answers |= {
        "eq": False,
        "ne": True,
        "lt": False,
        "le": False,
        "gt": False,
        "ge": False,
        "contains": False,
    }
    for name, answer in answers.items():
        methods[f"__{name}__"] = lambda self, *_, answer=answer: noted(self, answer)
    methods["__iter__"] = lambda self: noted(self, iter(()))
    methods["__getattr__"] = attribute
    methods["__slots__"] = ()
    return type("RecordedUndefined", (StrictUndefined,), methods)
