"""A form as it came: looked at before it is opened, since it is somebody else's file."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from zipfile import BadZipFile

from ecodemo.errors import EcodemoError
from ecodemo.files import read_own_file
from ecodemo.formats.bounded_zip import BoundedZip
from ecodemo.formats.content_error import ContentError
from ecodemo.formats.limits import DOCUMENT_ZIP
from ecodemo.formats.ooxml import kind_of
from ecodemo.formats.xlsx.whole_sheets import saved_sheets
from ecodemo.model.message import Message, message

KINDS = ("xlsx", "docx")
_MOST_BYTES = 20_000_000
_FORM_ZIP = replace(DOCUMENT_ZIP, members=5_000, harmless_bytes=50_000_000, most_bytes=200_000_000)
_LARGEST_PART = 16_000_000
_PROGRAMS = re.compile(r"vbaproject|vbadata|/activex/|/macrosheets/|/customui", re.IGNORECASE)
_LINKS = re.compile(r"/externallinks/|/connections\.xml$|/querytables/", re.IGNORECASE)
_MARKUP, _DECLARES, _BEGINNING = (".xml", ".rels", ".vml"), b"<!DOCTYPE", 4_096
"""What no program of an office writes: markup that declares its own entities."""
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_LEADS_OUT = re.compile(rb"""TargetMode\s*=\s*["']External""")
_HARMLESS = re.compile(rb"""/(?:hyperlink|attachedTemplate)["']""")
"""A link that is followed when it is clicked; and the template on somebody's computer, which `filled_document` takes out."""


def read_form(path: Path) -> tuple[str, bytes]:
    """The kind of a form and its bytes.

    Raises:
        EcodemoError: it is no form that can be filled, or there is more in it than a form needs.
    """
    content = read_own_file(path, None, _MOST_BYTES)
    if content is None:
        raise EcodemoError(message("Cannot find {path}.", path=str(path)))
    try:
        package = BoundedZip(io.BytesIO(content), len(content), _FORM_ZIP)
        kind = kind_of(package)
        reason = _refusal(package, kind)
        if reason is None and kind == "xlsx":
            saved_sheets(io.BytesIO(content), len(content))  # refuses what grows without bounds
    except (ContentError, BadZipFile, OSError, ValueError, KeyError):
        raise _unusable(path, message("it is damaged, or is no .xlsx or .docx file")) from None
    if reason is not None:
        raise _unusable(path, reason)
    return kind, content


def _refusal(package: BoundedZip, kind: str) -> Message | None:
    """Why a package is not opened."""
    names = [f"/{name}" for name in package.names]
    if package.is_encrypted:
        return message("it has a password")
    if kind in ("xlsm", "xltm", "docm", "dotm", "xlsb") or any(map(_PROGRAMS.search, names)):
        return message("it has macros; save it as .xlsx or .docx")
    if kind not in KINDS:
        return message("it is no .xlsx or .docx file; save it as one")
    if package.is_too_large or any(member.file_size > _LARGEST_PART for member in package.members):
        return message("it holds more than a form needs")
    if any(_DECLARES in package.read(name, _BEGINNING) for name in package.names if name.endswith(_MARKUP)):
        return message("it is damaged")
    if any(map(_LINKS.search, names)) or any(_is_linked(package, name) for name in package.names):
        return message("it links to other files or addresses; break these links and save it again")
    return None


def _is_linked(package: BoundedZip, name: str) -> bool:
    """Whether a part takes content from elsewhere when the form is opened."""
    if not name.lower().endswith(".rels"):
        return False
    return any(
        _LEADS_OUT.search(found[0]) and not _HARMLESS.search(found[0])
        for found in _RELATION.finditer(package.read(name))
    )


def _unusable(path: Path, reason: Message) -> EcodemoError:
    return EcodemoError(message("Cannot fill in {path}: {reason}.", path=str(path), reason=reason))
