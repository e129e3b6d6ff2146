"""The pages of docs/<language>/reference that are made from the code: commands, exit codes, formats, keys, templates, words.

python -m scripts.reference zh    print them as JSON, path to text; scripts/generate.py writes them

The texts of commands are put together when their modules are imported, in the language of that process: so each
language has a process of its own.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

from scripts.plan_page import plan_page
from scripts.reference_commands import commands_page
from scripts.reference_data import data_page
from scripts.reference_tables import exit_codes_page, formats_page
from scripts.reference_templates import templates_page
from scripts.reference_words import words_page

PAGES = {
    "commands": commands_page,
    "data": data_page,
    "exit-codes": exit_codes_page,
    "formats": formats_page,
    "templates": templates_page,
    "words": words_page,
}


def pages(language: str) -> Iterator[tuple[str, str]]:
    """Each page's path below the checkout, and its text."""
    for name, make in PAGES.items():
        yield f"docs/{language}/reference/{name}.md", make(language)
    yield f"docs/{language}/plan.md", plan_page(language)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(dict(pages(sys.argv[1])), ensure_ascii=False))
