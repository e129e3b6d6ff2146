"""The Chinese of the package: it goes upward, so that its folders, lists and sentences are in Chinese for everybody."""

from __future__ import annotations

PACKAGE = "{county}_{bid}_验收材料"
DRAFT_OF, PART_OF, INCREMENT_OF = "{name}（草稿）", "{name}（第{part}包，共{parts}包）", "{name}（增补）"
OPENING, CONTENTS, HANDOVER = "打开我.html", "00 总目录.xlsx", "移交清单.docx"
"""The files beside the material, to be opened first."""
APPLICATION, VETOES, INDICATORS, ARCHIVE = (
    "01 申报文件",
    "02 一票否决条件证明",
    "03 指标证明材料",
    "05 档案",
)
"""Folders of the material."""
INDICATOR_PAGE, VOLUME_LIST, VETO_TABLE = (
    "00 指标说明页.docx",
    "00 卷内目录.docx",
    "00 一票否决条件一览表.docx",
)
SELF_REPORT = "县级自查报告.docx"
ARCHIVE_LIST, COVERS, SPINES = "归档文件目录.xlsx", "案卷封面.docx", "脊背.docx"
LABELS, COVER_SHEET, SPINE_SHEET = "案卷封面和脊背.xlsx", "案卷封面", "脊背"

ROW, ROW_NOT_APPLICABLE = "第{no}项 {name}（{boxes}）", "第{no}项 {name}（{boxes}，不涉及）"
BOX, BETWEEN_BOXES = "{no}卷", "、"
ELSEWHERE = "{no}卷（见第{row}项）.txt"
SEE_ROW = "{no}卷的材料存放在“{folder}”文件夹，不重复存放。"
REFERENCE_NAME, REFERENCE_OF_UNIT = (
    "{reference}（互见{target}）.txt",
    "{reference} {title}（互见{target}）.txt",
)
REFERENCE = (
    "{reference}为互见件（归档目录编号{catalogue}），原件见{box}第{target}件《{title}》"
    "（归档目录编号{target_catalogue}）。"
)
REFERENCE_LOST = "{reference}为互见件（归档目录编号{catalogue}），所指的{target}未收到。"
MISSING_NAME, NO_CERTIFICATE_NAME, HIT_NAME = (
    "{name}（缺件）.txt",
    "{name}（未出证明）.txt",
    "{name}（存在否决情形）.txt",
)
MISSING = "{name}：截至{day}未收到或不齐全。"
WAIVED = "{name}：截至{day}未收到，已批准豁免。"
NO_CERTIFICATE = "{name}：截至{day}未出具证明。"
HIT = "{name}：存在否决情形。"
UNIT_YEARS_TITLE, OF_ITS_OWN, OF_EACH = "{unit}{title}", "本单位", "各单位"
ARCHIVE_NAME, NOT_PACKED = (
    "{name}（压缩包，未放入）.txt",
    "{reference} {title}：所交为压缩包，按规定未放入，请另交解压后的文件。",
)
ARCHIVE_REMARK = "压缩包，未放入"

DRAFT, DRAFT_LINE = "草稿", "草稿，未作为正式材料提交。"
BETWEEN_NOTES = "　"
SEE, SEE_LOST, SEEN_FROM, CALLED = (
    "互见{target}",
    "互见{target}（未收到）",
    "{sources}互见",
    "原文件名：{name}",
)
BETWEEN_REMARKS = "；"
SUM = "共{files}件（另有互见{references}件），{pages}页"
SUM_UNKNOWN = "{sum}（{unknown}件无页数）"
UNCOUNTED = "页码编到第一件没有页数的材料为止。"

LIST_TITLE, LIST_PLACE = "卷内目录", "全宗名称：{office}　　年度：{year}年　　机构（问题）：{volume}"
GAPS = "缺件：{gaps}。"
VETOES_TITLE = "一票否决条件证明"
VETO_TITLE = "一票否决条件一览表"
VETO_HEADS = ("序号", "条件", "结论", "所涉期间", "证明材料")
NO_DOCUMENT = "未出具"

