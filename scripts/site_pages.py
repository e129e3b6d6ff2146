"""The hook of both mkdocs configurations: which pages a language's site has, and where they are.

Sources are in docs/zh and docs/en, pages that exist once beside them, the pages of the rules in the package. A
site has its own language at its top, so that a page and its translation differ only in the folder of the site.
"""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[1]
RULE_PAGES = ROOT / "src" / "ecodemo" / "rules" / "pages"
RULE_LINK = re.compile(r"\[([^\]]+)\]\(\.\./src/ecodemo/rules/pages/(zh|en)/([A-Z]{2}\d{3})\.md\)")
BREAK_IN_CHINESE = re.compile(
    r"<pre.*?</pre>|(?<=[\u3000-\u9fff\uff00-\uffef“”])\n *(?=[\u3000-\u9fff\uff00-\uffef“”])", re.DOTALL
)


def on_config(config: MkDocsConfig) -> None:
    """The menu ends with the decisions, which come and go without anybody looking at a menu."""
    decisions = sorted(path.name for path in Path(config.docs_dir, "decisions").glob("*.md"))
    config.nav = [
        *(config.nav or []),
        {config.extra["decisions"]: [f"decisions/{name}" for name in decisions]},
    ]


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The language's folder becomes the top, and every rule gets its page, which no menu lists."""
    language = config.theme["language"]
    for file in files.documentation_pages():
        file.dest_uri = file.dest_uri.removeprefix(f"{language}/")
    for page in sorted((RULE_PAGES / language).glob("*.md")):
        text = page.read_text(encoding="utf-8")
        files.append(
            File.generated(config, f"rules/{page.name}", content=text, inclusion=InclusionLevel.NOT_IN_NAV)
        )
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """The index of the rules links their pages here; those of the other language are one switch away."""
    if page.file.src_uri != "rules.md":
        return markdown
    language = config.theme["language"]
    return RULE_LINK.sub(
        lambda link: f"[{link[1]}](rules/{link[3]}.md)" if link[2] == language else link[1], markdown
    )


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """A line that ends within a Chinese sentence is no space between two words."""
    return BREAK_IN_CHINESE.sub(lambda found: found[0] if found[0].startswith("<pre") else "", html)
