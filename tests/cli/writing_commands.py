"""Every command, and of those that write, a call that writes as much as it can into a workspace that is ready for it.

A command that is added to the command line is added here; `test_interrupted_writes.py` says so.
"""

from __future__ import annotations

import functools
import shutil
import warnings
from collections.abc import Callable, Iterator
from hashlib import sha256 as file_hash
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from acceptance.bags import bag
from cli.running import invoke
from ecodemo.evidence import cache
from ecodemo.journal.manifest import FOLDER, staged
from ecodemo.language import Language, Speaker
from ecodemo.recognition.word_store import WordStore
from forms.packs import RECEIVED, changed, export, fill, opened, workbook_of, zipped
from receiver import Receiver
from recognition.scanned import page, png

Call = Callable[[Path], tuple[str | Path, ...]]
SCAN = "evidence/16 森林覆盖率/县林业局/2018/16-1 扫描件.png"

SENT = "history/sent.jsonl"

READING = frozenset(
    {"check", "status", "rules", "explain", "schema", "doctor", "form status", "evidence list", "evidence verify"}
    | {"evidence find", "diff", "standards diff", "province check", "province report", "province sample"}
)  # fmt: skip
"""Commands that write nothing to a workspace; `check` only where it is asked to."""
OUTSIDE = frozenset({"province check", "province report", "province sample"})
"""Commands that need no workspace, and write to none."""


_NAMED = ("--outcome", "named", "--on", "2021-10-20", "--document", "00-1/2021")


def _in(*arguments: str) -> Call:
    return lambda root: ("-C", root, *arguments)


def _import(*more: str) -> Call:
    def call(root: Path) -> tuple[str | Path, ...]:
        pack = root / "inbox" / "东山镇.zip"
        return "-C", root, "form", "import", pack, "--received", RECEIVED, *more

    return call


def _import_and_answer(root: Path) -> tuple[str | Path, ...]:
    return (*_import()(root), "--return", root / "回复")


def _read_a_scan(root: Path) -> tuple[str | Path, ...]:
    """Its page was recognised already, so that no engine is needed to record what follows from it."""
    sha256 = file_hash((root / SCAN).read_bytes()).hexdigest()
    store = WordStore(cache.folder())
    store.keep_pages_to_read(sha256, (1,))
    store.keep_page(sha256, 1, page("安政发〔2021〕12号"))
    return "-C", root, "evidence", "read"


def _fill(root: Path) -> tuple[str | Path, ...]:
    form = root.parent / "form.xlsx"
    book = Workbook()
    book.worksheets[0]["A1"] = "{{ report.county }}"
    book.save(form)
    return "-C", root, "fill", form, "--out", root / "form.xlsx"


def _unpack(root: Path) -> tuple[str | Path, ...]:
    package = bag(root.parent / "package.zip", {f"data/{number}.txt": b"x" * number for number in range(40)})
    return "unpack", package, "--out", root.parent / "new"


def _check_into_files(root: Path) -> tuple[str | Path, ...]:
    files = (f"--also=csv:{root / 'check.csv'}", f"--also=sarif:{root / 'check.sarif'}")
    return "-C", root, "check", "--write-baseline", "-f", "json", "-o", root / "check.json", *files


WRITING: dict[str, Call] = {
    "init": lambda root: ("init", root.parent / "new", "--county", "桃江县", "--code", "430922"),
    "init --example": lambda root: ("init", root.parent / "new", "--example"),
    "form export": _in("form", "export"),
    "form export --plan": _in("form", "export", "--plan"),
    "form import": _import(),
    "form import --return": _import_and_answer,
    "standards form": _in("standards", "form"),
    "evidence register": _in("evidence", "register", "--received", RECEIVED),
    "evidence lock": _in("evidence", "lock"),
    "evidence read": _read_a_scan,
    "evidence catalogue": _in("evidence", "catalogue"),
    "evidence sample": _in("evidence", "sample", "--n", "5", "--seed", "1"),
    "report phase": _in("report", "--kind", "phase", "--format", "md"),
    "report status": _in("report", "--kind", "status", "--format", "xlsx"),
    "fill": _fill,
    "report all": _in("report", "--kind", "phase,status,four-properties"),
    "pack": lambda root: ("-C", root, "pack", "--draft", "--out", root / "材料包.zip"),
    "pack --layout report": _in("pack", "--layout", "report"),
    "pack archive": lambda root: (
        *("-C", root, "pack", "--layout", "archive", "--draft", "--out", root / "材料包.zip"),
    ),
    "unpack": _unpack,
    "snapshot": _in("snapshot"),
    "bid open": _in("bid", "open", "provincial-2021"),
    "bid close": _in("bid", "close", "provincial-2021", *_NAMED),
    "supervise slips": _in("supervise", "slips"),
    "supervise circular": _in("supervise", "circular"),
    "supervise meeting": _in("supervise", "meeting"),
    "supervise ledger": _in("supervise", "ledger"),
    "supervise duties": _in("supervise", "duties"),
    "supervise messages": _in("supervise", "messages"),
    "supervise send": _in("supervise", "send", "--unit", "东山镇"),
    "check --write-baseline -o --also": _check_into_files,
}
"""What is called, by command and what it is asked for."""


