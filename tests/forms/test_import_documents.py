"""Documents that came: filed under the right name, registered, asked back about, never lost."""

from __future__ import annotations

import re
import shutil
import signal
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from cli.running import invoke, scripted
from ecodemo.paper.docx import docx_content
from ecodemo.paper.parts import Paper, Paragraph
from forms.packs import changed, export, fill, import_, opened, state_of, workbook_of, zipped

BOX = "evidence/25 农业废弃物综合利用率/西河乡"


@pytest.fixture
def pack(county: Path, tmp_path: Path) -> Path:
    """The unpacked pack of 西河乡."""
    return opened(export(county, "西河乡", tmp_path / "out"), tmp_path / "西河乡")


def _folder(pack: Path, no: str) -> Path:
    return next(path for path in (pack / "佐证").iterdir() if path.name.startswith(f"{no} "))


def _register(county: Path, unit: str = "xihe") -> str:
    return (county / "data" / "progress" / f"{unit}.yaml").read_text(encoding="utf-8")


def _return_it(county: Path, no: str, path: str) -> None:
    """Let a reviewer send a document of 西河乡 back."""
    digest = sha256((county / path).read_bytes()).hexdigest()
    name = county / "data" / "progress" / "xihe.yaml"
    text = name.read_text(encoding="utf-8")
    review = f"{{on: 2021-09-01, by: agriculture, result: returned, reason: 看不清, due: 2021-09-20, hash: {digest}}}"
    changed_text, times = re.subn(
        rf"(requirement: {no}, years: \[2020\], received: 2021-05-19),\n.*",
        rf"\1, reviews: [{review}]}}",
        text,
    )
    assert times == 1
    name.write_text(changed_text, encoding="utf-8")


def test_filed_by_folder_unit_and_year(county: Path, pack: Path) -> None:
    (_folder(pack, "07-3") / "2019年巡查.XLSX").write_bytes(b"2019")
    (_folder(pack, "25-1") / "2018-2020年台账(1).pdf").write_bytes(b"three")
    (_folder(pack, "25-3") / "扫描件.pdf").write_bytes(b"one")
    ran = import_(county, pack)
    assert ran.exit_code == 0, ran.stdout
    assert (
        county / "evidence/07 环境空气质量/西河乡/2019/07-3 秸秆禁烧巡查台账.xlsx"
    ).read_bytes() == b"2019"
    assert (county / f"{BOX}/2018-2020/25-1 秸秆综合利用台账（二）.pdf").exists() or (
        county / f"{BOX}/2018-2020/25-1 秸秆综合利用台账.pdf"
    ).exists()
    assert (county / f"{BOX}/2020/25-3 农膜回收台账.pdf").exists()
    assert (
        "- {file: 07 环境空气质量/西河乡/2019/07-3 秸秆禁烧巡查台账.xlsx, requirement: 07-3, years: [2019], received: 2021-09-18}"
        in _register(county)
    )
    check = invoke("-C", county, "--lang", "en", "check", "--phase", "sound", "--select", "SC,EV102,EV105")
    assert check.exit_code == 0, check.stdout


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("2019年农膜.pdf", "25-3 is required for 2020, but the file name says 2019"),
        ("07-3 秸秆禁烧巡查台账2020.pdf", "in the folder of 25-3, but its name is that of 07-3"),
    ],
)
def test_a_name_that_says_something_else_than_its_folder_is_asked_back(
    name: str, said: str, county: Path, pack: Path
) -> None:
    (_folder(pack, "25-3") / name).write_bytes(b"%PDF-1.4 film")
    before = state_of(county)
    ran = import_(county, pack)
    assert ran.exit_code == 1
    assert said in ran.stdout
    assert state_of(county) == before


