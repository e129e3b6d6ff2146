"""Workspaces for tests, and the cases of the rules: one file below cases/<CODE>/ is one test.

A case starts from the clean county in cases/base/ and says in leading comments what is different:

    # file: data/…              the file that the following edits, or the case's own YAML, are about
    # base-edit: old => new     in that file (`\\n` is a new line, `\\t` a tab)
    # append: …                 a line at the end of that file, which is made if it is not there
    # add: evidence/… [empty]   a file of some bytes, or of none
    # facts: evidence/…: …      what its bytes are, as in evidence.facts.csv: `kind=pdf pages=3 blank_pages=1,2`
    # readings: evidence/…: {…} the contents of the places in it that figures name, as JSON
    # recognised: evidence/…: {…} the columns of it that follow from recognised words, as JSON; it is a scan then
    # remove: evidence/…        a file, or a folder with all that is in it
    # link: evidence/… => …     a symbolic link and what it points at
    # pipe: evidence/…          something that is no ordinary file
    # phase: … (self-inspection), # today: …, # bid: …, # encoding: …
    # says: …                   words of a finding or its hint, in English
    # bug: …                    what src/ does not do yet: the test is expected to fail, and must

The base is sound in every phase, and locked before the case changes anything. Reviews in it name the true hashes: a file of evidence holds its own path,
so `printf %s 'evidence/…' | sha256sum` prints what belongs there.

A case also says where findings of its family must be, these and no others: `# expect: TG101@34` at the end
of the very line (the number is the column), `# expect-at: file:part of the line: TG101@34`, or
`# expect-file: evidence/…: EV101` for a whole file.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

from ecodemo.check import session
from ecodemo.check.session import CheckOptions, CheckResult, day_of_judging
from ecodemo.errors import UnusableDataError
from ecodemo.evidence import facts_table
from ecodemo.language import Language, Speaker
from ecodemo.load.workspace import load
from ecodemo.model.evidence import Facts, Searchable
from ecodemo.model.finding import Finding
from reading import plain_read_here

CASES = Path(__file__).parent / "cases"
BASE = CASES / "base"
CLOCK = date(2021, 11, 1)

_KEYS = "file|base-edit|append|add|facts|readings|recognised|remove|link|pipe|phase|today|bid|encoding|says|bug|expect-at|expect-file"
_DIRECTIVE = re.compile(rf"# ({_KEYS}): (.*)")
_MISSPELT = re.compile(r"#\s*[a-z-]+:(\s|$)")
_MARK = re.compile(r"  # expect: (.+)$")
_EXPECTED = re.compile(r"([A-Z]{2}\d{3})(?:@(\d+))?")

Place = tuple[str, int, int | None, str]
"""File, line, column (`None`: any) and code."""


@dataclass(frozen=True)
class Case:
    """One file below cases/."""

    path: Path
    steps: tuple[tuple[str, str], ...]
    body: str
    """The whole text, comments and all, when it holds YAML of its own: so its lines are the file's lines."""

    @classmethod
    def read(cls, path: Path) -> Case:
        text = path.read_text(encoding="utf-8")
        steps: list[tuple[str, str]] = []
        own = text
        while own.startswith("#"):
            line, _, own = own.partition("\n")
            if found := _DIRECTIVE.fullmatch(line):
                steps.append((found[1], found[2]))
            elif _MISSPELT.match(line):
                raise ValueError(f"{path}: unknown directive {line!r}")
        return cls(path, tuple(steps), text if own.strip() else "")

    @property
    def code(self) -> str:
        return self.path.parent.name

    def option(self, key: str) -> str | None:
        return dict(self.steps).get(key)

    def apply(self, root: Path) -> None:
        file = root
        for key, value in self.steps:
            match key:
                case "file":
                    file = root / value
                case "base-edit":
                    old, _, new = _unescaped(value).partition(" =>")
                    edit(file, old, new.removeprefix(" "))
                case "append":
                    before = file.read_text(encoding="utf-8") if file.exists() else ""
                    _put(file, before + _unescaped(value) + "\n")
                case "add":
                    _put(root / value.removesuffix(" [empty]"), "" if value.endswith(" [empty]") else "x")
                case "facts":
                    _describe(root, *value.rsplit(": ", 1))
                case "readings" | "recognised":
                    path, _, said = value.partition(": {")
                    know = _read_before if key == "readings" else _recognise_before
                    know(root, path, json.loads("{" + said))
                case "remove":
                    (shutil.rmtree if (root / value).is_dir() else Path.unlink)(root / value)
                case "link":
                    link, _, target = value.partition(" => ")
                    (root / link).symlink_to(target)
                case "pipe":
                    os.mkfifo(root / value)
        if self.body:
            file.write_text(self.body, encoding=self.option("encoding") or "utf-8")

    def expected(self, root: Path) -> Iterator[Place]:
        for key, value in self.steps:
            match key:
                case "file":
                    lines = _lines(root, value, self.option("encoding"))
                    marks = ((number, _MARK.search(line)) for number, line in lines)
                    yield from (p for number, mark in marks if mark for p in _places(value, number, mark[1]))
                case "expect-at":
                    file, literal, codes = re.fullmatch(r"(\S+?):(.+): (.+)", value).groups()  # type: ignore[union-attr]
                    (number,) = [number for number, line in _lines(root, file) if literal in line]
                    yield from _places(file, number, codes)
                case "expect-file":
                    yield from _places(*value.rpartition(": ")[::2])


