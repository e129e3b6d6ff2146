"""The real engine, where it is installed: a drawn page, as a picture and as a PDF without words."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from ecodemo.formats.searched_text import personal_in
from ecodemo.model.recognised import PageFault
from ecodemo.recognition.character_reader import PageReader, make_page_reader
from recognition.scanned import FONTS, image_pdf, official_page, picture

pytest.importorskip("rapidocr", reason="rapidocr comes with the ocr extra")
pytest.importorskip("pypdfium2", reason="pypdfium2 comes with the ocr extra")
pytestmark = pytest.mark.skipif(not FONTS, reason="Noto Sans CJK draws the page")


@pytest.fixture(scope="module")
def read_page() -> PageReader:
    return make_page_reader(1)


@pytest.fixture(scope="module")
def scan() -> Image.Image:
    return official_page()


def test_a_photograph_is_read_with_its_figures_its_day_and_its_seal(
    read_page: PageReader, scan: Image.Image, tmp_path: Path
) -> None:
    scan.rotate(0.6, fillcolor="white").save(tmp_path / "a.jpg", quality=45)
    page = read_page(tmp_path / "a.jpg", "jpg", 1)
    text = page.text.replace(" ", "")
    for words in ("安政发〔2021〕12号", "92.4", "82.1", "33932.5", "2021年5月19日"):
        assert words in text
    [(left, top, right, bottom)] = page.seals
    assert left < 680 < right
    assert top < 710 < bottom
    assert (page.is_grey, page.fault) == (False, None)


def test_a_page_upside_down_is_read_and_a_short_figure_is_not_turned(
    read_page: PageReader, scan: Image.Image, tmp_path: Path
) -> None:
    page = scan.crop((0, 300, 1240, 900))
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(FONTS[0]), 24)
    for place, figure in enumerate(("91", "369", "16", "89", "66", "908")):
        draw.text((150 + 160 * place, 480), figure, fill="black", font=font)
    page.rotate(180).save(tmp_path / "a.png")
    lines = read_page(tmp_path / "a.png", "png", 1).lines
    assert [line.text for line in lines[-6:]] == ["91", "369", "16", "89", "66", "908"]
    assert lines[-1].box[3] < lines[0].box[1]  # places are those of the file


def test_a_pdf_of_pictures_is_read_page_by_page_and_a_grey_one_says_so(
    read_page: PageReader, scan: Image.Image, tmp_path: Path
) -> None:
    part = scan.crop((0, 400, 1240, 700)).convert("L").convert("RGB")
    empty = Image.new("RGB", (400, 300), "white")
    (tmp_path / "a.pdf").write_bytes(image_pdf([empty, part], 150))
    assert read_page(tmp_path / "a.pdf", "pdf", 1).fault is PageFault.BLANK
    page = read_page(tmp_path / "a.pdf", "pdf", 2)
    assert "92.4" in page.text
    assert (page.is_grey, page.seals) == (True, ())


@pytest.mark.parametrize(
    ("kind", "content"), [("pdf", b"%PDF-1.7\n"), ("jpg", b"\xff\xd8\xff\xe0"), ("png", b"")]
)
def test_what_is_no_picture_raises_and_does_no_more(
    read_page: PageReader, tmp_path: Path, kind: str, content: bytes
) -> None:
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(Exception, match=r".+"):
        read_page(tmp_path / "a", kind, 1)


def test_a_tall_strip_and_a_single_point_are_no_trouble(read_page: PageReader, tmp_path: Path) -> None:
    for size in ((3, 9_000), (1, 1)):
        picture().resize(size).save(tmp_path / "a.png")
        read_page(tmp_path / "a.png", "png", 1)


SCANS = Path(__file__).parents[2] / "examples" / "anhua" / "evidence" / "00 综合材料"


def test_scans_of_the_example_show_what_is_wrong_with_them(read_page: PageReader) -> None:
    receipts = "2021/00-4 任务分解表签收单.jpg"
    assert read_page(SCANS / "仙溪镇" / receipts, "jpg", 1).seals == ()
    page = read_page(SCANS / "羊角塘镇" / receipts, "jpg", 1)
    assert len(page.seals) == 1
    assert personal_in(page.text) == {"identity": 1}
