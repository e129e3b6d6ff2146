"""Exit codes and formats."""

from __future__ import annotations

from ecodemo.errors import ExitCode
from ecodemo.report.check.check_formats import CheckFormat
from ecodemo.report.kinds import FORMATS

EXIT_CODES = {
    ExitCode.OPEN: ("阶段条件已满足，或命令已完成", "the gate is open, or the command succeeded"),
    ExitCode.CLOSED: (
        "阶段条件尚未满足；材料与锁定清单不一致；导入内容有未采纳或冲突的；上一次申报未结束，或结果文件未归档",
        "the gate is closed, the evidence does not match the lock, an import has rejected or conflicting entries, or a bid cannot be opened or closed yet",
    ),
    ExitCode.UNUSABLE: (
        "命令用法有误，数据无法使用（标明文件和行），或表格的占位符有误（标明单元格或段落）",
        "usage error, data that cannot be loaded (with file and line), or wrong placeholders in a form (with cell or paragraph)",
    ),
    ExitCode.NOTHING: (
        "无可检查的内容：所选范围内无内容，尚未锁定，无材料",
        "nothing to check: nothing matches the filters, nothing is locked yet, or there is no evidence",
    ),
    ExitCode.FAULT: (
        "程序运行异常。请加 `--debug` 重新运行，并将显示内容反馈给开发者",
        "internal error. Run it again with `--debug` and report the output",
    ),
    ExitCode.INTERRUPTED: (
        "人为中断（Ctrl+C）；原有文件不受影响",
        "interrupted (Ctrl+C); files are unchanged",
    ),
    ExitCode.UNREAD: (
        "接收输出的程序（如 `head`）提前结束，输出未完成；不据此判断阶段条件是否满足",
        "the program reading the output, such as `head`, stopped early; the gate is not reported",
    ),
}
EXIT_HEAD = {
    "zh": """# 退出码

供脚本和自动检查使用。退出码不因输出格式而异。
`ecodemo report` 生成报告的，无论阶段条件是否满足，退出码均为0。

| 退出码 | 含义 |
|---|---|""",
    "en": """# Exit codes

For scripts and CI; independent of the output format. `ecodemo report` exits with 0 if the report was written, whether the gate
is open or not.

| code | meaning |
|---|---|""",
}


def exit_codes_page(language: str) -> str:
    rows = [f"| {code.value} | {EXIT_CODES[code][language == 'en']} |" for code in ExitCode]
    return "\n".join([EXIT_HEAD[language], *rows]) + "\n"


