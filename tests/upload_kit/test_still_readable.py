"""What was made as small as it may be is still read: by tesseract, as much as it read before."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from ecodemo.model.upload import UploadFit, UploadFormat
from ecodemo.upload_kit.fit_document import fit_document
from ecodemo.upload_kit.fit_picture import PicturePage
from ecodemo.upload_kit.fitting_aim import FittingAim
from upload_kit.papers import known, photograph

pytestmark = pytest.mark.long
_FONTS = Path("/usr/share/fonts")
PAGE = (2480, 3508)
"""Pixels of A4 at 300 dpi."""
LINES = (
    "安化县2020年度农业废弃物综合利用情况报告",
    "一、秸秆综合利用。全县可收集秸秆23450吨，综合利用21674吨，利用率92.4％。",
    "二、畜禽粪污资源化利用。规模养殖场粪污处理设施装备配套率达到百分之百。",
    "三、农膜回收。全年使用农膜386.2吨，回收331.7吨，回收率85.9％。",
    "四、存在问题。部分乡镇秸秆收储运体系不健全，台账记录不规范，需要进一步完善。",
    "五、下一步工作。加强巡查督导，落实网格化管理责任，严格执行露天禁烧规定。",
    "六、资金投入。县财政安排专项资金320万元，争取省级补助资金150万元。",
    "七、责任落实。各乡镇政府主要负责人为第一责任人，分管负责人为直接责任人。",
)


def tesseract_reads(image: Path) -> str:
    ran = subprocess.run(
        [shutil.which("tesseract") or "", str(image), "-", "-l", "chi_sim", "--psm", "6"],
        capture_output=True,
        check=True,
        text=True,
        env={
            **os.environ,
            "OMP_THREAD_LIMIT": "1",
        },  # its threads wait for each other where there are few cores
    )
    return "".join(ran.stdout.split())


def share_kept(before: str, after: str) -> float:
    """The share of the characters recognised before that are recognised after."""
    kept = Counter(before) & Counter(after)
    return sum(kept.values()) / len(before)


@pytest.fixture(scope="module")
def scan() -> Image.Image:
    """A page of a report as scanners make it: tilted, grainy and not quite sharp, at 300 dpi."""
    if shutil.which("tesseract") is None or "chi_sim" not in subprocess.run(
        [shutil.which("tesseract") or "", "--list-langs"], capture_output=True, text=True, check=False
    ).stdout:  # fmt: skip
        pytest.skip("tesseract with chi_sim is not installed")
    font = next(
        (
            path
            for name in ("wqy*.ttc", "NotoSansCJK-Regular*", "*CJK*")
            for path in sorted(_FONTS.rglob(name))
        ),
        None,
    )
    if font is None:
        pytest.skip("no Chinese font is installed")
    page = Image.new("RGB", PAGE, "white")
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(LINES):
        draw.text((250, 300 + number * 115), line, "black", ImageFont.truetype(str(font), 50))
    tilted = page.rotate(0.4, Image.Resampling.BICUBIC, fillcolor="white").filter(ImageFilter.GaussianBlur(1))
    grain = photograph(*PAGE).convert("L").convert("RGB")
    return Image.blend(tilted, grain, 0.12)


def fitted_to_the_last_step(scan: Image.Image, path: Path, target: Path) -> None:
    """Fit it to the size that it has with as few dots and as little quality as it may have."""
    least = UploadFit()
    smallest = len(PicturePage(scan, 300).jpeg(least.dpi, least.quality))
    aim = FittingAim((UploadFormat.PDF, UploadFormat.JPG), smallest * 11 // 10, least)
    fit_document(known(path), path, target, aim)
    assert target.stat().st_size < path.stat().st_size / 5


def test_a_picture_as_small_as_it_may_be_is_read_as_before(scan: Image.Image, tmp_path: Path) -> None:
    path, target = tmp_path / "scan.jpg", tmp_path / "fitted.jpg"
    scan.save(path, quality=95, dpi=(300, 300))
    fitted_to_the_last_step(scan, path, target)
    before = tesseract_reads(path)
    assert len(before) > 200
    assert share_kept(before, tesseract_reads(target)) >= 0.95


def test_a_pdf_as_small_as_it_may_be_is_read_as_before(scan: Image.Image, tmp_path: Path) -> None:
    pytest.importorskip("pikepdf", reason="the extra upload is not installed")
    pdftoppm = shutil.which("pdftoppm") or pytest.skip("pdftoppm is not installed")
    path, target = tmp_path / "scan.pdf", tmp_path / "fitted.pdf"
    scan.save(path, resolution=300, quality=95)
    fitted_to_the_last_step(scan, path, target)
    read = []
    for paper in (path, target):
        shown = tmp_path / paper.stem
        subprocess.run([pdftoppm, "-r", "300", "-png", "-singlefile", str(paper), str(shown)], check=True)
        read.append(tesseract_reads(shown.with_suffix(".png")))
    assert len(read[0]) > 200
    assert share_kept(*read) >= 0.95
