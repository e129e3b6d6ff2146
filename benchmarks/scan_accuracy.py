"""How many characters, figures and seals of drawn scans are read wrong, beside tesseract on the same pages.

python -m benchmarks.scan_accuracy FOLDER [--pages N] [--goal-pages N] [--seal-pages N] [--only CONDITION …]

FOLDER keeps pages and what tesseract read on them. `--goal-pages` are those of the condition that the goals are about,
`--seal-pages` those on which, per condition, seals alone are looked for.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import mean

import numpy as np
from benchmarks.scan_corpus import CONDITIONS, GOAL, WIDTH, Condition, Quad, Truth, make
from PIL import Image

from ecodemo.recognition.character_reader import PageReader, make_page_reader
from ecodemo.recognition.page_images import page_image
from ecodemo.recognition.plain_words import plain_words
from ecodemo.recognition.red_seals import seals_of

Words = tuple[str, tuple[float, float, float, float]]
"""A line or a word, and its place in thousandths of the page."""
FIGURE = re.compile(r"\d+(?:\.\d+)?")
CHARACTERS, FIGURES, MISSED, INVENTED = 0.02, 0.005, 0.02, 0.005
MEASURED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, file=sys.stderr)
"""
"""A process counts the memory of the one that it was forked from as its own, so that a small one is between."""
SURE = 500
"""Samples that are drawn of the pages for an interval of 95 %."""


@dataclass(frozen=True, slots=True)
class Read:
    """What an engine made of a page."""

    words: list[Words]
    seals: list[tuple[float, float, float, float]]
    seconds: float
    """Of one core."""
    mebibytes: float
    are_lines: bool = True
    """They are whole, not words that may be parts of longer ones."""


@dataclass
class Score:
    """Counts of one page."""

    characters: int = 0
    wrong_characters: int = 0
    figures: int = 0
    wrong_figures: int = 0
    seconds: float = 0
    mebibytes: float = 0
    notes: list[str] = field(default_factory=list)


@lru_cache
def engine() -> PageReader:
    """The recognition under test, in the process that reads."""
    return make_page_reader(1)


def ours(path: Path) -> Read:
    """What `ecodemo evidence read` makes of a page."""
    reader, before = engine(), time.process_time()
    page = reader(path, "jpg", 1)
    seconds = time.process_time() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Read([(line.text, line.box) for line in page.lines], list(page.seals), seconds, memory)


