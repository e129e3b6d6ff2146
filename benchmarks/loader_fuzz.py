"""Broken data files by the thousand for the loader: it must not crash, nor take long, and must place every mistake.

python benchmarks/loader_fuzz.py                     200,000 documents
python benchmarks/loader_fuzz.py 5000 --seed 7       fewer, others
python benchmarks/loader_fuzz.py --keep DIR          the documents that failed are left in DIR
python benchmarks/loader_fuzz.py --county tests/cases/base --whole 1      all of them also across files

Each document is a shipped data file, or a piece of one, changed as text, as tokens or as data, or YAML made from
nothing. All of them go through the reader of files; some also through the whole workspace.
"""

from __future__ import annotations

import argparse
import faulthandler
import random
import re
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree, ignore_patterns
from tempfile import TemporaryDirectory

import yaml

from ecodemo.errors import UnusableDataError
from ecodemo.load import document
from ecodemo.load.document import read
from ecodemo.load.file import FILES, load_file
from ecodemo.load.lines import Lines
from ecodemo.load.schema import keys_at
from ecodemo.load.workspace import load
from ecodemo.model.finding import Finding
from ecodemo.model.target import KINDS
from ecodemo.setup.starter import make_workspace, starter

SLOW = 1.0
"""Seconds of the processor that a document may take: the clock counts what else the computer does."""
HANGS = 60
"""Seconds after which the run is ended with a traceback."""
LARGE = 6_000
"""Bytes above which a file is mostly cut to a piece."""

SIGNS = "：，、。％“”‘’（）｛｝［］＃　\t\x00\x07\x1b\x7f\x85\u2028\ufeff\ufffe\ud800\r\n{}[]&*!|>'\"%@`#?-:,~<= 0年万"
# fmt: off
WORDS = (
    "", "~", "null", "true", "no", "0", "-1", "-0", "1e9", "1e999999999", "-1e-999999999", "NaN", "inf", "0x1F", "0451",
    "1_000", "1.2万", "９２．４", "٣", "9" * 30, "9" * 5000, "0." + "3" * 400, "12:30:45", "1/0", "--1", "+", ".",
    "2021-02-30", "2021-13-01", "0000-00-00", "9999-12-31", "10000-01-01", "2021年5月20日", "2021-5-1", "20210520",
    "25-1/2020", "25-1/2020@meicheng", "25-1/", "/2020", "@", "25-1/99999", "07", "07-1", "7-01", "V1", "-0", "25.5",
    "each", "latest", "base", "once", "[2018, 2020]", "[2020, 2018]", "[9999]", "sha256:", "a" * 64, "f" * 12,
    "../../etc/passwd", "/", "\\\\", "C:\\x", "evidence/../x", "a\0b", "甲" * 600, "x" * 20_000, "é" * 50, "👍", "\u202e反",
    "{", "}", "[", "]", "[[", "{{", "&a x", "*a", "!!python/object:os.system x", "!x y", "<<", "<<: *a", "---", "...", "%YAML 9.9",
    "|", ">", "|+9", ">-\n  x", "? x", "- ", "'", '"', '"\\x', '"\\ud800"', "# x", ": ", "：", "{written}", "{0}", "%s",
)
# fmt: on
_TOKEN = re.compile(r"[^\s:,\[\]{}]+")
_FLOW = re.compile(r"\{[^{}\n]*\}|\[[^\[\]\n]*\]")
_INDENT = re.compile(r"^ *(?:- )?", re.MULTILINE)


