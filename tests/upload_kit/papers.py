"""Pictures and PDFs of known contents for the tests of the kit."""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path

from PIL import Image

from ecodemo.formats.file_facts import facts_of
from ecodemo.model.evidence import EvidenceFile


def photograph(width: int, height: int, mode: str = "RGB", seed: int = 1) -> Image.Image:
    """A picture with large and small structure, about as hard to compress as a photograph."""
    noise = random.Random(seed)  # noqa: S311 - the same picture each time, and nothing secret
    rough = Image.frombytes("RGB", (24, 24), noise.randbytes(24 * 24 * 3))
    grain = Image.frombytes("RGB", (width, height), noise.randbytes(width * height * 3))
    return Image.blend(rough.resize((width, height), Image.Resampling.BICUBIC), grain, 0.2).convert(mode)


def saved(image: Image.Image, path: Path, **options: object) -> Path:
    image.save(path, **options)  # type: ignore[arg-type] # those of Pillow's formats
    return path


def known(path: Path) -> EvidenceFile:
    """A file as the survey knows it."""
    return EvidenceFile(path.name, path.stat().st_size, facts=facts_of(path))


def halves(horizontal: tuple[str, str], size: tuple[int, int]) -> Image.Image:
    """A picture whose left half has one colour and the right half another."""
    image = Image.new("RGB", size, horizontal[0])
    image.paste(Image.new("RGB", (size[0] // 2, size[1]), horizontal[1]), (size[0] // 2, 0))
    return image


def jpeg_bytes(image: Image.Image, **options: object) -> bytes:
    content = BytesIO()
    image.save(content, "JPEG", **options)
    return content.getvalue()