def tesseract(path: Path) -> Read:
    """What tesseract with chi_sim makes of it; kept beside the page."""
    kept = path.with_suffix(".tesseract")
    if not kept.exists():
        command = [sys.executable, "-c", MEASURED, "tesseract", str(path), "-", "-l", "chi_sim", "tsv"]
        ended = subprocess.run(
            command,
            capture_output=True,
            encoding="utf-8",
            check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
        kept.write_text(json.dumps((ended.stdout, *map(float, ended.stderr.split()))), "utf-8")
    output, seconds, memory = json.loads(kept.read_text("utf-8"))
    width, height = Image.open(path).size
    words: list[Words] = []
    for line in output.splitlines()[1:]:
        *_, left, top, wide, high, _, text = line.split("\t")
        if text.strip():
            x, y = 1000 * int(left) / width, 1000 * int(top) / height
            words.append((text, (x, y, x + 1000 * int(wide) / width, y + 1000 * int(high) / height)))
    return Read(words, [], seconds, memory, are_lines=False)


class Sheet:
    """A scan laid back on its drawing, where rows are level."""

    def __init__(self, path: Path) -> None:
        self.truth = Truth(**json.loads(path.with_suffix(".json").read_text("utf-8")))
        self.size = Image.open(path).size
        self.back = np.linalg.inv(np.array(self.truth.matrix))

    def drawn(self, x: float, y: float) -> tuple[float, float]:
        """Where thousandths of the scan are on the drawing."""
        across, down, depth = self.back @ (x / 1000 * self.size[0], y / 1000 * self.size[1], 1)
        return float(across / depth), float(down / depth)

    def rows(self, read: Read) -> tuple[list[str], str]:
        """What was read in each row of the truth, and what was read where there is none, but for seals."""
        found: list[list[tuple[float, float, str]]] = [[] for _ in self.truth.rows]
        beside = ""
        for text, (left, top, right, bottom) in read.words:
            start, height = self.drawn(left, (top + bottom) / 2)
            end, also = self.drawn(right, (top + bottom) / 2)
            middle = (height + also) / 2
            row = next(
                (n for n, (_, y, low) in enumerate(self.truth.rows) if y - 12 <= middle <= low + 12), None
            )
            if row is not None:
                found[row].append((start, end, text))
            elif not any(x <= (start + end) / 2 <= w and y <= middle <= h for x, y, w, h in self.truth.seals):
                beside += text
        heights = (0 if read.are_lines else (low - y) / 2 for _, y, low in self.truth.rows)
        return [_joined(sorted(row), near) for row, near in zip(found, heights, strict=True)], beside

    def seals(self, found: Iterable[tuple[float, float, float, float]]) -> tuple[int, int]:
        """How many seals were missed, and how many invented."""
        left = list(self.truth.seals)
        invented = 0
        for box in found:
            (x, y), (w, h) = self.drawn(*box[:2]), self.drawn(*box[2:])
            same = next((seal for seal in left if _overlap((x, y, w, h), seal) > 0.4), None)
            if same is None:
                invented += 1
            else:
                left.remove(same)
        return len(left), invented


def _overlap(one: tuple[float, float, float, float], other: Quad) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    both = max(0.0, wide) * max(0.0, high)
    first, second = ((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return both / (first + second - both)


def _joined(pieces: Sequence[tuple[float, float, str]], near: float) -> str:
    """Pieces of a row; what is nearer belongs together."""
    text, before = "", float(-WIDTH)
    for start, end, piece in pieces:
        text += piece if start - before < near else f" {piece}"
        before = end
    return text


def distance(one: str, other: str) -> int:
    """The least number of characters to change, add or leave out."""
    before = list(range(len(other) + 1))
    for row, here in enumerate(one, 1):
        now = [row]
        for column, there in enumerate(other, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (here != there)))
        before = now
    return before[-1]


def score(sheet: Sheet, read: Read) -> Score:
    """What is wrong with what was read; width, blanks and kinds of punctuation make no difference."""
    rows, beside = sheet.rows(read)
    result = Score(
        wrong_characters=len("".join(beside.split())), seconds=read.seconds, mebibytes=read.mebibytes
    )
    if beside:
        result.notes.append(f"beside: {beside}")
    for (truth, _, _), text in zip(sheet.truth.rows, rows, strict=True):
        wanted, got = plain_words(truth), plain_words(text)
        figures = Counter(FIGURE.findall(wanted))
        result.figures += figures.total()
        lost = figures - Counter(FIGURE.findall(got))
        result.wrong_figures += lost.total()
        plain = wanted.replace(" ", "")
        result.characters += len(plain)
        wrong = distance(plain, got.replace(" ", ""))
        result.wrong_characters += wrong
        if wrong or lost:
            result.notes.append(f"{wrong} {list(lost.elements())}\n  {wanted}\n  {got}")
    return result


def share(
    scores: Sequence[Score], wrong: Callable[[Score], int], of: Callable[[Score], int]
) -> tuple[float, float, float]:
    """A share, and between which its 95 % of resampled pages are."""
    dice = Random(1)  # noqa: S311 - of no secret
    drawn = sorted(_share(dice.choices(scores, k=len(scores)), wrong, of) for _ in range(SURE))
    return _share(scores, wrong, of), drawn[SURE // 40], drawn[-SURE // 40 - 1]


def _share(scores: Sequence[Score], wrong: Callable[[Score], int], of: Callable[[Score], int]) -> float:
    return sum(map(wrong, scores)) / max(1, sum(map(of, scores)))


def table(name: str, mine: Sequence[Score], theirs: Sequence[Score]) -> None:
    """The table of a condition."""
    total = f"{sum(s.characters for s in mine)} characters, {sum(s.figures for s in mine)} figures"
    print(f"\n{name}: {len(mine)} pages, {total}")
    rows: tuple[tuple[str, Callable[[Score], int], Callable[[Score], int], float], ...] = (
        ("characters wrong", lambda s: s.wrong_characters, lambda s: s.characters, CHARACTERS),
        ("figures wrong", lambda s: s.wrong_figures, lambda s: s.figures, FIGURES),
    )
    for label, wrong, of, goal in rows:
        (our, low, high), (other, least, most) = share(mine, wrong, of), share(theirs, wrong, of)
        verdict = "better" if our < other else "WORSE"
        if name == GOAL:
            verdict += f"; goal {goal:.1%} {'met' if our <= goal else 'MISSED'}"
        print(
            f"  {label:18}{our:7.2%} ({low:.2%} to {high:.2%})   tesseract {other:7.2%} ({least:.2%} to {most:.2%})"
            f"   ratio {our / max(other, 1e-9):.2f}   {verdict}"
        )
    for label, our_costs, their_costs in (
        ("seconds a page", [one.seconds for one in mine], [one.seconds for one in theirs]),
        ("MiB", [one.mebibytes for one in mine], [one.mebibytes for one in theirs]),
    ):
        shown = [f"{mean(costs):7.1f} (most {max(costs):.1f})" for costs in (our_costs, their_costs)]
        print(
            f"  {label:18}{shown[0]}   tesseract {shown[1]}   ratio {mean(our_costs) / mean(their_costs):.2f}"
        )


def seal_table(folder: Path, conditions: Sequence[Condition], pages: int) -> None:
    """Seals missed and invented; tesseract knows no seals."""
    print(f"\nseals, {pages} pages a condition")
    everything = [0, 0, 0]
    for condition in conditions:
        there = missed = invented = 0
        for number in range(pages):
            path = make(folder, condition, number)
            sheet = Sheet(path)
            one, other = sheet.seals(seals_of(page_image(path, "jpg", 1))[0])
            if one or other:
                print(f"    {path.name}: {one} missed, {other} invented")
            there, missed, invented = there + len(sheet.truth.seals), missed + one, invented + other
        print(f"  {condition.name:18}{there:4} seals: {missed} missed, {invented} invented")
        everything = [a + b for a, b in zip(everything, (there, missed, invented), strict=True)]
    there, missed, invented = everything
    for label, rate, goal in (
        ("missed, of seals", missed / max(1, there), MISSED),
        ("invented, of pages", invented / max(1, pages * len(conditions)), INVENTED),
    ):
        print(f"  {label:18}{rate:7.2%}   goal {goal:.1%} {'met' if rate <= goal else 'MISSED'}")


def main() -> None:
    """Print a table a condition."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=6)
    parser.add_argument("--goal-pages", type=int, default=24)
    parser.add_argument("--seal-pages", type=int, default=24)
    parser.add_argument("--only", nargs="*", default=[condition.name for condition in CONDITIONS])
    parser.add_argument("--notes", action="store_true", help="say what was read wrong")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    conditions = [condition for condition in CONDITIONS if condition.name in asked.only]
    if asked.seal_pages:
        seal_table(asked.folder, conditions, asked.seal_pages)
    for condition in conditions:
        mine, theirs = [], []
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            for number in range(asked.goal_pages if condition.name == GOAL else asked.pages):
                path = make(asked.folder, condition, number)
                sheet = Sheet(path)
                mine.append(score(sheet, pool.submit(ours, path).result()))
                theirs.append(score(sheet, tesseract(path)))
                if asked.notes:
                    print(path.name, *mine[-1].notes, sep="\n", flush=True)
        if mine:
            table(condition.name, mine, theirs)


if __name__ == "__main__":
    main()
