"""Imports point one way, and third parties stay in their rooms; seen in the syntax trees, inside functions too."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "ecodemo"

LAYER = {
    "_resources": 0,
    "model": 1,
    "ownership": 1,
    "programs": 1,
    "language": 2,
    "errors": 3,
    "rule_pages": 3,
    "sheet_markup": 3,
    "conflict": 4,
    "encoding": 4,
    "files": 4,
    "spreadsheet": 4,
    "table": 4,
    "unknown_word": 4,
    "formats": 4,
    "journal": 5,
    "paper": 5,
    "load": 6,
    "assess": 6,
    "evidence": 7,
    "recognition": 8,
    "rules": 8,
    "check": 9,
    "report": 10,
    "forms": 10,
    "acceptance": 11,
    "upload_kit": 12,
    "history": 11,
    "supervise": 11,
    "province": 12,
    "setup": 12,
    "library": 12,
    "cli": 13,
    "__main__": 14,
}
FENCE = {
    "yaml": {"load"},
    "jinja2": {"report"},
    "docx": {"paper"},
    "lxml": {"report"},
    "openpyxl": {"report", "forms", "formats", "sheet_markup", "spreadsheet"},
    "rich": {"report", "cli"},
    "typer": {"cli"},
    "pypdf": {"formats"},
    "PIL": {"formats", "recognition", "upload_kit"},
    "pikepdf": {"upload_kit"},
    "olefile": {"formats"},
    "puremagic": {"formats"},
    "rapidocr": {"recognition"},
    "pypdfium2": {"recognition"},
    "apprise": {"supervise"},
    "duckdb": {"province"},
    "obstore": {"province"},
    "distributed": {"province"},
    "requests": {"supervise"},
    "urllib3": {"supervise"},
    "smtplib": {"supervise"},
    "cv2": {"recognition"},
    "numpy": {"recognition"},
    # git.py and signature_program.py, which let programs run nothing; this program itself, a county each
    "subprocess": {"check", "acceptance", "province"},
    "platformdirs": {"evidence"},
    "pydantic": {"model", "load", "report", "history", "supervise", "province", "setup"},
}
SIDE_BY_SIDE = [
    {"load", "assess"},
    {"load", "evidence"},
    {"assess", "evidence"},
    {"rules", "load"},
    {"rules", "evidence"},
    {"rules", "recognition"},
    {"report", "forms"},
    {"history", "supervise"},
    {"acceptance", "history"},
    {"acceptance", "supervise"},
    {"province", "setup"},
]
INNER_ORDER = {
    "check": (
        "git",
        "bid_record",
        "register",
        "engine",
        "lock_basis",
        "locking",
        "recognise",
        "word_hits",
        "session",
        "new_findings",
        "baseline",
        "earlier",
        "at_commit",
        "renames",
        "since",
    ),
    "report": (
        "view_base",
        "state",
        "diff_view",
        "compute_diff",
        "exception_states",
        "finding_states",
        "build_state",
        "contents",
        "writers",
        "tables",
        "papers",
        "kinds",
        "check",
        "properties",
        "catalogue",
        "phase",
        "tasks",
        "editions",
        "migration",
        "sites",
        "leader",
        "weekly",
        "indicator",
        "explanation",
        "board",
        "status",
        "fill",
    ),
    "forms": (
        "words",
        "contract",
        "sheets_for_units",
        "sheets_for_office",
        "sheets_for_assessors",
        "safe_names",
        "inbox",
        "reading",
        "sheets",
        "draft",
        "export",
        "plan",
        "standard",
        "intake",
        "reply",
        "submissions",
    ),
    "acceptance": (
        "package_words",
        "package_head",
        "package_file",
        "package_names",
        "bag",
        "package_manifests",
        "lock_hash",
        "write_package",
        "file_limit",
        "split_package",
        "signature_program",
        "openssl_keys",
        "gpg_keys",
        "open_package",
        "check_signature",
        "package_parts",
        "replaced_package",
        "outdated_parts",
        "verify_package",
        "unpack_package",
        "volumes",
        "number_gaps",
        "volume_lines",
        "volume_papers",
        "handover_paper",
        "package_workbooks",
        "proof_data",
        "opening_page",
        "earlier_package",
        "package_places",
        "build_package",
        "sign_package",
        "archive_words",
        "archive_records",
        "archive_directory",
        "archive_texts",
        "build_archive",
        "package_refusals",
        "mailed_report",
        "open_mailed_report",
        "seal",
    ),
    "history": ("snapshots", "closed_bids", "states", "diff_words", "diff_paper"),
    "supervise": (
        "supervision_view",
        "counted_marks",
        "objection_rows",
        "build_objection_forms",
        "expiring_rows",
        "veto_certificates",
        "written_dates",
        "owed_items",
        "owed_figures",
        "build_supervision",
        "supervision_table",
        "slip_view",
        "build_slips",
        "slip_paper",
        "messages",
        "sending",
        "circular_paper",
        "meeting_view",
        "build_meeting",
        "meeting_paper",
        "ledger_drafts",
        "duty_view",
        "build_duties",
        "duties_paper",
        "year_view",
        "build_year_facts",
        "year_paper",
    ),
    "province": (
        "result_tables",
        "county_lines",
        "write_tables",
        "county_contents",
        "s3_address",
        "object_names",
        "storage_failures",
        "object_storage",
        "stored_county",
        "county_place",
        "read_counties",
        "county_order",
        "county_process",
        "limited_process",
        "judge_county",
        "executor",
        "fit_workers",
        "cluster",
        "result_folder",
        "judge_counties",
        "open_results",
        "draw_documents",
        "summary",
    ),
    "journal": ("manifest", "recovery", "workspace_lock", "changes"),
    "forms.intake": (
        "import_line",
        "filing",
        "parcel",
        "units_by_name",
        "keep_parcel",
        "merge",
        "returned",
        "plan",
        "standard",
        "import_plan",
        "take_sheets",
        "county_workbooks",
        "importer",
        "write_import",
    ),
}
"""The modules of a room, each importing only from those before it."""


NAMED_ALIKE = {
    "evidence": "the records, the command, and the family of rules",
    "workspace": "the records, and what loads them",
}
"""Modules of one name in several rooms, and why that misleads nobody."""
CLASSES_NAMED_ALIKE: dict[str, str] = {}


@cache
def _imports() -> tuple[tuple[Path, str, str], ...]:
    """Every imported module: the file, the room it is in, the module's dotted name."""
    return tuple(_read_imports())