@functools.cache
def _receiver() -> Receiver:
    """One for all calls of this process and of those split off from it; nobody looks at what it got."""
    return Receiver()


def surroundings(name: str) -> dict[str, str]:
    """What a call needs in its environment."""
    return {"ECODEMO_NOTIFY": _receiver().address} if name == "supervise send" else {}


def written_to(name: str, root: Path) -> Path:
    """The workspace or folder that a call writes to."""
    return root.parent / "new" if name.startswith(("init", "unpack")) else root


def first_written(name: str, root: Path) -> tuple[Path, str]:
    """The folder, and how what a call writes first is called in it."""
    if name == "unpack":
        return root.parent, ".new.*.part"
    target = written_to(name, root)
    return target / FOLDER, ".材料包.zip.*.part" if name.startswith("pack") else staged(target, 0).name


def commands() -> list[str]:
    """Every command that the command line has."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # typer's own calls, which users do not see
        from ecodemo.cli.app import command_in

        return list(_below(command_in(Speaker(Language.EN)), ""))


def _below(command: Any, above: str) -> Iterator[str]:
    below = getattr(command, "commands", None)
    if below is None:
        yield above
        return
    for name, part in below.items():
        yield from _below(part, f"{above} {name}".strip())


def make_ready(root: Path, work: Path) -> None:
    """Give each of the calls something to write: a pack that came, and documents that are neither locked nor registered."""
    scan = root / SCAN
    scan.parent.mkdir(parents=True, exist_ok=True)
    scan.write_bytes(png())
    assert invoke("-C", root, "--today", "2021-09-20", "evidence", "lock").exit_code == 0
    folder = opened(export(root, "东山镇", work / "out"), work / "东山镇")
    changed(workbook_of(folder), lambda book: fill(book["数据"], "25.1", {"2019年": 20000, "2020年": 21500}))
    changed(
        workbook_of(folder), lambda book: fill(book["佐证"], "07-3", {"情况": "不涉及", "说明": "无秸秆"})
    )
    box = next(path for path in (folder / "佐证").iterdir() if path.name.startswith("25-1"))
    for number in range(2):
        (box / f"2020 台账{number}.txt").write_text(f"台账 {number}", encoding="utf-8")
    (box / "看不懂.pdf").write_bytes(b"?")
    (root / "inbox").mkdir(exist_ok=True)
    zipped(folder, root / "inbox" / "东山镇.zip")
    document = min((root / "evidence").rglob("16-1*"))
    document.with_name(f"补充 {document.name}").write_text("补充材料", encoding="utf-8")
    new = root / "evidence" / "16 森林覆盖率" / "县林业局" / "2018" / "16-1 补充.txt"
    new.parent.mkdir(parents=True, exist_ok=True)
    new.write_text("补充材料", encoding="utf-8")
    new.with_name("16-1 空.txt").write_bytes(
        b""
    )  # a finding, from which an entry of the ledger can be drafted


def contents(root: Path) -> dict[str, bytes]:
    """All files of a workspace but the journal; none where there is no workspace."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.relative_to(root).parts[0] not in (FOLDER, ".git")
    }


def results(name: str, ready: Path, work: Path) -> list[dict[str, bytes]]:
    """What a workspace holds before the call, after each of its parts, and after all of it."""
    work.mkdir(parents=True, exist_ok=True)
    root = Path(shutil.copytree(ready, work / "county"))
    found = [contents(written_to(name, root))]
    parts = [WRITING["form import"]] if name == "form import --return" else []
    for call in (*parts, WRITING[name]):
        ran = invoke(*call(root), env=surroundings(name))
        assert ran.exit_code in (0, 1), ran.stderr
        found.append(contents(written_to(name, root)))
    if name == "supervise send":
        found.insert(1, found[1] | {SENT: b"".join(found[1][SENT].splitlines(keepends=True)[:-1])})
    assert all(found[number] != found[number + 1] for number in range(len(found) - 1)), name
    return found
