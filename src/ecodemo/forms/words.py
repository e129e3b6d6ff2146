"""The words of the papers that leave the office. They are Chinese always, whatever language the terminal speaks."""

from __future__ import annotations

from datetime import date

from ecodemo.assess.ledger_standing import ClosingFlaw
from ecodemo.language import Language, Speaker
from ecodemo.model.message import Message
from ecodemo.model.organisation import UnitKind
from ecodemo.model.requirement import Form

CHINESE = Speaker(Language.ZH)

FRONT_TITLE = "创建生态文明建设示范县 · {unit}填报表"
EXAMPLE = "［示例：数值为编造］"
EARLIER_FORM = "{name}（旧{no}）"
"""What a workbook is called that another one took the place of."""
DRAFT, DOES_NOT_APPLY = "（草稿）", "（不涉及）"
OPINION_PROBLEM, OPINION_WITHOUT_NOTE, OPINION_DOCUMENTS = (
    "第{no}项{row}：评审意见“{opinion}”",
    "，未写明理由",
    "（涉及{documents}）",
)
OPINIONS_OF = "{county}创建{bid}"
SAMPLE_NOTE = (
    "从{of}份材料中按单位和指标抽取{drawn}份（随机数{seed}）。两人分别对照原件核查，在“甲查”“乙查”各选“无误”“有误”或“打不开”；"
    "两人结论不一致的按有误计，商定后改正并重新导入。全部填完再报回创建办。"
)
COUNTIES_SAMPLE_NOTE = (
    "从{counties}个县（市、区）的{of}份材料中按县和指标抽取{drawn}份（随机数{seed}）。{unjudged}"
    "两人分别对照原件核查，在“甲查”“乙查”各选“无误”“有误”或“打不开”，填完后按“结果对照”得出结论。"
)
NOT_DRAWN_FROM = "另有{count}个县（市、区）未能判定，不在抽取范围。"
THREE_THINGS = "只做三件事"
COLOURS = "黄色单元格由本单位填写；灰色单元格无须填写，改动不予采纳。"
FIGURES = (
    "1 “数据”表：填{count}个数，{years}。无此项工作的，在“不涉及”选“是”并写明原因；原填有误须删除的填“无”。"
)
NO_FIGURES = "1 “数据”表：本次无须填报数据。"
PROOF = (
    "2 “佐证”文件夹：将材料存入对应编号的文件夹，文件名写明年度（如“2020台账.xlsx”，"
    "一份材料涉及三年的写“2018-2020”）。"
)
SIGN = "3 打印“数据”表，签字盖章，扫描后存入“{folder}”文件夹。将整个文件夹压缩后报回{office}。"
SEND_BACK = "3 填写并保存后，将整个文件夹压缩后报回{office}。"
BESIDES = "{sheets}也请填。"
BESIDE_SHEETS = ("一票否决", "工程", "上级下达", "文字")
OVERDUE, SOME_OVERDUE = "，已过{days}天", "；另有已过期的"
LAST_RECEIVED, STILL_MISSING, TO_PUT_RIGHT, ASK = "上次收到", "还差", "要处理的问题", "咨询"
NEVER = "尚未收到"
NOTHING_MISSING = "已齐全"
MISSING_FIGURES, MISSING_DOCUMENTS = "数据{count}个", "材料{count}项"
PROBLEM_COUNT, NO_PROBLEM = "{count}个，见“问题”表", "没有"
CONTACT = "{office}（电话见通知）"
OFFICE = "创建办"
WEEKDAYS = "一二三四五六日"
SIGNATURES = ("填报人（签字）：", "审核人（签字）：", "主要负责人（签字、盖章）：", "日期：     年   月   日")
READ_OUT = "读出，请核对"
READ_OUT_NOTE = (
    "斜体的文号、成文日期、责任者系从材料中识别，请核对：有误的直接改正，无文号的填“无”。核对并报回后生效。"
)
NO_PROBLEMS_YET = "目前无待处理的问题。"
NO_FIGURES_YET = "本次无须填报数据。"
PAGE = "第 &P 页 共 &N 页"
NUMBERS_ONLY = "仅填数字，不带单位；无此项工作的，在“不涉及”选“是”。"
FILL_IN_A_NUMBER = "请填数字"

COMPUTED, COMPUTED_PLAIN = "{name}（自动算，标准{target}）", "{name}（自动算）"
WITH_TARGET = "{name}（标准{target}）"
COUNTY_TOTAL = "{name}（全县数）"
"""What a lead reports beside the units that report their parts."""
STAMPED = "{name}（全县盖章数）"
"""What a lead reports of a computed measure, under its stamp."""
CHOOSE = "选一项"

