"""What may be filed: documents, pictures, films and sounds, by what their bytes are; anything else is asked back."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from ecodemo.evidence.pointer import LONGEST
from ecodemo.formats.file_facts import kind_by_head
from ecodemo.formats.guard import TooMuchError, guarded_facts
from ecodemo.forms.reading.archive import VOLUMES, Member, stem_of_volume
from ecodemo.model.evidence import Condition
from ecodemo.model.message import Message, message
from ecodemo.rules.file_formats import SUFFIXES

_PACKS = frozenset(("zip", "rar", "7z", "gz", "tgz", "bz2", "xz", "tar", "iso", "cab"))
_PHONE_PICTURES = frozenset(("heic", "heif", "avif"))
_PROGRAMS = frozenset(
    [
        "exe",
        "elf",
        "macho",
        "class",
        "dex",
        "dll",
        "com",
        "scr",
        "sys",
        "pif",
        "cpl",
        "ocx",
        "jar",
        "apk",
        "msi",
        "msp",
        "lnk",
        "url",
        "scf",
        "hta",
        "chm",
        "hlp",
        "inf",
        "desktop",
        "msc",
        "gadget",
        "application",
        "appref-ms",
        "settingcontent-ms",
        "library-ms",
        "search-ms",
        "searchconnector-ms",
        "jnlp",
        "rdp",
        "iqy",
        "rqy",
        "slk",
        "one",
        "command",
        "xlam",
        "xla",
        "xll",
        "wll",
        "ppam",
        "ppa",
    ]
)
"""With add-ins of Office, lists of commands, and what leads elsewhere when it is opened."""
_SCRIPTS = frozenset(
    ("bat", "cmd", "js", "jse", "vbs", "vbe", "wsf", "wsh", "ps1", "psm1", "sh", "py", "reg")
)
_REFUSED = _PACKS | _PHONE_PICTURES | _PROGRAMS | _SCRIPTS
_KINDS = SUFFIXES.keys() - _REFUSED
_MORE = frozenset(
    ("mpg", "mpeg", "wmv", "flv", "3gp", "m4a", "amr", "shp", "dbf", "dxf", "mdb", "accdb", "nh")
)
"""Suffixes of films, sounds, maps and tables whose bytes bear no sign, or one that has no right suffix here."""
_FILED = frozenset().union(_MORE, *SUFFIXES.values()) - _REFUSED
_TEXTS = frozenset(("", "txt", "json", "html", "xml"))
"""What a program in a language of scripts is by its bytes: only the name says that it is a document."""
_OPENED_AS_PAGES = frozenset(
    ["html", "htm", "xhtml", "mht", "mhtml", "xls", "xlt", "et", "doc", "dot", "wps", "txt", "xml"]
)
"""What programs save tables and texts as that are web pages inside; WPS and Excel open them."""
_PACKED = frozenset(("kmz", "epub", "vsdx", "xmind", "xps", "oxps"))
_OFFICE = frozenset(
    ("docx", "xlsx", "pptx", "docm", "xlsm", "pptm", "odt", "ods", "odp", "odg", "ofd", "wps", "et", "dps")
)
_UNFINISHED = frozenset(
    ("crdownload", "part", "partial", "download", "downloading", "xltd", "td", "tmp", "icloud")
)
_POINTER = re.compile(rb"(?:\xef\xbb\xbf)?\s*version\s+https://(?:git-lfs|hawser)\.github\.com/spec/")
"""Also one that an editor or a chat program has changed."""
_BLANK = b"\x00\t\n\r \xef\xbb\xbf\xff\xfe"
_BLOCK = 1 << 20


def no_document(path: Path) -> Message | None:
    """Why there is nothing in a file that anybody could read; `None`: there is."""
    if is_blank(path):
        return EMPTY
    return POINTER if is_pointer(path) else None


def unfit(member: Member) -> Message | None:
    """Why a file is not filed, and what to do; `None` where it may be."""
    suffix = PurePosixPath(member.name).suffix.lower().removeprefix(".")
    if nothing := no_document(member.path):
        return nothing
    if stem_of_volume(member.name):
        return VOLUMES
    if suffix in _UNFINISHED:
        return _HALF
    kind = kind_by_head(member.path)
    if kind in _PHONE_PICTURES or suffix in _PHONE_PICTURES:
        return _PHONE_PICTURE
    if kind in _PROGRAMS or suffix in _PROGRAMS | _SCRIPTS:
        return _PROGRAM
    if suffix in _PACKS or (kind in _PACKS and not (kind == "zip" and suffix in _PACKED | _OFFICE)):
        return _PACK
    if kind == "html" and suffix in _FILED - _OPENED_AS_PAGES:
        return message(
            "The extension is {suffix}, but the content is a web page (html). Ask for the document itself.",
            suffix=suffix,
        )
    return None if suffix in _FILED or kind in _KINDS - _TEXTS else _OTHER


def is_document(suffix: str) -> bool:
    """Whether a suffix, with its dot, is that of what may be filed."""
    return suffix.removeprefix(".") in _FILED


def suffix_of(member: Member) -> str:
    """The suffix to file it under, with the dot: its own, or that of its bytes where its own says nothing."""
    suffix = PurePosixPath(member.name).suffix.lower()
    return suffix if is_document(suffix) else f".{kind_by_head(member.path)}"


def is_blank(path: Path) -> bool:
    """Whether there is nothing in a file but blanks, zeros, or the mark that text begins with."""
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            if block.strip(_BLANK):
                return False
    return True


def is_pointer(path: Path) -> bool:
    """Whether it is what Git LFS leaves in a file's place."""
    return path.stat().st_size <= LONGEST and bool(_POINTER.match(path.read_bytes()))


def is_broken(path: Path) -> bool:
    """Whether nobody can open a file: it is cut off, damaged, or asks for a password."""
    try:
        facts = guarded_facts(path)
    except TooMuchError:
        return False
    return not facts.size or facts.condition not in (Condition.SOUND, Condition.TOO_LARGE)


EMPTY = message("The file is empty. Ask for the document itself.")
POINTER = message("This is a Git LFS pointer, not the document. Ask for the document itself.")
_HALF = message("The download is incomplete. Ask for the document itself.")
_PACK = message(
    "The archive contains another archive. Unpack it, put the documents themselves into the folder, and submit them again."
)
_PHONE_PICTURE = message("HEIC photo, which many computers cannot open. Save it as JPG and submit it again.")
_PROGRAM = message("This is a program or a shortcut, not a document. Submit the document itself.")
_OTHER = message("Unsupported file type. Submit a PDF, an Office document or a picture.")
BROKEN = message(
    "Cannot open the file: it is truncated, damaged or password-protected. It was not filed; the earlier file is kept. Ask for it again."
)
