"""云溪县 in 云山省, neither of which is on any map: a list of 24 rows and 100 points, and what its units report.

Everything goes in by workbooks, as an office does it: the texts here are what is typed into cells.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from cli.running import Result, invoke
from formats.pdf_files import pages, words

START = "2027-03-01"
YEARS = (2024, 2025, 2026)
LIST = "yunshan-2026"

BASIC = {
    "代号": LIST,
    "名称": "云山省生态文明建设示范县考评清单",
    "文号": "云山环发〔2026〕8号",
    "发布日期": "2026年9月1日",
    "发布机关": "云山省生态环境厅",
    "约束性指标": "全部",
    "通过分数": 85,
    "满分": 100,
    "规则出处": "第十二条：约束性指标全部达标，总分85分以上",
    "已与原文核对": "是",
}
B, R = "约束性", "参考性"
ROWS: tuple[tuple[Any, ...], ...] = (
    # 序号, 领域, 指标, 属性, 分值, 标准值, 适用条件, 对应分项
    ("1.1", "生态制度", "生态文明建设规划", B, "5", "制定实施", "", "规划制定实施情况"),
    ("1.2", "生态制度", "河长制", B, "4", "全面实施", "", "04.3"),
    ("1.3", "生态制度", "生态环境信息公开率", R, "3；≥95得2分", "≥100%", "", "生态环境信息公开率"),
    ("1.4", "生态制度", "林长制", R, "4", "正常运行", "", "林长制运行情况"),
    ("2.1", "生态安全", "环境空气优良天数比例", B, "6；≥90得4分；≥85得2分", "≥95%", "", "优良天数比例"),
    ("2.2", "生态安全", "PM2.5年均浓度", R, "5；≤30得3分", "≤25微克/立方米", "", "07.2"),
    ("2.3", "生态安全", "地表水优良断面比例", B, 5, "不低于95%", "", "Ⅲ类及以上断面比例"),
    ("2.4", "生态安全", "森林覆盖率", R, 5, "山区≥60；丘陵地区≥40", "", "森林覆盖率"),
    ("3.1", "生态空间", "生态保护红线面积", B, 5, "不减少", "", "17.1"),
    ("3.2", "生态空间", "高原湿地保护率", R, 4, "≥80%", "高原", "高原湿地保护率"),
    ("3.10", "生态空间", "河湖岸线保护率", R, "4；≥70得2分", "≥80%", "", "河湖岸线保护率"),
    ("4.1", "生态经济", "秸秆综合利用率", R, 5, "≥90%", "", "秸秆综合利用率"),
    ("4.2", "生态经济", "农膜回收利用率", R, "4；≥80得2分", "≥85%", "", "农膜回收利用率"),
    ("4.3", "生态经济", "单位地区生产总值用水量", R, 4, "持续下降", "", "单位地区生产总值用水量"),
    ("4.4", "生态经济", "有机茶园面积占比", R, 5, "≥30%", "", "有机茶园面积占比"),
    ("5.1", "生态生活", "饮用水水源地水质优良比例", B, 5, "100%", "", "集中式饮用水水源地水质优良比例"),
    ("5.2", "生态生活", "城镇污水处理率", R, 4, "≥85%", "", "城镇污水处理率"),
    ("5.3", "生态生活", "农村卫生厕所普及率", R, 4, "完成上级任务", "", "农村无害化卫生厕所普及率"),
    ("5.4", "生态生活", "公共机构节水", R, 4, "已建成", "", "节水型机关建设情况"),
    ("6.1", "生态文化", "领导干部培训比例", R, 2, "100%", "", "党政领导干部参加生态文明培训的人数比例"),
    ("6.2", "生态文化", "公众满意度", R, 3, "≥80%", "", "公众对生态文明建设的满意度"),
    ("6.3", "生态文化", "公众参与度", R, 3, "≥80%", "", "公众对生态文明建设的参与度"),
    ("6.4", "生态文化", "生态日活动", R, 3, "已开展", "", "生态日活动开展情况"),
    ("6.5", "生态文化", "生态文明教育基地", R, 4, "≥3个", "", "生态文明教育基地数"),
)
ROW_HEADS = ("序号", "领域", "指标", "属性", "分值", "标准值", "适用条件", "对应分项")
VETOES = (("V1", "近三年发生重大生态破坏事件", 3, "无重大生态破坏事件证明"),)
MEASURES: tuple[Mapping[str, Any], ...] = (
    {"指标": "林长制", "工作组": "生态制度建设组", "分项": "林长制运行情况", "情况": "未建立、已建立、正常运行",
     "要交的材料": "林长制实施方案"},
    {"指标": "高原湿地", "工作组": "生态空间指标组", "分项": "高原湿地面积", "单位": "公顷", "小数位": 1,
     "要交的材料": "高原湿地调查报告"},
    {"分项": "受保护的高原湿地面积", "单位": "公顷", "小数位": 1},
    {"分项": "高原湿地保护率", "单位": "%", "小数位": 1, "方向": "越高越好",
     "算法": "受保护的高原湿地面积÷高原湿地面积"},
    {"指标": "有机茶园", "工作组": "生态经济建设组", "分项": "有机茶园面积", "单位": "公顷", "小数位": 1,
     "填报单位": "各乡镇", "要交的材料": "有机茶园认证台账"},
    {"分项": "茶园总面积", "单位": "公顷", "小数位": 1, "填报单位": "各乡镇"},
    {"分项": "有机茶园面积占比", "单位": "%", "小数位": 1, "方向": "越高越好", "算法": "有机茶园面积÷茶园总面积"},
    {"指标": "节水型机关", "工作组": "生态生活建设组", "分项": "节水型机关建设情况", "情况": "未建成、已建成",
     "要交的材料": "节水型机关验收证明"},
    {"指标": "生态日", "工作组": "生态生活建设组", "分项": "生态日活动开展情况", "情况": "未开展、已开展",
     "要交的材料": "生态日活动照片"},
    {"指标": "教育基地", "工作组": "生态生活建设组", "分项": "生态文明教育基地数", "单位": "个", "小数位": 0,
     "方向": "越高越好", "要交的材料": "教育基地命名文件"},
)  # fmt: skip
MOVED = ("38.1", "39.1", "40.1")
"""The first measures of the indicators of the group that this county does not have."""

TOWNSHIPS = {"青石镇": ("990101100", 12), "白水镇": ("990101101", 9), "松坪乡": ("990101200", 7), "雪岭乡": ("990101201", 5)}  # fmt: skip
LEADS = {"林长制": "县林业局", "高原湿地": "县林业局", "有机茶园": "县农业农村局", "节水型机关": "县水利局（河长办）",
         "生态日": "县委宣传部", "教育基地": "县教育局"}  # fmt: skip
PROFILE = {"申报名称": "云山省生态文明建设示范县", "地形": "山区", "沿海": "否", "国家重点生态功能区": "否", "所属省": "云山省", "高原": "是",
           "适用清单": BASIC["名称"]}  # fmt: skip
GONE_PHASES = ("自查整改阶段", "巩固阶段")

# What the units report: by number of the list's own measures or name of the new ones; for 2024, 2025, 2026.
LEAD_FIGURES: Mapping[str, tuple[Any, Any, Any]] = {
    "01.1": ("已编制", "制定实施", "制定实施"),
    "04.3": ("全面实施", "全面实施", "全面实施"),
    "05.1": (400, 450, 480),
    "05.2": (500, 500, 500),
    "07.1": (94.2, 95.6, 96.4),
    "07.2": (31, 29, 27),
    "08.1": (100, 100, 100),
    "11.1": (61000, 61100, 61234.5),
    "11.3": (98000, 98000, 98000),
    "17.1": (310.2, 310.2, 310.2),
    "19.1": (140, 145, 150),
    "19.2": (200, 200, 200),
    "00.1": (960000, 1000000, 1040000),
    "21.1": (49920000, 50000000, 52000000),
    "27.1": (3, 3, 3),
    "27.2": (3, 3, 3),
    "39.1": (None, None, 452),
    "39.2": (None, None, 500),
    "40.1": (None, None, 410),
    "40.2": (None, None, 500),
    "林长制运行情况": ("未建立", "未建立", "已建立"),
    "高原湿地面积": (500, 500, 500),
    "受保护的高原湿地面积": (380, 400, 412.5),
    "节水型机关建设情况": ("未建成", "未建成", "已建成"),
    "生态日活动开展情况": ("未开展", "已开展", "已开展"),
    "生态文明教育基地数": (1, 2, 2),
}
# The same for the townships, in their order; each year alike but where a tuple says otherwise.
TOWNSHIP_FIGURES: Mapping[str, tuple[Any, Any, Any, Any]] = {
    "25.1": (900, 800, 700, 600),
    "25.2": (1000, 850, 780, 650),
    "25.5": (9.0, 8.0, 7.0, 6.5),
    "25.6": (10.0, 9.5, 8.5, 8.0),
    "29.1": (12, 8, 5, 4),
    "29.2": (13, 9, 6, 5),
    "32.1": (4600, 3700, 2790, 1860),
    "32.2": (5000, 4000, 3000, 2000),
    "38.1": (40, 35, 30, 25),
    "38.2": (40, 35, 30, 25),
    "有机茶园面积": (120, 90, 60, 50),
    "茶园总面积": (300, 250, 250, 200),
}
OTHERS: Mapping[tuple[str, str], Any] = {
    ("县住房和城乡建设局", "29.1"): 61,
    ("县住房和城乡建设局", "29.2"): 67,
    ("县委组织部", "38.1"): 210,
    ("县委组织部", "38.2"): 210,
}


class Office:
    """The bid office at its desk: commands, and cells that are typed into."""

    def __init__(self, root: Path, desk: Path) -> None:
        self.root, self.desk = root, desk
        self.seen: dict[str, list[str]] = {}
        desk.mkdir(exist_ok=True)

    def run(self, *arguments: str | Path, day: str, lang: str = "zh", width: int = 80) -> Result:
        command = ("-C", self.root, "--today", day, "--lang", lang, *arguments)
        ran = invoke(*command, env={"COLUMNS": str(width)})
        assert ran.clean, ran.stderr
        assert ran.exit_code != 70, ran.stderr
        return ran

    def taken(self, path: Path, day: str, *more: str | Path, code: int = 0) -> Result:
        """A file brought in by `form import`."""
        ran = self.run("form", "import", path, "--received", day, *more, day=day)
        assert ran.exit_code == code, ran.stdout + ran.stderr
        return ran

    def pack(self, unit: str, day: str) -> Path:
        """The folder of the pack that a unit gets."""
        out = self.desk / f"{unit}-{day}"
        ran = self.run("form", "export", "--unit", unit, "--out", out, day=day)
        assert ran.exit_code == 0, ran.stderr
        folder = out / "pack"
        with zipfile.ZipFile(next(out.glob("*.zip"))) as archive:
            archive.extractall(folder)
        return folder

    def packs(self, day: str) -> Path:
        """All packs, each unpacked into a folder called as its unit."""
        out = self.desk / f"packs-{day}"
        ran = self.run("form", "export", "--out", out, day=day)
        assert ran.exit_code == 0, ran.stderr
        for path in out.glob("*.zip"):
            with zipfile.ZipFile(path) as archive:
                archive.extractall(out / path.name.split("_")[0])
        return out

    def sent_back(self, folder: Path, unit: str, day: str) -> Result:
        """The folder zipped, as it was filled in, and brought in."""
        path = self.desk / f"{unit}_填报包_{day.replace('-', '')}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for file in sorted(folder.rglob("*")):
                if file.is_file():
                    archive.write(file, file.relative_to(folder).as_posix())
        return self.taken(path, day)


def column(sheet: Worksheet, head: str) -> int:
    heads = [str(sheet.cell(3, place).value or "") for place in range(1, sheet.max_column + 1)]
    return next(place for place, text in enumerate(heads, 1) if text.startswith(head))


def rows_of(sheet: Worksheet, head: str) -> dict[str, int]:
    place = column(sheet, head)
    return {str(sheet.cell(row, place).value or ""): row for row in range(sheet.max_row, 3, -1)}


def write(sheet: Worksheet, row: int, values: Mapping[str, Any]) -> None:
    for head, value in values.items():
        if value not in (None, ""):
            sheet.cell(row, column(sheet, head)).value = value


def first_empty(sheet: Worksheet, head: str) -> int:
    place = column(sheet, head)
    return (
        next(row for row in range(sheet.max_row, 2, -1) if sheet.cell(row, place).value) + 1
        if any(sheet.cell(row, place).value for row in range(4, sheet.max_row + 1))
        else 4
    )


def fill_list(path: Path) -> None:
    """The empty workbook of a list, with the list of 云山省 typed into it."""
    book = openpyxl.load_workbook(path)
    places = rows_of(book["基本信息"], "项目")
    for item, content in BASIC.items():
        write(book["基本信息"], places[item], {"内容": content})
    for number, row in enumerate(ROWS, 4):
        write(book["指标"], number, dict(zip(ROW_HEADS, row, strict=True)))
    for number, veto in enumerate(VETOES, 4):
        write(
            book["一票否决"], number, dict(zip(("编号", "条件", "看近几年", "证明材料"), veto, strict=True))
        )
    sheet = book["分项"]
    for measure_no in MOVED:
        write(sheet, rows_of(sheet, "编号")[measure_no], {"工作组": "生态生活建设组"})
    start = first_empty(sheet, "分项")
    for number, measure in enumerate(MEASURES, start):
        write(sheet, number, measure)
    book.save(path)


def fill_plan(path: Path) -> None:
    """The plan workbook: four townships, six groups, three phases, who leads the new indicators."""
    book = openpyxl.load_workbook(path)
    places = rows_of(book["概况"], "项目")
    for item, content in PROFILE.items():
        write(book["概况"], places[item], {"内容": content})
    write(book["工作组"], rows_of(book["工作组"], "名称")["生态文化创建组"], {"名称": "无"})
    units = book["单位"]
    for number, (name, (code, villages)) in enumerate(TOWNSHIPS.items(), first_empty(units, "名称")):
        write(units, number, {"名称": name, "类别": "乡镇", "代码": code, "村数": villages})
    phases = book["阶段"]
    for name in GONE_PHASES:
        write(phases, rows_of(phases, "名称")[name], {"名称": "无"})
    write(phases, rows_of(phases, "名称")["考核验收阶段"], {"名称": "验收阶段", "开始": "2027-05-01"})
    tasks = book["任务分解"]
    for indicator, lead in LEADS.items():
        write(tasks, rows_of(tasks, "指标")[indicator], {"牵头": lead})
    materials = book["材料"]
    for name, form in (("生态日活动照片", "照片"), ("林长制实施方案", "红头文件PDF")):
        write(materials, rows_of(materials, "材料")[name], {"形式": form, "年度": "评估年"})
    book.save(path)


def fill_pack(folder: Path, unit: str) -> None:
    """What a unit does with its pack: figures, answers, and a paper into every folder."""
    path = next(folder.rglob("*填报表.xlsx"))
    book = openpyxl.load_workbook(path)
    proofs: dict[str, str] = {}
    for asked in sorted(folder.glob("**/佐证/*")):
        no = asked.name.split(" ")[0]
        proofs.setdefault(no.split("-")[0], no)
        put_papers(asked)
    if "数据" in book.sheetnames:
        fill_figures(book["数据"], unit, proofs)
    if "一票否决" in book.sheetnames:
        for no, row in rows_of(book["一票否决"], "编号").items():
            if no.startswith("V"):
                write(book["一票否决"], row, {"结论": "无", "证明到哪天": "2027-09-30", "依据材料": no})
    if "上级下达" in book.sheetnames:
        fill_assigned(book["上级下达"])
    book.save(path)


def fill_figures(sheet: Worksheet, unit: str, proofs: Mapping[str, str]) -> None:
    for no, row in rows_of(sheet, "编号").items():
        if not re.fullmatch(r"\d\d\.\d+", no):
            continue
        name = re.sub(r"（.*", "", str(sheet.cell(row, column(sheet, "填报项目")).value))
        values = figures(unit, no, name)
        if values is None:
            continue
        write(sheet, row, {**{f"{year}年": value for year, value in zip(YEARS, values, strict=True)},
                           "依据材料": proofs.get(no[:2])})  # fmt: skip


def figures(unit: str, no: str, name: str) -> tuple[Any, ...] | None:
    """What a unit reports, oldest year first."""
    if unit in TOWNSHIPS:
        own = TOWNSHIP_FIGURES.get(no, TOWNSHIP_FIGURES.get(name))
        value = own[list(TOWNSHIPS).index(unit)] if own else 10
        return (value,) * len(YEARS)
    if (unit, no) in OTHERS:
        return (OTHERS[unit, no],) * len(YEARS)
    return LEAD_FIGURES.get(no, LEAD_FIGURES.get(name))


def fill_assigned(sheet: Worksheet) -> None:
    place, year = column(sheet, "项目"), column(sheet, "年度")
    for row in range(4, sheet.max_row + 1):
        if (
            "卫生厕所" in str(sheet.cell(row, place).value or "")
            and str(sheet.cell(row, year).value) == "2026"
        ):
            write(
                sheet,
                row,
                {
                    "目标值": "≥92",
                    "下达单位": "云山省爱卫办",
                    "文号": "云爱卫〔2026〕1号",
                    "依据材料": "32-3",
                },
            )


def put_papers(folder: Path, mark: str = "") -> None:
    """What 要求.txt asks for: a paper for all years or one a year, or an event with its parts."""
    said = (folder / "要求.txt").read_text(encoding="utf-8-sig")
    for blank in folder.glob("*.xlsx"):
        blank.unlink()
    if event := re.search(r"要有：(.+?)。", said):
        place = folder / f"2027-03-20 {folder.name[5:].strip()}"
        place.mkdir()
        for part in event[1].split("、"):
            number, name = re.sub(r"（.*", "", part).split(" ", 1)
            for copy in range(int((re.findall(r"至少(\d)", part) or ["1"])[0])):
                place.joinpath(f"{number} {name}{copy or ''}.pdf").write_bytes(paper(f"{place}{part}{copy}"))
        return
    span, listed = (
        re.search(r"(\d{4}—\d{4})年", said),
        re.search(r"((?:\d{4}、)*\d{4})年", said.split("交")[0]),
    )
    names = [span[1].replace("—", "-")] if span else listed[1].split("、") if listed else ["2027"]
    for name in names:
        folder.joinpath(f"{name}.pdf").write_bytes(paper(f"{folder}{name}{mark}"))


def paper(text: str) -> bytes:
    import hashlib

    return pages([words(hashlib.sha256(text.encode()).hexdigest())])