FORM = {
    Form.DOCUMENT: "红头文件PDF",
    Form.REPORT: "监测报告PDF",
    Form.TABLE: "台账xlsx",
    Form.PHOTO: "照片",
    Form.SCREENSHOT: "网页截图",
    Form.CERTIFICATE: "盖章件PDF",
    Form.MINUTES: "纪要签到PDF",
    Form.MAP: "图件PDF",
    Form.CONTRACT: "合同验收PDF",
    Form.SURVEY: "调查报告PDF",
}
STAMPED_BY_UNIT = frozenset({Form.DOCUMENT, Form.TABLE, Form.CERTIFICATE})
"""Forms that bear the stamp of the unit that hands them in, where the requirement names nobody else."""
ONCE = "一次"

BLANK_SUBJECT = "填报单位：{unit}    逐行填写；行数不足的在中间插入行，“合计”自动计算，无须修改。"
BLANK_INDEX, BLANK_ITEM, BLANK_NOTE = "序号", "名称（村、单位、项目等）", "备注"
BLANK_FIGURE, BLANK_YEAR, BLANK_TOTAL = "{no} {name}（{unit}）", "{year}年", "合计"
BLANK_NOT_A_NUMBER = "部分单元格不是数值"
BLANK_NUMBERS_ONLY = "仅填数字，不带单位；无数据的留空。"

ASKED = "{name}：{years}，{form}，{stamp}，{due}前交{need}。"
ASKED_NO_DAY = "{name}：{years}，{form}，{stamp}{need}。"
ASKED_ONCE, ASKED_EACH, ASKED_YEAR = (
    "交一次",
    "{years}年，每年一份（一份涉及多个年度的，提交一份即可）",
    "{years}年",
)
ASKED_STAMP, ASKED_OWN_STAMP, ASKED_NO_STAMP = "{stamp}出具或盖章", "由本单位盖章", "无须盖章"
ASKED_SUPPORT = "（补充材料，有则提交）"
ASKED_PARTS = "每次活动一个文件夹，须有：{parts}。"
ASKED_PART, ASKED_SOME_PARTS = "{name}", "{name}（至少{count}份）"
ASKED_AT_LEAST = "每年至少{count}件。"
RETURNED_OFTEN, RETURNED_TIMES = "以往退回的主要原因：{reasons}。", "{reason}（{count}次{again}）"
RETURNED_AGAIN, RETURNED_SHORT = "，其中再次退回{count}次", "{reason}{count}次"
RETURNED_SO_FAR = "已退回{count}次{again}（{reasons}），请对照自查。"

RETURNED_FOR, RETURNED_OF_KIND, AGAIN_BY = "退回：{reason}", "退回（{reason}）", "。{day}前重交"
HAND_IN_AGAIN = "整改后存入“{folder}”文件夹，重交"
TO_REVIEW, TO_REVIEW_AGAIN, PASSED = "待审核", "待复核", "通过"
TO_RECOGNISE = "不涉及，待{unit}认定"
COPIES, SPAN_COPY, SEE, LACKS = "{count}份", "1份（{years}）", "见{no}", "缺{years}"
NOT_THERE, SPOILT, NOT_COMPLETE = "未收到", "{years}无法打开", "{years}不齐全"
EMPTY_FILE, WAIVED_YEARS = "{years}是空文件", "{years}豁免"
EXTENDED = "{day}（延期）"
REDELIVERED, REPLACED, NOT_REDELIVERED = "{day}重交", "文件已更换", "尚未重交"
FORMERLY, FORMERLY_ACCEPTED = "原{returned}", "{day}审核通过的是原文件"
HANDED_IN_LATE, REDELIVERED_LATE = "迟交{days}天（应于{due}前交）", "重交晚{days}天"
TOO_MUCH_TO_ENCLOSE = "文件未随包附上（附件合计超过{limit}），请向创建办索取"
CONTENT_NOT_HERE, SOME_CONTENT_NOT_HERE = (
    "文件内容不在发送任务包的电脑上，未随包附上",
    "其中{count}个文件的内容不在发送任务包的电脑上，未随包附上",
)
NOT_ENCLOSED = "有{count}件未随包附上（见“工具提示的问题”）：{names}。"
NOT_ENCLOSED_MORE = "等"
CHECKED_BY_TOOL = "自动核对"

IN_SHEET = "“{sheet}”表{about}{years}"
CELL_REFUSED = "{what}所填为{typed}，未采纳：{reason}"
ROW_REFUSED, CELL_CONFLICT = "{what}未采纳：{reason}", "{what}：{reason}"
VETO_PROOF_MISSING = "{no}尚未收到"
FILE_REFUSED, FILE_UNKNOWN = "“{name}”未采纳：{reason}", "“{name}”未归档：{reason}"
CONFLICTS = "县级现为“{ours}”，所填为“{theirs}”"
SETTLE = "以县级内容为准的，改为县级内容；所填无误的，不作修改，在“说明”中写明原因"
EMPTY_CELL = "空"
MEND, MEND_ROW = "请改正红色单元格后将表报回", "编号有误的请改正；无须填报的，删除该行"
OF_NEW_ENTRY = "{problem}：{about}"
NOTE = "{reason}\n整改办法：{action}"
ANSWER_OF_YEAR = "{year}年：{reason}"
PUT_INTO = "{said}。\n整改办法：将材料存入“{folder}”文件夹，重新报送。"

