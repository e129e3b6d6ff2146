"""What the models reject, at the very key, in words that a clerk understands."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ecodemo.load.document import Complaint, YamlDocument
from ecodemo.model.finding import Step
from ecodemo.model.message import Message, counted, listing, message
from ecodemo.model.target import KINDS, TAGS
from ecodemo.unknown_word import did_you_mean, full_width_comma

_SHOWN = 40


def complaints(error: ValidationError, model: type[BaseModel], document: YamlDocument) -> Iterator[Complaint]:
    """One complaint for each thing that `model` rejects."""
    seen = set[tuple[object, str]]()
    for detail in error.errors(include_url=False):
        if _is_only_shortened(detail):
            continue
        path = path_of(detail["loc"])
        text, hint, code = _words(detail, model)
        place = document.place(path)
        if (place, text.text) not in seen:
            seen.add((place, text.text))
            yield Complaint(code, place, text, hint)


def _is_only_shortened(detail: ErrorDetails) -> bool:
    """Whether a list is long enough as written: pydantic counts only the valid entries, and the others have complaints."""
    return detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]


def path_of(loc: tuple[int | str, ...]) -> tuple[Step, ...]:
    """The path as written: without the tags of unions (class names) and the mark of a mapping's key."""
    return tuple(step for step in loc if step not in TAGS and step != "[key]")


def _words(detail: ErrorDetails, model: type[BaseModel]) -> tuple[Message, Message | None, str]:
    kind, loc = detail["type"], detail["loc"]
    key = str(loc[-1]) if loc else ""
    if kind == "missing":
        return message("Missing key “{key}”.", key=key), None, "SC202"
    if kind == "extra_forbidden":
        colon = message("Use a half-width colon and a space: “: ”.") if "：" in key else None
        guess = colon or did_you_mean(key, keys_at(model, loc[:-1]))
        return message("Unknown key “{key}”.", key=key), guess, "SC201"
    if kind == "target_kind":
        return _target_words(detail)
    written = _shown(detail["input"])
    if kind in ("enum", "literal_error"):
        allowed = _allowed(detail)
        return (
            message(
                "Expected one of {allowed}; got “{written}”.",
                written=written,
                allowed=listing(*allowed, most=12),
            ),
            did_you_mean(written, allowed),
            "SC203",
        )
    make = _WORDS.get(kind)
    if make is None:
        return (
            message("Invalid value “{written}”: {reason}.", written=written, reason=detail["msg"]),
            None,
            "SC203",
        )
    text, hint = make(written, detail.get("ctx") or {})
    return text, full_width_comma(written) or hint, "SC203"


def _target_words(detail: ErrorDetails) -> tuple[Message, Message | None, str]:
    written = str((detail.get("ctx") or {}).get("written") or _shown(detail["input"]))
    kinds = [kind for kind in written.split(", ") if kind in KINDS]
    guess = message("Keep one of them, or combine them under all_of or any_of.") if len(kinds) > 1 else None
    return (
        message("Expected exactly one kind of target; got “{written}”.", written=written),
        guess
        or did_you_mean(written, KINDS)
        or message("Available kinds: {kinds}.", kinds=listing(*KINDS, most=len(KINDS))),
        "SC203",
    )


def _allowed(detail: ErrorDetails) -> tuple[str, ...]:
    expected = str((detail.get("ctx") or {}).get("expected", ""))
    return tuple(part.strip(" '") for part in expected.replace(" or ", ", ").split(",") if part.strip())


def _shown(value: object) -> str:
    if value is None:
        return ""
    text = (
        value
        if isinstance(value, str)
        else ("{…}" if isinstance(value, dict) else "[…]" if isinstance(value, list) else str(value))
    )
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


_Make = Callable[[str, dict[str, Any]], tuple[Message, Message | None]]


def _simple(text: Message, hint: Message | None = None) -> _Make:
    def make(written: str, context: dict[str, Any]) -> tuple[Message, Message | None]:
        values = {"written": written} | {k: v for k, v in context.items() if isinstance(v, str | int)}
        return Message(text.text, values), hint

    return make


