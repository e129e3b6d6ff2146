"""The board as one HTML file: nothing is loaded, and nothing runs but the script that its policy names by hash."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from os.path import lexists
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from ecodemo import conflict
from ecodemo._resources import bundled
from ecodemo.errors import EcodemoError
from ecodemo.files import read_control_file
from ecodemo.model.message import message
from ecodemo.report.contents.board_view import Board
from ecodemo.report.contents.file_address import spelt
from ecodemo.report.papers.composition import speaker_of

PAGE, STYLE, SCRIPT = "board.html.j2", "board.css", "board.js"
"""Files of templates/; of these a workspace may have only the style of its own."""
PROOF_PAGE, PROOF_STYLE = "proof.html.j2", "proof.css"
PROOF_SCRIPTS = (
    *("proof_numbers.js", "proof_sha256.js", "proof_unpack.js", "proof_judge.js", "proof_compare.js"),
    "proof.js",
)
"""Of the section that verifies again, in the order in which they build on one another."""
_MOST_BYTES = 1 << 20
_DATA = "\0"
"""The place of the data while the page is made: neither a view nor a style has it."""
_ENDS_STYLE = re.compile(r"</style|<!--", re.IGNORECASE)
VERDICT_SIGN: Mapping[str, str] = {"met": "●", "not met": "▲", "undecided": "◆", "not applicable": "–"}


def render(board: Board, template_folder: str | None = None, proof: Iterable[str] | None = None) -> bytes:
    """The page, in the language of the view.

    Args:
        board: what it shows.
        template_folder: the workspace's own templates.
        proof: the data of the section that verifies again, pieces of a JSON text; without them there is no such section.

    Raises:
        EcodemoError: the workspace's own style cannot be used.
    """
    styles, scripts = [_style(template_folder)], [shipped_text(SCRIPT)]
    speaker = speaker_of(board)
    section = ""
    if proof is not None:
        styles.append(shipped_text(PROOF_STYLE))
        scripts.append("\n".join(map(shipped_text, PROOF_SCRIPTS)))
        section = _template(PROOF_PAGE).render(text=speaker.text, data=_DATA)
    return filled_page(
        PAGE,
        styles,
        scripts,
        data=(part.replace("<", "\\u003c") for part in proof or ()),
        board=board,
        text=speaker.text,
        mark=VERDICT_SIGN,
        proof=Markup(section),  # noqa: S704 - escaped when it was rendered
    )


def filled_page(
    template: str,
    styles: Sequence[str],
    scripts: Sequence[str],
    data: Iterable[str] = (),
    **values: object,
) -> bytes:
    """A page that holds its styles and scripts, with the policy that lets nothing else run.

    Args:
        template: the page, a file of templates/.
        styles: texts that cannot end their element.
        scripts: our own.
        data: the content for the place of the data, piece by piece; none of it is escaped.
        values: what the template shows, escaped where it is no `Markup`.
    """
    pieces = _template(template).generate(
        policy=_policy(styles, scripts),
        styles=[Markup(style) for style in styles],  # noqa: S704 - looked at by `_style`, or our own
        scripts=[Markup(script) for script in scripts],  # noqa: S704 - our own
        **values,
    )
    page = io.BytesIO()
    for piece in pieces:
        before, has_data, after = piece.partition(_DATA)
        page.write(before.encode())
        if has_data:
            page.writelines(part.encode() for part in data)
        page.write(after.encode())
    return page.getvalue()


@cache
def _template(name: str) -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["spelt"] = spelt
    return environment.from_string(shipped_text(name))


def _policy(styles: Iterable[str], scripts: Iterable[str]) -> str:
    """What the page may do: show itself, and run its own scripts."""
    return (
        f"default-src 'none'; style-src {_hashes(styles)}; script-src {_hashes(scripts)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hashes(texts: Iterable[str]) -> str:
    return " ".join(f"'{_hash(text)}'" for text in texts)


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}"


def shipped_text(name: str) -> str:
    """With line feeds alone: browsers make them so before they look at the hash."""
    text = (bundled("templates") / name).read_bytes().decode("utf-8")
    return text.replace("\r\n", "\n")


def _style(folder: str | None) -> str:
    """The shipped style, or the workspace's own."""
    path = Path(folder) / STYLE if folder is not None else None
    if path is None or not lexists(path):
        return shipped_text(STYLE)
    try:
        text = read_control_file(path, path.parents[1], _MOST_BYTES).decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise _unusable(path) from error
    if _ENDS_STYLE.search(text) or "\0" in text or conflict.marks(text.splitlines()):
        raise _unusable(path)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unusable(path: Path) -> EcodemoError:
    return EcodemoError(
        message(
            "{path} cannot be used as the board's style sheet. It must be UTF-8 CSS of at most 1 MB and contain neither “</style” nor “<!--”.",
            path=str(path),
        )
    )
