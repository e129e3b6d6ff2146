"""Files of every kind, made once a session by the programs that make them in offices."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from formats import compound_files, office_files, package_files, pdf_files
from libreoffice import bridge
from once import made_once


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents of LibreOffice, in a folder."""
    if bridge() is None:
        pytest.skip("LibreOffice, or a Python that can talk to it, is not installed")
    return made_once(tmp_path_factory, "documents-of-libreoffice", office_files.make)


@pytest.fixture(scope="session")
def magick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures of ImageMagick, in a folder."""
    program = shutil.which("convert")
    if program is None:
        pytest.skip("ImageMagick is not installed")
    folder = tmp_path_factory.mktemp("magick")
    for suffix in ("jpg", "png", "gif", "bmp", "tif", "webp"):
        target = folder / f"scene.{suffix}"
        done = subprocess.run(
            [program, "-size", "320x240", "plasma:tan-navy", "-seed", "7", target],
            capture_output=True,
            check=False,
        )
        if done.returncode or not target.exists():
            pytest.skip(f"this ImageMagick writes no {suffix}")
    return folder


def scene(width: int = 320, height: int = 240) -> Image.Image:
    """A picture that is no pattern."""
    picture = Image.new("RGB", (width, height), "lightblue")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((width // 8, height // 6, width // 2, height // 2), fill="darkgreen")
    draw.rectangle((width // 2, height // 3, width - 20, height - 20), fill="brown")
    for place in range(0, width, 7):
        draw.line((place, height, width - place, height * 2 // 3), fill=(place % 256, 80, 200))
    return picture


def saved(picture: Image.Image, suffix: str, **options: object) -> bytes:
    whole = BytesIO()
    formats = {"jpg": "JPEG", "tif": "TIFF"}
    picture.save(whole, formats.get(suffix, suffix.upper()), **options)
    return whole.getvalue()


def small_corpus() -> Mapping[str, bytes]:
    """One small right file of each kind, without any other program."""
    page = pdf_files.pages([pdf_files.words("Progress of the year 2020"), pdf_files.words("Second page")])
    return {
        "pdf": page,
        "docx": package_files.document(package_files.paragraph("川府办〔2020〕15号")),
        "pptx": package_files.presentation("one", "two"),
        "ofd": package_files.ofd(package_files.ofd_text("first page")),
        "zip": package_files.package({"a.txt": "x" * 500, "b.txt": "y" * 500}),
        "doc": compound_files.compound_file({"WordDocument": b"\xec\xa5\xc1\x00" + bytes(8)}),
        "xls": compound_files.compound_file({"Workbook": bytes.fromhex("09081000000605000a000000")}),
        **{suffix: saved(scene(64, 48), suffix) for suffix in ("jpg", "png", "gif", "bmp", "tif", "webp")},
    }
