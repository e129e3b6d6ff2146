"""`ecodemo pack --layout upload`: what is in the kit, what is named instead, and what it never does."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest

from acceptance.bags import unzipped
from cli.running import invoke
from ecodemo.formats.file_facts import facts_of
from ecodemo.journal.manifest import FOLDER
from ecodemo.upload_kit import kit_item
from formats.package_files import ofd, ofd_text
from support import lock
from upload_kit.conftest import UPLOAD, pack_upload
from upload_kit.papers import jpeg_bytes, photograph

FOREST = "evidence/16 林草覆盖率/县林业局/2018-2020/16-1 森林资源数据.txt"
LIMITS = """\
window: {from: 2021-10-20, to: 2021-11-29}
defaults: {formats: [pdf, jpg], largest: 30KB, count: 8, name: '{no}_{seq}_{title}', name_length: 30}
fit: {dpi: 72, quality: 50}
items:
- {'no': '1.1', title: 规划, requirements: [01-1, 01-2, 01-4]}
- {'no': '7.1', title: 空气, requirements: [07-1, 07-2, 07-3], count: 5, name_length: 16}
- {'no': '29.1', title: 污水处理, requirements: [29-1, 29-2, 29-3], name: '{unit}{title}'}
- {'no': '0.7', title: 数据确认表, requirements: [00-7], formats: [jpg], count: 40}
"""


def files_of(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and path.parent != folder)


@pytest.mark.long
def test_the_kit_of_the_example_obeys_a_list_of_limits(own_example: Path, tmp_path: Path) -> None:
    pytest.importorskip("pikepdf", reason="the extra upload is not installed")
    (own_example / "data" / "upload.yaml").write_text(LIMITS, encoding="utf-8")
    before = {path: path.read_bytes() for path in (own_example / "evidence").rglob("*") if path.is_file()}
    ran = invoke(
        *("-C", own_example, "pack", "--layout", "upload", "--draft", "--out", tmp_path / "kit"),
    )
    assert ran.exit_code == 1, ran.stderr
    found = list(files_of(tmp_path / "kit"))
    assert len(found) > 12
    for path in found:
        facts = facts_of(path)
        assert facts.size <= 30_000, path
        assert facts.condition == "sound", path
        assert facts.kind in ({"jpg"} if path.parent.name.startswith("0.7") else {"pdf", "jpg"})
        assert path.suffix == f".{facts.kind}"
        assert len(path.name) <= (16 if path.parent.name.startswith("7.1") else 30)
    for folder in (path for path in (tmp_path / "kit").iterdir() if path.is_dir()):
        most = {"7.1": 5, "0.7": 40}.get(folder.name.split()[0], 8)
        assert 0 < len(list(folder.iterdir())) <= most
    originals = {sha256(content).hexdigest() for content in before.values()}
    assert any(sha256(path.read_bytes()).hexdigest() not in originals for path in found)
    assert {path: path.read_bytes() for path in before} == before


def test_files_are_named_by_number_and_title_in_a_folder_for_each_item(
    uploading: Path, tmp_path: Path
) -> None:
    ran = pack_upload(uploading, "--out", tmp_path / "kit")
    assert ran.exit_code == 1
    assert sorted(path.relative_to(tmp_path / "kit").as_posix() for path in files_of(tmp_path / "kit")) == [
        "1.1 生态文明建设规划/1.1_1_规划文本.txt",
        "25.1 秸秆综合利用/25.1_1_东山镇2018年秸秆综合利.txt",
        "25.1 秸秆综合利用/25.1_2_东山镇2019年秸秆综合利.txt",
        "25.1 秸秆综合利用/25.1_3_东山镇2020年秸秆综合利.txt",
        "25.1 秸秆综合利用/25.1_4_西河乡2018—2020年.txt",
        "25.1 秸秆综合利用/25.1_5_南坪镇2018—2020年.txt",
    ]
    (first, *_) = sorted(files_of(tmp_path / "kit"))
    assert first.read_bytes() == min((uploading / "evidence").rglob("01-1*")).read_bytes()


def test_what_the_system_does_not_take_is_named_with_what_to_do(uploading: Path, tmp_path: Path) -> None:
    ran = pack_upload(uploading, "--out", tmp_path / "kit")
    assert ran.exit_code == 1
    assert f"16.1 森林资源: {FOREST}: The format txt is not taken, only pdf. Export it as PDF" in ran.stderr
    sheet = openpyxl.load_workbook(tmp_path / "kit" / "上传清单.xlsx")["需处理的材料"]
    assert [cell.value for cell in sheet[4]][:3] == ["16.1", "森林资源", FOREST]
    assert "导出PDF" in str(sheet["E4"].value)


@pytest.mark.parametrize(
    ("formats", "largest", "words"),
    [
        ("[ofd, pdf]", "1MB", ""),
        ("[ofd]", "2KB", "and only 2KB are taken. Divide the document into several"),
        ("[ofd, pdf]", "2KB", "and only 2KB are taken. Export it as PDF with the program"),
        ("[pdf, jpg]", "1MB", "The format ofd is not taken, only pdf, jpg. Export it as PDF"),
    ],
    ids=["fits", "too large", "too large but for a PDF", "not taken"],
)
def test_an_ofd_document_is_taken_as_it_is_or_not_at_all(
    uploading: Path, tmp_path: Path, formats: str, largest: str, words: str
) -> None:
    forest = (uploading / FOREST).with_suffix(".ofd")
    (uploading / FOREST).unlink()
    content = ofd(*(ofd_text(f"森林资源数据第{page}页") for page in range(1, 21)))
    forest.write_bytes(content)
    register = uploading / "data" / "progress" / "forestry.yaml"
    told = register.read_text(encoding="utf-8")
    register.write_text(told.replace("16-1 森林资源数据.txt", forest.name), encoding="utf-8")
    lock(uploading)
    text = UPLOAD.replace("formats: [pdf]}", f"formats: {formats}, largest: {largest}}}")
    (uploading / "data" / "upload.yaml").write_text(text, encoding="utf-8")
    ran = pack_upload(uploading, "--out", tmp_path / "kit")
    named = [line for line in ran.stderr.splitlines() if line.startswith("16.1 ") and ".ofd" in line]
    packed = [path.read_bytes() for path in (tmp_path / "kit").glob("16.1*/*")]
    assert packed == ([] if words else [content]), ran.stderr
    assert words in "".join(named)
    assert bool(named) == bool(words)
    assert forest.read_bytes() == content


def test_more_files_than_an_item_takes_are_named(uploading: Path, tmp_path: Path) -> None:
    text = UPLOAD.replace(", count: 5", "")
    (uploading / "data" / "upload.yaml").write_text(text, encoding="utf-8")
    ran = pack_upload(uploading, "--out", tmp_path / "kit")
    assert "The item takes 3 at most" in ran.stderr
    (folder,) = (path for path in (tmp_path / "kit").iterdir() if path.name.startswith("25.1"))
    assert folder.name.endswith("（不完整）")
    assert len(list(folder.iterdir())) == 3


def test_what_is_missing_makes_its_item_incomplete(uploading: Path, tmp_path: Path) -> None:
    min((uploading / "evidence").rglob("25-1*")).unlink()
    lock(uploading)
    ran = pack_upload(uploading, "--draft", "--out", tmp_path / "kit")
    assert "25.1 秸秆综合利用: 25-1 秸秆综合利用台账（" in ran.stderr
    assert "Request it from the unit" in ran.stderr


def test_a_complete_kit_exits_with_nought_and_seals_nothing(uploading: Path, tmp_path: Path) -> None:
    text = UPLOAD.partition("- {'no': '16.1'")[0]
    (uploading / "data" / "upload.yaml").write_text(text, encoding="utf-8")
    ran = pack_upload(uploading, "--out", tmp_path / "kit.zip")
    assert ran.exit_code == 0, ran.stderr
    assert not (uploading / "history" / "packs.jsonl").exists()
    top = unzipped(tmp_path / "kit.zip", tmp_path / "unzipped")
    assert not [path for path in top.rglob("*") if "不完整" in path.name]


def test_the_same_state_gives_the_same_bytes(uploading: Path, tmp_path: Path) -> None:
    picture = uploading / Path(FOREST).with_suffix(".jpg")
    picture.write_bytes(jpeg_bytes(photograph(900, 700), quality=95))
    (uploading / FOREST).unlink()
    lock(uploading)
    text = UPLOAD.replace("formats: [pdf]", "formats: [jpg], largest: 200KB").replace(
        "items:", "fit: {dpi: 72, quality: 60}\nitems:"
    )
    (uploading / "data" / "upload.yaml").write_text(text, encoding="utf-8")
    for name in ("one.zip", "two.zip"):
        assert (
            "1 of them compressed or converted"
            in pack_upload(uploading, "--draft", "--out", tmp_path / name).stderr
        )
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_personal_numbers_refuse_it_as_they_refuse_the_package_for_acceptance(
    uploading: Path, tmp_path: Path
) -> None:
    plan = min((uploading / "evidence").rglob("01-1*"))
    plan.write_text("联系人身份证 110101199003070038", encoding="utf-8")
    lock(uploading)
    ran = pack_upload(uploading, "--out", tmp_path / "kit")
    assert ran.exit_code == 1
    assert "PV103" in ran.stderr
    assert "Nothing was packed" in ran.stderr
    assert not (tmp_path / "kit").exists()


def test_what_never_goes_in_is_listed(uploading: Path, tmp_path: Path) -> None:
    (uploading / "evidence" / "Thumbs.db").write_bytes(b"x")
    ran = pack_upload(uploading, "--out", tmp_path / "kit")
    assert "Not packed: Thumbs.db (left behind by a program)." in ran.stderr
    assert "belong to no item" in ran.stderr


def test_without_items_it_says_where_to_enter_them(county: Path, tmp_path: Path) -> None:
    ran = pack_upload(county, "--out", tmp_path / "kit")
    assert ran.exit_code == 2
    assert "data/upload.yaml" in ran.stderr


def test_items_of_another_bid_are_not_packed(uploading: Path, tmp_path: Path) -> None:
    ran = pack_upload(uploading, "--bid", "rehearsal-2022", "--out", tmp_path / "kit")
    assert ran.exit_code == 2
    assert "复核演练 has no items" in ran.stderr


@pytest.mark.parametrize("option", [("--split", "1GB"), ("--since", "before.zip")])
def test_options_of_the_package_for_acceptance_are_refused(uploading: Path, option: tuple[str, str]) -> None:
    ran = pack_upload(uploading, *option)
    assert ran.exit_code == 2
    assert f"{option[0]} cannot be used with --layout upload" in ran.stderr


def test_a_folder_that_is_there_is_left_alone(uploading: Path, tmp_path: Path) -> None:
    (tmp_path / "kit").mkdir()
    assert pack_upload(uploading, "--out", tmp_path / "kit").exit_code == 2
    assert not list((tmp_path / "kit").iterdir())


def test_a_full_disk_while_fitting_leaves_nothing(
    uploading: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(kit_item, "fit_document", full)
    ran = pack_upload(uploading, "--out", uploading / "reports" / "kit.zip")
    assert ran.exit_code == 2
    assert "the disk is full" in ran.stderr
    assert not (uploading / FOLDER).exists()
    assert not list((uploading / "reports").iterdir())


def test_a_document_that_changes_meanwhile_is_not_packed(
    uploading: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changing(_file: object, source: Path, target: Path, _aim: object) -> str:
        source.write_bytes(b"changed")
        target.write_bytes(b"fitted before")
        return "txt"

    monkeypatch.setattr(kit_item, "fit_document", changing)
    ran = pack_upload(uploading, "--out", tmp_path / "kit")
    assert ran.exit_code == 2
    assert "was changed while the package was being written" in ran.stderr
    assert not list(tmp_path.glob("*kit*"))


def test_the_kit_is_in_chinese_whatever_the_language(uploading: Path, tmp_path: Path) -> None:
    for lang in ("zh", "en"):
        pack_upload(uploading, "--out", tmp_path / f"{lang}.zip", lang=lang)
    assert (tmp_path / "zh.zip").read_bytes() == (tmp_path / "en.zip").read_bytes()
    assert unzipped(tmp_path / "zh.zip", tmp_path / "out").name.endswith("_上传包")