class Documents:
    """Documents without end, the same ones for the same seed."""

    def __init__(self, sources: list[tuple[str, str, str]], seed: int) -> None:
        self.sources = sources
        self.random = random.Random(seed)  # noqa: S311 - documents, not secrets
        self.data = [(kind, read(text.encode()).data) for kind, _, text in sources]
        words = {word for _, _, text in sources for word in _TOKEN.findall(text) if len(word) < 40}
        self.words = sorted(words)
        self.keys = sorted({key for _, data in self.data for key in _keys(data)} | {*KINDS, *_first_keys()})

    def __iter__(self) -> Iterator[tuple[str, str, str, bytes]]:
        """Kind, path below data/, what was done, and the bytes."""
        ways: tuple[tuple[str, Callable[[str], str]], ...] = (
            ("text", self._as_text),
            ("tokens", self._as_tokens),
            ("lines", self._as_lines),
            ("data", self._as_data),
            ("data", self._as_data),
        )
        while True:
            index = self.random.randrange(len(self.sources))
            kind, path, text = self.sources[index]
            chance = self.random.random()
            if chance < 0.1:
                done, text = "made", self._emit(self._value(0), 0)
            elif chance < 0.12:
                yield kind, path, "bytes", self.random.randbytes(self.random.randrange(400))
                continue
            else:
                done, way = self.random.choice(ways)
                if len(text) > LARGE and self.random.random() < 0.97:
                    text = self._piece(text)
                text = way(text)
            content = text.encode("utf-8", "surrogatepass")
            if self.random.random() < 0.05:
                content = content[: self.random.randrange(len(content) + 1)]
            if self.random.random() < 0.01:
                content = text.encode(self.random.choice(("gb18030", "utf-16", "utf-8-sig")), "replace")
            yield kind, path, done, content

    def _piece(self, text: str) -> str:
        """The file without most of the entries of its lists."""
        lines = text.splitlines(keepends=True)
        kept = []
        keeps = True
        for line in lines:
            if re.match(r"\S", line) and not line.startswith("-"):
                keeps = True
            elif re.match(r" {0,2}- ", line):
                keeps = self.random.random() < LARGE / 4 / len(text)
            if keeps:
                kept.append(line)
        return "".join(kept)

    def _as_text(self, text: str) -> str:
        for _ in range(self.random.randint(1, 4)):
            at, length = self.random.randrange(len(text) + 1), self.random.randint(0, 6)
            put = self.random.choice(
                (self.random.choice(SIGNS) * self.random.randint(0, 3), self.random.choice(WORDS))
            )
            text = text[:at] + put + text[at + length :]
        return text

    def _as_tokens(self, text: str) -> str:
        for _ in range(self.random.randint(1, 5)):
            pattern = self.random.choice((_TOKEN, _TOKEN, _TOKEN, _FLOW, _INDENT))
            found = list(pattern.finditer(text))
            if found:
                one, other = self.random.choice(found), self.random.choice(found)
                put = self.random.choice(
                    (other[0], self.random.choice(WORDS), self.random.choice(self.keys), one[0] * 2)
                )
                text = text[: one.start()] + put + text[one.end() :]
        return text

    def _as_lines(self, text: str) -> str:
        lines = text.splitlines(keepends=True) or [""]
        for _ in range(self.random.randint(1, 4)):
            one, other = self.random.randrange(len(lines)), self.random.randrange(len(lines))
            match self.random.randrange(5):
                case 0:
                    lines[one], lines[other] = lines[other], lines[one]
                case 1:
                    lines.insert(one, lines[other])
                case 2:
                    lines[one] = self.random.choice((" ", "  ", "\t", "- ")) + lines[one]
                case 3:
                    lines[one] = lines[one].lstrip(" ")
                case _:
                    lines[one] = ""
        return "".join(lines)

    def _as_data(self, text: str) -> str:
        data = read(text.encode()).data
        for _ in range(self.random.randint(1, 4)):
            self._change(data)
        return self._emit(data, 0)

    def _change(self, data: object) -> None:
        """Change one place of nested lists and mappings."""
        container, depth = data, 0
        while isinstance(container, dict | list) and container:
            key = self.random.choice(
                list(container) if isinstance(container, dict) else range(len(container))
            )
            below = container[key]
            if isinstance(below, dict | list) and below and self.random.random() < 0.9:
                container, depth = below, depth + 1
                continue
            if isinstance(container, list):
                container[key] = self._instead(below)
                return
            match self.random.randrange(5):
                case 0:
                    del container[key]
                case 1:
                    container[self.random.choice(self.keys)] = container.pop(key)
                case 2:
                    container[self.random.choice(self.keys)] = self._value(depth)
                case _:
                    container[key] = self._instead(below)
            return

    def _instead(self, value: object) -> object:
        match self.random.randrange(6):
            case 0:
                return [value]
            case 1:
                return {self.random.choice(self.keys): value}
            case 2:
                return [value, value]
            case 3:
                return self._other()
            case _:
                return self._value(1)

    def _other(self) -> object:
        """A value from somewhere else in the shipped files."""
        value = self.random.choice(self.data)[1]
        while isinstance(value, dict | list) and value and self.random.random() < 0.85:
            value = self.random.choice(list(value.values()) if isinstance(value, dict) else value)
        return value if not isinstance(value, dict | list) or len(str(value)) < 2_000 else None

    def _value(self, depth: int) -> object:
        chance = self.random.random()
        if depth < 5 and chance < 0.45 - depth * 0.06:
            keys = [
                self.random.choice((self.random.choice(self.keys), self._word()))
                for _ in range(self.random.randrange(6))
            ]
            return {key: self._value(depth + 1) for key in keys}
        if depth < 5 and chance < 0.6 - depth * 0.06:
            return [self._value(depth + 1) for _ in range(self.random.randrange(5))]
        if chance > 0.995:
            deep: object = "x"
            for _ in range(self.random.choice((62, 63, 64, 65, 70, 100))):
                deep = [deep] if self.random.random() < 0.5 else {"all_of": deep}
            return deep
        return None if chance > 0.97 else self._word()

    def _word(self) -> str:
        return self.random.choice((self.random.choice(WORDS), self.random.choice(self.words)))

    def _emit(self, value: object, depth: int) -> str:
        """The data as YAML, in block or flow style, quoted or not."""
        if isinstance(value, dict | list) and (not value or depth > 40 or self.random.random() < 0.3):
            return self._flow(value)
        pad = " " * depth
        if isinstance(value, dict):
            return "".join(
                f"\n{pad}{self._scalar(key)}: {self._emit(below, depth + 2)}" for key, below in value.items()
            )
        if isinstance(value, list):
            return "".join(f"\n{pad}- {self._emit(below, depth + 2).lstrip()}" for below in value)
        return self._scalar(value)

    def _flow(self, value: object) -> str:
        if isinstance(value, dict):
            return (
                "{"
                + ", ".join(f"{self._scalar(key)}: {self._flow(below)}" for key, below in value.items())
                + "}"
            )
        if isinstance(value, list):
            return "[" + ", ".join(map(self._flow, value)) + "]"
        return self._scalar(value)

    def _scalar(self, value: object) -> str:
        if value is None:
            return self.random.choice(("", "~", "null"))
        text = str(value)
        chance = self.random.random()
        if chance < 0.5:
            return text
        if chance < 0.75:
            return "'" + text.replace("'", "''") + "'"
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\0", "\\0") + '"'


