"""The pictures of the READMEs, made from the example: a terminal view, the top of the board, the first pages of papers.

python -m scripts.pictures          make them (LibreOffice, pdftoppm and Chromium are needed)

`pictures.json` beside them has the hash of what each was made from; a test says when that has changed.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import tempfile
from datetime import date
from hashlib import sha256
from html import unescape
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZipFile

from PIL import Image
from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from rich.text import Text

from ecodemo.check.session import CheckOptions, check, day_of_judging, open_workspace
from ecodemo.language import Language, Speaker
from ecodemo.report.board.board_page import render
from ecodemo.report.board.build_board import build_board
from ecodemo.report.contents.build import build
from ecodemo.report.kinds import formats_of
from ecodemo.report.leader.build_leader import build_leader
from ecodemo.report.status.terminal_board import write_board
from ecodemo.setup.starter import make_workspace, starter

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
SOURCES = FOLDER / "pictures.json"
_WIDTH = 92
_CELL, _LINE = 8.4, 19
"""Pixels: of a character, a Chinese one being two, and from line to line."""
_SEEN = ("xl/worksheets/sheet1.", "word/document.xml")
_FRAME = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-size="14"
 font-family="'Noto Sans Mono CJK SC', 'Sarasa Mono SC', 'Microsoft YaHei Mono', monospace">
<rect x="1" y="1" width="{inner}" height="{tall}" rx="8" fill="#ffffff" stroke="#cccccc"/>
{lines}
</svg>
"""


def pictures() -> dict[str, bytes]:
    """By the name of its picture, what it is made from: the text of the terminal, or the workbook."""
    with tempfile.TemporaryDirectory() as above:
        county = Path(above) / "demo"
        make_workspace(county, starter(example=True))
        loaded = open_workspace(county)
        day = day_of_judging(loaded.workspace, None, date.max)
        result = check(loaded, CheckOptions(use_cache=False), day)
        made: dict[str, bytes] = {}
        for language in Language:
            speaker = Speaker(language)
            report = build(result, speaker)
            shown = io.StringIO()
            console = Console(
                file=shown, width=_WIDTH, force_terminal=True, color_system="standard", highlight=False
            )
            write_board(report, console, speaker)
            made[f"status.{language}.svg"] = shown.getvalue().encode()
            [workbook] = formats_of(["status"], ["xlsx"])
            made[f"workbook.{language}.png"] = workbook.render(report)
            [page, paper] = formats_of(["leader", "phase"], ["docx"])
            made[f"leader.{language}.png"] = page.render(build_leader(result, report, speaker))
            made[f"report.{language}.png"] = paper.render(report)
            made[f"board.{language}.png"] = render(build_board(result, report, speaker, county / "reports"))
        return made


def sources() -> dict[str, str]:
    """The hash of what each picture is made from."""
    return {name: sha256(_shown(name, content)).hexdigest() for name, content in sorted(pictures().items())}


def _shown(name: str, content: bytes) -> bytes:
    """What is seen of it; of a workbook or paper its texts, however they are compressed."""
    if name.startswith("board."):
        return _top(content)
    if not name.endswith(".png"):
        return content
    with ZipFile(io.BytesIO(content)) as packed:
        names = (name for name in packed.namelist() if name.startswith(_SEEN) or "shared" in name)
        parts = [packed.read(name) for name in sorted(names)]
    texts = (text for part in parts for text in re.findall(">([^<]+)<", part.decode()))
    return unescape("\n".join(texts)).encode()


def _top(page: bytes) -> bytes:
    """The style of a board, and the elements down to its first indicators."""
    text = page.decode()
    style = text[text.index("<style>") : text.index("</style>")]
    body = text[text.index("<header>") : text.index("</ul>", text.index('<ul class="tiles">'))]
    return f"{style}\n{body}".encode()


def _svg(text: str) -> str:
    """A terminal's text as a drawing; rich's own counts a Chinese character as one cell."""
    console = Console(file=io.StringIO())
    shown = text.rstrip("\n").split("\n")
    lines: list[str] = []
    for number, line in enumerate(shown, 1):
        place = 2
        for segment in Text.from_ansi(line).render(console):
            colour = segment.style.color if segment.style else None
            fill = colour.get_truecolor(DEFAULT_TERMINAL_THEME).hex if colour else "#222222"
            weight = "bold" if segment.style and segment.style.bold else "normal"
            for words in re.finditer(r"\S+(?: \S+)*", segment.text):
                left = (place + cell_len(segment.text[: words.start()])) * _CELL
                lines.append(
                    f'<text x="{left:.1f}" y="{number * _LINE + 8}" fill="{fill}" font-weight="{weight}"'
                    f' textLength="{cell_len(words[0]) * _CELL:.1f}">{escape(words[0])}</text>'
                )
            place += cell_len(segment.text)
    width, height = (_WIDTH + 4) * _CELL, (len(shown) + 1) * _LINE + 8
    return _FRAME.format(width=width, height=height, inner=width - 2, tall=height - 2, lines="\n".join(lines))


def _first_page(content: bytes, suffix: str) -> bytes:
    """The first page of a workbook or paper."""
    with tempfile.TemporaryDirectory() as above:
        folder = Path(above)
        (folder / f"paper.{suffix}").write_bytes(content)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        subprocess.run(
            ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", above, f"paper.{suffix}"],
            cwd=above,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        subprocess.run(
            ["pdftoppm", "-r", "70", "-png", "-f", "1", "-l", "1", "-singlefile", "paper.pdf", "page"],
            cwd=above,
            check=True,
        )
        return (folder / "page.png").read_bytes()


def _screen(page: bytes) -> bytes:
    """What a board shows when it is opened."""
    with tempfile.TemporaryDirectory() as above:
        folder = Path(above)
        (folder / "board.html").write_bytes(page)
        subprocess.run(
            [
                *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
                *(f"--user-data-dir={folder / 'profile'}", "--window-size=1200,900"),
                *(f"--screenshot={folder / 'board.png'}", (folder / "board.html").as_uri()),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        shot = Image.open(folder / "board.png").convert("P", palette=Image.Palette.ADAPTIVE, colors=64)
        smaller = io.BytesIO()
        shot.save(smaller, "PNG", optimize=True)
        return smaller.getvalue()


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, content in pictures().items():
        path = FOLDER / name
        if path.suffix == ".svg":
            path.write_text(_svg(content.decode()), encoding="utf-8")
        elif name.startswith("board."):
            path.write_bytes(_screen(content))
        else:
            path.write_bytes(_first_page(content, "xlsx" if name.startswith("workbook.") else "docx"))
    SOURCES.write_text(json.dumps(sources(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