KINDS = {
    "phase": ("阶段报告（自查报告）；`xlsx` 为各附件", "phase report; `xlsx`: its annexes"),
    "status": ("情况表", "status workbook, and the same as Markdown"),
    "leader": (
        "领导专报；`txt` 不超过300字，可发到微信",
        "leader's page; `txt` has at most 300 characters, to paste into WeChat",
    ),
    "board": (
        "看板：一个网页文件，从结论一直点到材料的那一页",
        "board: one HTML file, from the conclusion down to the page of a document",
    ),
    "indicator": ("指标说明页：每项指标一页", "indicator pages, one for each indicator"),
    "explanation": (
        "说明报告样稿：每项指标一份，标明待补充内容",
        "drafts of the reports on indicators (说明报告), with what is to be written marked",
    ),
    "weekly": (
        "周报：与上周比、本周变化、逾期、下周到期",
        "weekly report: this week beside the last, changes, delays, what is due",
    ),
    "four-properties": ("四性检测报告", "check of the four properties (四性检测)"),
    "tasks": ("职责、任务分解表和各单位任务书", "duties, table of tasks, a sheet for each unit"),
    "migration": (
        "新标准对照：沿用、不达标、需新提交的材料",
        "what another list would cost: rows that carry over or fail, documents owed",
    ),
    "sites": ("现场点位表和察看路线", "sites for the on-site assessment, and the route"),
    "catalogue": ("归档文件目录", "archive catalogue (归档文件目录)"),
}
FORMATS_HEAD = {
    "zh": """# 输出格式

## 报告

归档文件目录由 `ecodemo evidence catalogue` 生成，其他由 `ecodemo report` 生成。文件名为 `种类-申报-日期.格式`，存放于 `reports/`。

| 种类 | `--kind` | `--format` |
|---|---|---|""",
    "en": """# Formats

## Reports

`ecodemo report` writes the first kinds, `ecodemo evidence catalogue` the last. Files are named `kind-bid-date.format`, in
`reports/`.

| kind | `--kind` | `--format` |
|---|---|---|""",
}
CHECKS = {
    CheckFormat.TEXT: (
        "用于终端：按单位排列，各问题标明位置和整改办法",
        "for the terminal: by unit, each finding with its place and fix",
    ),
    CheckFormat.JSON: (
        "供程序使用：完整报告，格式见 [report.json](../../schema/report.json)；数据无法使用时为 [complaints.json](../../schema/complaints.json)",
        "for programs: the whole report, as in [report.json](../../schema/report.json); data that cannot be loaded, as in [complaints.json](../../schema/complaints.json)",
    ),
    CheckFormat.STATE: (
        "供程序使用：不含文字的结果，问题仅计数量，不逐份列出材料，不超过100 kB，格式见 [state.json](../../schema/state.json)；亦包含于 `json` 的 `state`",
        "for programs: the result without translated text, findings counted, documents omitted, less than 100 kB, as in [state.json](../../schema/state.json); the whole is `state` in `json`",
    ),
    CheckFormat.MARKDOWN: (
        "用于 GitHub 等的作业摘要：先列阶段条件，再列单位和问题，不超过1 MiB",
        "for the summary of a job: the gate, the units, the findings, at most 1 MiB",
    ),
    CheckFormat.GITHUB: (
        "GitHub Actions 的注释，显示于相应的行；每类仅显示十条，完整内容见日志",
        "annotations of GitHub Actions on the line; ten of each kind, the log has all",
    ),
    CheckFormat.GITLAB: ("GitLab 的代码质量报告", "GitLab's Code Quality report"),
    CheckFormat.SARIF: (
        "SARIF 2.1.0，用于代码扫描和编辑器；不列已豁免、已知的问题，加 `--sarif-suppressed` 的列入并标为不计入",
        "SARIF 2.1.0 for code scanning and editors; known and waived findings are omitted, or suppressed results with `--sarif-suppressed`",
    ),
    CheckFormat.JUNIT: (
        "JUnit XML，用于 GitLab、Jenkins：每个单位一组；导致阶段条件不满足的标为失败，提醒不标",
        "JUnit XML for GitLab and Jenkins: a suite for each unit; findings that block the gate fail, warnings pass",
    ),
    CheckFormat.CSV: (
        "表格，可用WPS、Excel打开：每个问题一行",
        "a table for WPS and Excel: a row for each finding",
    ),
}
CHECK_HEAD = {
    "zh": """
## 检查结果

`ecodemo check` 的 `--format` 指定屏幕（或 `-o` 文件）的格式；`--also 格式:文件` 另存一份，可重复使用。

| 格式 | 用途 |
|---|---|""",
    "en": """
## Results of a check

`--format` of `ecodemo check` sets the format of the terminal output (or of the file given by `-o`); `--also FORMAT:FILE` writes
another, and may be repeated.

| format | used for |
|---|---|""",
}


def formats_page(language: str) -> str:
    kinds = dict.fromkeys(written.kind for written in FORMATS)
    rows = []
    for kind in kinds:
        names = ", ".join(f"`{written.name}`" for written in FORMATS if written.kind == kind)
        option = "" if kind == "catalogue" else f"`{kind}`"
        rows.append(f"| {KINDS[kind][language == 'en']} | {option} | {names} |")
    checks = [f"| `{name}` | {CHECKS[name][language == 'en']} |" for name in CheckFormat]
    return "\n".join([FORMATS_HEAD[language], *rows, CHECK_HEAD[language], *checks]) + "\n"