@pytest.mark.parametrize("name", ["2021年3月农膜.pdf", "2019-2020.pdf", "07-3 上报.pdf", "农膜.pdf"])
def test_a_name_that_may_belong_to_its_folder_is_no_question(name: str, county: Path, pack: Path) -> None:
    (_folder(pack, "25-3") / name).write_bytes(b"%PDF-1.4 film")
    assert import_(county, pack).exit_code == 0


@pytest.mark.parametrize(
    ("sent", "filed"),
    [
        ("秸秆禁烧巡查台账/2019.pdf", "07 环境空气质量/西河乡/2019/07-3 秸秆禁烧巡查台账.pdf"),
        ("19年秸秆禁烧巡查台账.pdf", "07 环境空气质量/西河乡/2019/07-3 秸秆禁烧巡查台账.pdf"),
        ("西河乡秸秆禁烧巡查台账2019年.pdf", "07 环境空气质量/西河乡/2019/07-3 秸秆禁烧巡查台账.pdf"),
        ("07-3/19年照片/IMG_1.jpg", "07 环境空气质量/西河乡/2019/07-3 秸秆禁烧巡查台账.jpg"),
    ],
)
def test_a_title_and_short_years_are_understood(county: Path, tmp_path: Path, sent: str, filed: str) -> None:
    path = tmp_path / "西河乡" / sent
    path.parent.mkdir(parents=True)
    path.write_bytes(b"2019")
    ran = import_(county, tmp_path / "西河乡")
    assert ran.exit_code == 0, ran.stdout
    assert (county / "evidence" / filed).read_bytes() == b"2019"


def test_our_own_workbook_is_no_document_though_one_has_its_title(county: Path, tmp_path: Path) -> None:
    path = county / "data" / "indicators.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("秸秆禁烧巡查台账", "西河乡填报表"), encoding="utf-8")
    pack = opened(export(county, "西河乡", tmp_path / "out"), tmp_path / "西河乡")
    changed(workbook_of(pack), lambda book: fill(book["数据"], "25.1", {"2020年": 4000}))
    assert "4000" in import_(county, workbook_of(pack)).stdout


def test_same_bytes_again(county: Path, pack: Path, tmp_path: Path) -> None:
    (_folder(pack, "07-3") / "2019.xlsx").write_bytes(b"2019")
    whole = zipped(pack, tmp_path / "西河乡.zip")
    import_(county, whole)
    before = state_of(county, "data", "evidence", "inbox")
    (_folder(pack, "07-3") / "2019.xlsx").rename(_folder(pack, "07-3") / "2019 改名.xlsx")
    ran = import_(county, whole)
    assert "0 filed" in ran.stdout
    assert state_of(county, "data", "evidence", "inbox") == before
    assert import_(county, zipped(pack, tmp_path / "西河乡2.zip"), received="2021-09-19").exit_code == 0
    after = state_of(county, "data", "evidence")
    assert after == {name: state for name, state in before.items() if not name.startswith("inbox")}


def test_another_file_of_the_same_year_is_kept_beside_it(county: Path, pack: Path, tmp_path: Path) -> None:
    (_folder(pack, "07-3") / "2019 东片.xlsx").write_bytes(b"east")
    (_folder(pack, "07-3") / "2019 西片.xlsx").write_bytes(b"west")
    assert import_(county, pack).exit_code == 0
    folder = county / "evidence/07 环境空气质量/西河乡/2019"
    assert sorted(path.name for path in folder.iterdir()) == [
        "07-3 秸秆禁烧巡查台账.xlsx",
        "07-3 秸秆禁烧巡查台账（二）.xlsx",
    ]
    assert _register(county).count("07-3 秸秆禁烧巡查台账") == 2


