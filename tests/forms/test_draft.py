"""The draft of a unit's self-inspection report: when it is given, what it says, and what becomes of it when it comes back."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Pt

from cli.running import invoke, process
from ecodemo.forms.draft import draft_words as words
from ecodemo.paper.mark import is_untouched
from forms.packs import export, import_, opened, resaved, zipped
from support import edit

DAY = "2021-09-20"
NAME = "本单位自查报告（样稿）.docx"
FOLDER = "00-6 本单位自查报告"
FILED = "evidence/00 综合材料/西河乡/2021/00-6 本单位自查报告.docx"
NOBODY, EVERYONE = (
    "from: [], form: document, years: once",
    f"from: everyone, form: document, years: once, due: {DAY}",
)
"""Who owes the report, in the county as it is and in September."""
PARTS = [
    "一、工作开展情况",
    "二、承担的指标数据",
    "三、佐证材料报送情况",
    "四、存在的问题",
    "五、整改情况和下一步打算",
]


def ask_for_reports(county: Path) -> Path:
    """Let it be September, when every unit owes a self-inspection report."""
    data = county / "data"
    edit(data / "county.yaml", "today: 2021-11-01 ", f"today: {DAY} ")
    edit(data / "county.yaml", "gate: [00-4]", "gate: [00-4, 00-6]")
    edit(data / "indicators.yaml", NOBODY, EVERYONE)
    return county


@pytest.fixture
def asking(county: Path) -> Path:
    """The small county in September; the test may change it."""
    return ask_for_reports(county)


@pytest.fixture(scope="module")
def packs(small_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, ZipFile]:
    """Every pack of the small county in September, by the unit's name."""
    folder = tmp_path_factory.mktemp("september")
    asking = ask_for_reports(Path(shutil.copytree(small_workspace, folder / "county")))
    ran = invoke("-C", asking, "form", "export", "--out", folder / "out")
    assert ran.exit_code == 0, ran.stderr
    return {path.name.split("_")[0]: ZipFile(path) for path in (folder / "out").glob("*.zip")}


def drafted(pack: ZipFile) -> WordDocument:
    return docx.Document(io.BytesIO(pack.read(NAME)))


def exported(county: Path, unit: str, *options: str, out: Path | None = None) -> ZipFile:
    ran = invoke("-C", county, *options, "form", "export", "--unit", unit, "--out", out or county / "out")
    assert ran.exit_code == 0, ran.stderr
    [path] = (Path(line) for line in ran.stdout.splitlines())
    return ZipFile(path)


def draft(county: Path, unit: str, *options: str) -> WordDocument:
    return drafted(exported(county, unit, *options))


def styled(document: WordDocument, name: str) -> list[str]:
    """The texts in a style."""
    return [p.text for p in document.paragraphs if p.style is not None and p.style.name == name]


def text_of(document: WordDocument) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def section(document: WordDocument, heading: str) -> str:
    """The text below a heading, to the next of either level."""
    after = text_of(document).partition(f"{heading}\n")[2]
    assert after, heading
    return re.split(r"\n(?=[一二三四五]、|（[一二三四]）)", after)[0]


def cells(document: WordDocument, head: str) -> dict[str, dict[str, str]]:
    """The rows of the table that has a head, by their first cell or else their second."""
    for table in document.tables:
        first, *rows = [[cell.text for cell in row.cells] for row in table.rows]
        if head in first:
            return {row[0] or row[1]: dict(zip(first, row, strict=True)) for row in rows}
    raise AssertionError(head)


# when it is given


@pytest.mark.parametrize(
    ("day", "drafts"),
    [("2021-05-31", []), ("2021-06-01", [NAME]), ("2021-09-30", [NAME]), ("2021-10-01", [])],
)
def test_it_is_given_while_the_gate_of_the_phase_asks_for_the_report(
    asking: Path, day: str, drafts: list[str]
) -> None:
    names = exported(asking, "xihe", "--today", day).namelist()
    assert [name for name in names if name.endswith(".docx")] == drafts


def test_it_is_not_given_for_another_bid_than_that_of_the_phase(asking: Path) -> None:
    ran = invoke("-C", asking, "form", "export", "--bid", "rehearsal-2022", "--out", asking / "other")
    assert ran.exit_code == 0, ran.stderr
    packs = [ZipFile(path).namelist() for path in (asking / "other").glob("*.zip")]
    assert packs
    assert not any(NAME in names for names in packs)