def _keys(data: object) -> Iterator[str]:
    below = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    if isinstance(data, dict):
        yield from data
    for value in below:
        yield from _keys(value)


def _first_keys() -> Iterator[str]:
    """All keys of the two upper levels of each kind of file, written somewhere or not."""
    for model in FILES.values():
        for key in keys_at(model, ()):
            yield key
            yield from keys_at(model, (key,))


def unplaced(findings: tuple[Finding, ...] | list[Finding], root: Path, file: str) -> Iterator[str]:
    """What is wrong with the places of the findings in the file that was changed."""
    text = (root / file).read_bytes().decode("utf-8", "replace").removeprefix("\ufeff")
    lines = Lines(text).texts
    for finding in findings:
        place = finding.position
        if place.file != file:
            if not place.file.startswith("data/"):
                yield f"{finding.code} names no file: {place}"
            continue
        if not (1 <= place.line <= len(lines) + 1 and place.column >= 1):
            yield f"{finding.code} is placed outside the file: {place} of {len(lines)} lines"
        elif place.line <= len(lines) and place.column > len(lines[place.line - 1]) + 2:
            yield f"{finding.code} is placed outside its line: {place} of {len(lines[place.line - 1])} columns"
        elif finding.message.text == "An invisible control character stands here.":
            here = lines[place.line - 1][place.column - 1 : place.column]
            if here.isprintable() and here != "\ufeff":
                yield f"{finding.code} is placed where no control character stands: {place}"