def test_a_file_of_the_same_name_replaces(county: Path, pack: Path) -> None:
    file = _folder(pack, "07-3") / "2019 东片.xlsx"
    file.write_bytes(b"old")
    import_(county, file.parent.parent.parent)
    file.write_bytes(b"new")
    file.rename(file.with_name("2019 东片(1).xlsx"))
    ran = import_(county, pack, received="2021-09-20")
    assert "1 replaced" in ran.stdout, ran.stdout
    folder = county / "evidence/07 环境空气质量/西河乡/2019"
    assert [path.read_bytes() for path in folder.iterdir()] == [b"new"]
    kept = [path.read_bytes() for path in (county / "inbox").rglob("*") if path.is_file()]
    assert b"old" in kept
    assert _register(county).count("2019/07-3") == 1


@pytest.mark.parametrize("suffix", [".xlsx", ".pdf"], ids=["same suffix", "other suffix"])
@pytest.mark.parametrize("older_comes", ["late", "again"])
def test_an_older_file_takes_no_place_back(
    older_comes: str, suffix: str, county: Path, pack: Path, tmp_path: Path
) -> None:
    old = _folder(pack, "07-3") / "2019 东片.xlsx"
    old.write_bytes(b"old")
    older = zipped(pack, tmp_path / "西河乡1.zip")
    old.unlink()
    old.with_suffix(suffix).write_bytes(b"new")
    if older_comes == "again":
        import_(county, older, received="2021-05-19")
    import_(county, zipped(pack, tmp_path / "西河乡2.zip"), received="2021-05-25")
    before = state_of(county)
    ran = import_(county, older, received="2021-05-19" if older_comes == "late" else "2021-05-26")
    assert ran.exit_code == 0, ran.stdout
    assert "Older file: a later one was filed here on 2021-05-25" in ran.stdout
    assert state_of(county) == before
    folder = county / "evidence/07 环境空气质量/西河乡/2019"
    assert [path.read_bytes() for path in folder.iterdir()] == [b"new"]


@pytest.mark.parametrize("suffix", [".txt", ".pdf"])
def test_what_was_sent_back_is_replaced_and_its_redelivery_recorded(
    suffix: str, county: Path, pack: Path
) -> None:
    path = f"{BOX}/2020/25-3 农膜回收台账.txt"
    _return_it(county, "25-3", path)
    old = (county / path).read_bytes()
    (_folder(pack, "25-3") / f"重新扫描{suffix}").write_bytes(b"again")
    ran = import_(county, pack)
    assert ran.exit_code == 0, ran.stdout
    folder = county / BOX / "2020"
    names = [file.name for file in folder.iterdir() if file.name.startswith("25-3")]
    assert names == [f"25-3 农膜回收台账{suffix}"]
    assert f"redelivered: [{{'on': 2021-09-18, hash: {sha256(b'again').hexdigest()}}}]" in _register(county)
    assert f"25-3 农膜回收台账{suffix}" in _register(county)
    assert old in [file.read_bytes() for file in (county / "inbox").rglob("*") if file.is_file()]
    before = state_of(county, "data", "evidence")
    import_(county, pack, received="2021-09-19")
    assert state_of(county, "data", "evidence") == before


@pytest.mark.parametrize("name", ["重新扫描.txt", "重新扫描.pdf"])
def test_an_old_pack_brings_nothing_back_that_was_returned_and_replaced(
    county: Path, pack: Path, name: str
) -> None:
    (_folder(pack, "25-3") / "2020年台账.txt").write_bytes(b"first")
    import_(county, pack, received="2021-08-01")
    (there,) = [file for file in (county / BOX / "2020").iterdir() if file.read_bytes() == b"first"]
    path = there.relative_to(county).as_posix()
    register = county / "data" / "progress" / "xihe.yaml"
    entry = f"file: {path.removeprefix('evidence/')}, requirement: 25-3, years: [2020], received: 2021-08-01"
    digest = sha256(b"first").hexdigest()
    review = f"reviews: [{{on: 2021-09-01, by: agriculture, result: returned, reason: 看不清, due: 2021-09-20, hash: {digest}}}]"
    text = register.read_text(encoding="utf-8")
    assert entry in text
    register.write_text(text.replace(entry, f"{entry}, {review}"), encoding="utf-8")
    old = pack.parent / "old" / "西河乡"
    shutil.copytree(pack, old)
    (_folder(pack, "25-3") / "2020年台账.txt").unlink()
    (_folder(pack, "25-3") / name).write_bytes(b"again")
    assert "1 replaced" in import_(county, pack).stdout
    before = state_of(county, "data", "evidence")
    ran = import_(county, old, received="2021-08-01")
    assert ran.exit_code == 0, ran.stdout
    assert state_of(county, "data", "evidence") == before
    for file in (county / BOX / "2020").iterdir():
        if file.read_bytes() == b"again":
            file.unlink()
    before = state_of(county, "data", "evidence")
    assert "returned on 2021-09-01" in import_(county, old, received="2021-09-19").stdout
    assert state_of(county, "data", "evidence") == before