def _counting(text: Message, key: str) -> _Make:
    def make(_: str, context: dict[str, Any]) -> tuple[Message, Message | None]:
        return Message(text.text, {key: counted(context[key], "{n} entry", "{n} entries")}), None

    return make


_NEED_MAPPING = message("Expected keys, each with a colon and a space; got “{written}”.")
_NEED_LIST = message("Expected a list: [ … ], or one entry per line after “- ”; got “{written}”.")
_PATTERN = message("“{written}” is not a valid id or number.")
_PATTERN_HINT = message(
    "Ids: lower-case letters, digits and hyphens. Numbers: 07, 07-1, 25.5, V3. Codes: digits, in quotation marks."
)
_WORDS: dict[str, _Make] = {
    "string_type": _simple(message("Expected text, got “{written}”.")),
    "blank": _simple(message("The text is empty.")),
    "string_too_short": _simple(message("The text is empty.")),
    "string_too_long": _simple(message("The text is longer than {max_length} characters.")),
    "string_pattern_mismatch": _simple(_PATTERN, _PATTERN_HINT),
    "int_type": _simple(message("Expected an integer, got “{written}”.")),
    "int_parsing": _simple(message("Expected an integer, got “{written}”.")),
    "int_parsing_size": _simple(message("Expected an integer, got “{written}”.")),
    "greater_than_equal": _simple(message("Expected at least {ge}, got “{written}”.")),
    "less_than_equal": _simple(message("Expected at most {le}, got “{written}”.")),
    "bool_type": _simple(message("Expected true or false, got “{written}”.")),
    "bool_parsing": _simple(message("Expected true or false, got “{written}”.")),
    "model_type": _simple(_NEED_MAPPING),
    "model_attributes_type": _simple(_NEED_MAPPING),
    "dict_type": _simple(_NEED_MAPPING),
    "tuple_type": _simple(_NEED_LIST),
    "list_type": _simple(_NEED_LIST),
    "too_short": _counting(message("Expected at least {min_length}."), "min_length"),
    "too_long": _counting(message("Expected at most {max_length}."), "max_length"),
    "quantity": _simple(
        message("“{written}” is not a number."),
        message("Write 92.4, 21430 or 1.2万; the unit is defined by the measure."),
    ),
    "size": _simple(message("“{written}” is not a size."), message("Write 200MB or 1.5GB.")),
    "day": _simple(message("“{written}” is not a date."), message("Write 2021-05-20 or 2021年5月20日.")),
    "no_such_day": _simple(
        message("No such date: “{written}”."), message("Write 2021-05-20 or 2021年5月20日.")
    ),
    "year": _simple(message("“{written}” is not a year."), message("Use four digits: 2020.")),
    "scale": _simple(
        message("The scale does not fit the row."),
        message(
            "It requires points and exactly one target; each step gives fewer points than the one before: [[90, 4], [80, 2]]."
        ),
    ),
    "years": _simple(
        message("“{written}” is not a range of years."),
        message("Use each, latest, base, once, or a list of years: [2018, 2020]."),
    ),
    "years_of_figure": _simple(
        message("“{written}” is not a range of years."),
        message("Figures are by year. Use each, latest, base, or a list of years: [2018, 2020]."),
    ),
    "reference": _simple(
        message("“{written}” is not a document."),
        message("Use number/year, such as 25-1/2020; for another unit: 25-1/2020@meicheng."),
    ),
}


def keys_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> tuple[str, ...]:
    """The keys that are allowed at `loc` of a file of `model`."""
    candidates = [model]
    for step in loc:
        if not isinstance(step, str):
            continue
        if step in TAGS:
            candidates = [candidate for candidate in candidates if candidate.__name__ == step] or candidates
            continue
        below = [
            found
            for candidate in candidates
            for name, field in candidate.model_fields.items()
            if step in (name, field.alias)
            for found in _models_in(field.annotation)
        ]
        candidates = below or candidates
    return tuple(
        dict.fromkeys(
            field.alias or name for found in candidates for name, field in found.model_fields.items()
        )
    )


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    """Every model that an annotation mentions."""
    annotation = getattr(annotation, "__value__", annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in typing.get_args(annotation):
        if not isinstance(argument, str):
            yield from _models_in(argument)
