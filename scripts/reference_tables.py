"""Exit codes and formats."""

from __future__ import annotations

from ecodemo.errors import ExitCode
from ecodemo.report.check.check_formats import CheckFormat
from ecodemo.report.kinds import FORMATS

EXIT_CODES = {
    ExitCode.OPEN: ("阶段条件已满足；或者命令已完成", "the gate is open, or the command succeeded"),
    ExitCode.CLOSED: (
        "阶段条件尚未满足；材料与锁定的不符；导入的内容有未采纳的、有冲突的",
        "the gate is closed, the evidence does not match the lock, or an import has rejected or conflicting entries",
    ),
    ExitCode.UNUSABLE: (
        "命令用法不对，或者数据读不进来（说清楚哪个文件、第几行）",
        "usage error, or data that cannot be loaded (with file and line)",
    ),
    ExitCode.NOTHING: (
        "没有可查的：筛选之后什么也没剩，还没有锁定，没有材料",
        "nothing to check: nothing matches the filters, nothing is locked yet, or there is no evidence",
    ),
    ExitCode.FAULT: (
        "程序本身出错。加 `--debug` 再运行一次，把显示的内容报给开发者",
        "internal error. Run it again with `--debug` and report the output",
    ),
    ExitCode.INTERRUPTED: (
        "被人中断（Ctrl+C）；原来的文件不受影响",
        "interrupted (Ctrl+C); files are unchanged",
    ),
    ExitCode.UNREAD: (
        "接收输出的程序（如 `head`）提前结束，没有读完；阶段条件是否满足，不由此判断",
        "the program reading the output, such as `head`, stopped early; the gate is not reported",
    ),
}
EXIT_HEAD = {
    "zh": """# 退出码

给脚本和自动检查用：不看输出，只看这个数。输出格式不影响退出码。
`ecodemo report` 只要写成了报告，阶段条件是否满足都是0。

| 退出码 | 意思 |
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
    "phase": ("阶段报告（自查报告）", "phase report"),
    "status": ("情况表", "status workbook"),
    "leader": (
        "领导一页纸；`txt` 不超过300字，可以贴到微信",
        "leader's page; `txt` has at most 300 characters, to paste into WeChat",
    ),
    "board": (
        "看板：一个网页文件，从结论一直点到材料的那一页",
        "board: one HTML file, from the conclusion down to the page of a document",
    ),
    "four-properties": ("四性检测报告", "check of the four properties (四性检测)"),
    "tasks": ("职责、任务分解表和各单位任务书", "duties, table of tasks, a sheet for each unit"),
    "catalogue": ("归档文件目录", "archive catalogue (归档文件目录)"),
}
FORMATS_HEAD = {
    "zh": """# 输出格式

## 报告

`ecodemo report` 写前几种，`ecodemo evidence catalogue` 写目录。文件名是 `种类-申报-日期.格式`，放在 `reports/`。

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
        "终端上看的：按单位排，每个问题有位置和改法",
        "for the terminal: by unit, each finding with its place and fix",
    ),
    CheckFormat.JSON: (
        "给程序：整份报告，格式见 [report.json](../../schema/report.json)；数据读不进来时是 [complaints.json](../../schema/complaints.json)",
        "for programs: the whole report, as in [report.json](../../schema/report.json); data that cannot be loaded, as in [complaints.json](../../schema/complaints.json)",
    ),
    CheckFormat.STATE: (
        "给程序：不分语言的结果，问题只计数，不列每份材料，不到100 kB，格式见 [state.json](../../schema/state.json)；整份在 `json` 的 `state` 里",
        "for programs: the result without translated text, findings counted, documents omitted, less than 100 kB, as in [state.json](../../schema/state.json); the whole is `state` in `json`",
    ),
    CheckFormat.MARKDOWN: (
        "给 GitHub 等的作业摘要：先说阶段条件，再列单位和问题，不超过1 MiB",
        "for the summary of a job: the gate, the units, the findings, at most 1 MiB",
    ),
    CheckFormat.GITHUB: (
        "GitHub Actions 的注释，显示在那一行旁边；每类只显示十条，日志里是全的",
        "annotations of GitHub Actions on the line; ten of each kind, the log has all",
    ),
    CheckFormat.GITLAB: ("GitLab 的代码质量报告", "GitLab's Code Quality report"),
    CheckFormat.SARIF: (
        "SARIF 2.1.0，代码扫描和编辑器用；豁免的、已知的不写，`--sarif-suppressed` 才写，标为不计",
        "SARIF 2.1.0 for code scanning and editors; known and waived findings are omitted, or suppressed results with `--sarif-suppressed`",
    ),
    CheckFormat.JUNIT: (
        "JUnit XML，GitLab、Jenkins 用：一个单位一组；使阶段条件不满足的是红的，提醒不红",
        "JUnit XML for GitLab and Jenkins: a suite for each unit; findings that block the gate fail, warnings pass",
    ),
    CheckFormat.CSV: (
        "表格，WPS、Excel 打开：一个问题一行",
        "a table for WPS and Excel: a row for each finding",
    ),
}
CHECK_HEAD = {
    "zh": """
## 检查结果

`ecodemo check` 的 `--format` 写哪种，屏幕（或 `-o` 的文件）就是哪种；`--also 格式:文件` 另写一份，可以写几次。

| 格式 | 给谁看 |
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