LONGEST_TEXT = 300
"""Characters of a text to paste into a chat."""
SAID_RECEIVED, SAID_ANSWERED = "{days}的任务包已收到。", "“问题”表里的{count}条答复已登记。"
SAID_FROM_LEDGERS = "“数据”表留空的{count}个数已从台账读入。"
SAID_AS_OF = "截至{day}，"
SAID_THANKS, SAID_ALL_THERE = "谢谢！", "已收齐，谢谢！"
SAID_FIGURES_OWED = "数据尚缺{count}个"
SAID_NOT_THERE, SAID_NOT_USABLE, SAID_LACKS = "未收到", "不齐全或无法打开", "缺{years}年"
SAID_FIGURES_NAMED = "（{names}）"
SAID_LOST, SAID_LOST_UNUSABLE = "登记的文件未找到，请重新报送", "文件无法打开，请重新报送"
SAID_AGAIN = "{reason}，请重新报送"
SAID_BY, SAID_OVERDUE = "，{day}前交", "，应于{day}前交，已逾期{days}天"
SAID_REFUSED, SAID_CONFLICT, SAID_UNKNOWN = "未采纳{reason}", "不一致{reason}", "未归档{reason}"
SAID_RETURNED, SAID_FOUND, SAID_LEDGER = "退回{reason}", "有疑问{reason}", "整改未销号{reason}"
SAID_AGAIN_BY, SAID_AGAIN_OVERDUE = "，{day}前重交", "，应于{day}前重交，已逾期{days}天"
SAID_CLOSE_BY, SAID_CLOSE_OVERDUE = "，{day}前办结", "，应于{day}前办结，已逾期{days}天"
SAID_SEE_BOOK, AND_SO_ON = "原因见附件", "{said}等"
SAID_LEFT_OVER = "有{count}处未录入（批注、表外或灰色单元格中的文字等），由创建办处理"
SAID_MORE_DUE = "另有{count}项"
SAID_MORE, SAID_MORE_OWED, SAID_IN_ALL = "另有{count}项见附件", "另有{count}项见“佐证”表", "共{count}项待办"
SAID_MARKED, SAID_LISTED = "表已标红，见附件。", "见附件“问题”表。"
REPORTED_AND_FOUND = "所报为{value}，{cell}中为{found}"

NOT_SUBMITTED = "未报送"
STILL_OWING = "已报送但有未整改问题，或缺报、缺交已到期、即将到期的单位"
SILENT = "{since}以来未再报送，且有未整改问题，或缺报、缺交已到期、即将到期的单位"
OF_ALL, CONTINUED, NOT_NAMED = "（{count}个）：", "（续）：", "，另有{count}个"
FIGURES_TO_DO, ITEMS_TO_DO, LONGEST_OVERDUE = "数据{count}个", "{count}项", "最长已逾期{days}天"

EVERYBODY = "各单位"
KINDS = {UnitKind.TOWNSHIP: "乡镇", UnitKind.DEPARTMENT: "部门"}
NOTICE_HEAD, NOTICE_EACH = "{about}任务包已发{each}。", "，每个单位一个压缩包，请各自接收"
NOTICE_DO = "解压后办理三项工作：1 填写“数据”表的黄色单元格；2 将材料存入“佐证”中对应编号的文件夹，文件名写明年度；3 {third}"
NOTICE_SIGN = "打印“数据”表，签字盖章，扫描后存入“{folder}”文件夹。"
NOTICE_SOME_SIGN = "有“{folder}”文件夹的，打印“数据”表，签字盖章，扫描后存入。"
NOTICE_SEND = "将整个文件夹压缩后报回{office}。"
NOTICE_BY, NOTICE_DUE = "{who}{day}前", "{days}交齐。"
NOTICE_FIRST, NOTICE_NEXT = "部分材料须于{day}前提交，见“佐证”表。", "最近的截止日期是{day}，各项见“佐证”表。"
NOTICE_OVERDUE = "已到期未交的，请尽快补交。"
NOTICE_ASK = "材料要求见各文件夹中的“要求.txt”。"

