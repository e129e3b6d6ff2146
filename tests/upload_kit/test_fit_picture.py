"""Pictures, honest and hostile, made such as a system takes them."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from ecodemo.model.upload import UploadFit, UploadFormat
from ecodemo.upload_kit.fit_document import fit_document
from ecodemo.upload_kit.fitting_aim import CannotFitError, FittingAim
from upload_kit.papers import halves, known, photograph, saved

GPS, ORIENTATION = 0x8825, 0x0112


def aim(*formats: str, largest: int = 300_000, fit: UploadFit | None = None) -> FittingAim:
    taken = tuple(UploadFormat[one.upper()] for one in formats or ("pdf", "jpg"))
    return FittingAim(taken, largest, fit or UploadFit(dpi=72))


def fitted(path: Path, wanted: FittingAim) -> tuple[str | None, Path]:
    target = path.with_name("fitted")
    return fit_document(known(path), path, target, wanted), target


def refused(path: Path, wanted: FittingAim) -> CannotFitError:
    with pytest.raises(CannotFitError) as error:
        fitted(path, wanted)
    return error.value


def with_place(image: Image.Image, orientation: int = 1) -> Image.Exif:
    exif = image.getexif()
    exif[ORIENTATION] = orientation
    place = exif.get_ifd(GPS)
    place[1], place[2] = "N", (28.0, 22.0, 38.0)
    return exif


def test_a_picture_within_the_limits_is_taken_as_it_is(tmp_path: Path) -> None:
    path = saved(photograph(300, 200), tmp_path / "photo.jpg")
    assert fitted(path, aim()) == (None, tmp_path / "fitted")
    assert not (tmp_path / "fitted").exists()


def test_a_large_photograph_becomes_small_enough_and_its_original_stays(tmp_path: Path) -> None:
    path = saved(photograph(1800, 1200), tmp_path / "photo.jpg", quality=95)
    before = path.read_bytes()
    assert fitted(path, aim())[0] == "jpg"
    assert (tmp_path / "fitted").stat().st_size <= 300_000
    assert path.read_bytes() == before


def test_a_scan_keeps_the_dots_per_inch_that_it_must_have(tmp_path: Path) -> None:
    path = saved(photograph(1240, 1754, "L"), tmp_path / "scan.jpg", quality=95, dpi=(150, 150))
    error = refused(path, aim(largest=20_000, fit=UploadFit(dpi=100, quality=80)))
    assert error.reason.values["dpi"] == 100
    _, target = fitted(path, aim(largest=600_000, fit=UploadFit(dpi=100, quality=80)))
    with Image.open(target) as small:
        assert small.width >= 1240 * 100 // 150
        assert small.mode == "L"


def test_where_a_photograph_was_taken_is_removed_even_when_it_fits(tmp_path: Path) -> None:
    photo = photograph(300, 200)
    path = saved(photo, tmp_path / "photo.jpg", exif=with_place(photo))
    suffix, target = fitted(path, aim())
    assert suffix == "jpg"
    with Image.open(target) as image:
        assert not image.getexif()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_stays_as_it_is_shown(orientation: int, tmp_path: Path) -> None:
    photo = halves(("red", "blue"), (320, 160))
    path = saved(photo, tmp_path / "photo.jpg", exif=with_place(photo, orientation), quality=95)
    _, target = fitted(path, aim())
    with Image.open(path) as before, Image.open(target) as after:
        from PIL import ImageOps

        shown = ImageOps.exif_transpose(before)
        assert after.size == shown.size
        for place in ((20, 20), (after.width - 20, 20), (20, after.height - 20)):
            red, _, blue = after.getpixel(place)  # type: ignore[misc]
            was_red, _, was_blue = shown.getpixel(place)  # type: ignore[misc]
            assert (red > blue) == (was_red > was_blue)


def test_cmyk_becomes_rgb(tmp_path: Path) -> None:
    path = saved(Image.new("CMYK", (900, 900), (0, 200, 200, 0)), tmp_path / "print.jpg", quality=100)
    path = saved(photograph(900, 900, "CMYK"), path, quality=100)
    _, target = fitted(path, aim())
    with Image.open(target) as image:
        assert image.mode == "RGB"


def test_sixteen_bits_of_grey_become_eight_and_keep_their_order(tmp_path: Path) -> None:
    deep = Image.new("I;16", (400, 100))
    deep.putdata([x * 160 for _ in range(100) for x in range(400)])
    path = saved(deep, tmp_path / "deep.png")
    suffix, target = fitted(path, aim())
    assert suffix == "jpg"
    with Image.open(target) as image:
        dark, middle, light = (int(image.getpixel((x, 50))) for x in (5, 200, 395))  # type: ignore[arg-type]
    assert dark < 20 < 100 < middle < 150 < 220 < light


def test_what_is_transparent_becomes_white(tmp_path: Path) -> None:
    path = saved(Image.new("RGBA", (60, 60), (255, 0, 0, 0)), tmp_path / "stamp.png")
    _, target = fitted(path, aim())
    with Image.open(target) as image:
        assert image.getpixel((30, 30)) == (255, 255, 255)


def test_a_scan_of_several_pages_becomes_a_pdf_with_all_of_them(tmp_path: Path) -> None:
    pikepdf = pytest.importorskip("pikepdf", reason="the extra upload is not installed")
    pages = [photograph(414, 585, "L", seed) for seed in range(3)]
    path = saved(pages[0], tmp_path / "scan.tif", save_all=True, append_images=pages[1:])
    suffix, target = fitted(path, aim())
    assert suffix == "pdf"
    with pikepdf.open(target) as pdf:
        assert len(pdf.pages) == 3
        assert [round(float(side)) for side in pdf.pages[0].mediabox[2:]] == [596, 842]
    assert "several pages" in refused(path, aim("jpg")).reason.text


def test_where_no_picture_is_taken_it_becomes_a_page(tmp_path: Path) -> None:
    pikepdf = pytest.importorskip("pikepdf", reason="the extra upload is not installed")
    path = saved(photograph(300, 200), tmp_path / "photo.png")
    suffix, target = fitted(path, aim("pdf"))
    with pikepdf.open(target) as pdf:
        assert (suffix, len(pdf.pages)) == ("pdf", 1)
    assert refused(path, aim("docx")).reason.values["kind"] == "png"


def test_an_animated_picture_is_named(tmp_path: Path) -> None:
    frames = [photograph(60, 60, "P", seed) for seed in range(2)]
    path = saved(frames[0], tmp_path / "moves.gif", save_all=True, append_images=frames[1:])
    assert "animated" in refused(path, aim()).reason.text


def test_a_truncated_picture_is_named(tmp_path: Path) -> None:
    path = saved(photograph(600, 400), tmp_path / "photo.jpg", quality=95)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert "truncated" in refused(path, aim()).reason.text


def test_a_picture_bomb_is_named_and_never_decoded(tmp_path: Path) -> None:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">2I5B", 60_000, 60_000, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100_000))) + chunk(b"IEND", b"")
    path = tmp_path / "bomb.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    assert "too large" in refused(path, aim()).reason.text


def test_the_same_picture_gives_the_same_bytes(tmp_path: Path) -> None:
    path = saved(photograph(900, 600), tmp_path / "photo.png")
    first = fitted(path, aim())[1].read_bytes()
    assert fitted(path, aim())[1].read_bytes() == first