OFFICE = "{county}创建生态文明建设示范县工作领导小组办公室"
ARCHIVE_TITLE = "{county}创建生态文明建设示范县工作档案"
TO_FILL_IN, FILL_IN_FONDS, FILL_IN_PERIOD = (
    "（请补充）",
    "（请补充：县档案馆给的全宗号）",
    "（请补充：按县档案馆审定的期限表）",
)
FONDS, FONDS_NAME, YEAR, PERIOD, SUBJECT, ROW_NO, FILED_BY, DAYS, NUMBERS, AMOUNT, SECRECY = (
    "全宗号",
    "全宗名称",
    "年度",
    "保管期限",
    "机构（问题）",
    "标准序号",
    "立卷单位",
    "起止日期",
    "起止档号",
    "件数、页数",
    "密级",
)
ROW_WORD, YEAR_WORD, FROM_TO, AMOUNT_WORDS, NO_SECRECY = (
    "第{no}项",
    "{year}年",
    "{first}至{last}",
    "{files}件，{pages}页",
    "无",
)
BOX_NO, UNCOUNTED_FILES = "盒号", "{amount}（{unknown}件无页数）"
SPINE_NOTE = "脊背（按1:1打印，沿线剪下；盒厚30、40、50毫米各一）"

HANDOVER_TITLE, HANDOVER_BODY = (
    "验收材料移交清单",
    "{county}将{bid}的验收材料移交接收单位。材料按下列校验值核对，与移交时一致的，双方盖章确认。",
)
HANDOVER_LABELS = {
    "package": "材料包",
    "day": "截至日期",
    "standard": "依据标准",
    "files": "文件数",
    "bytes": "字节数",
    "manifest": "校验文件的校验值（SHA-256）",
    "lock": "佐证锁定清单的校验值（SHA-256）",
}
NO_LOCK = "未锁定"
HANDOVER_PARTIES = (
    "移交单位（盖章）",
    "接收单位（盖章）",
    "移交人（签字）",
    "接收人（签字）",
    "移交日期",
    "接收日期",
)
HANDOVER_COLUMNS = ("序号", "文件夹", "件数", "互见", "页数")

ALL_LINES, PAGE_SUMS, SEE_ALSO, TOWNSHIPS, CHANGES = "总目录", "页数合计", "互见表", "乡镇数据", "与上次相比"
SERIAL, VOLUME, REFERENCE_HEAD, NUMBER_HEAD, ISSUER, TITLE, DAY, SECRECY_HEAD, PAGES, PLACE, PART, REMARK = (
    "序号",
    "卷",
    "档号",
    "文号",
    "责任者",
    "题名",
    "日期",
    "密级",
    "页数",
    "页码",
    "所在包",
    "备注",
)
PART_WORD, NOT_IN_THIS, MISSING_COUNT, FILES, REFERENCES, UNKNOWN_PAGES = (
    "第{part}包",
    "见上次",
    "缺件",
    "件数",
    "互见",
    "无页数的件数",
)
TARGET, TARGET_TITLE, WHAT, CHANGED_FILE, ALL = "互见", "原件题名", "变化", "材料", "合计"
NEW, REPLACED, WITHDRAWN = "新增", "更换", "撤回"
SINCE = "与上次相比：新增{new}件，更换{replaced}件，撤回{withdrawn}件；未变化的{same}件见上次的材料包。"
CATALOGUE_HEAD, TARGET_CATALOGUE = "归档目录编号", "原件归档目录编号"
CATALOGUE_NOTE = (
    "归档目录编号为县里归档文件目录所用的编号，由材料编号、年度和单位组成；档号为本材料包所用的编号。"
)
NUMBER_GAPS, GAP_HEAD, GAP_REASON = "断号", "编号", "原因"
SITES, SITE_TABLE = "04 现场点位", "现场点位表.docx"
