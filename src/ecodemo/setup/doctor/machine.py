"""The computer: versions, libraries, encodings, the cache."""

from __future__ import annotations

import locale
import platform
import re
import sys
from importlib import metadata

from ecodemo import __version__
from ecodemo.encoding import printed_in
from ecodemo.evidence import cache
from ecodemo.load.document import HAS_FAST_PARSER
from ecodemo.model.message import listing, message
from ecodemo.setup.doctor.diagnosis import Diagnosis, Health, megabytes

_REQUIREMENT = re.compile(r"[A-Za-z0-9._-]+")


def program() -> Diagnosis:
    return Diagnosis(
        "program",
        message("program"),
        Health.OK,
        message(
            "ecodemo {version}, Python {python} ({executable}), {system}",
            version=__version__,
            python=platform.python_version(),
            executable=sys.executable,
            system=platform.platform(terse=True),
        ),
    )


def libraries() -> Diagnosis:
    what = message("libraries")
    try:
        required = metadata.requires("ecodemo") or []
    except metadata.PackageNotFoundError:
        return Diagnosis(
            "libraries",
            what,
            Health.NOTE,
            message("Not installed as a package; versions are unknown."),
        )
    found, missing = [], []
    for line in required:
        named = _REQUIREMENT.match(line)
        if named is None or "extra ==" in line:
            continue
        try:
            found.append(f"{named[0]} {metadata.version(named[0])}")
        except metadata.PackageNotFoundError:
            missing.append(named[0])
    if missing:
        return Diagnosis(
            "libraries",
            what,
            Health.PROBLEM,
            message("Not installed: {missing}.", missing=listing(*missing)),
            message("Install its wheel again: pip install --force-reinstall FILE"),
        )
    return Diagnosis("libraries", what, Health.OK, message("{found}", found=listing(*found, most=len(found))))


def parser() -> Diagnosis:
    what = message("YAML parser")
    if HAS_FAST_PARSER:
        return Diagnosis("parser", what, Health.OK, message("The fast C parser is installed."))
    return Diagnosis(
        "parser",
        what,
        Health.NOTE,
        message("The fast C parser is missing: data is read about ten times more slowly."),
        message("Install PyYAML from a wheel: pip install --force-reinstall --only-binary :all: pyyaml"),
    )


def encodings() -> Diagnosis:
    what = message("encodings")
    printed, system = printed_in(sys.stdout), locale.getencoding()
    said = message(
        "Output {printed}; file names {files}; system {system}.",
        printed=printed.upper(),
        files=sys.getfilesystemencoding(),
        system=system,
    )
    if printed != "utf-8":
        remedy = message(
            "This terminal shows “?” for characters that its encoding lacks. Use a UTF-8 locale, such as LC_ALL=C.UTF-8."
        )
        return Diagnosis("encodings", what, Health.NOTE, said, remedy)
    if system.lower().replace("-", "") != "utf8":
        remedy = message(
            "If Chinese is garbled in this window, run “chcp 65001” first, or use Windows Terminal."
        )
        return Diagnosis("encodings", what, Health.NOTE, said, remedy)
    return Diagnosis("encodings", what, Health.OK, said)


def cached() -> Diagnosis:
    what, folder = message("cache"), cache.folder()
    if not cache.is_writable():
        return Diagnosis(
            "cache",
            what,
            Health.NOTE,
            message("{folder} is not writable: every run hashes all files again.", folder=str(folder)),
            message("Make it writable, or set XDG_CACHE_HOME to another folder."),
        )
    return Diagnosis(
        "cache",
        what,
        Health.OK,
        message(
            "{folder}, {size} MB; safe to delete at any time.",
            folder=str(folder),
            size=megabytes(cache.size()),
        ),
    )
