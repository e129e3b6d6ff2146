"""Write what is made from the code: data/.schema/*.json for editors and the index docs/rules.md.

python scripts/generate.py          write
python scripts/generate.py check    fail when what is there is old
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from ecodemo.explain import title
from ecodemo.language import Language
from ecodemo.load.file import FILES
from ecodemo.rules import RULES
from ecodemo.schemas import json_schema

ROOT = Path(__file__).resolve().parents[1]


def generated() -> dict[Path, str]:
    """Every generated file with its text."""
    texts = {
        ROOT / "data" / ".schema" / f"{name}.json": json.dumps(
            json_schema(name), ensure_ascii=False, indent=1
        )
        + "\n"
        for name in FILES
    }
    return texts | {ROOT / "docs" / "rules.md": rule_index()}


def rule_index() -> str:
    """A table of all rules with links to their pages in both languages."""
    lines = [
        "# Rules",
        "",
        "`ecodemo explain CODE` prints a rule's page. A phase of county.yaml says which families count and how",
        "heavily: a family's grade caps the weight below, a whole code's grade replaces it.",
        "",
        "| Code | Weight | Name | 名称 |",
        "|---|---|---|---|",
    ]
    for rule in RULES:
        pages = "../src/ecodemo/rules/pages"
        english = f"[{title(rule.code, Language.EN)}]({pages}/en/{rule.code}.md)"
        chinese = f"[{title(rule.code, Language.ZH)}]({pages}/zh/{rule.code}.md)"
        lines.append(f"| {rule.code} | {rule.severity} | {english} | {chinese} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write, or with `check` compare."""
    stale = [
        path
        for path, text in generated().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    if sys.argv[1:] == ["check"]:
        print("\n".join(f"old: {path.relative_to(ROOT)}" for path in stale))
        return 1 if stale else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(generated()[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
