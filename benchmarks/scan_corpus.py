"""Scans and photographs of pages drawn from a seed, each with its truth: rows of words and their figures, and seals.

python -m benchmarks.scan_corpus FOLDER [COUNT] [CONDITION …]
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parent.parent
DPI = 300
"""Pages are drawn so, and made smaller by what scans them."""
WIDTH, HEIGHT = 2480, 3508
FONT_FILES = (
    ("NotoSerifCJK-Regular.ttc", 2),
    ("NotoSansCJK-Regular.ttc", 2),
    ("uming.ttc", 0),
    ("ukai.ttc", 0),
    ("wqy-zenhei.ttc", 0),
    ("wqy-microhei.ttc", 0),
)
"""Names of files below /usr/share/fonts, and which face is simplified Chinese; those that are not there are left out."""
Quad = tuple[int, int, int, int]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Condition:
    """How pages are scanned."""

    name: str
    dpi: int = 150
    quality: int = 60
    tilt: float = 1.0
    """Degrees at most."""
    noise: float = 6
    shadow: float = 0
    """How much darker than the light side the dark side is."""
    is_photograph: bool = False


CONDITIONS = (
    Condition("150 dpi, JPEG 60"),
    Condition("100 dpi, JPEG 60", dpi=100),
    Condition("200 dpi, JPEG 75", dpi=200, quality=75),
    Condition("300 dpi, JPEG 90", dpi=300, quality=90),
    Condition("150 dpi, JPEG 30", quality=30),
    Condition("tilt to 4°", tilt=4),
    Condition("noise", noise=22),
    Condition("shadow", shadow=0.55),
    Condition("photograph", shadow=0.45, noise=9, is_photograph=True),
)
GOAL = CONDITIONS[0].name
"""The condition that the goals are about."""


@dataclass
class Page:
    """A page as it was drawn, and its truth in points of the drawing."""

    image: Image.Image = field(default_factory=lambda: Image.new("RGB", (WIDTH, HEIGHT), "white"))
    rows: list[tuple[str, int, int]] = field(default_factory=list)
    """Words, top, bottom."""
    seals: list[Quad] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Truth:
    """What is on a scanned page; places are those of the drawing, which `matrix` takes to the scan."""

    rows: list[tuple[str, int, int]]
    seals: list[Quad]
    matrix: list[list[float]]


@lru_cache
def fonts() -> tuple[tuple[str, int], ...]:
    """The fonts that are there."""
    there = {path.name: str(path) for path in Path("/usr/share/fonts").rglob("*.ttc")}
    return tuple((there[name], index) for name, index in FONT_FILES if name in there)


@lru_cache
def phrases() -> tuple[str, ...]:
    """Pieces of sentences from the shipped data."""
    text = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "data").rglob("*.yaml")))
    return tuple(sorted(set(re.findall(r"[\u4e00-\u9fff]{6,16}", text))))


def any_name(rng: Random, length: int) -> str:
    """Characters that no sentence foretells, of the 3,755 usual ones."""
    return "".join(
        bytes((rng.randrange(0xB0, 0xD7), rng.randrange(0xA1, 0xFE))).decode("gb2312") for _ in range(length)
    )


def figure(rng: Random) -> str:
    """A share, a quantity, a count or a year."""
    return rng.choice(
        (
            f"{rng.uniform(0, 100):.{rng.choice((1, 2))}f}",
            f"{rng.uniform(100, 99999):.{rng.choice((0, 1, 2))}f}",
            str(rng.randrange(1, 400)),
            str(rng.randrange(2015, 2025)),
        )
    )


class Pen:
    """Writes rows on a page in one font, and keeps them as truth."""

    def __init__(self, page: Page, face: tuple[str, int], rng: Random) -> None:
        self.page, self.face, self.rng = page, face, rng
        self.draw = ImageDraw.Draw(page.image)
        shade = rng.randrange(10, 60)
        self.ink = (shade, shade, shade)

    def font(self, points: float) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(self.face[0], round(points * DPI / 72), index=self.face[1])

    def row(
        self,
        cells: Sequence[tuple[int, str]],
        top: int,
        points: float,
        ink: tuple[int, int, int] | None = None,
    ) -> int:
        """Write cells side by side; the bottom of the row."""
        font, bottom = self.font(points), float(top)
        for left, text in cells:
            self.draw.text((left, top), text, fill=ink or self.ink, font=font)
            bottom = max(bottom, self.draw.textbbox((left, top), text, font=font)[3])
        self.page.rows.append((" ".join(text for _, text in cells), top, int(bottom)))
        return int(bottom)

    def middle(self, text: str, top: int, points: float, ink: tuple[int, int, int] | None = None) -> int:
        left = (WIDTH - self.draw.textlength(text, font=self.font(points))) / 2
        return self.row([(int(left), text)], top, points, ink)

    def paragraph(self, top: int, rows: int, points: float, left: int = 320, right: int = 2160) -> int:
        """Sentences with figures, broken where the row is full."""
        font, text = self.font(points), ""
        while rows:
            while self.draw.textlength(text, font=font) < right - left:
                text += f"{self.rng.choice(phrases())}{figure(self.rng)}{self.rng.choice(('％，', '吨，', '亩。', '万元，', '户。'))}"
            length = next(
                n
                for n in range(len(text), 0, -1)
                if self.draw.textlength(text[:n], font=font) <= right - left
            )
            while length > 1 and re.fullmatch(r"[\d.]{2}|.[，。％]", text[length - 1 : length + 1]):
                length -= 1  # figures stay whole
            self.row([(left, text[:length])], top, points)
            top += round(points * 1.75 * DPI / 72)
            text, rows = text[length:], rows - 1
        return top


def paper(pen: Pen) -> tuple[int, int]:
    """An official paper with a red head; where a seal belongs."""
    rng = pen.rng
    office = any_name(rng, 2) + rng.choice(("县人民政府", "县生态环境局", "镇人民政府"))
    red = (rng.randrange(195, 235), rng.randrange(15, 50), rng.randrange(15, 50))
    pen.middle(office + "文件", 330, rng.uniform(34, 44), red)
    pen.middle(f"{any_name(rng, 1)}政发〔{rng.randrange(2017, 2025)}〕{rng.randrange(1, 99)}号", 620, 16)
    pen.draw.line((300, 740, 2180, 740), fill=red, width=rng.randrange(6, 14))
    pen.middle("关于" + rng.choice(phrases()) + "的报告", 840, 22)
    bottom = pen.paragraph(1050, rng.randrange(11, 17), rng.choice((14, 15, 16)))
    at = rng.randrange(1250, 1500)
    pen.row([(at, office)], bottom + 120, 16)
    pen.row(
        [(at, f"{rng.randrange(2017, 2025)}年{rng.randrange(1, 13)}月{rng.randrange(1, 29)}日")],
        bottom + 240,
        16,
    )
    return at + 300, bottom + 220


def table(pen: Pen) -> tuple[int, int]:
    """A table of figures; where a seal belongs."""
    rng, points = pen.rng, pen.rng.choice((10.5, 11, 12))
    pen.middle(rng.choice(phrases()) + "统计表", 300, 20)
    columns, height = rng.randrange(4, 7), round(points * 2 * DPI / 72)
    edges = [260, *(760 + round(index * 1460 / columns) for index in range(columns + 1))]
    rows = rng.randrange(18, 34)
    heads = [
        any_name(rng, 2),
        *(f"{rng.choice(('面积', '产量', '户数', '比例', '投资'))}" for _ in range(columns)),
    ]
    for number in range(rows):
        top = 520 + number * height
        texts = (
            heads
            if not number
            else [any_name(rng, rng.randrange(2, 4)) + "村", *(figure(rng) for _ in range(columns))]
        )
        pen.row(
            [(left + 24, text) for left, text in zip(edges, texts, strict=False)], top + height // 5, points
        )
    end = 520 + rows * height
    for row in range(rows + 1):
        pen.draw.line((260, 520 + row * height, edges[-1], 520 + row * height), fill=pen.ink, width=3)
    for edge in edges:
        pen.draw.line((edge, 520, edge, end), fill=pen.ink, width=3)
    pen.row(
        [(280, f"填报单位：{any_name(rng, 3)}局"), (1300, f"填报日期：{rng.randrange(2017, 2025)}年5月")],
        end + 50,
        12,
    )
    return rng.randrange(700, 1900), end - rng.randrange(0, 350)


def certificate(pen: Pen) -> tuple[int, int]:
    """A certificate in a coloured frame, with a red disc above; where a seal belongs."""
    rng = pen.rng
    frame = rng.choice(((200, 40, 40), (180, 140, 60), (60, 120, 90)))
    for inset in (120, 150):
        pen.draw.rectangle((inset, inset, WIDTH - inset, HEIGHT - inset), outline=frame, width=10)
    if rng.random() < 0.4:
        pen.draw.ellipse((1080, 260, 1400, 580), fill=(205, 30, 30), outline=(225, 180, 60), width=16)
        for x, y, size in ((1240, 380, 60), (1170, 470, 25), (1240, 490, 25), (1310, 470, 25)):
            pen.draw.regular_polygon((x, y, size), 5, fill=(240, 200, 60))
    pen.middle(
        rng.choice(("荣誉证书", "检测报告", "绿色食品证书", "取水许可证")),
        680,
        44,
        rng.choice((pen.ink, frame)),
    )
    pen.middle(f"证书编号：{any_name(rng, 1)}字第{rng.randrange(10**5, 10**7)}号", 960, 14)
    top = 1180
    for label in ("单位名称", "法定代表人", "地址", "检测项目", "数量"):
        words = any_name(rng, rng.randrange(2, 9)) if label != "数量" else f"{figure(rng)}吨"
        pen.row([(400, f"{label}："), (960, words)], top, 16)
        top += 150
    bottom = pen.paragraph(top + 40, rng.randrange(4, 8), 16, 400, 2080)
    pen.row([(1350, f"{any_name(rng, 4)}委员会")], bottom + 120, 16)
    pen.row(
        [(1350, f"{rng.randrange(2017, 2025)}年{rng.randrange(1, 13)}月{rng.randrange(1, 29)}日")],
        bottom + 240,
        16,
    )
    return 1620, bottom + 220


KINDS: tuple[Callable[[Pen], tuple[int, int]], ...] = (paper, table, certificate)


def stamp(page: Page, at: tuple[int, int], rng: Random) -> None:
    """A round red seal over what is there: ring, arc of characters, star, uneven ink."""
    side = round(rng.uniform(38, 50) / 25.4 * DPI)
    seal = Image.new("L", (side, side))
    draw = ImageDraw.Draw(seal)
    draw.ellipse((4, 4, side - 5, side - 5), outline=255, width=round(side * rng.uniform(0.02, 0.035)))
    draw.regular_polygon((side // 2, side // 2, side // rng.randrange(7, 10)), 5, fill=255)
    file, index = fonts()[0]
    font = ImageFont.truetype(file, side // 8, index=index)
    name = any_name(rng, rng.randrange(4, 8)) + rng.choice(("人民政府", "委员会", "有限公司"))
    for number, character in enumerate(name):
        angle = -125 + 250 * number / (len(name) - 1)
        glyph = Image.new("L", (side // 6, side // 6))
        ImageDraw.Draw(glyph).text((0, 0), character, fill=255, font=font)
        turned = glyph.rotate(-angle, Image.Resampling.BICUBIC)
        x = side / 2 + side * 0.37 * math.sin(math.radians(angle)) - side / 12
        y = side / 2 - side * 0.37 * math.cos(math.radians(angle)) - side / 12
        seal.paste(255, (int(x), int(y)), turned)
    if rng.random() < 0.3:
        ImageDraw.Draw(seal).text((side * 0.26, side * 0.68), "财务专用", fill=255, font=font)
    seal = seal.rotate(rng.uniform(-25, 25), Image.Resampling.BICUBIC)
    blots = np.random.default_rng(rng.randrange(2**32)).random((12, 12)).astype("float32")
    uneven = np.clip(cv2.resize(blots, (side, side), interpolation=cv2.INTER_CUBIC) * 0.8 + 0.45, 0, 1)
    ink = np.array((rng.randrange(195, 235), rng.randrange(20, 70), rng.randrange(25, 75))) / 255
    alpha = (np.asarray(seal) / 255 * uneven * rng.uniform(0.6, 0.95))[..., None]
    left = min(max(0, at[0] - side // 2), WIDTH - side)
    top = min(max(0, at[1] - side // 2), HEIGHT - side)
    place = (left, top, left + side, top + side)
    below = np.asarray(page.image.crop(place)).astype("float32")
    page.image.paste(Image.fromarray((below * (1 - alpha + alpha * ink)).astype("uint8")), (left, top))
    page.seals.append(place)


def draw(number: int) -> Page:
    """A page; the same for the same number."""
    rng, page = Random(number), Page()  # noqa: S311 - pages are no secret
    pen = Pen(page, fonts()[(number // len(KINDS) + 2 * (number % len(KINDS))) % len(fonts())], rng)
    at = KINDS[number % len(KINDS)](pen)
    for _ in range(rng.choice((0, 1, 1, 2))):
        stamp(page, at, rng)
        at = (at[0] - rng.randrange(720, 800), at[1] + rng.randrange(-80, 80))
    return page


def scan(page: Page, condition: Condition, number: int) -> tuple[Image.Image, Truth]:
    """The page as a scanner or a telephone sees it."""
    rng = Random(f"{condition.name} {number}")  # noqa: S311
    dice = np.random.default_rng(rng.randrange(2**32))
    scale = condition.dpi / DPI
    size = round(WIDTH * scale), round(HEIGHT * scale)
    matrix = (
        _photographed(size, rng) if condition.is_photograph else _tilted(size, scale, condition.tilt, rng)
    )
    drawn = cv2.GaussianBlur(np.asarray(page.image), (0, 0), 0.42 / scale)
    ground = (90, 75, 60) if condition.is_photograph else (250, 250, 250)
    seen: Any = cv2.warpPerspective(drawn, matrix, size, flags=cv2.INTER_LINEAR, borderValue=ground).astype(
        "float32"
    )
    if condition.shadow:
        seen *= _light(size, condition.shadow, rng)[..., None]
    seen = seen * 0.96 + dice.normal(0, condition.noise, seen.shape[:2])[..., None]
    if condition.is_photograph:
        seen *= np.array((1.0, rng.uniform(0.93, 1), rng.uniform(0.82, 0.97)))
        seen = cv2.GaussianBlur(seen, (0, 0), rng.uniform(0.4, 0.7))
    image = Image.fromarray(np.clip(seen, 0, 255).astype("uint8"))
    return image, Truth(page.rows, page.seals, matrix.tolist())


def _tilted(size: tuple[int, int], scale: float, most: float, rng: Random) -> Any:  # noqa: ANN401 - an array
    turned = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), rng.uniform(-most, most), scale)
    turned[:, 2] += (size[0] - WIDTH) / 2, (size[1] - HEIGHT) / 2
    return np.vstack((turned, (0, 0, 1)))


def _photographed(size: tuple[int, int], rng: Random) -> Any:  # noqa: ANN401
    corners = [(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)]
    signs = [(1, 1), (-1, 1), (-1, -1), (1, -1)]
    places = [
        (
            x / WIDTH * size[0] + across * rng.uniform(0.01, 0.07) * size[0],
            y / HEIGHT * size[1] + down * rng.uniform(0.01, 0.07) * size[1],
        )
        for (x, y), (across, down) in zip(corners, signs, strict=True)
    ]
    return cv2.getPerspectiveTransform(np.float32(corners), np.float32(places))


def _light(size: tuple[int, int], shadow: float, rng: Random) -> Any:  # noqa: ANN401
    """Light that falls off to one side, and the edge of a shadow."""
    angle = rng.uniform(0, 2 * math.pi)
    across: Any
    down: Any
    across, down = np.meshgrid(np.linspace(-0.5, 0.5, size[0]), np.linspace(-0.5, 0.5, size[1]))
    along = across * math.cos(angle) + down * math.sin(angle)
    edge = 1 / (1 + np.exp(-(along - rng.uniform(-0.2, 0.2)) * rng.uniform(12, 60)))
    return (1 - shadow * (0.35 * (along + 0.5) + 0.65 * edge)).astype("float32")


def make(folder: Path, condition: Condition, number: int) -> Path:
    """The scan with its truth beside it; what is there already is kept."""
    path = folder / f"{condition.name}-{number}.jpg"
    if not path.with_suffix(".json").exists():
        image, truth = scan(draw(number), condition, number)
        image.save(path, quality=condition.quality, dpi=(condition.dpi, condition.dpi))
        path.with_suffix(".json").write_text(json.dumps(asdict(truth), ensure_ascii=False), "utf-8")
    return path


def main() -> None:
    """Make COUNT pages a condition."""
    folder, count, names = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 3, sys.argv[3:]
    folder.mkdir(parents=True, exist_ok=True)
    for condition in CONDITIONS:
        if not names or condition.name in names:
            for number in range(count):
                print(make(folder, condition, number))


if __name__ == "__main__":
    main()
