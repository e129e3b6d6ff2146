"""Keep the Chinese catalogue in step with the code.

python scripts/catalogue.py update     extract the sentences, merge them into the .po
python scripts/catalogue.py compile    write the .mo from the .po
python scripts/catalogue.py check      fail when a sentence is new, stale or untranslated, or the .mo is old
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from ecodemo.setup import schemas

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "src" / "ecodemo" / "locale" / "zh" / "LC_MESSAGES"
PO, MO = FOLDER / "ecodemo.po", FOLDER / "ecodemo.mo"
KEYWORDS = frozenset({"message", "text", "_"})
EPOCH = datetime(2021, 4, 1, tzinfo=UTC)
WORDLESS = re.compile(r"(\{\w+\}|\s)*")
"""Sentences that are only gaps read the same in every language."""


def empty() -> Catalog:
    """A catalogue whose head never changes, so that the same sentences give the same bytes."""
    return Catalog(
        locale="zh",
        project="ecodemo",
        version="1",
        header_comment="# 界面和报告用语",
        copyright_holder="The ecodemo authors",
        msgid_bugs_address="",
        creation_date=EPOCH,
        revision_date=EPOCH,
        last_translator="The ecodemo authors",
        language_team="zh",
        fuzzy=False,
    )


def extracted() -> Catalog:
    """The sentences of the code, in the order of its files, and those of the data's schemas."""
    found = empty()
    for path in sorted((ROOT / "src").rglob("*.py")):
        for text, context in sentences_of(path.read_text(encoding="utf-8")):
            if not WORDLESS.fullmatch(text):
                found.add(text, context=context, locations=[(path.relative_to(ROOT / "src").as_posix(), 0)])
    for text in schemas.sentences():
        found.add(text, locations=[("ecodemo/schemas.py", 0)])
    return found


def sentences_of(source: str) -> Iterator[tuple[str, str | None]]:
    """The first argument of every call that names a sentence, nested calls and f-strings included, and its context."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(
                func=ast.Name(id=name) | ast.Attribute(attr=name), args=[ast.Constant(value=str(text)), *rest]
            ) if name in KEYWORDS:
                match rest:
                    case [ast.Constant(value=str(context))]:
                        yield text, context
                    case _:
                        yield text, None


Key = tuple[str, str | None]


def by_key(catalogue: Catalog) -> dict[Key, str]:
    """The sentences with their contexts, and their translations."""
    return {(str(entry.id), entry.context): str(entry.string or "") for entry in catalogue if entry.id}


def stored() -> Catalog:
    """The catalogue as it is kept."""
    with PO.open("rb") as stream:
        return read_po(stream, locale="zh")


def update() -> None:
    """Merge the sentences of the code into the .po, keeping every translation that still fits."""
    known = by_key(stored()) if PO.exists() else {}
    catalogue = extracted()
    for entry in catalogue:
        if entry.id:
            entry.string = known.get((str(entry.id), entry.context), "")
    with PO.open("wb") as stream:
        write_po(stream, catalogue, width=0, omit_header=False, include_lineno=False, sort_by_file=True)


def compiled() -> bytes:
    """The .mo that the .po comes to."""
    stream = io.BytesIO()
    write_mo(stream, stored())
    return stream.getvalue()


def complaints() -> list[str]:
    """What keeps the catalogue from being complete and fresh."""
    known, wanted = by_key(stored()), by_key(extracted()).keys()
    gaps = re.compile(r"\{(\w+)\}")
    said = [f"not in the catalogue: {text}" for text, _ in sorted(wanted - known.keys(), key=str)]
    said += [f"no longer in the code: {text}" for text, _ in sorted(known.keys() - wanted, key=str)]
    said += [f"not translated: {key[0]}" for key in sorted(wanted & known.keys(), key=str) if not known[key]]
    said += [
        f"a gap that the sentence does not have: {text}"
        for (text, _), translation in known.items()
        if set(gaps.findall(translation)) - set(gaps.findall(text)) - {"all"}
    ]
    if not MO.exists() or MO.read_bytes() != compiled():
        said.append("the .mo is older than the .po")
    return said


def main() -> int:
    """Do what the first argument says."""
    match sys.argv[1:]:
        case ["update"]:
            update()
        case ["compile"]:
            MO.write_bytes(compiled())
        case ["check"]:
            said = complaints()
            print("\n".join(said))
            return 1 if said else 0
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
