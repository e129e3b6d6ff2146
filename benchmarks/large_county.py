"""A county after four years: the example, grown along as many axes as asked for.

python benchmarks/large_county.py FOLDER [--files N] [--documents N] [--entries N]    a county, with its lock
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any

import yaml

_NUMBERS_APART = 100
_LATER = "甲乙丙丁戊己庚辛壬癸"
"""What distinguishes the names of added units and requirements from those they were made of."""
_OBJECTS = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
    b"<</Length 57>>stream\nBT /F1 12 Tf 72 720 Td (Record of visit %08d) Tj ET  \nendstream",
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
)
"""Of a PDF with one page and one line of words."""
_OF_THE_EXAMPLE_ONLY = ("reviews", "redelivered")


@dataclass(frozen=True, slots=True)
class Size:
    """How large a county is to be; what is smaller than the example already is stays as it is."""

    files: int = 0
    documents: int = 0
    """Entries of the register."""
    entries: int = 0
    """Entries of the rectification ledger."""
    reviews: int = 0
    """Returns that each reviewed document had before its last review."""
    units: int = 1
    """Times as many townships."""
    requirements: int = 1
    """Times as many requirements of each indicator."""


LARGE = Size(files=94_000, documents=10_000, entries=500)


@dataclass(slots=True)
class _Pages:
    """Small files, no two of the same bytes."""

    numbers: Iterator[int] = field(default_factory=count)

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_page(next(self.numbers)))


def _page(number: int) -> bytes:
    content = b"%PDF-1.4\n"
    places = []
    for index, written in enumerate(_OBJECTS, 1):
        places.append(len(content))
        content += b"%d 0 obj" % index + (written % number if b"%" in written else written) + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(content))
    return content + head + table + end


def make(folder: Path, size: Size) -> None:
    """A workspace of that size, its evidence locked."""
    _run("init", str(folder), "--example")
    grow(folder, size)
    _run("-C", str(folder), "evidence", "lock", "--update")


def grow(folder: Path, size: Size) -> None:
    """Make a copy of the example as large as that."""
    data, evidence, pages = folder / "data", folder / "evidence", _Pages()
    if size.units > 1:
        _more_units(data, evidence, size.units, pages)
    if size.requirements > 1:
        _more_requirements(data, size.requirements)
    _more_documents(data, evidence, size, pages)
    if size.reviews:
        _more_reviews(data, size.reviews)
    _more_entries(data, size.entries)


def _more_documents(data: Path, evidence: Path, size: Size, pages: _Pages) -> None:
    """Each entry of the register again and again, under another name; as many files to each as it takes."""
    progress = {path: _read(path) for path in sorted((data / "progress").glob("*.yaml"))}
    filed = [
        (path, entry)
        for path, unit in progress.items()
        for entry in unit.get("documents", [])
        if "file" in entry
    ]
    wanted = max(0, size.documents - len(filed))
    there = sum(path.is_file() for path in evidence.rglob("*"))
    files = max(wanted, size.files - there) if wanted else 0
    for number, (path, entry) in enumerate(islice(cycle(filed), wanted)):
        name = f"{_without_suffix(entry['file'])}（{20 + number // len(filed)}）"
        parts = (number + 1) * files // wanted - number * files // wanted
        if parts == 1:
            name = f"{name}.pdf"
            pages.write(evidence / name)
        else:
            no = name.rsplit("/", 1)[-1].split(" ")[0]
            for part in range(1, parts + 1):
                pages.write(evidence / name / f"{no} 第{part:02d}件.pdf")
        kept = {key: value for key, value in entry.items() if key not in _OF_THE_EXAMPLE_ONLY}
        progress[path]["documents"].append({**kept, "file": name})
    for path, unit in progress.items():
        _write(path, unit)


def _more_reviews(data: Path, more: int) -> None:
    for path in sorted((data / "progress").glob("*.yaml")):
        unit = _read(path)
        for entry in unit.get("documents", []):
            if entry.get("reviews"):
                last = entry["reviews"][-1]
                returned = {"by": last["by"], "result": "returned", "reason": "缺印章", "hash": last["hash"]}
                earlier = [
                    {"on": f"2021-05-{1 + number % 28:02d}", **returned, "due": "2021-08-30"}
                    for number in range(more)
                ]
                entry["reviews"] = [*earlier, *entry["reviews"]]
        _write(path, unit)


def _more_entries(data: Path, entries: int) -> None:
    path = data / "rectification.yaml"
    ledger = _read(path)
    first = list(ledger["rectification"])
    for number, entry in enumerate(islice(cycle(first), max(0, entries - len(first)))):
        ledger["rectification"].append({**entry, "no": f"ZG-{1000 + number}"})
    _write(path, ledger)


def _more_units(data: Path, evidence: Path, times: int, pages: _Pages) -> None:
    """Townships beside those of the example, with what these have."""
    path = data / "townships.yaml"
    townships = _read(path)
    more = []
    for sign, unit in ((sign, unit) for sign in _LATER[: times - 1] for unit in townships["townships"]):
        step = _LATER.index(sign) + 1
        name = f"{unit['name'][:-1]}{sign}{unit['name'][-1]}"
        more.append(
            {"id": f"{unit['id']}-{step}", "name": name, "code": str(int(unit["code"]) + 1000 * step)}
        )
        more[-1] |= {"villages": unit["villages"]} if "villages" in unit else {}
        progress = data / "progress" / f"{unit['id']}.yaml"
        if progress.exists():
            _copy_progress(_read(progress), more[-1], unit["name"], data, evidence, pages)
    townships["townships"].extend(more)
    _write(path, townships)


def _copy_progress(
    progress: Any,  # noqa: ANN401 - as YAML has it
    unit: dict[str, str],
    before: str,
    data: Path,
    evidence: Path,
    pages: _Pages,
) -> None:
    progress["unit"] = unit["id"]
    own = [
        entry for entry in progress.get("documents", []) if f"/{before}/" in entry.get("file", f"/{before}/")
    ]
    for entry in own:
        for key in _OF_THE_EXAMPLE_ONLY:
            entry.pop(key, None)
        if "file" in entry:
            renamed = entry["file"].replace(f"/{before}/", f"/{unit['name']}/")
            entry["file"] = f"{_without_suffix(renamed)}.pdf"
            pages.write(evidence / entry["file"])
    progress["documents"] = own
    for entry in progress.get("observations", []):
        for key in ("cell", "page"):
            entry.pop(key, None)
    _write(data / "progress" / f"{unit['id']}.yaml", progress)


def _more_requirements(data: Path, times: int) -> None:
    path = data / "indicators.yaml"
    catalogue = _read(path)
    for indicator in catalogue["indicators"]:
        first = [entry for entry in indicator["requirements"] if not entry["no"].endswith("-0")]
        number = max(int(entry["no"].split("-")[1]) for entry in first) if first else 0
        for sign, entry in ((sign, entry) for sign in _LATER[: times - 1] for entry in first):
            number += 1
            if number < _NUMBERS_APART:
                added = {"no": f"{indicator['no']}-{number}", "name": f"{entry['name']}{sign}"}
                kept = {key: value for key, value in entry.items() if key not in ("role", "veto")}
                indicator["requirements"].append({**kept, **added})
    _write(path, catalogue)


def _without_suffix(path: str) -> str:
    return re.sub(r"[.]\w+$", "", path)


def _read(path: Path) -> Any:  # noqa: ANN401 - as YAML has it
    return yaml.load(path.read_bytes(), Loader=yaml.CBaseLoader)  # noqa: S506 - texts only


def _write(path: Path, content: Any) -> None:  # noqa: ANN401 - as YAML has it
    text = yaml.dump(
        content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=None, width=10_000
    )
    path.write_text(text, encoding="utf-8")


class _Dumper(yaml.CSafeDumper):
    """Without aliases, which data files may not have."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True


def _run(*arguments: str) -> None:
    command = [sys.executable, "-m", "ecodemo", *arguments, "-q"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode not in (0, 1):
        raise SystemExit(f"{command}: {ended.stderr}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    for name, most in (("files", LARGE.files), ("documents", LARGE.documents), ("entries", LARGE.entries)):
        parser.add_argument(f"--{name}", type=int, default=most)
    asked = parser.parse_args()
    make(asked.folder, Size(files=asked.files, documents=asked.documents, entries=asked.entries))
    return 0


if __name__ == "__main__":
    sys.exit(main())
