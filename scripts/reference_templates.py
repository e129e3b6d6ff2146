"""The blocks of text that a workspace may have of its own, as they are shipped, and the fields that they know."""

from __future__ import annotations

from pathlib import Path

from scripts.reference_data import NEEDED, fields_of

from ecodemo.report.papers.blocks import FOLDER

BLOCKS = Path(__file__).resolve().parents[1] / "templates" / FOLDER
PAPERS = {
    "phase": ("阶段报告（自查报告）", "Phase report"),
    "four-properties": ("四性检测报告", "Check of the four properties (四性检测)"),
    "leader": ("领导专报", "Leader's page"),
    "weekly": ("周报", "Weekly report"),
    "indicator": ("指标说明页", "Indicator page"),
    "slip": ("督办单", "Slip (督办单)"),
    "circular": ("通报", "Circular (通报)"),
    "meeting": ("调度会材料", "Papers of a dispatch meeting (调度会)"),
    "duties": ("责任清单", "List of duties (责任清单)"),
    "year-facts": ("年度责任落实情况表", "Facts of a year (年度责任落实情况表)"),
    "explanation": ("说明报告（样稿）", "Report on an indicator (说明报告, draft)"),
    "tasks": ("职责和任务分解", "Duties and tasks"),
    "migration": ("新标准对照和材料衔接情况", "What another list would cost"),
    "sites": ("现场点位表", "Sites (现场点位表)"),
    "catalogue": ("归档文件目录", "Archive catalogue (归档文件目录)"),
}
HEAD = {
    "zh": """# 报告文字的模板

报告文字分段存放，每段一个文件：`templates/blocks/种类.段名.md.j2`。表格、章节和附件的编号由程序生成，不必填写。工作目录中有同名文件的，采用工作目录的文件：

| 文件 | 用途 |
|---|---|
| `phase.title.zh.md.j2` | 中文报告 |
| `phase.title.md.j2` | 两种语言，已有上一种的除外 |

Markdown 和情况表中相同的文字取自同一段。各段可使用：`## ` 开头为标题（`# ` 为文件题目，`### `、`#### ` 为下级标题），`- ` 开头为列表项，
`**` 之间为着重，空行分段，标题行末的 `\\` 表示下一行接续、标题过长时由此回行；其他符号均按文字处理。附件题目为其所在段的第一行，附件清单由各题目汇总。

文件采用 [Jinja](https://jinja.palletsprojects.com/templates/) 编写，仅可使用下列字段（文字、数值、列表）；`{{ … }}` 的输出一律按文字处理。
行末为 `{% … %}` 的，换行不计；需换行的写 `+%}`。`{% include "phase.lateness" %}` 引用另一段。书写有误的，`ecodemo report` 停止运行，
并标明文件和行号；未被使用的文件亦予列出。原整页模板（`templates/phase.zh.md.j2`）不再使用。

看板（`--kind board`）不分段，文字由程序生成；样式可以替换，存放在工作目录的 `templates/board.css`（UTF-8，不超过1 MB）。
可从安装包的 `templates/board.css` 修改，颜色均为开头的变量。网页不联网，样式中引用的外部图片、字体不载入。

## Word 文件的样式

Word 文件的页面、页眉页脚和样式取自 `templates/report.docx`：取任一份写出的 docx，在其中修改样式（如 `公文正文`、`表头`）和页眉（单位的
信头），另存为此名即可；其中的正文不用，缺少的样式自动补上。不超过5 MB。

## 各段原文
""",
    "en": """# Templates of the report texts

The text of each report is split into blocks, one file each: `templates/blocks/KIND.BLOCK.md.j2`. The program generates tables and the
numbers of sections and annexes. A file of the same name in the workspace overrides the default one:

| file | used for |
|---|---|
| `phase.title.en.md.j2` | the English report |
| `phase.title.md.j2` | both languages, unless a file of the first form exists |

Text shared by Markdown and the status workbook comes from the same block. In a block, `## ` starts a heading (`# ` the title, `### `
and `#### ` lower headings), `- ` a list entry, `**` encloses emphasis, an empty line ends a paragraph, and `\\` at the end of a
heading's line joins the next line to it (a title too long for one line is broken there); every other character is text. The title of
an annex is the first line of its block; the list of annexes is generated from these.

Blocks are [Jinja](https://jinja.palletsprojects.com/templates/) templates with access to the fields below, all of them plain text,
numbers and lists; the output of `{{ … }}` is always text. A newline after `{% … %}` is removed; `+%}` keeps it.
`{% include "phase.lateness" %}` includes another block. If a block is invalid, `ecodemo report` stops and reports its file and line;
unused files are reported too. The former whole-page templates (`templates/phase.zh.md.j2`) are no longer used.

The board (`--kind board`) has no blocks: the program writes its texts. Its style may be the workspace's own: `templates/board.css` (UTF-8,
at most 1 MB). Start from the shipped `templates/board.css`; its colours are the variables at the top. The page loads nothing, so
pictures and fonts from elsewhere that a style names do not appear.

## The look of Word files

Page, headers, footers and styles of Word files come from `templates/report.docx`. Take any docx that was written, change its styles (such
as `公文正文` and `表头`) and its header (your letterhead), and save it under this name. Its text is not used; missing styles are added.
At most 5 MB.

## The default blocks
""",
}
FIELDS = {
    "zh": """## 字段

阶段报告和四性检测报告的字段在 `report` 中，归档文件目录的在 `catalogue` 中，任务分解的在 `tasks` 中，现场点位表的在 `sites` 中（`unit`、`figures`、`documents` 三段另有 `unit`），领导专报的在 `leader` 中，周报的在 `weekly` 中，指标说明页的在 `indicator` 中，说明报告的在 `explanation` 中（两种各段另有 `page`，即其中一项），新标准对照的在 `migration` 中，督办单的在 `slip` 中（`entry` 一段另有 `entry`，`part` 一段另有 `item`、`part`，`rest` 一段另有 `rest`、`shown`），通报的在 `circular` 中（即 `supervise`；另有 `tables`，各表的编号，`ranking` 一段另有 `kind`，`ranking-note` 一段另有 `is_defined`），调度会材料的在 `meeting` 中，责任清单的在 `duties` 中，年度责任落实情况表的在 `facts` 中，看板的在 `board` 中（供其他程序使用，各段不能用），如 `{{ report.county }}`；各段均有 `language`。阶段报告另有
`annexes`（各附件的编号，如 `{{ annexes.rectification }}`）；`ranking-of-kind` 段有 `kind`，`undone`、`unproven` 两段有 `count`。

[上级的表](../fill.md)使用 `report`、`leader`、`tasks`、`catalogue`，另有：

| 字段 | 内容 |
|---|---|
| `rows` | 标准的各项，依次排列（即 `report.domains` 各 `rows`） |
| `row["7"]` | 其中一项，按序号取 |
| `value["good-days"]["2020"]` | 一个分项某年的数，按 id 或编号（`value["07.1"]`）取；没有的为空 |
""",
    "en": """## Fields

The fields of the phase report and of the four properties are under `report`, those of the archive catalogue under `catalogue`, those of the
tasks under `tasks` (the blocks `unit`, `figures` and `documents` also have `unit`), those of the leader's page under `leader`, those of the sites under `sites`, those of the weekly report under
`weekly`, those of the indicator pages under `indicator`, those of the reports on indicators under `explanation` (the blocks of both also have `page`, one of their pages), those of the migration report under `migration`, those of the slip under `slip` (`entry` also has
`entry`, `part` has `item` and `part`, `rest` has `rest` and `shown`), those of the circular under `circular` (the fields of `supervise`; also
`tables`, the numbers of the tables; `ranking` has `kind`, `ranking-note` has `is_defined`), those of the papers of a meeting under `meeting`,
those of the list of duties under `duties`, those of the facts of a year under `facts`, those of the board under `board` (for other programs; no block has them), such as
`{{ report.county }}`; every block has `language`. The phase report also has `annexes`, the numbers of its annexes, such as
`{{ annexes.rectification }}`; `ranking-of-kind` has `kind`, `undone` and `unproven` have `count`.

[Forms](../fill.md) have `report`, `leader`, `tasks` and `catalogue`, and also:

| field | content |
|---|---|
| `rows` | the rows of the standard, in order (those of `report.domains`) |
| `row["7"]` | one of them, by its number |
| `value["good-days"]["2020"]` | a measure's value in a year, by id or number (`value["07.1"]`); empty if unknown |
""",
}


def templates_page(language: str) -> str:
    lines = [HEAD[language]]
    for kind, names in PAPERS.items():
        lines += [f"### {names[language == 'en']}", ""]
        for path in sorted(BLOCKS.glob(f"{kind}.*.{language}.md.j2")):
            lines += [f"`{path.name}`", "", "```jinja", path.read_text(encoding="utf-8").rstrip(), "```", ""]
    lines += [FIELDS[language]]
    supervision = ("slip", "supervise", "meeting", "duties", "year-facts")
    for name in (
        "report",
        "catalogue",
        "tasks",
        "site-route",
        "leader",
        "weekly",
        "indicator-pages",
        "migration",
        "board",
        *supervision,
    ):
        lines += [f"### {name}", "", *(_below(line) for line in fields_of(name, language))]
    return "\n".join(lines).rstrip() + "\n"


def _below(line: str) -> str:
    """A line of the keys of a file, one level deeper; that a key is needed says nothing where it is only read."""
    for words in NEEDED.values():
        line = line.replace(words, "")
    return f"#{line}" if line.startswith("### ") else line
