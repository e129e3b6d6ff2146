"""`ecodemo form export`: which packs there are, what they hold, and how their names are made safe."""

from __future__ import annotations

import io
import re
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from cli.running import invoke, process

TODAY = ("--today", "2021-06-05")
DAY = "20210605"


def exported(folder: Path, out: Path, *options: str) -> dict[str, ZipFile]:
    """The packs of a workspace by their names."""
    ran = invoke("-C", folder, *TODAY, "form", "export", "--out", out, *options)
    assert ran.exit_code == 0, ran.stderr
    assert [Path(line) for line in ran.stdout.splitlines()] == [
        out / Path(line).name for line in ran.stdout.splitlines()
    ]
    return {path.name: ZipFile(path) for path in out.glob("*.zip")}


def workbook(pack: ZipFile, name: str) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(pack.read(name)))


@pytest.fixture(scope="module")
def packs(example: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, ZipFile]:
    return exported(example, tmp_path_factory.mktemp("packs"))


def test_every_unit_gets_one_pack_named_by_unit_and_day(packs: dict[str, ZipFile]) -> None:
    assert len(packs) == 46
    assert f"龙塘镇_填报包_{DAY}.zip" in packs


def test_a_pack_is_one_workbook_a_flat_row_of_folders_and_a_draft(packs: dict[str, ZipFile]) -> None:
    names = packs[f"龙塘镇_填报包_{DAY}.zip"].namelist()
    assert names[0] == "龙塘镇填报表.xlsx"
    assert names[-1] == "本单位自查报告（样稿）.docx"
    in_folders = re.compile(r"佐证/([^/]+)/(要求\.txt|\1 2018-2020\.xlsx)")
    assert all(in_folders.fullmatch(name) for name in names[1:-1])
    assert "佐证/25-1 秸秆综合利用台账/要求.txt" in names
    assert "佐证/00-7 数据确认表（盖章扫描件）/要求.txt" in names


def test_departments_get_blank_ledgers_of_the_figures_that_they_report(packs: dict[str, ZipFile]) -> None:
    def ledgers(unit: str) -> list[str]:
        names = packs[f"{unit}_填报包_{DAY}.zip"].namelist()
        return [name.rsplit("/", 1)[-1] for name in names if re.fullmatch("佐证/.*xlsx", name)]

    assert ledgers("县林业局") == [
        "11-1 森林资源年度变更成果 2018-2020.xlsx",
        "12-1 重点保护野生动植物名录与保护情况表 2020.xlsx",
        "17-2 自然保护地名录与面积对比表 2018.xlsx",  # owed for years with a gap between them
        "17-2 自然保护地名录与面积对比表 2020.xlsx",
    ]
    assert ledgers("县水利局（河长办）")[0].startswith("19-3")  # of 04-1 the townships report the figures


def test_names_in_a_pack_bear_the_mark_for_utf_8(packs: dict[str, ZipFile]) -> None:
    for member in packs[f"龙塘镇_填报包_{DAY}.zip"].infolist():
        assert member.flag_bits & 0x800
        assert member.date_time == (2021, 6, 5, 0, 0, 0)


def test_the_sentence_says_what_which_years_form_stamp_and_day(packs: dict[str, ZipFile]) -> None:
    said = packs[f"龙塘镇_填报包_{DAY}.zip"].read("佐证/04-3 巡河记录/要求.txt").decode("utf-8-sig")
    assert said == (
        "巡河记录：2018—2020年，每年一份（一份涉及多个年度的，提交一份即可），台账xlsx，由本单位盖章，"
        "2021年5月20日前交。\r\n"
    )
    upper = packs[f"市生态环境局安化分局_填报包_{DAY}.zip"]
    assert "上级出具或盖章" in upper.read("佐证/07-2 上级下达的目标文件/要求.txt").decode("utf-8-sig")


def test_what_is_only_support_says_so(packs: dict[str, ZipFile]) -> None:
    said = packs[f"龙塘镇_填报包_{DAY}.zip"].read("佐证/02-4 乡镇党委会议记录/要求.txt").decode("utf-8-sig")
    assert said.endswith("（补充材料，有则提交）。\r\n")