def test_it_is_not_given_where_no_report_is_owed(county: Path) -> None:
    assert not [name for name in exported(county, "xihe", "--today", DAY).namelist() if name.endswith("docx")]


def test_it_is_named_after_what_is_owed(asking: Path) -> None:
    edit(asking / "data" / "indicators.yaml", "name: 本单位自查报告", "name: 单位/年度自查报告")
    assert "单位／年度自查报告（样稿）.docx" in exported(asking, "xihe").namelist()


def test_the_role_identifies_the_report_whatever_it_is_called(asking: Path) -> None:
    edit(asking / "data" / "indicators.yaml", "name: 本单位自查报告", "name: 创建工作小结")
    edit(asking / "data" / "indicators.yaml", "name: 工作调度会", "name: 调度会自查报告")
    edit(asking / "data" / "county.yaml", "gate: [00-4, 00-6]", "gate: ['00']")
    assert [name for name in exported(asking, "office").namelist() if name.endswith(".docx")] == [
        "创建工作小结（样稿）.docx"
    ]


def test_without_roles_the_report_is_recognised_by_its_name(asking: Path) -> None:
    edit(asking / "data" / "indicators.yaml", "role: unit-report, ", "")
    assert NAME in exported(asking, "xihe").namelist()


# layout


def test_the_five_parts_are_in_order_in_styles_that_can_be_changed_once(packs: dict[str, ZipFile]) -> None:
    document = drafted(packs["西河乡"])
    assert styled(document, "Title") == ["西河乡创建省级生态文明建设示范县自查报告"]
    assert styled(document, "Heading 1") == PARTS
    assert {"公文正文", "主送机关", "落款", "成文日期", "表格文字"} <= {s.name for s in document.styles}
    direct = [run for p in document.paragraphs for run in p.runs if run.font.size or run.font.name]
    assert direct == []


