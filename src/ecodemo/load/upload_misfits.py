"""What upload.yaml says that cannot be: a window that ends before it begins, names that no pattern gives, a document twice."""

from __future__ import annotations

from collections.abc import Iterator

from ecodemo.load.references import Path
from ecodemo.model.message import Message, listing, message
from ecodemo.model.upload import PLACEHOLDERS, Upload, pattern_parts
from ecodemo.unknown_word import did_you_mean


def upload_misfits(record: Upload) -> Iterator[tuple[Path, Message] | tuple[Path, Message, Message]]:
    """Items and files that do not fit, each with the path to it."""
    window = record.window
    if window is not None and window.last < window.first:
        yield ("window", "to"), message("The upload window ends before it starts.")
    yield from _pattern(("defaults", "name"), record.defaults.name)
    for index, item in enumerate(record.items):
        at: Path = ("items", index)
        if item.name is not None:
            yield from _pattern((*at, "name"), item.name)
        for place, no in enumerate(item.requirements):
            if no in item.requirements[:place]:
                yield (
                    (*at, "requirements", place),
                    message("{no} is listed twice in this item.", no=no),
                )


def _pattern(at: Path, pattern: str) -> Iterator[tuple[Path, Message] | tuple[Path, Message, Message]]:
    allowed = listing(*(f"{{{name}}}" for name in PLACEHOLDERS), most=len(PLACEHOLDERS))
    use = message("Use {placeholders}.", placeholders=allowed)
    try:
        named = [name for _, name in pattern_parts(pattern) if name]
    except ValueError:
        yield at, message("“{pattern}” is not a pattern for names.", pattern=pattern), use
        return
    for name in named:
        if name not in PLACEHOLDERS:
            text = message("Unknown placeholder “{name}”.", name=f"{{{name}}}")
            yield at, text, did_you_mean(name, PLACEHOLDERS) or use
    if not {"seq", "title", "unit", "year"} & set(named) and set(named) <= set(PLACEHOLDERS):
        yield at, message("The pattern gives every file of an item the same name."), use