def test_the_same_bytes_under_another_name_are_another_document_again(county: Path, pack: Path) -> None:
    for name, content in (("2019.xlsx", b"one"), ("2019.xlsx", b"two"), ("2019 原件.xlsx", b"one")):
        for file in _folder(pack, "07-3").iterdir():
            file.unlink()
        (_folder(pack, "07-3") / name).write_bytes(content)
        import_(county, pack)
    folder = county / "evidence/07 环境空气质量/西河乡/2019"
    assert sorted(file.read_bytes() for file in folder.iterdir()) == [b"one", b"two"]


def test_broken_off_between_file_and_register(county: Path, pack: Path) -> None:
    (_folder(pack, "07-3") / "2019.xlsx").write_bytes(b"2019")
    register = county / "data" / "progress" / "xihe.yaml"
    before = register.read_bytes()
    import_(county, pack)
    after = register.read_bytes()
    register.write_bytes(before)
    import_(county, pack)
    assert register.read_bytes() == after


def test_what_is_not_understood_is_kept_and_listed(county: Path, pack: Path) -> None:
    (_folder(pack, "25-1") / "台账.xlsx").write_bytes(b"which year")
    (_folder(pack, "25-1") / "2020材料.rar").write_bytes(b"Rar!")
    (_folder(pack, "25-1") / "2020照片.heic").write_bytes(b"heic")
    (_folder(pack, "25-1") / "2015台账.pdf").write_bytes(b"2015")
    (pack / "其他材料.docx").write_bytes(b"what")
    (pack / "佐证" / "07-1 别人的.pdf").write_bytes(b"whose")
    ran = import_(county, pack)
    assert ran.exit_code == 1
    folder = county / "inbox" / "未识别" / "西河乡"
    assert len(list(folder.iterdir())) == 6
    for words in (
        "Add the year to the file name",
        "HEIC",
        "contains another archive",
        "2015",
        "Cannot determine which document",
        "not required from this unit",
    ):
        assert words in ran.stdout, words
    listed = (county / "inbox" / "收件登记.csv").read_text(encoding="utf-8-sig")
    assert listed.count("未识别") == 6
    before = state_of(county, "data", "evidence", "inbox")
    assert import_(county, pack).exit_code == 1
    assert state_of(county, "data", "evidence", "inbox") == before


def test_own_papers_are_not_documents(county: Path, pack: Path) -> None:
    paper = Paper("样稿", "样稿", (Paragraph("（请补充：全文）"),))
    (pack / "本单位自查报告（样稿）.docx").write_bytes(docx_content(paper, date(2021, 9, 18)))
    ran = import_(county, pack)
    assert ran.exit_code == 0
    assert "0 not recognised" in ran.stdout


def test_a_loose_document(county: Path, tmp_path: Path) -> None:
    path = tmp_path / "25-3 西河乡农膜台账.pdf"
    path.write_bytes(b"film")
    assert import_(county, path).exit_code == 0
    assert (county / f"{BOX}/2020/25-3 农膜回收台账.pdf").read_bytes() == b"film"
    (tmp_path / "25-3 台账.pdf").write_bytes(b"whose")
    assert import_(county, tmp_path / "25-3 台账.pdf").exit_code == 1


