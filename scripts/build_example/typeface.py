"""One small font for everything that is drawn: Chinese from Droid Sans Fallback, the rest from DejaVu Sans.

Cut down once to the characters of the whole example, which makes every PDF quick to write and small.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from fontTools import merge, subset  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fontTools.ttLib.scaleUpem import scale_upem  # type: ignore[import-untyped]

HAN = Path("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf")
LATIN = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
_PACKAGES = {HAN: "fonts-droid-fallback", LATIN: "fonts-dejavu-core"}
_WIDE_SPACE = 0x3000
_MADE = 3_692_217_600
"""1 January 2021 in seconds since 1904, as fonts count: not the day of the build."""
_SUPERFLUOUS = ("GSUB", "GPOS", "GDEF", "FFTM", "vhea", "vmtx", "gasp", "kern")


def font_for(characters: set[str], folder: Path) -> Path:
    """A TrueType file in `folder` with just these characters.

    Raises:
        FileNotFoundError: a font is not installed.
        ValueError: neither font has a character.
    """
    for path, package in _PACKAGES.items():
        if not path.is_file():
            raise FileNotFoundError(f"{path} is missing: apt-get install {package}")
    wanted = (
        {ord(character) for character in characters if character.isprintable()}
        | set(range(32, 127))
        | {_WIDE_SPACE}
    )
    han = TTFont(HAN, recalcTimestamp=False)
    latin = TTFont(LATIN, recalcTimestamp=False)
    from_han = wanted & set(han.getBestCmap())
    from_latin = (wanted - from_han) & set(latin.getBestCmap())
    if lacking := wanted - from_han - from_latin:
        raise ValueError(f"no glyph for {''.join(map(chr, sorted(lacking)))}")
    _cut(han, from_han)
    _cut(latin, from_latin)
    scale_upem(latin, han["head"].unitsPerEm)
    with tempfile.TemporaryDirectory() as scratch:
        parts = [str(Path(scratch, name)) for name in ("han.ttf", "latin.ttf")]
        han.save(parts[0])
        latin.save(parts[1])
        merged = merge.Merger().merge(parts)
    merged["head"].modified = merged["head"].created = _MADE
    merged.recalcTimestamp = False
    path = folder / "example.ttf"
    merged.save(path)
    return path


def _cut(font: TTFont, characters: set[int]) -> None:
    options = subset.Options()
    options.hinting = False
    options.drop_tables += _SUPERFLUOUS
    options.layout_features = []
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
