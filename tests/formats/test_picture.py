"""Pictures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from ecodemo.formats.file_facts import facts_of
from ecodemo.model.evidence import Condition, Facts, Searchable
from formats.conftest import saved, scene

KINDS = ("jpg", "png", "gif", "bmp", "tif", "webp")
DATE_TAKEN, DATE_CHANGED, ORIENTATION, EXIF = 0x9003, 0x0132, 0x0112, 0x8769


def facts(folder: Path, content: bytes) -> Facts:
    path = folder / "file"
    path.write_bytes(content)
    return facts_of(path)


def distance(one: str, other: str) -> int:
    """How many of the 64 places of two likenesses differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def with_exif(picture: Image.Image, tags: dict[int, object], inner: dict[int, object] | None = None) -> bytes:
    exif = Image.Exif()
    exif.update(tags)
    exif.get_ifd(EXIF).update(inner or {})
    return saved(picture, "jpg", exif=exif)


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_of_imagemagick_is_sound(magick: Path, kind: str) -> None:
    found = facts_of(magick / f"scene.{kind}")
    assert (found.kind, found.condition, found.searchable) == (kind, Condition.SOUND, Searchable.SCAN)
    assert (found.width, found.height, found.pages) == (320, 240, 1)
    assert len(found.likeness) == 16
    assert not found.blank_pages


@pytest.mark.parametrize("part", [0.25, 0.5, 0.75, -10])
@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_that_was_cut_is_truncated(magick: Path, tmp_path: Path, kind: str, part: float) -> None:
    whole = (magick / f"scene.{kind}").read_bytes()
    found = facts(tmp_path, whole[: int(len(whole) * part) if part > 0 else int(part)])
    assert (found.kind, found.condition, found.likeness) == (kind, Condition.TRUNCATED, "")


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_of_pillow_that_was_cut_is_truncated(tmp_path: Path, kind: str) -> None:
    whole = saved(scene(), kind)
    for length in (len(whole) // 4, len(whole) // 2, len(whole) * 3 // 4, len(whole) - 10):
        assert facts(tmp_path, whole[:length]).condition is Condition.TRUNCATED


def test_what_cameras_write_behind_the_end_of_a_picture_does_no_harm(tmp_path: Path) -> None:
    assert facts(tmp_path, saved(scene(), "jpg") + b"SEFH" * 500).condition is Condition.SOUND


@pytest.mark.parametrize(
    ("kind", "marker"),
    [("jpg", b"\xff\xc0"), ("png", b"IHDR"), ("bmp", b"\x01\x00\x18\x00"), ("webp", b"VP8 ")],
)
def test_a_picture_whose_header_is_nonsense_is_damaged(tmp_path: Path, kind: str, marker: bytes) -> None:
    whole = bytearray(saved(scene(), kind))
    place = whole.index(marker)
    whole[place : place + 12] = b"\x07" * 12
    found = facts(tmp_path, bytes(whole))
    assert (found.kind, found.condition) == (kind, Condition.DAMAGED)


@pytest.mark.parametrize("quality", [35, 90])
@pytest.mark.parametrize("size", [(1600, 1200), (640, 480), (200, 150)])
def test_likeness_stays_nearly_the_same_when_a_picture_is_made_smaller(
    tmp_path: Path, size: tuple[int, int], quality: int
) -> None:
    large = facts(tmp_path, saved(scene(1600, 1200), "jpg", quality=95)).likeness
    small = facts(tmp_path, saved(scene(1600, 1200).resize(size), "jpg", quality=quality)).likeness
    assert distance(large, small) <= 4


def test_other_pictures_have_another_likeness(tmp_path: Path) -> None:
    one = facts(tmp_path, saved(scene(), "jpg")).likeness
    other = facts(tmp_path, saved(scene().transpose(Image.Transpose.FLIP_LEFT_RIGHT), "jpg")).likeness
    assert distance(one, other) > 16


@pytest.mark.parametrize(
    ("orientation", "turn"),
    [(3, Image.Transpose.ROTATE_180), (6, Image.Transpose.ROTATE_90), (8, Image.Transpose.ROTATE_270)],
)
def test_a_photograph_that_is_turned_by_a_note_is_like_one_that_was_turned(
    tmp_path: Path, orientation: int, turn: Image.Transpose
) -> None:
    upright = facts(tmp_path, saved(scene(), "jpg")).likeness
    noted = facts(tmp_path, with_exif(scene().transpose(turn), {ORIENTATION: orientation})).likeness
    assert distance(upright, noted) <= 4


@pytest.mark.parametrize(
    ("outer", "inner", "day"),
    [
        (None, "2020:05:12 09:30:00", date(2020, 5, 12)),
        ("2020:06:01 00:00:00", "2020:05:12 09:30:00", date(2020, 5, 12)),
        ("2020:06:01 00:00:00", None, date(2020, 6, 1)),
        ("2020:06:01 00:00:00", "0000:00:00 00:00:00", date(2020, 6, 1)),
        (None, "2020:13:45 09:30:00", None),
        (None, "yesterday", None),
        (None, None, None),
    ],
)
def test_the_day_is_what_the_camera_wrote(
    tmp_path: Path, outer: str | None, inner: str | None, day: date | None
) -> None:
    content = with_exif(scene(), {DATE_CHANGED: outer} if outer else {}, {DATE_TAKEN: inner} if inner else {})
    assert facts(tmp_path, content).taken == day


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_of_nothing_is_blank_and_like_no_other(tmp_path: Path, kind: str) -> None:
    found = facts(tmp_path, saved(Image.new("RGB", (400, 300), "ivory"), kind))
    assert (found.condition, found.blank_pages, found.likeness) == (Condition.SOUND, (1,), "")


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGB", "RGBA", "CMYK", "I;16", "I", "F"])
def test_every_way_to_keep_colours_can_be_judged(tmp_path: Path, mode: str) -> None:
    kind = "tif" if mode in {"CMYK", "I", "F"} else "png"
    deep = {"I;16": 200, "I": 9_000, "F": 1}
    picture = scene().convert("L").convert("I") if mode == "I;16" else scene().convert(mode)
    if mode == "I;16":
        picture = picture.point(lambda shade: shade * deep["I;16"]).convert("I;16")
    found = facts(tmp_path, saved(picture, kind))
    assert (found.condition, found.blank_pages) == (Condition.SOUND, ())
    assert distance(found.likeness, facts(tmp_path, saved(scene(), "png")).likeness) <= 20


def test_black_words_on_a_transparent_ground_are_seen(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((100, 100, 300, 200), fill=(0, 0, 0, 255))
    assert facts(tmp_path, saved(picture, "png")).blank_pages == ()


def test_pages_of_a_tiff_are_counted(tmp_path: Path) -> None:
    content = saved(scene(), "tif", save_all=True, append_images=[scene(), scene()])
    assert facts(tmp_path, content).pages == 3


def test_a_tiff_whose_pages_run_in_a_circle_ends(tmp_path: Path) -> None:
    content = bytearray(saved(scene(), "tif"))
    first = int.from_bytes(content[4:8], "little")
    entries = int.from_bytes(content[first : first + 2], "little")
    content[first + 2 + 12 * entries : first + 6 + 12 * entries] = content[4:8]
    assert facts(tmp_path, bytes(content)).pages == 1