def test_events_stay_together(county: Path, tmp_path: Path) -> None:
    pack = opened(export(county, "创建办", tmp_path / "out"), tmp_path / "创建办")
    folder = _folder(pack, "00-1") / "2021-09-01 推进会"
    folder.mkdir()
    for name in ("会议通知.pdf", "签到表.pdf", "会场照片1.jpg", "会场照片2.jpg"):
        (folder / name).write_bytes(name.encode())
    ran = import_(county, pack)
    assert "4 filed" in ran.stdout, ran.stdout
    event = county / "evidence/00 综合材料/创建办/2021/00-1 2021-09-01 推进会"
    assert len(list(event.iterdir())) == 4
    assert (
        _register(county, "office").count("00-1 2021-09-01 推进会, requirement: 00-1, received: 2021-09-18")
        == 1
    )
    before = state_of(county, "data", "evidence")
    import_(county, pack)
    assert state_of(county, "data", "evidence") == before


def test_names_are_made_safe(county: Path, tmp_path: Path) -> None:
    pack = opened(export(county, "创建办", tmp_path / "out"), tmp_path / "创建办")
    folder = _folder(pack, "00-1") / "会: 一?"
    folder.mkdir()
    (folder / "CON.pdf").write_bytes(b"x")
    (folder / ("长" * 80 + ".pdf")).write_bytes(b"y")
    import_(county, pack)
    names = [path.name for path in (county / "evidence/00 综合材料/创建办/2021/00-1 会： 一？").iterdir()]
    assert "_CON.pdf" in names
    assert all(len(name.encode()) < 200 for name in names)


def test_see_another_document(county: Path, tmp_path: Path) -> None:
    pack = opened(export(county, "东山镇", tmp_path / "out"), tmp_path / "东山镇")
    changed(workbook_of(pack), lambda book: fill(book["佐证"], "07-3", {"情况": "已放入", "说明": "同25-1"}))
    ran = import_(county, pack)
    assert ran.exit_code == 0, ran.stdout
    register = _register(county, "dongshan")
    for year in (2018, 2019, 2020):
        assert f"{{requirement: 07-3, years: [{year}], see: 25-1/{year}, received: 2021-09-18}}" in register
    before = state_of(county, "data")
    import_(county, pack)
    assert state_of(county, "data") == before


def test_not_involved_waits_for_recognition(county: Path, tmp_path: Path) -> None:
    pack = opened(export(county, "东山镇", tmp_path / "out"), tmp_path / "东山镇")
    changed(workbook_of(pack), lambda book: fill(book["佐证"], "07-3", {"情况": "不涉及"}))
    assert import_(county, pack).exit_code == 1
    changed(workbook_of(pack), lambda book: fill(book["佐证"], "07-3", {"说明": "无秸秆"}))
    assert import_(county, pack).exit_code == 0
    waivers = (county / "data" / "waivers.yaml").read_text(encoding="utf-8")
    assert "- {requirement: 07-3, unit: dongshan, reason: 无秸秆}" in waivers
    before = state_of(county, "data")
    assert import_(county, pack).exit_code == 0
    assert state_of(county, "data") == before
    assert invoke("-C", county, "check", "--phase", "sound", "--select", "SC").exit_code == 0


def test_one_file_for_three_years_by_its_remark(county: Path, pack: Path) -> None:
    (_folder(pack, "07-3") / "巡查.xlsx").write_bytes(b"three")
    changed(workbook_of(pack), lambda book: fill(book["佐证"], "07-3", {"说明": "一份管三年"}))
    ran = import_(county, pack)
    assert ran.exit_code == 0, ran.stdout
    assert (county / "evidence/07 环境空气质量/西河乡/2018-2020/07-3 秸秆禁烧巡查台账.xlsx").exists()