LEDGER_STATE = {
    "open": "未销号",
    "late": "逾期未销号",
    "closed": "已销号",
    "closed late": "逾期办结",
}
CLOSING_FLAW = {
    ClosingFlaw.BY_ITSELF: "责任单位自行销号，不予认定",
    ClosingFlaw.WITHOUT_PROOF: "销号材料未找到，不予认定",
}
DAYS_LATE = "{days}天"
STAGE_OVERDUE = "逾期{days}天"
STAGE_WITHOUT_DOCUMENT, STAGE_DOCUMENT_MISSING = "未填写依据材料", "{no}尚未收到"
WITHOUT_BUDGET, BEYOND_BUDGET = "{years}年未列入预算", "{years}年支付超过预算"
DONE_ON = "{day}完成"
ANSWERED = "{unit}答复：{answer}"

HOW_TO_MEND = {
    "DC101": "与各单位数据合计核对，查明后改正并附依据",
    "DC102": "与各单位数据合计核对，查明后改正并附依据",
    "DC103": "两项数据均与台账核对，可能有一项年度或计量单位有误",
    "DC104": "核对计量单位，确实无误的在“说明”中写明原因",
    "DC105": "在“数据”表选“依据材料”，写明页码或单元格",
    "DC107": "与负责该数据的单位核对一致；不由本单位填报的填“无”",
    "DC108": "核对年度，不满一年的数据不填报",
    "DC110": "核对后改正填报表或台账，使两处一致",
    "DC111": "核对“依据材料”和“页码或单元格”，填写正确位置",
    "DC112": "核对“依据材料”和“页码或单元格”，填写正确页码",
    "DC116": "另存为xlsx后重交，或人工核对后告知创建办",
    "EV101": "重新复制完整的文件，存入文件夹",
    "EV106": "补齐所缺部分，存入同一活动的文件夹",
    "EV109": "用原软件打开，另存为要求的格式后重交",
    "EV110": "重新扫描，或提供可打开的文件",
    "EV111": "去除密码后重交",
    "EV112": "转换为要求的格式后重交",
    "EV113": "提交原图或重新扫描，文字须清晰",
    "EV114": "重新扫描，删除空白页、补齐漏页",
    "EV115": "补交有效期覆盖评估年的文件",
    "EV116": "说明成文晚的原因；补制的注明补制日期",
    "EV118": "各项分别提交材料；确为同一份的，在“说明”中填“见”和编号",
    "EV119": "更换为各自的照片",
    "EV120": "补交缺号的文件，确实没有的在“说明”中写明",
    "EV121": "核对文号，与红头文件一致",
}
"""What a unit does about what a rule found; findings of other rules are the office's own business."""
SAID_TO_REVIEWERS = frozenset({*HOW_TO_MEND, "EV117", "PV103", "PV104"})
"""Rules whose findings a reviewer reads beside the document."""


def returned(why: Message | str) -> str:
    """That a document was returned, and why: `退回：缺村级签字`, `退回（缺印章或签字：缺村级签字）`."""
    return (RETURNED_OF_KIND if isinstance(why, Message) else RETURNED_FOR).format(reason=CHINESE.say(why))


def missing_words(figures: int, documents: int) -> str:
    """How much is missing; empty where nothing is."""
    counted = ((figures, MISSING_FIGURES), (documents, MISSING_DOCUMENTS))
    return "，".join(pattern.format(count=count) for count, pattern in counted if count)


def note(reason: str, action: str) -> str:
    """The remark beside a red cell, in two sentences."""
    return NOTE.format(reason=sentence(reason), action=sentence(action))


def sentence(text: str) -> str:
    """With a full stop, where it does not end with a sign."""
    return text if text.endswith(("。", "？", "！")) else f"{text}。"


def of_years(years: tuple[int, ...] | list[int]) -> str:
    """`（2018—2020年）`; empty where there are none."""
    return f"（{years_words(years)}年）" if years else ""


def day_words(day: date, today: date) -> str:
    """A day, without its year where that is this year."""
    return f"{day.month}月{day.day}日" if day.year == today.year else full_day(day)


def full_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def with_weekday(day: date) -> str:
    return f"{full_day(day)}（星期{WEEKDAYS[day.weekday()]}）"


def span_words(first: date, last: date) -> str:
    """The months of a phase: `2021年5月`, `2021年6月—9月`, `2022年1月—2025年12月`."""
    start = f"{first.year}年{first.month}月"
    if (first.year, first.month) == (last.year, last.month):
        return start
    return f"{start}—{last.month}月" if first.year == last.year else f"{start}—{last.year}年{last.month}月"


def years_words(years: tuple[int, ...] | list[int]) -> str:
    """`2018—2020` where they follow one another, else `2018、2020`."""
    if len(years) > 1 and list(years) == list(range(years[0], years[-1] + 1)):
        return f"{years[0]}—{years[-1]}"
    return "、".join(str(year) for year in years)
