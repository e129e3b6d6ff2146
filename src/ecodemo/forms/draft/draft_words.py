"""The words of the draft of a unit's own self-inspection report (本单位自查报告), in the order of the draft.

What `（请补充：…）` and `××` stand for only the unit knows. `{we}` is how the unit speaks of itself: 我镇, 我局.
"""

from __future__ import annotations

from ecodemo.model.organisation import UnitKind
from ecodemo.model.verdict import Verdict

DRAFT = "样稿"
FILE_NAME = "{name}（" + DRAFT + "）"

TITLE = ("{unit}", "创建{bid}", "自查报告")
TITLE_OF_OFFICE = ("{county}", "创建{bid}", "工作领导小组办公室自查报告")
"""Where it is too long for one line, it is broken between these."""
TITLE_LINE = 20
"""Characters of the title that fit on one line."""
NOTICE = (
    "样稿说明：本稿按创建办{day}的数据自动填好，供{unit}修改。标黄处请补充；表中的数与填报表一致，有错先改填报表。"
    "{name}定稿时删去本段，去掉文件名里的“样稿”，盖章后放进“{folder}”文件夹{due}。"
)
NAME_UNVERIFIED = "单位全称未核实，以印章为准。"
SENT_BACK = "；上次交的已退回（{reason}）"
DUE_BY, DUE_OVER, CAME_BEFORE = "，{day}前交", "；应于{day}交，已过{days}天", "；报告已经收到过，有改动才重交"

LEADING_GROUP = "{county}创建生态文明建设示范县工作领导小组"
OFFICE = LEADING_GROUP + "办公室"
"""What the bid office is on paper."""
RECIPIENT = "{name}："
INTRODUCTION = (
    "按照创建{bid}工作部署（请补充：通知或方案的文号），{we}对承担的任务逐项进行了自查。"
    "以{assessed}年为评估年，数据为{years}年，情况截至{day}。现将自查情况报告如下。"
)

WE = {
    "街道": "我街道",
    "镇": "我镇",
    "乡": "我乡",
    "局": "我局",
    "委": "我委",
    "办公室": "我办",
    "办": "我办",
}
"""By how the unit's name ends."""
WE_OTHERS = "我单位"
SEAL = {"街道": "{unit}办事处", "镇": "{unit}人民政府", "乡": "{unit}人民政府"}
"""Whose seal it is, by how a township's name ends; departments sign by their own name."""

WORK = "一、工作开展情况"
LEADERSHIP = "（一）组织领导"
LEADERSHIP_TEXT = "（请补充：领导机构、主要负责人和具体负责人的职务，成立文件，研究部署的会议时间和次数）"
HANDED_IN = "{we}已报送{documents}。"
HANDED_IN_ON = "“{name}”（{day}收到）"
TASKS = "（二）任务落实"
LEADS = "按照任务分解，{we}牵头{count}项指标：{indicators}{unverified}。"
LEADS_UNVERIFIED = "（牵头分工是拟的，未核实）"
TASKS_TEXT, TASKS_WITHOUT_INDICATOR = "{we}承担{tasks}，涉及{count}项指标。", "{we}承担{tasks}。"
NO_TASKS = "除本报告外，{we}没有需要报的数据和材料。"
SHARED_OUT = {
    UnitKind.TOWNSHIP: "（请补充：任务如何分到站所、村和人）",
    UnitKind.DEPARTMENT: "（请补充：任务如何分到股室和人）",
}
TASK_FIGURES, TASK_DOCUMENTS = "数据{count}项", "佐证材料{count}项"
ACHIEVEMENTS = "（三）主要做法和成效"
ACHIEVEMENTS_TEXT = "（请补充：主要做法、取得的成效，写具体的事和数）"

FIGURES = "二、承担的指标数据"
OWN_FIGURES, LED_INDICATORS = "（一）填报的数据", "（二）牵头指标自查结论"
NO_FIGURES = "按照任务分解，{we}没有需要填报的指标数据。"
FIGURES_COMPLETE = "{we}应填{asked}个数，已全部填报，见下表。"
FIGURES_MISSING = "{we}应填{asked}个数，已填{there}个，还有{missing}个没有填（下表中标“未填”）。"
ONLY_TOTALS = "{we}没有必须填报的数，报过的全县数见下表。"
NO_TOTALS = "{we}没有必须填报的数，也没有报过全县数。"
SOURCES = "数据来源和口径：（请补充：由谁提供、依据哪些台账、口径有没有变化；订正过的写明原因和依据）。"
FIGURES_CAPTION = "{unit}承担的指标数据"
NO, NAME, UNIT, YEAR, PROOF = "编号", "项目", "单位", "{year}年", "依据"
NOT_FILLED, NOT_ASKED = "未填", "—"
NOT_INVOLVED, TO_RECOGNISE = "不涉及", "不涉及（待认定）"
FIGURES_NOTE = "注：“依据”是材料编号。标“自动算”的由同表各数算出，各数不齐的不算。"
TARGETS_UNVERIFIED = "所列标准值未核实（未取得正式文本，或取自暂用的标准），以正式文件为准。"