def _unescaped(text: str) -> str:
    return text.replace("\\n", "\n").replace("\\t", "\t")


def _places(file: str, *number_and_codes: int | str) -> Iterator[Place]:
    *number, codes = number_and_codes
    for code, column in _EXPECTED.findall(str(codes)):
        yield file, int(number[0]) if number else 0, int(column) if column else None, code


def _lines(root: Path, file: str, encoding: str | None = None) -> list[tuple[int, str]]:
    """The lines of a file as it came to be, without those that are comments."""
    path = root / file
    lines = path.read_text(encoding=encoding or "utf-8").split("\n") if path.is_file() else []
    return [(number, line) for number, line in enumerate(lines, 1) if not line.startswith("#")]


def _describe(root: Path, name: str, words: str) -> None:
    """Say in evidence.facts.csv what the bytes of a file are; one that is not there holds its own path."""
    given = dict(word.split("=", 1) for word in words.split())
    record, bytes_hash = _recorded(root, name)
    row = zip(facts_table.HEAD, facts_table._row(bytes_hash, record), strict=True)
    cells = {column: given.get(column, str(was or "")).replace(",", " ") for column, was in row}
    _record(root, bytes_hash, replace(record, facts=facts_table._record(list(cells.values())).facts))


def _read_before(root: Path, name: str, readings: dict[str, str]) -> None:
    record, bytes_hash = _recorded(root, name)
    _record(root, bytes_hash, replace(record, readings=readings))


def _recognise_before(root: Path, name: str, columns: dict[str, object]) -> None:
    record, bytes_hash = _recorded(root, name)
    cells = {
        column: value if isinstance(value, str) else json.dumps(value) for column, value in columns.items()
    }
    written = [cells.get(column, "") for column in facts_table.RECOGNISED]
    facts = record.facts._replace(searchable=Searchable.SCAN)
    _record(
        root,
        bytes_hash,
        replace(record, facts=facts, recognised=facts_table.recognised_facts(written)),
    )


def _recorded(root: Path, name: str) -> tuple[facts_table.ContentRecord, str]:
    if not (root / name).exists():
        _put(root / name, name)
    content = (root / name).read_bytes()
    bytes_hash = sha256(content).hexdigest()
    known = facts_table.read_table(root / facts_table.NAME).records
    return known.get(bytes_hash, facts_table.ContentRecord(Facts(len(content), kind="txt"))), bytes_hash


def _record(root: Path, bytes_hash: str, record: facts_table.ContentRecord) -> None:
    table = root / facts_table.NAME
    known = facts_table.read_table(table).records
    table.write_bytes(facts_table.table_content({**known, bytes_hash: record}))


