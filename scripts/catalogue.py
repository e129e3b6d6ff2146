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

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

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
        for id_, context in sentences_of(path.read_text(encoding="utf-8")):
            if not all(WORDLESS.fullmatch(form) for form in forms(id_)):
                found.add(id_, context=context, locations=[(path.relative_to(ROOT / "src").as_posix(), 0)])
    for page in sorted((ROOT / "templates").glob("*.html.j2")):
        for id_, context in sentences_of_page(page.read_text(encoding="utf-8")):
            found.add(id_, context=context, locations=[(page.name, 0)])
    for text in schemas.sentences():
        found.add(text, locations=[("ecodemo/schemas.py", 0)])
    return found


Id = str | tuple[str, str]
"""A sentence, or how one and how many of a thing are said."""
Key = tuple[Id, str | None]


def forms(words: Id | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """The one form of a sentence, or all of what is counted."""
    return (words,) if isinstance(words, str) else tuple(words)


def sentences_of(source: str) -> Iterator[Key]:
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
            case ast.Call(
                func=ast.Name(id="counted"),
                args=[_, ast.Constant(value=str(one)), ast.Constant(value=str(many))],
            ):
                yield (one, many), None


def sentences_of_page(source: str) -> Iterator[Key]:
    """The same of a page's template."""
    for call in Environment(autoescape=True).parse(source).find_all(nodes.Call):
        match call:
            case nodes.Call(node=nodes.Name(name="text"), args=[nodes.Const(value=str(text)), *rest]):
                yield text, rest[0].value if rest and isinstance(rest[0], nodes.Const) else None


def by_key(catalogue: Catalog) -> dict[Key, tuple[str, ...]]:
    """The sentences with their contexts, and their translations in every form."""
    return {key_of(entry): forms(entry.string or "") for entry in catalogue if entry.id}


def key_of(entry: Message) -> Key:
    """By what an entry is found again."""
    match forms(entry.id):
        case [one, many]:
            return (one, many), entry.context
        case [text, *_]:
            return text, entry.context
    raise ValueError(entry)


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
            translated = known.get(key_of(entry), ("",))
            entry.string = translated if entry.pluralizable else translated[0]
    with PO.open("wb") as stream:
        write_po(stream, catalogue, width=0, omit_header=False, include_lineno=False, sort_by_file=True)


def compiled() -> bytes:
    """The .mo made of the .po."""
    stream = io.BytesIO()
    write_mo(stream, stored())
    return stream.getvalue()


def complaints() -> list[str]:
    """What keeps the catalogue from being complete and fresh."""
    known, wanted = by_key(stored()), by_key(extracted()).keys()
    gaps = re.compile(r"\{(\w+)\}")
    said = [f"not in the catalogue: {text}" for text, _ in sorted(wanted - known.keys(), key=str)]
    said += [f"no longer in the code: {text}" for text, _ in sorted(known.keys() - wanted, key=str)]
    said += [
        f"not translated: {key[0]}" for key in sorted(wanted & known.keys(), key=str) if not all(known[key])
    ]
    said += [
        f"a gap that the sentence does not have: {id_}"
        for (id_, _), translations in known.items()
        for translation in translations
        if set(gaps.findall(translation)) - set(gaps.findall(forms(id_)[-1])) - {"all"}
    ]
    said += [
        f"no {{n}}: {form}"
        for (id_, _), translations in known.items()
        if isinstance(id_, tuple)
        for form in (*id_, *translations)
        if gaps.findall(form) != ["n"]
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