LED_TEXT = "牵头指标{count}项：达标{met}项，未达标{not_met}项，待定{undecided}项；达标且佐证材料齐全、没有退回的{counted}项。见下表。"
LED_NONE_JUDGED = "牵头的指标按现行标准没有需要评判的。"
LED_CAPTION = "{unit}牵头指标自查结论"
ROW_NO, INDICATOR, TARGET, VALUE, VERDICT, PROVEN = "序号", "指标", "标准值", "{year}年", "达标", "佐证"
VERDICTS = {
    Verdict.MET: "达标",
    Verdict.NOT_MET: "未达标",
    Verdict.UNDECIDED: "待定",
    Verdict.NOT_APPLICABLE: "不涉及",
}
READING, PART_READING = "判定要求", "{name}：{reading}"
UNVERIFIED = "（未核实）"
LED_NOTE = "注：达标按现有数据自动比对；“佐证”为必交材料已有件数/应有件数（按单位和年度计）。“待定”指缺数据、缺上级任务或缺认定，不能判断。"

DOCUMENTS = "三、佐证材料报送情况"
NO_DOCUMENTS = "按照任务分解，除本报告外，{we}没有需要报送的佐证材料。"
DOCUMENTS_TEXT = (
    "{we}应交佐证材料{asked}项（一个编号算一项，不含本报告和补充材料），已交{there}项，{waived}未交齐{missing}项{not_due}；"
    "退回后还没有重交的{returned}项。"
)
PROOF_WAIVED = "{there}，豁免{waived}"
WAIVED = "豁免{count}项，"
NOT_DUE = "（其中{count}项还没有到期）"
SUPPORT_TEXT = "补充材料（有就交）{asked}项，已交{there}项。"
NOT_INVOLVED_TEXT = "经认定不涉及的{count}项：{names}。"
DECLARED_TEXT = "申报不涉及、还没有认定的{count}项：{names}。"
DOCUMENTS_UNVERIFIED = "注：材料清单是拟的，未核实，以正式的任务分解表为准。"
NUMBERED_NAME = "{no} {name}"
NOTHING_MISSING = "未发现未交齐或者退回后没有重交的必交材料。"
MISSING_CAPTION = "{unit}未交齐和退回的材料"
YEARS, STATE, DUE = "年度", "情况", "截止"
NOT_HANDED_IN = "未交"

PROBLEMS = "四、存在的问题"
RETURNED, NOTHING_RETURNED = "（一）退回的材料", "未发现退回后没有重交的材料。"
LEDGER, NOTHING_IN_LEDGER = "（二）整改台账中没有销号的问题", "未发现列入整改台账而没有销号的问题。"
FOUND, NOTHING_FOUND = "（三）核对数据和材料发现的问题", "自动核对未发现数据和材料有问题。"
OTHERS = "（四）自查发现的其他问题"
OTHERS_TEXT = "（请补充：自查中发现的其他问题；没有的写“未发现”）"
FIGURES_STILL_MISSING = "另有{count}个数没有填报，见第二部分。"
DOCUMENTS_STILL_MISSING = "另有{count}项材料未交齐，见第三部分。"

NEXT = "五、整改情况和下一步打算"
LEDGER_STATE = "（一）整改情况"
LEDGER_EMPTY = "整改台账没有列入{we}的问题。"
LEDGER_TEXT = "整改台账列入{we}的问题{all}个（责任单位{own}个，配合{support}个），已销号{closed}个，未销号{left}个{late}。"
LEDGER_LATE = "，其中逾期{count}个"
CLOSED_ENTRY = "{no} {problem}。{day}销号{late}。"
CLOSED_LATE = "（逾期办结）"
OPEN_ENTRY = "{no} {problem}。措施：{action}。时限{due}{late}。"
OPEN_LATE, NO_ACTION = "（已逾期）", "（请补充：整改措施）"
PLANS = "（二）下一步打算"
PLAN_FIGURES = "补报没有填的{count}个数（××年××月××日前完成，责任人××）。"
PLAN_DOCUMENTS = "补交未交齐的材料：{numbers}（××年××月××日前完成，责任人××）。"
PLAN_RETURNED = "改好并重交退回的材料：{numbers}（××年××月××日前完成，责任人××）。"
PLAN_OTHERS = "（请补充：其他打算，写明措施、时限、责任人）"

DATE = "××××年××月××日"
CONTACT = "（联系人：××；联系电话：××）"
NUMBERED = "{index}. {text}"
OF_INDICATOR = "{indicator}：{text}"