def test_every_unit_gets_exactly_what_it_owes(packs: dict[str, ZipFile], example: Path) -> None:
    """Compared with the report's own list of documents."""
    import json

    ran = invoke("-C", example, *TODAY, "check", "-f", "json", "--fail-on", "never")
    owed: dict[str, set[str]] = {}
    for row in json.loads(ran.stdout)["documents"]:
        owed.setdefault(row["unit_name"], set()).add(row["no"])
    given = {
        name.removesuffix(f"_填报包_{DAY}.zip"): {
            member.split("/")[1].split(" ")[0] for member in pack.namelist() if member.startswith("佐证/")
        }
        for name, pack in packs.items()
    }
    assert given == owed


def test_lead_departments_get_a_review_workbook_and_the_office_the_ledger(packs: dict[str, ZipFile]) -> None:
    def books(unit: str) -> list[str]:
        return [
            name
            for name in packs[f"{unit}_填报包_{DAY}.zip"].namelist()
            if name.endswith(".xlsx") and "/" not in name
        ]

    assert books("县农业农村局") == ["县农业农村局填报表.xlsx", "县农业农村局审核表.xlsx"]
    assert books("创建办") == ["创建办填报表.xlsx", "创建办审核表.xlsx", "整改台账.xlsx"]
    assert books("县交通运输局") == ["县交通运输局填报表.xlsx"]


def test_a_unit_may_be_named_by_its_name_or_id(example: Path, tmp_path: Path) -> None:
    packs = exported(example, tmp_path / "out", "--unit", "龙塘乡", "--unit", "meicheng")
    assert sorted(packs) == [f"梅城镇_填报包_{DAY}.zip", f"龙塘镇_填报包_{DAY}.zip"]