def _put(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def workspace(root: Path, case: Case | None = None) -> Path:
    """The clean county below `root`, changed as a case says; each file of evidence holds its own path."""
    content = _clean_county()
    for folder in sorted({(root / name).parent for name in content}):
        folder.mkdir(parents=True, exist_ok=True)
    for name, its_bytes in content.items():
        (root / name).write_bytes(its_bytes)
    if case is not None:
        case.apply(root)
    return root


@cache
def _clean_county() -> Mapping[str, bytes]:
    """Every file of the clean county with its bytes, locked."""
    data = [path for path in sorted((BASE / "data").rglob("*")) if path.is_file()]
    evidence = {
        name: name.encode() for name in (BASE / "evidence.txt").read_text(encoding="utf-8").splitlines()
    }
    return {
        **{path.relative_to(BASE).as_posix(): path.read_bytes() for path in data},
        **evidence,
        "evidence.sha256": _lock_of(evidence).encode(),
    }


def lock(root: Path) -> None:
    """Write evidence.sha256 for all files that are there, as `sha256sum` would."""
    files = [path for path in (root / "evidence").rglob("*") if path.is_file()]
    _put(
        root / "evidence.sha256",
        _lock_of({path.relative_to(root).as_posix(): path.read_bytes() for path in files}),
    )


def _lock_of(evidence: Mapping[str, bytes]) -> str:
    return "".join(f"{sha256(evidence[name]).hexdigest()}  {name}\n" for name in sorted(evidence))


def edit(file: Path, old: str, new: str) -> None:
    """Replace a text that occurs exactly once in a file."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    _put(file, text.replace(old, new))


def check(root: Path, options: CheckOptions | None = None, today: str | None = None) -> CheckResult:
    """What `ecodemo check` finds in a workspace; its own day unless another is named."""
    loaded = load(root)
    day = day_of_judging(loaded.workspace, date.fromisoformat(today) if today else None, CLOCK)
    with plain_read_here():
        return session.check(loaded, options or CheckOptions(phase="self-inspection"), day)


def findings(
    root: Path, options: CheckOptions | None = None, today: str | None = None
) -> tuple[Finding, ...]:
    """What `ecodemo check` finds in a workspace, also where its data cannot be used."""
    return _found(root, options, today)[0]


def _found(root: Path, options: CheckOptions | None, today: str | None) -> tuple[tuple[Finding, ...], bool]:
    """The findings, and whether the data can be used."""
    try:
        return check(root, options, today).findings, True
    except UnusableDataError as error:
        return error.findings, False


def problems(code: str, root: Path, phase: str = "self-inspection", today: str | None = None) -> list[str]:
    """What one rule says of a workspace, in English, each with its place."""
    found = findings(root, CheckOptions(phase=phase), today)
    return [f"{finding.position} {say(finding)}" for finding in found if finding.code == code]


def say(finding: Finding) -> str:
    """A finding and its hint in English."""
    speaker = Speaker(Language.EN)
    return f"{speaker.say(finding.message)} {speaker.say(finding.hint)}".strip()


def check_case(case: Case, root: Path) -> None:
    """Fail unless the findings of the case's family are where it says, and nowhere else."""
    workspace(root, case)
    options = CheckOptions(phase=case.option("phase") or "self-inspection", bid=case.option("bid"))
    expected = sorted(set(case.expected(root)), key=str)
    assert all(column or not line for _, line, column, _ in expected), "an expected finding names no column"
    found_all, is_usable = _found(root, options, case.option("today"))
    family = [finding for finding in found_all if finding.code.startswith(case.code[:2])]
    found = [(f.position.file, f.position.line, f.position.column, f.code) for f in family]
    missing = [place for place in expected if not any(_is_at(place, one) for one in found)]
    surplus = [one for one in found if not any(_is_at(place, one) for place in expected)]
    assert (missing, surplus) == ([], []), f"missing: {missing}; too many: {surplus}"
    codes = {code for *_, code in expected}
    assert (case.code in codes) is case.path.name.startswith("bad"), f"{case.path.name} expects {codes}"
    if case.code[:2] != "SC" or not codes:
        assert is_usable, [say(finding) for finding in found_all]
    said = [say(finding) for finding in family]
    assert all(any(words in text for text in said) for key, words in case.steps if key == "says"), said


def _is_at(wanted: Place, found: tuple[str, int, int, str]) -> bool:
    return all(want in (have, None) for want, have in zip(wanted, found, strict=True))