def _read_imports() -> Iterator[tuple[Path, str, str]]:
    for path in sorted(SOURCE.rglob("*.py")):
        room = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Import(names=names):
                    yield from ((path, room, name.name) for name in names)
                case ast.ImportFrom(module=str(module), level=0):
                    yield path, room, module
                case _:
                    pass


def _own() -> list[tuple[Path, str, str]]:
    return [
        (path, room, name.split(".")[1]) for path, room, name in _imports() if name.startswith("ecodemo.")
    ]


def _foreign() -> list[tuple[Path, str, str]]:
    return [
        (path, room, name.split(".")[0]) for path, room, name in _imports() if not name.startswith("ecodemo")
    ]


def _modules_imported(room: str) -> Mapping[str, set[str]]:
    """For each module of a room, the modules of that room that it imports; names without the room's."""
    folder = SOURCE.joinpath(*room.split("."))
    paths = {
        ".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(".__init__"): path
        for path in folder.rglob("*.py")
    }
    package = f"ecodemo.{room}."
    found: dict[str, set[str]] = {name: set() for name in paths}
    for name, path in paths.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith(package):
                named = {f"{node.module}.{alias.name}".removeprefix(package) for alias in node.names}
                found[name] |= {other if other in paths else other.rpartition(".")[0] for other in named}
    return found


@pytest.mark.parametrize("room", sorted(INNER_ORDER))
def test_everything_in_a_room_has_its_place_in_the_order(room: str) -> None:
    assert {name.split(".")[0] for name in _modules_imported(room)} - {"__init__"} == set(INNER_ORDER[room])


@pytest.mark.parametrize("room", sorted(INNER_ORDER))
def test_inside_a_room_imports_follow_the_order(room: str) -> None:
    place = {name: number for number, name in enumerate(INNER_ORDER[room])}
    assert not [
        f"{name} imports {other}"
        for name, imported in _modules_imported(room).items()
        for other in imported
        if place[other.split(".")[0]] > place.get(name.split(".")[0], 0)
    ]


@pytest.mark.parametrize("room", sorted({*LAYER, *INNER_ORDER}))
def test_no_circle_between_the_modules_of_a_room(room: str) -> None:
    try:
        TopologicalSorter(_modules_imported(room)).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(error.args[1]))


def test_every_room_has_a_layer() -> None:
    rooms = {
        path.name.removesuffix(".py") for path in SOURCE.iterdir() if path.suffix == ".py" or path.is_dir()
    }
    assert rooms - {"__init__", "__pycache__", "locale", "py.typed"} == set(LAYER)


@pytest.mark.parametrize("room", sorted(LAYER))
def test_a_room_imports_only_from_rooms_below(room: str) -> None:
    wrong = [
        f"{path.relative_to(SOURCE)} imports {other}"
        for path, own, other in _own()
        if own == room != other and LAYER[other] >= LAYER[own]
    ]
    assert not wrong


@pytest.mark.parametrize("pair", SIDE_BY_SIDE, ids=lambda pair: " ".join(sorted(pair)))
def test_rooms_side_by_side_do_not_know_each_other(pair: set[str]) -> None:
    assert not [str(path) for path, own, other in _own() if {own, other} == pair]


@pytest.mark.parametrize("library", sorted(FENCE))
def test_a_library_is_used_only_in_its_rooms(library: str) -> None:
    assert {room for _, room, name in _foreign() if name == library} <= FENCE[library]


def test_click_is_never_imported_directly_because_typer_vendors_it() -> None:
    assert not [path for path, _, name in _foreign() if name == "click"]


def test_no_clock_below_the_commands_and_the_library() -> None:
    for path in SOURCE.rglob("*.py"):
        if "cli" not in path.parts and path.name != "library.py":
            text = path.read_text(encoding="utf-8")
            assert "date.today" not in text, path
            assert "datetime.now" not in text, path


def _repeated(names: Iterable[str]) -> set[str]:
    return {name for name, times in Counter(names).items() if times > 1}


def test_a_module_name_means_one_thing() -> None:
    names = [path.stem for path in SOURCE.rglob("*.py") if not path.stem.startswith("__")]
    assert _repeated(names) == set(NAMED_ALIKE)


def test_a_class_name_means_one_thing() -> None:
    names = [
        node.name
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    assert _repeated(names) == set(CLASSES_NAMED_ALIKE)


def test_rooms_are_imported_from_and_never_walked_through() -> None:
    """`ecodemo.load`, `check` and `report` are functions, so that `import ecodemo.load.edit as edit` finds no module."""
    assert not [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import)
        and any(name.name.count(".") > 1 and name.name.startswith("ecodemo.") for name in node.names)
    ]
