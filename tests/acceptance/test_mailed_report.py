"""`pack --layout report`: one file by which a province judges a county as the county does, and that it opens safely."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acceptance.bags import bag
from cli.running import invoke
from ecodemo.acceptance import open_mailed_report as opening
from ecodemo.acceptance.open_mailed_report import open_mailed_report, opened_mailed_report
from ecodemo.check.session import CheckOptions, open_workspace
from ecodemo.errors import EcodemoError
from ecodemo.report.build_state import state_of
from support import check

DAY = ("--today", "2021-09-20", "--lang", "en")
FOR_PROVINCE = CheckOptions(from_lock=True)


@pytest.fixture(scope="module")
def sending(faulty: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county with what must not be sent, and its file in reports/. Never write into it."""
    root = Path(shutil.copytree(faulty, tmp_path_factory.mktemp("sending") / "county"))
    assert invoke("-C", root, *DAY, "evidence", "lock").exit_code == 0
    phone = "contacts:\n- {unit: ecology, liaison: 张三, telephone: '13800000000'}\n"
    (root / "data/contacts.yaml").write_text(phone, encoding="utf-8")
    for name in ("data/~$notes.docx", "data/notes.txt", "inbox/received.zip", "history/2021-09-01.json"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("not to be sent")
    ran = invoke("-C", root, *DAY, "pack", "--layout", "report")
    assert (ran.exit_code, ran.clean) == (0, True), ran.stderr
    return root


@pytest.fixture(scope="module")
def mailed(sending: Path) -> Path:
    (path,) = (sending / "reports").iterdir()
    return path


def paths(path: Path) -> set[str]:
    with ZipFile(path) as archive:
        return {name.split("/", 1)[1] for name in archive.namelist()}


def test_its_name_says_county_bid_and_day(mailed: Path, sending: Path) -> None:
    state = json.loads(invoke("-C", sending, *DAY, "check", "--from-lock", "-f", "state").stdout)
    assert mailed.name == f"report-{state['county']}-{state['bid']}-2021-09-20.zip"


def test_it_has_what_judging_needs_and_nothing_else(mailed: Path, sending: Path) -> None:
    data = {
        f"data/{path.relative_to(sending).as_posix()}"
        for path in (sending / "data").rglob("*.yaml")
        if path.name != "contacts.yaml"
    }
    beside = {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "state.json"}
    assert paths(mailed) - beside == data | {"data/evidence.sha256", "data/evidence.facts.csv"}
    assert b"13800000000" not in b"".join(ZipFile(mailed).read(name) for name in ZipFile(mailed).namelist())


def test_it_is_written_whatever_the_gate_and_seals_nothing(sending: Path) -> None:
    assert invoke("-C", sending, *DAY, "check", "-q").exit_code == 1
    assert not (sending / "history/packs.jsonl").exists()


def test_the_same_county_gives_the_same_bytes(mailed: Path, sending: Path, tmp_path: Path) -> None:
    ran = invoke("-C", sending, *DAY, "pack", "--layout", "report", "--out", tmp_path / "again.zip")
    assert ran.exit_code == 0
    assert (tmp_path / "again.zip").read_bytes() == mailed.read_bytes()


def test_it_verifies_and_unpacks_as_every_package(mailed: Path, tmp_path: Path) -> None:
    assert invoke("unpack", "--verify", mailed).exit_code == 0
    assert invoke("unpack", mailed, "--out", tmp_path / "out").exit_code == 0
    assert (tmp_path / "out/data/data/county.yaml").is_file()


def test_judging_by_it_comes_to_what_the_county_comes_to(mailed: Path, sending: Path) -> None:
    here = state_of(check(sending, FOR_PROVINCE, "2021-09-20"))
    with opened_mailed_report(mailed) as root:
        assert not (root / "evidence").exists()
        there = state_of(check(root, FOR_PROVINCE, "2021-09-20"))
    assert there == here
    own = ZipFile(mailed).read(f"{mailed.stem}/state.json")
    assert own == there.slim().canonical()


@pytest.mark.long
def test_the_example_is_judged_alike_and_stays_small(own_example: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.zip"
    assert invoke("-C", own_example, "pack", "--layout", "report", "--out", out).exit_code == 0
    assert out.stat().st_size < 300_000
    with opened_mailed_report(out) as root:
        there = state_of(check(root, FOR_PROVINCE))
    assert there == state_of(check(own_example, FOR_PROVINCE))
    assert len(there.slim().canonical()) <= 100_000


def test_without_a_lock_nothing_is_written(county: Path) -> None:
    (county / "evidence.sha256").unlink()
    ran = invoke("-C", county, *DAY, "pack", "--layout", "report")
    assert (ran.exit_code, ran.stdout, (county / "reports").exists()) == (3, "", False)
    assert "evidence.sha256" in ran.stderr


def test_a_lock_that_is_behind_is_said(county: Path) -> None:
    (county / "evidence/new.txt").write_text("new")
    next((county / "evidence").rglob("25-1*")).unlink()
    ran = invoke("-C", county, *DAY, "pack", "--layout", "report")
    assert ran.exit_code == 0
    assert "The lock is not current: 1 file not locked, 1 file locked and missing." in ran.stderr


@pytest.mark.parametrize("option", [("--draft",), ("--split", "1GB"), ("--since", "x.zip"), ("--out", "x")])
def test_options_of_other_layouts_are_refused(county: Path, option: tuple[str, ...]) -> None:
    ran = invoke("-C", county, *DAY, "pack", "--layout", "report", *option)
    assert (ran.exit_code, ran.stdout, ran.clean) == (2, "", True)


Members = Mapping[str, bytes]


def members(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def bagged(path: Path, payload: Members) -> Path:
    """A whole bag with this payload."""
    return bag(path, {f"data/{name}": content for name, content in payload.items()})


def payload(mailed: Path) -> dict[str, bytes]:
    top = f"{mailed.stem}/data/"
    return {
        name.removeprefix(top): content for name, content in members(mailed).items() if name.startswith(top)
    }


def refused(path: Path, tmp_path: Path) -> str:
    """The sentence; nothing of the file is left."""
    before = set(tmp_path.rglob("*"))
    with pytest.raises(EcodemoError) as error:
        open_mailed_report(path, tmp_path / "county")
    assert set(tmp_path.rglob("*")) == before
    return str(error.value)


def test_the_folder_is_a_workspace_of_its_own(mailed: Path, tmp_path: Path) -> None:
    open_mailed_report(mailed, tmp_path / "county")
    assert {path.name for path in tmp_path.iterdir()} == {"county"}
    assert open_workspace(tmp_path / "county", is_exact=True).root == tmp_path / "county"


@pytest.mark.parametrize(
    "name",
    [
        "../../outside.yaml",
        "data/../../outside.yaml",
        "/etc/outside.yaml",
        "C:/outside.yaml",
        "data/contacts.yaml/x",
        "evidence/25-1.txt",
        ".git/hooks/pre-commit",
        "templates/blocks/x.md.j2",
        "data/progress/a/b.yaml",
        "data/county.yaml\u202e",
        "history/../evidence.sha256",
    ],
)
def test_names_that_do_not_belong_are_refused(name: str, mailed: Path, tmp_path: Path) -> None:
    path = bagged(tmp_path / "x.zip", {**payload(mailed), name: b"x"})
    assert "is not the report file of a county" in refused(path, tmp_path)


def test_names_that_windows_takes_for_one_are_refused(mailed: Path, tmp_path: Path) -> None:
    more = {"data/progress/Ecology.yaml": b"x", "data/progress/ecology.yaml": b"y"}
    path = bagged(tmp_path / "x.zip", {**payload(mailed), **more})
    assert "not every system can hold" in refused(path, tmp_path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice_is_refused(mailed: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(mailed, tmp_path / "x.zip"))
    with ZipFile(path, "a") as archive:
        archive.writestr(f"{mailed.stem}/data/data/county.yaml", "x")
    assert "repeated names" in refused(path, tmp_path)


def test_a_link_is_refused(mailed: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(mailed, tmp_path / "x.zip"))
    with ZipFile(path, "a") as archive:
        info = ZipInfo(f"{mailed.stem}/data/data/standards/link.yaml")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    assert "links" in refused(path, tmp_path)


def test_a_bomb_is_refused_before_it_unpacks(mailed: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in members(mailed).items():
            archive.writestr(name, content)
        archive.writestr(f"{mailed.stem}/data/data/sites.yaml", bytes(70_000_000))
    assert refused(path, tmp_path)


def test_too_many_files_are_refused(mailed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_MOST_FILES", 10)
    path = Path(shutil.copy(mailed, tmp_path / "x.zip"))
    assert "more than 10 files" in refused(path, tmp_path)


def test_a_file_that_is_too_large_is_refused_unread(
    mailed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "LARGEST_FILE", 1_000)
    path = Path(shutil.copy(mailed, tmp_path / "x.zip"))
    assert "larger than" in refused(path, tmp_path)


def altered(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path, Path], Path]:
    def make(mailed: Path, path: Path) -> Path:
        with ZipFile(path, "w", ZIP_DEFLATED) as archive:
            for member, content in members(mailed).items():
                archive.writestr(member, change(content) if member.endswith(name) else content)
        return path

    return make


@pytest.mark.parametrize(
    "name", ["data/county.yaml", "evidence.sha256", "state.json", "bag-info.txt", "/manifest-sha256.txt"]
)
def test_a_changed_byte_is_refused(name: str, mailed: Path, tmp_path: Path) -> None:
    path = altered(name, lambda content: content + b"\n# x")(mailed, tmp_path / "x.zip")
    assert "not as its manifests say" in refused(path, tmp_path)


def test_manifests_in_another_encoding_are_refused(mailed: Path, tmp_path: Path) -> None:
    make = altered("/manifest-sha256.txt", lambda content: content.decode().encode("utf-16"))
    assert refused(make(mailed, tmp_path / "x.zip"), tmp_path)


def test_names_in_another_encoding_are_refused(mailed: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for member, content in members(mailed).items():
            archive.writestr(member, content)
        archive.writestr(f"{mailed.stem}/data/data/progress/AAAA.yaml", b"x")
    path.write_bytes(path.read_bytes().replace(b"AAAA.yaml", b"\xff\xfe\x80\xb0.yaml"))
    assert refused(path, tmp_path)


def test_without_data_it_is_refused(mailed: Path, tmp_path: Path) -> None:
    left = {name: content for name, content in payload(mailed).items() if name != "data/county.yaml"}
    assert "data/county.yaml is missing" in refused(bagged(tmp_path / "x.zip", left), tmp_path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"hello", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_zip_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    assert refused(path, tmp_path)


def test_a_rare_packing_is_refused(mailed: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with ZipFile(path, "w", ZIP_BZIP2) as archive:
        for member, content in members(mailed).items():
            archive.writestr(member, content)
    assert refused(path, tmp_path)


def test_an_acceptance_package_is_no_report(tmp_path: Path) -> None:
    path = bag(tmp_path / "x.zip", {"data/03 指标/16-1 台账.txt": b"x"})
    assert "do not belong" in refused(path, tmp_path)


@given(at=st.integers(0, 10**6), byte=st.integers(0, 255))
def test_a_flipped_byte_never_gets_through_as_something_else(
    at: int, byte: int, mailed: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    tmp_path = tmp_path_factory.mktemp("flipped")
    content = bytearray(mailed.read_bytes())
    content[at % len(content)] = byte
    (tmp_path / "x.zip").write_bytes(content)
    try:
        open_mailed_report(tmp_path / "x.zip", tmp_path / "county")
    except EcodemoError:
        assert {path.name for path in tmp_path.iterdir()} == {"x.zip"}
    else:
        found = {
            path.relative_to(tmp_path / "county").as_posix(): path.read_bytes()
            for path in (tmp_path / "county").rglob("*")
            if path.is_file()
        }
        assert found == payload(mailed)
