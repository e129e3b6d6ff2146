"""Write what is made from the code: data/.schema/*.json for editors, the list of rules, the reference and the screens in docs/.

python scripts/generate.py          write
python scripts/generate.py check    fail when what is there is old
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from ecodemo.language import Language
from ecodemo.load.file import FILES
from ecodemo.report.contents.labels import SEVERITY
from ecodemo.rule_pages import title
from ecodemo.rules import RULES
from ecodemo.setup.schemas import json_schema
from ecodemo.setup.stored_schemas import NAMES

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


def generated() -> dict[Path, str]:
    """Every generated file with its text."""
    texts = {}
    for name in NAMES:  # of data files for editors, and of what commands print for other programs
        folder = ROOT / "data" / ".schema" if name in FILES else DOCS / "schema"
        texts[folder / f"{name}.json"] = json.dumps(json_schema(name), ensure_ascii=False, indent=1) + "\n"
    texts[ROOT / "src" / "ecodemo" / "rules" / "codes.csv"] = rule_codes()
    return texts | {DOCS / "rules.md": rule_index()} | pages_with_screens() | reference()


def reference() -> dict[Path, str]:
    """The pages of docs/<language>/reference that are made from commands and models."""
    texts: dict[Path, str] = {}
    for language in Language:
        made = subprocess.run(
            [sys.executable, "-m", "scripts.reference", language],
            cwd=ROOT,
            env={**os.environ, "ECODEMO_LANG": language},
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=True,
        )
        texts |= {ROOT / name: text for name, text in json.loads(made.stdout).items()}
    return texts


def pages_with_screens() -> dict[Path, str]:
    """The pages written by hand, with the screens in them as they are now."""
    sys.path.insert(0, str(ROOT))  # run as a file, Python does not know this folder
    from scripts.screens import screens

    pages = {
        (language.value, page.name): page.read_text(encoding="utf-8")
        for language in Language
        for page in sorted((DOCS / language).glob("*.md"))
    }
    return {DOCS / language / name: text for (language, name), text in screens(pages).items()}


def rule_codes() -> str:
    """Code and severity of every rule, which `ecodemo rules` prints without loading them."""
    return "".join(
        f"{line}\n" for line in ("code,severity", *(f"{rule.code},{rule.severity}" for rule in RULES))
    )


def rule_index() -> str:
    """A table of all rules with links to their pages in both languages."""
    lines = [
        "# Rules",
        "",
        "`ecodemo explain CODE` prints a rule's page. A phase of county.yaml sets which families count and with which",
        "severity: that of a family caps the severity below, that of a whole code replaces it. A note has the key `info` there.",
        "",
        "| Code | Severity | Name | 名称 |",
        "|---|---|---|---|",
    ]
    for rule in RULES:
        pages = "../src/ecodemo/rules/pages"
        english = f"[{title(rule.code, Language.EN)}]({pages}/en/{rule.code}.md)"
        chinese = f"[{title(rule.code, Language.ZH)}]({pages}/zh/{rule.code}.md)"
        lines.append(f"| {rule.code} | {SEVERITY[rule.severity].text} | {english} | {chinese} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write, or with `check` compare."""
    stale = {
        path: text
        for path, text in generated().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    }
    if sys.argv[1:] == ["check"]:
        print("\n".join(f"old: {path.relative_to(ROOT)}" for path in stale))
        return 1 if stale else 0
    for path, text in stale.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