def test_pages_and_fonts_are_those_of_official_papers(packs: dict[str, ZipFile]) -> None:
    document = drafted(packs["西河乡"])
    page: Any = document.sections[0]
    assert [round(length.mm) for length in (page.page_width, page.page_height)] == [210, 297]
    assert [round(length.mm) for length in (page.top_margin, page.left_margin)] == [37, 28]
    styles: Any = document.styles
    fonts = {
        name: (style.element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")), style.font.size.pt)
        for name in ("Title", "Heading 1", "Heading 2", "公文正文")
        if (style := styles[name])
    }
    assert fonts == {
        "Title": ("方正小标宋简体", 22),
        "Heading 1": ("黑体", 16),
        "Heading 2": ("楷体_GB2312", 16),
        "公文正文": ("仿宋_GB2312", 16),
    }


def test_what_the_unit_has_to_write_is_marked(packs: dict[str, ZipFile]) -> None:
    document = drafted(packs["西河乡"])
    marked = {run.text for p in document.paragraphs for run in p.runs if run.style.name == "待补内容"}
    assert any(text.startswith("（请补充：通知或方案的文号") for text in marked)
    assert "××××" in marked
    assert document.paragraphs[-2].text == "××××年××月××日"


def test_a_title_too_long_for_a_line_is_broken_between_its_parts(packs: dict[str, ZipFile]) -> None:
    title = drafted(packs["市生态环境局清溪分局"]).paragraphs[0].text
    assert title == "市生态环境局清溪分局\n创建省级生态文明建设示范县自查报告"


# who writes to whom


@pytest.mark.parametrize(
    ("unit", "full", "recipient"),
    [
        ("西河乡", "西河乡人民政府", "清溪县创建生态文明建设示范县工作领导小组办公室："),
        ("县农业农村局", "清溪县农业农村局", "清溪县创建生态文明建设示范县工作领导小组办公室："),
        (
            "创建办",
            "清溪县创建生态文明建设示范县工作领导小组办公室",
            "清溪县创建生态文明建设示范县工作领导小组：",
        ),
    ],
)
def test_it_is_signed_by_the_unit_and_sent_to_the_office(
    packs: dict[str, ZipFile], unit: str, full: str, recipient: str
) -> None:
    document = drafted(packs[unit])
    assert styled(document, "落款") == [full]
    assert styled(document, "主送机关") == [recipient]


def test_a_bureau_of_the_city_bears_the_citys_name(asking: Path) -> None:
    edit(asking / "data" / "county.yaml", "  code: '430990'", "  code: '430990'\n  city: 沅江市")
    assert draft(asking, "ecology").paragraphs[0].text.startswith("沅江市生态环境局清溪分局\n")


def test_made_up_values_are_said_to_be_so_and_true_ones_are_not(asking: Path) -> None:
    assert draft(asking, "xihe").paragraphs[1].text == "［示例：数值为编造］"
    county = asking / "data" / "county.yaml"
    text = county.read_text(encoding="utf-8")
    county.write_text(re.sub(r"(?m)^(today|example):.*\n", "", text), encoding="utf-8")
    assert "示例" not in text_of(draft(asking, "xihe", "--today", DAY))


# figures


def test_its_figures_are_those_of_the_workbook(packs: dict[str, ZipFile]) -> None:
    pack = packs["西河乡"]
    sheet = openpyxl.load_workbook(io.BytesIO(pack.read("西河乡填报表.xlsx")))["数据"]
    heads = [cell.value for cell in sheet[3]]
    expected = {
        str(row[0]): [str(value) for value in (row[heads.index("2020年")], row[heads.index("依据材料")])]
        for row in sheet.iter_rows(min_row=4, values_only=True)
        if row[0] and re.fullmatch(r"\d\d\.\d", str(row[0]))
    }
    shown = cells(drafted(pack), "依据")
    assert {no: [shown[no]["2020年"], shown[no]["依据"]] for no in expected} == expected
    assert expected["25.2"] == ["4150", "25-1"]


def test_rates_are_worked_out_as_the_workbook_does(packs: dict[str, ZipFile]) -> None:
    rows = cells(drafted(packs["西河乡"]), "依据")
    rates = {name: row["2020年"] for name, row in rows.items() if name.startswith(("秸秆", "农膜"))}
    assert [rate for _, rate in sorted(rates.items())] == ["82.7", "93.7"]  # 6.2÷7.5, 3890÷4150


def test_a_drop_is_worked_out_against_the_year_before(packs: dict[str, ZipFile]) -> None:
    row = next(
        row
        for name, row in cells(drafted(packs["市生态环境局清溪分局"]), "依据").items()
        if name.startswith("PM2.5浓度")
    )
    pm25 = cells(drafted(packs["市生态环境局清溪分局"]), "依据")["07.2"]
    before, now = (int(pm25[year]) for year in ("2019年", "2020年"))
    assert float(row["2020年"]) == pytest.approx((before - now) / before * 100, abs=0.05)
    assert row["2018年"] == "—"


def test_what_was_not_reported_is_counted_and_a_rate_without_its_parts_stays_open(asking: Path) -> None:
    progress = asking / "data" / "progress" / "xihe.yaml"
    edit(progress, "- {measure: straw-all, year: 2020, value: 4150, proof: 25-1/2020}\n", "")
    document = draft(asking, "xihe")
    rows = cells(document, "依据")
    assert rows["25.2"]["2020年"] == "未填"
    assert next(row for name, row in rows.items() if name.startswith("秸秆"))["2020年"] == "—"
    empty = sum(cell == "未填" for row in rows.values() for cell in row.values())
    assert f"还有{empty}个没有填" in section(document, PARTS[1])
    assert f"补报没有填的{empty}个数" in section(document, "（二）下一步打算")


def test_not_involved_is_distinguished_from_what_is_yet_to_be_recognised(asking: Path) -> None:
    recognised = cells(draft(asking, "nanping"), "依据")["25.4"]["2020年"]
    waivers = asking / "data" / "waivers.yaml"
    edit(waivers, ", granted: 2021-05-17, by: agriculture}", "}")
    waiting = cells(draft(asking, "nanping"), "依据")["25.4"]["2020年"]
    assert (recognised, waiting) == ("不涉及", "不涉及（待认定）")


def test_a_unit_without_figures_says_so(packs: dict[str, ZipFile]) -> None:
    document = drafted(packs["县住房和城乡建设局"])
    assert "没有需要填报的指标数据" in section(document, PARTS[1])
    assert document.tables == []


def test_a_unit_that_only_owes_the_report_says_so(packs: dict[str, ZipFile]) -> None:
    document = drafted(packs["县委督查室"])
    assert section(document, "（二）任务落实") == "除本报告外，我单位没有需要报的数据和材料。"
    assert "没有需要报送的佐证材料" in section(document, PARTS[2])


def test_lead_departments_show_verdict_and_proof_apart(packs: dict[str, ZipFile]) -> None:
    rows = cells(drafted(packs["县农业农村局"]), "达标")
    assert {row["达标"] for row in rows.values()} <= {"达标", "未达标", "待定", "不涉及"}
    assert re.fullmatch(r"\d+/\d+", rows["25"]["佐证"])


def test_a_figure_that_only_rounds_to_its_target_is_not_shown_as_if_it_reached_it(
    example: Path, tmp_path: Path
) -> None:
    document = drafted(exported(example, "health", "--today", "2021-09-20", out=tmp_path))
    water = cells(document, "达标")["28"]
    assert water["达标"] == "未达标"
    assert water["2020年"].startswith("99.95")


def test_a_lead_that_reported_no_county_total_is_not_said_to_have(example: Path, tmp_path: Path) -> None:
    document = drafted(exported(example, "health", "--today", "2021-09-20", out=tmp_path))
    assert "没有必须填报的数，也没有报过全县数" in section(document, "（一）填报的数据")


def test_what_of_the_standard_is_not_verified_is_marked(asking: Path) -> None:
    standard = next((asking / "data" / "standards").glob("sample-2019.yaml"))
    assert "未核实" not in text_of(draft(asking, "xihe"))
    text = standard.read_text(encoding="utf-8")
    standard.write_text(text.replace("- no: 25\n", "- no: 25\n  unverified: true\n"), encoding="utf-8")
    assert "所列标准值未核实" in text_of(draft(asking, "xihe"))
    assert all("未核实" in row["标准值"] for row in cells(draft(asking, "agriculture"), "达标").values())


# documents, problems, plans


def test_documents_are_counted_as_the_workbook_counts_them(asking: Path) -> None:
    (asking / "evidence/25 农业废弃物综合利用率/西河乡/2020/25-3 农膜回收台账.txt").unlink()
    pack = exported(asking, "xihe")
    document = drafted(pack)
    front = openpyxl.load_workbook(io.BytesIO(pack.read("西河乡填报表.xlsx")))["首页"]
    texts = " ".join(str(cell.value) for row in front.iter_rows() for cell in row if cell.value)
    found = re.search(r"材料(\d+)项", texts)
    assert found is not None
    missing = int(found[1]) - 1  # the report itself is missing, too, and is not counted in itself
    assert f"未交齐{missing}项" in section(document, PARTS[2])
    assert missing == 1
    assert list(cells(document, "情况")) == ["25-3"]
    assert "25-3" in section(document, "（二）下一步打算")


def test_what_was_sent_back_is_in_three_parts(asking: Path) -> None:
    progress = asking / "data" / "progress" / "xihe.yaml"
    edit(
        progress,
        "by: agriculture, result: accepted, hash: 9bbc23873e30",
        "by: agriculture, result: returned, reason: 没有盖章, due: 2021-09-30, hash: 9bbc23873e30",
    )
    document = draft(asking, "xihe")
    assert "退回后还没有重交的1项" in section(document, PARTS[2])
    assert cells(document, "情况")["25-3"]["情况"] == "退回：没有盖章。9月30日前重交"
    assert section(document, "（一）退回的材料") == "25-3 农膜回收台账（2020年）退回：没有盖章。"
    assert "改好并重交退回的材料：25-3" in section(document, "（二）下一步打算")


def test_where_nothing_is_wrong_that_is_said_and_not_left_empty(packs: dict[str, ZipFile]) -> None:
    document = drafted(packs["西河乡"])
    assert words.NOTHING_MISSING in section(document, PARTS[2])
    assert section(document, "（一）退回的材料") == words.NOTHING_RETURNED
    assert section(document, "（二）整改台账中没有销号的问题") == words.NOTHING_IN_LEDGER
    assert section(document, "（三）核对数据和材料发现的问题").startswith(words.NOTHING_FOUND)
    assert section(document, "（一）整改情况") == "整改台账没有列入我乡的问题。"


def test_the_ledger_is_given_in_its_present_state(asking: Path) -> None:
    ledger = asking / "data" / "rectification.yaml"
    with ledger.open("a", encoding="utf-8") as stream:
        stream.write(
            "- {no: ZG-002, found: 2021-07-05, by: 市预审, problem: 台账缺签字, action: 补签, unit: xihe, due: 2021-08-31}\n"
        )
    document = draft(asking, "xihe")
    opened_ = section(document, "（二）整改台账中没有销号的问题")
    assert opened_ == "ZG-002 台账缺签字。措施：补签。时限8月31日（已逾期）。"
    assert "未销号1个，其中逾期1个" in section(document, "（一）整改情况")
    closed = section(draft(asking, "ecology"), "（一）整改情况")
    assert "ZG-001 2019年监测数据只有网页截图。2021年7月12日销号。" in closed


def test_findings_about_the_unit_are_listed(asking: Path) -> None:
    progress = asking / "data" / "progress" / "xihe.yaml"
    edit(
        progress,
        "- {measure: film-back, year: 2020, value: 6.2, proof: 25-3/2020}",
        "- {measure: film-back, year: 2020, value: 6.2}",
    )
    assert "25.3" in section(draft(asking, "xihe"), "（三）核对数据和材料发现的问题")


def test_texts_of_the_lead_are_taken_over(asking: Path) -> None:
    progress = asking / "data" / "progress" / "agriculture.yaml"
    with progress.open("a", encoding="utf-8") as stream:
        stream.write(
            "statements:\n- {indicator: farm-waste, done: 建了<12>个&回收点, problems: 回收点少, next: 再建8个}\n"
        )
    document = draft(asking, "agriculture")
    assert "农业废弃物综合利用率：建了<12>个&回收点。" in section(document, "（三）主要做法和成效")
    assert "农业废弃物综合利用率：回收点少。" in section(document, "（四）自查发现的其他问题")
    assert "农业废弃物综合利用率：再建8个。" in section(document, "（二）下一步打算")


def test_the_notice_says_until_when_or_that_the_report_has_come(asking: Path) -> None:
    def notice(day: str) -> str:
        [text] = styled(draft(asking, "xihe", "--today", day), "样稿说明")
        return text

    assert "2021年9月20日前交" in notice("2021-09-19")
    assert "应于2021年9月20日交，已过5天" in notice("2021-09-25")
    filed = asking / FILED
    filed.parent.mkdir(parents=True, exist_ok=True)
    filed.write_bytes(b"report")
    assert "报告已经收到过" in notice("2021-09-25")


def test_a_report_that_was_sent_back_is_in_the_notice_and_not_among_its_own_problems(
    asking: Path,
) -> None:
    filed = asking / FILED
    filed.parent.mkdir(parents=True, exist_ok=True)
    filed.write_bytes(b"report")
    progress = asking / "data" / "progress" / "xihe.yaml"
    entry = (
        "documents:\n- {file: 00 综合材料/西河乡/2021/00-6 本单位自查报告.docx, requirement: 00-6, received: 2021-09-10,\n"
        "   reviews: [{on: 2021-09-15, by: office, result: returned, reason: 没有盖章, hash: 9bbc23873e30}]}\n"
    )
    text = progress.read_text(encoding="utf-8")
    progress.write_text(re.sub(r"documents:.*\n", lambda _: entry, text, count=1), encoding="utf-8")
    document = draft(asking, "xihe")
    assert "上次交的已退回（没有盖章）" in styled(document, "样稿说明")[0]
    assert section(document, "（一）退回的材料") == words.NOTHING_RETURNED


# bytes


def test_its_bytes_do_not_depend_on_the_clock(asking: Path) -> None:
    written = []
    for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/Los_Angeles")):
        out = asking / seed
        env = {"PYTHONHASHSEED": seed, "TZ": zone}
        ran = process("-C", asking, "form", "export", "--unit", "xihe", "--out", out, env=env)
        assert ran.exit_code == 0, ran.stderr
        written.append(next(out.glob("*.zip")).read_bytes())
    assert written[0] == written[1]
    with ZipFile(io.BytesIO(ZipFile(io.BytesIO(written[0])).read(NAME))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(2021, 9, 20, 0, 0, 0)}


# the office's own look


def test_a_draft_that_the_office_restyled_gives_all_drafts_their_look(asking: Path) -> None:
    restyled = draft(asking, "office")
    restyled.styles["Heading 1"].font.size = Pt(18)
    (asking / "templates").mkdir()
    restyled.save(str(asking / "templates" / "draft.docx"))
    document = draft(asking, "xihe")
    assert document.styles["Heading 1"].font.size == Pt(18)
    assert styled(document, "Heading 1") == PARTS
    assert styled(document, "落款") == ["西河乡人民政府"]


@pytest.mark.parametrize("content", [b"", b"PK\3\4 cut off"], ids=["empty", "cut"])
def test_a_look_that_cannot_be_used_is_said_before_anything_is_written(asking: Path, content: bytes) -> None:
    (asking / "templates").mkdir()
    (asking / "templates" / "draft.docx").write_bytes(content)
    ran = invoke("-C", asking, "--lang", "en", "form", "export", "--out", asking / "out")
    assert ran.exit_code == 2
    assert "draft.docx for styles" in ran.stderr
    assert not (asking / "out").exists()


# back again


@pytest.fixture
def pack(asking: Path, tmp_path: Path) -> Path:
    """The unpacked pack of 西河乡."""
    return opened(export(asking, "西河乡", tmp_path / "sent"), tmp_path / "西河乡")


def complete(path: Path) -> None:
    """Write into a draft as a clerk does."""
    document = docx.Document(str(path))
    document.paragraphs[-1].text = "（联系人：信息员）"
    document.save(str(path))


def not_filed(county: Path) -> bool:
    return "00-6" not in (county / "data/progress/xihe.yaml").read_text(encoding="utf-8")


def test_an_untouched_draft_is_no_report(asking: Path, pack: Path) -> None:
    ran = import_(asking, zipped(pack, pack.with_suffix(".zip")))
    assert ran.exit_code == 0
    assert not_filed(asking)
    assert "draft" not in ran.stdout.lower()


@pytest.mark.parametrize(
    "place", [f"佐证/{FOLDER}/{NAME}", f"佐证/{FOLDER}/报告.docx", "本单位自查报告.docx"]
)
def test_an_untouched_draft_in_the_place_of_the_report_is_not_filed_and_said(
    asking: Path, pack: Path, place: str
) -> None:
    (pack / NAME).rename(pack / place)
    ran = import_(asking, pack)
    assert ran.exit_code == 0
    assert not_filed(asking)
    assert "Draft of the report, unchanged since export" in ran.stdout


def test_a_draft_only_opened_and_saved_is_untouched(pack: Path, tmp_path: Path) -> None:
    again = resaved(pack / NAME, "docx", tmp_path)
    if again is None:
        pytest.skip("LibreOffice is not installed")
    assert again.read_bytes() != (pack / NAME).read_bytes()
    assert is_untouched(again)


@pytest.mark.parametrize(
    "place",
    [f"佐证/{FOLDER}/{NAME}", f"佐证/{FOLDER}/报告.docx", "本单位自查报告.docx", "本单位自查报告(1).docx"],
)
def test_a_completed_draft_is_filed_as_the_report(asking: Path, pack: Path, place: str) -> None:
    complete(pack / NAME)
    (pack / NAME).rename(pack / place)
    ran = import_(asking, pack)
    assert ran.exit_code == 0, ran.stdout
    assert not not_filed(asking)
    assert not is_untouched(asking / FILED)


def test_a_stamped_scan_is_filed_by_the_name_of_the_report(asking: Path, pack: Path) -> None:
    (pack / "本单位自查报告.pdf").write_bytes(b"%PDF scan")
    assert import_(asking, pack).exit_code == 0
    assert (asking / FILED).with_suffix(".pdf").read_bytes() == b"%PDF scan"


def test_a_completed_draft_that_is_still_called_one_is_kept_and_asked_about(asking: Path, pack: Path) -> None:
    complete(pack / NAME)
    ran = import_(asking, pack)
    assert ran.exit_code == 1
    assert "The file name says draft" in ran.stdout
    assert not_filed(asking)
    assert [path.name for path in (asking / "inbox/未识别/西河乡").iterdir()] == [NAME]


def test_a_document_that_only_has_draft_in_its_name_is_filed(asking: Path, pack: Path) -> None:
    folder = next(pack.glob("佐证/25-3 *"))
    (folder / "2020台账样稿定稿.pdf").write_bytes(b"%PDF")
    assert import_(asking, pack).exit_code == 0
    assert list((asking / "evidence/25 农业废弃物综合利用率/西河乡/2020").glob("25-3*.pdf"))


# how a unit speaks of itself


@pytest.mark.parametrize(
    ("name", "we"),
    [
        ("东坪镇", "我镇"),
        ("城南街道", "我街道"),
        ("县水利局（河长办）", "我局"),
        ("县人民政府办公室", "我办"),
        ("县畜牧水产部门", "我单位"),
    ],
)
def test_how_a_unit_speaks_of_itself(asking: Path, name: str, we: str) -> None:
    edit(asking / "data" / "groups.yaml", "name: 县住房和城乡建设局", f"name: {name}")
    assert f"{we}没有需要填报的指标数据" in text_of(draft(asking, "housing"))