def sources(root: Path) -> list[tuple[str, str, str]]:
    """Kind, path and text of every data file of a workspace."""
    folders = {"standards": "standard", "progress": "progress"}
    return [
        (
            folders.get(path.parent.name, path.stem),
            path.relative_to(root).as_posix(),
            path.read_text(encoding="utf-8"),
        )
        for path in sorted((root / "data").rglob("*.yaml"))
        if not any(part.startswith(".") for part in path.relative_to(root).parts)
    ]


def fault_of(root: Path, kind: str, file: str, content: bytes, *, whole: bool) -> tuple[str | None, int]:
    """What the loader did wrong with `content` in the place of `file`, if anything; and how many findings there were."""
    path = root / file
    before = path.read_bytes()
    began = time.process_time()
    try:
        path.write_bytes(content)
        findings: list[Finding] = []
        load_file(root, kind, path, findings)
        if whole:
            findings = _of_workspace(root)
        took = time.process_time() - began
        wrong = next(unplaced(findings, root, file), None)
    except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
        return traceback.format_exc(), 0
    finally:
        path.write_bytes(before)
    if took > SLOW:
        return f"slow: {took:.1f} s", len(findings)
    return wrong, len(findings)


def _of_workspace(root: Path) -> list[Finding]:
    try:
        return list(load(root).findings)
    except UnusableDataError as error:
        return list(error.findings)


def main() -> int:
    """1 when a document failed."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("count", nargs="?", type=int, default=200_000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--keep", type=Path)
    arguments.add_argument("--county", type=Path, help="a workspace; default: the example")
    arguments.add_argument(
        "--whole", type=int, default=200, help="load the whole workspace for every so many"
    )
    arguments.add_argument("--slow-parser", action="store_true", help="PyYAML's own parser, not the one in C")
    given = arguments.parse_args()
    if given.slow_parser:
        document._Loader = yaml.BaseLoader  # noqa: SLF001 - as it is where PyYAML was built without C
    faulthandler.enable()
    done: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    slowest = 0.0
    with TemporaryDirectory() as folder:
        root = Path(folder) / "county"
        if given.county:
            copytree(given.county, root, ignore=ignore_patterns("evidence"))
        else:
            make_workspace(root, starter(example=True))
        documents = Documents(sources(root), given.seed)
        for number, (kind, file, way, content) in zip(range(given.count), documents, strict=False):
            faulthandler.dump_traceback_later(HANGS, exit=True)
            began = time.process_time()
            fault, found = fault_of(root, kind, file, content, whole=number % given.whole == 0)
            slowest = max(slowest, time.process_time() - began)
            done[way] += 1
            done["refused"] += found > 0
            if fault is not None:
                name = fault.strip().splitlines()[-1][:160]
                faults[re.sub(r"\d+", "N", name)] += 1
                print(f"{number} {kind} {file} ({way})\n{fault}", flush=True)
                if given.keep:
                    given.keep.mkdir(parents=True, exist_ok=True)
                    (given.keep / f"{number}-{kind}.yaml").write_bytes(content)
            if number % 5_000 == 4_999:
                print(f"{number + 1} documents, {sum(faults.values())} faults", file=sys.stderr, flush=True)
        faulthandler.cancel_dump_traceback_later()
    print(f"{given.count} documents: {dict(done)}; slowest {slowest:.2f} s; {sum(faults.values())} faults")
    for name, count in faults.most_common():
        print(f"{count:6} {name}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
