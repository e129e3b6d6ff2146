"""Puts the example together: figures, story, documents, register, and writes it anew."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, assert_never

import yaml
from scripts.build_example import story
from scripts.build_example.archive import zip_bytes
from scripts.build_example.compose import TEXTS
from scripts.build_example.content import (
    Content,
    CutOff,
    Misnamed,
    Nothing,
    Pack,
    Paper,
    Picture,
    Scan,
    Sheet,
)
from scripts.build_example.damage import damaged
from scripts.build_example.evidence import File, plan
from scripts.build_example.figures import Entries, by_unit
from scripts.build_example.lock import lock
from scripts.build_example.pdf import pdf_bytes
from scripts.build_example.picture import jpeg_bytes, png_bytes
from scripts.build_example.progress import progress_yaml
from scripts.build_example.register import Hashes, Registered, earlier_version, received_on, register
from scripts.build_example.scan import scan_bytes
from scripts.build_example.strays import strays
from scripts.build_example.typeface import font_for
from scripts.build_example.word import docx_bytes
from scripts.build_example.workbook import xlsx_bytes

from ecodemo.evidence.digests import delivery_hashes
from ecodemo.load.workspace import load
from ecodemo.model.workspace import Workspace

_ALWAYS_DRAWN = set("第页年月日（盖章）示例文件数值为编造　0123456789")


def build(root: Path, out: Path) -> str:
    """Writes the example below `out` and says how much there is.

    Raises:
        RuntimeError: the data of the checkout cannot be loaded, or `out` holds a county that is no example.
    """
    there = out / "data" / "county.yaml"
    if there.is_file() and "\nexample: true" not in there.read_text(encoding="utf-8"):
        raise RuntimeError(f"{out} holds a real county: nothing is written there")
    workspace = load(root).workspace
    told = story.tell(by_unit(workspace), workspace)
    files = damaged(plan(workspace, told))
    loose = strays()
    content = {file.path: file.content for file in files} | loose
    with tempfile.TemporaryDirectory() as scratch:
        # The texts of all contents, as their own representation shows them.
        font = font_for(_ALWAYS_DRAWN | set(repr(list(content.values()))), Path(scratch))
        written = {path: _bytes(path, what, font) for path, what in content.items()}
        before = {
            file.path: _sha256(_bytes(file.path, earlier, font))
            for file in files
            if (earlier := earlier_version(file)) is not None
        }
    lost = {file.path: _sha256(written.pop(file.path)) for file in files if file.is_lost}
    _write_evidence(out / "evidence", written)
    hashes = {
        **delivery_hashes(
            (file.registered for file in files),
            {path: _sha256(content) for path, content in written.items()},
        ),
        **lost,
    }
    _write_data(root, out / "data", workspace, told, files, Hashes(hashes, before))
    lock(root, out, (file.path for file in files if (file.unit, file.requirement) == story.SINCE_THE_LOCK))
    size = sum(map(len, written.values()))
    return f"{len(written)} files of evidence, {size / 1e6:.1f} MB, and {len(told) - 1} files of progress in {out}"


def _bytes(path: str, content: Content, font: Path) -> bytes:
    match content:
        case Paper():
            return docx_bytes(content) if path.endswith(".docx") else pdf_bytes(content, font)
        case Scan():
            return scan_bytes(content, font)
        case Sheet():
            return xlsx_bytes(content)
        case Picture():
            return png_bytes(content, font) if path.endswith(".png") else jpeg_bytes(content, font)
        case Nothing():
            return b""
        case CutOff(whole):
            data = jpeg_bytes(whole, font)
            return data[: len(data) * 3 // 5]
        case Misnamed(picture, suffix):
            return _bytes(str(PurePosixPath(path).with_suffix(suffix)), picture, font)
        case Pack(day, pictures):
            return zip_bytes({name: jpeg_bytes(picture, font) for name, picture in pictures.items()}, day)
    assert_never(content)


def _write_evidence(folder: Path, written: Mapping[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for path, data in written.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _write_data(
    root: Path,
    folder: Path,
    workspace: Workspace,
    told: Entries,
    files: list[File],
    hashes: Hashes,
) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "progress").mkdir(parents=True)
    county = (root / "data" / "county.yaml").read_text(encoding="utf-8")
    fixed = f"today: {story.TODAY}                 # 示例停在这一天\nexample: true                     # 示例：数值为编造\n"
    head, language, rest = county.partition("language: zh\n")
    _write(folder / "county.yaml", f"{head}{language}{fixed}{rest}")
    for name in ("waivers.yaml", "rectification.yaml", "projects.yaml", "sites.yaml", "upload.yaml"):
        _write(folder / name, (TEXTS / name).read_text(encoding="utf-8"))
    statements: dict[str, Any] = yaml.safe_load((TEXTS / "statements.yaml").read_text(encoding="utf-8"))
    for unit, entries in told.items():
        if unit == story.SILENT:
            continue
        own = [file for file in files if file.unit == unit]
        registered = [*register(workspace, unit, own, hashes), *_beside(workspace, unit)]
        registered.sort(key=lambda entry: (entry.file or entry.see, entry.years))
        text = progress_yaml(workspace, unit, entries, own, registered, statements)
        _write(folder / "progress" / f"{unit}.yaml", text)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _beside(workspace: Workspace, unit: str) -> list[Registered]:
    """Entries without a file of their own: they refer to another document."""
    match unit:
        case "office":
            return [Registered("", "02-2", (), received_on(workspace, unit, "02-2"), see="00-3")]
        case "longtang":
            return [Registered("", "07-4", (2020,), received_on(workspace, unit, "07-4"), see="25-1/2020")]
        case _:
            return []


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
