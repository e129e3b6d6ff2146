"""The Chinese of the folders that an archive takes in: names, the notice, and the rules of numbering."""

from __future__ import annotations

NAME = "{county}_{bid}_电子档案"
DOCUMENTS, OTHERS = "电子档案", "其他"
"""Folders, as the source of the layout names them."""
DIRECTORY_SCHEMA, RULES = "文件目录.XSD", "编号和命名规则.TXT"
CATEGORY = "{no} {name}"
TITLED = "{no} {title}{suffix}"

ROOT, ENTRY = "文件目录", "文件"
FIELDS = ("顺序号", "档号", "责任者", "题名", "日期", "密级", "电子档案名称", "备注")
"""Elements of the directory, as the source of the layout names them."""
PLACE, IN_PACKAGE, SEEN_FROM, CALLED, BETWEEN = (
    "存放于{folder}",
    "验收材料中编号{reference}",
    "{sources}互见",
    "原文件名{name}",
    "；",
)

DRAFT, TO_FILL_IN = "草稿，未作为正式档案移交。", "（请补充）"
TITLE = "电子档案移交说明文件"
MEDIUM = "一、载体"
MEDIUM_LINES = ("载体编号", "载体类型", "载体容量", "载体保管单位", "载体检查单位", "检查日期")
MADE_BY = "载体制作单位"
CONTENT = "二、内容"
FONDS, FONDS_HINT, FONDS_NAME = "全宗号", "（请补充：县档案馆给的全宗号）", "全宗名称"
PERIOD, PERIOD_HINT = "保管期限", "（请补充：按县档案馆审定的期限表）"
BID, STANDARD, OUTCOME, DAY, AMOUNT, YEARS, CATEGORIES, CHECKSUMS, MADE_WITH = (
    "申报",
    "依据标准",
    "申报结果",
    "截至日期",
    "数量",
    "年度",
    "类别",
    "校验",
    "制作工具",
)
MADE_WITH_WORDS = "{tool}，数据版本{version}"
OUTCOMES = {"named": "{day}命名", "refused": "{day}未通过", "withdrawn": "{day}撤回"}
NOT_ENDED = "申报尚未结束"
AMOUNT_WORDS, CATEGORY_WORDS = "电子档案{files}件，{bytes}字节", "{count}类，按卷分"
BETWEEN_YEARS = "、"
CHECKSUMS_WORDS = "“{name}”列有除本文件以外每个文件的SHA-256校验值；该文件自身的校验值为{sha256}"
READING = "三、读取所需的软硬件环境"
READING_LINES = (
    "目录文件为XML 1.0，UTF-8编码；说明文件和规则为文本文件，UTF-8编码。",
    "电子档案为各单位所交的原件，内容未作改动、未转换格式；各格式的件数：{kinds}。",
    "各格式可用通用的办公、版式阅读和看图软件打开，未作压缩。",
)
KIND, UNKNOWN_KIND, NO_KINDS = "{kind} {files}件", "未识别", "无"
NOT_OPENED, VIRUS = (
    "其中无法打开或已加密的{files}件：{numbers}。",
    "病毒：本工具未作检查，由制作单位或接收单位检查。",
)
GAPS, NO_GAPS, GAP = "断号", "编号连续，无断号。", "{number}：{reason}。"
MISSING, NO_MISSING = "缺件", "应交的材料齐全，无缺件。"
NUMBERING = "四、断号和缺件"
UNVERIFIED = "五、未经核实的事项"
UNVERIFIED_LINES = (
    "存储结构、文件名和目录项目依据《电子档案的存储结构》（移交电子档案通知的附件2，网上转载）。",
    "该通知的发文机关和文号未见，县档案馆是否采用未经核实。",
    "“类别”按本县各卷划分、“年度”取成文年度，是本工具的做法，以县档案馆的分类方案为准。",
    "档号为申报期间所编，全宗号、门类和正式档号由县档案馆给定。",
)

RULES_TITLE = "编号和命名规则"
RULES_LINES = (
    "一、档号：材料编号加两位以上的流水号，如25-1-01；材料编号的前一段为卷号。建卷时定，不因标准换版而改变。",
    "二、年度：取成文日期的年度；没有登记成文日期的，取收到日期的年度；都没有的，取移交截止的年度。",
    "三、类别：卷号加卷名，一卷一个文件夹。",
    "四、文件名：档号、空格、题名；不用原来的文件名，原文件名见目录备注。题名过长的，文件名中截短。",
    "五、路径：整个路径连同盘符不超过200个字；目录中的题名是完整的。",
    "六、目录的“日期”为成文日期（YYYYMMDD），没有登记的空着；“密级”照登记填写，没有登记的空着。",
    "七、目录的“电子档案名称”为文件名，在本载体内不重复；所在文件夹见备注。",
    "八、互见件不存两遍，目录不列，其档号列入断号。",
)