def test_without_a_folder_packs_go_below_the_workspace_where_git_does_not_look(own_example: Path) -> None:
    ran = invoke("-C", own_example, *TODAY, "form", "export", "--unit", "longtang")
    assert ran.exit_code == 0
    assert (own_example / "发出" / f"龙塘镇_填报包_{DAY}.zip").is_file()
    assert "发出/" in (own_example / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_an_unknown_unit_is_refused(example: Path, tmp_path: Path) -> None:
    ran = invoke("-C", example, "form", "export", "--out", tmp_path, "--unit", "longtan")
    assert ran.exit_code == 2
    assert "longtang" in ran.stderr
    assert ran.clean


def test_the_same_again_changes_nothing_and_other_contents_are_said_to_be_replaced(
    county: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    first = invoke("-C", county, *TODAY, "--lang", "en", "form", "export", "--out", out)
    again = invoke("-C", county, *TODAY, "--lang", "en", "form", "export", "--out", out)
    assert "unchanged" in again.stderr
    assert "Replaced" not in first.stderr + again.stderr
    progress = county / "data" / "progress" / "xihe.yaml"
    text = progress.read_text(encoding="utf-8")
    progress.write_text(re.sub(r"(measure: straw-used, year: 2020, value: )\d+", r"\g<1>77", text), "utf-8")
    changed = invoke("-C", county, *TODAY, "--lang", "en", "form", "export", "--out", out)
    assert "Replaced" in changed.stderr
    assert f"西河乡_填报包_{DAY}.zip" in changed.stderr


def test_a_workspace_that_cannot_be_loaded_is_unusable(county: Path, tmp_path: Path) -> None:
    (county / "data" / "groups.yaml").write_text("groups: 1\n", encoding="utf-8")
    assert invoke("-C", county, "form", "export", "--out", tmp_path).exit_code == 2


def test_a_unit_of_which_nothing_is_asked_gets_no_pack(county: Path, tmp_path: Path) -> None:
    ran = invoke("-C", county, *TODAY, "form", "export", "--out", tmp_path / "out")
    assert ran.exit_code == 0
    assert not (tmp_path / "out" / f"县委督查室_填报包_{DAY}.zip").exists()
    assert "县委督查室" in ran.stderr
    alone = invoke("-C", county, *TODAY, "form", "export", "--out", tmp_path / "out", "--unit", "inspectors")
    assert alone.exit_code == 3
    assert alone.clean


@pytest.mark.parametrize(
    ("name", "pack", "book"),
    [
        ("东山/镇", "东山／镇", "东山／镇填报表.xlsx"),
        ("CON", "CON", "CON填报表.xlsx"),
        ("con.东山", "_con.东山", "_con.东山填报表.xlsx"),
        ("..", "_填报包", "填报表.xlsx"),
        ("=东山*?", "=东山＊？", "=东山＊？填报表.xlsx"),
        ("东" * 100, "东" * 20, "东" * 20),
    ],
)
def test_names_that_a_system_cannot_hold_are_made_safe(
    county: Path, tmp_path: Path, name: str, pack: str, book: str
) -> None:
    rename(county, name)
    packs = exported(county, tmp_path / "out", "--unit", "dongshan")
    [(file, archive)] = packs.items()
    assert file.startswith(pack)
    first = archive.namelist()[0]
    assert first.startswith(book)
    assert not re.search(r'[<>:"\\|?*]', "".join(archive.namelist()))
    assert all(len(part.encode()) <= 200 for member in archive.namelist() for part in member.split("/"))
    assert workbook(archive, first)["首页"]["B3"].value == name


def rename(county: Path, name: str) -> None:
    townships = county / "data" / "townships.yaml"
    text = townships.read_text(encoding="utf-8")
    townships.write_text(text.replace("name: 东山镇", f"name: {name!r}"), encoding="utf-8")


def test_two_units_of_one_name_get_two_packs(county: Path, tmp_path: Path) -> None:
    rename(county, "西河 乡")
    townships = county / "data" / "townships.yaml"
    text = townships.read_text(encoding="utf-8")
    townships.write_text(text.replace("name: 西河乡", "name: '西河  乡'"), encoding="utf-8")
    packs = exported(county, tmp_path / "out", "--unit", "dongshan,xihe")
    assert len(packs) == 2


def test_texts_that_look_like_formulas_stay_texts(county: Path, tmp_path: Path) -> None:
    indicators = county / "data" / "indicators.yaml"
    text = indicators.read_text(encoding="utf-8")
    text = text.replace("name: 秸秆综合利用量", "name: '=HYPERLINK(\"http://x\")'")
    indicators.write_text(text.replace("name: 秸秆综合利用台账", "name: '#REF!'"), encoding="utf-8")
    packs = exported(county, tmp_path / "out", "--unit", "xihe")
    book = workbook(packs[f"西河乡_填报包_{DAY}.zip"], "西河乡填报表.xlsx")
    typed = {cell.value: cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert typed['=HYPERLINK("http://x")'] == "s"
    assert typed["#REF!"] == "s"
    formulas = {value for value, kind in typed.items() if kind == "f"}
    assert all(str(value).startswith("=IF(COUNT(") for value in formulas)


@pytest.mark.long
def test_packs_do_not_depend_on_the_clock_nor_on_the_place_of_the_workspace(
    county: Path, small_workspace: Path, tmp_path: Path
) -> None:
    written = []
    for folder, seed, zone in (
        (county, "1", "Asia/Shanghai"),
        (small_workspace, "2", "America/Los_Angeles"),
    ):
        out = tmp_path / seed
        env = {"PYTHONHASHSEED": seed, "TZ": zone}
        assert process("-C", folder, *TODAY, "form", "export", "--out", out, env=env).exit_code == 0
        written.append({file.name: file.read_bytes() for file in out.iterdir()})
    assert written[0].keys() == written[1].keys()
    assert [name for name, content in written[0].items() if content != written[1][name]] == []


def test_a_pack_is_the_same_whatever_language_the_terminal_speaks(county: Path, tmp_path: Path) -> None:
    written = []
    for lang in ("zh", "en"):
        ran = invoke("-C", county, *TODAY, "--lang", lang, "form", "export", "--out", tmp_path / lang)
        assert ran.exit_code == 0
        written.append([file.read_bytes() for file in sorted((tmp_path / lang).iterdir())])
    assert written[0] == written[1]