def test_the_inbox_itself_can_be_imported(county: Path, pack: Path, tmp_path: Path) -> None:
    day = county / "inbox" / "2021-09-18"
    day.mkdir(parents=True)
    file = _folder(pack, "07-3") / "2019.xlsx"
    file.write_bytes(b"old")
    zipped(pack, day / "西河乡1.zip")
    import_(county, day, received=None)
    file.write_bytes(b"new")
    import_(county, zipped(pack, tmp_path / "西河乡2.zip"))
    before = state_of(county, "data", "evidence", "inbox")
    import_(county, day / "西河乡2.zip", received=None)
    assert state_of(county, "data", "evidence", "inbox") == before


_KILLED = """
import os, signal, sys
from pathlib import Path

left = int(sys.argv.pop(1))
replace, path_replace, unlink = os.replace, Path.replace, Path.unlink


def counted(call):
    def counting(*arguments, **named):
        global left
        if not str(arguments[0]).endswith((".lock", str(os.getpid()))):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return call(*arguments, **named)

    return counting


os.replace, Path.replace, Path.unlink = counted(replace), counted(path_replace), counted(unlink)
from ecodemo.__main__ import main

main()
"""


@pytest.mark.long
def test_killed_before_each_step_of_writing(county: Path, pack: Path, tmp_path: Path) -> None:
    """The kill comes before the n-th file is put in place or taken away; importing again always ends alike."""
    _return_it(county, "25-3", f"{BOX}/2020/25-3 农膜回收台账.txt")
    (_folder(pack, "25-3") / "重新扫描.pdf").write_bytes(b"again")
    (_folder(pack, "07-3") / "2019 东片.xlsx").write_bytes(b"east")
    (_folder(pack, "07-3") / "2019 西片.xlsx").write_bytes(b"west")
    (_folder(pack, "07-3") / "哪年.xlsx").write_bytes(b"?")
    other = opened(export(county, "东山镇", tmp_path / "other out"), tmp_path / "东山镇")

    def change(book: Workbook) -> None:
        fill(book["数据"], "25.1", {"2020年": 4000, "2019年": 5})
        fill(book["佐证"], "07-3", {"说明": "两片分开记"})

    changed(workbook_of(pack), change)
    changed(workbook_of(other), lambda book: fill(book["佐证"], "07-3", {"情况": "不涉及", "说明": "无秸秆"}))
    changed(workbook_of(other), lambda book: fill(book["数据"], "25.1", {"2020年": 21500}))
    packs = [zipped(pack, tmp_path / "西河乡.zip"), zipped(other, tmp_path / "东山镇.zip")]
    undisturbed = Path(shutil.copytree(county, tmp_path / "undisturbed"))
    import_(undisturbed, *packs)
    expected = {name: state[0] for name, state in state_of(undisturbed, "data", "evidence", "inbox").items()}
    before = {name: state[0] for name, state in state_of(county, "data", "evidence").items()}
    written = {name for name, content in expected.items() if before.get(name, b"") != content}
    assert {name for name in written if name.startswith("data/")} == {
        f"data/{name}.yaml" for name in ("progress/xihe", "progress/dongshan", "waivers")
    }
    killed = 0
    for step in range(60):
        own = Path(shutil.copytree(county, tmp_path / f"killed{step}"))
        imported: tuple[str | Path, ...] = ("form", "import", *packs, "--received", "2021-09-18")
        ran = scripted(_KILLED, str(step), "-C", own, *imported)
        for name in (name for name in before if name.endswith(".yaml")):
            assert (own / name).read_bytes() in (before[name], expected[name]), (step, name)
        import_(own, *packs)
        left = {name: state[0] for name, state in state_of(own, "data", "evidence", "inbox").items()}
        assert {name: content for name, content in left.items() if not name.endswith(".part")} == expected, (
            step
        )
        if ran.exit_code != -signal.SIGKILL:
            break
        killed += 1
    assert killed >= len(written)
