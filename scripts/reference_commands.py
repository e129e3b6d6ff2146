"""Commands and options, as their help has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from ecodemo.cli.app import command_in
from ecodemo.language import Language, Speaker

HEAD = {
    "zh": """# 命令和选项

本页由程序生成，与 `ecodemo --help`、`ecodemo 命令 --help` 的内容一致。

可重复使用的选项，也可填写一次，多个值以逗号分隔。指标、单位、工作组可填写短名、编号或名称。
""",
    "en": """# Commands and options

This page is generated from the program, with the texts of `ecodemo --help` and `ecodemo COMMAND --help`.

An option that may be repeated also accepts a comma-separated list. Indicators, units and groups can be given by id, number or
name.
""",
}
COMMON = {"zh": "共用选项", "en": "Common options"}
COMMON_HEAD = {
    "zh": "可置于命令之前或之后。仅输入 `ecodemo` 的，显示当前阶段、剩余天数、近期三项工作和相应命令。",
    "en": "They can be given before or after the command. `ecodemo` alone shows the current phase, the days left, and the next three "
    "steps with their commands.",
}
COLUMNS = {"zh": ("选项", "说明", "默认值"), "en": ("option", "meaning", "default")}
ARGUMENT = {"zh": "必填", "en": "required"}
OF_THE_SHELL = frozenset({"help", "install_completion", "show_completion"})
"""What every program of this kind has; its help is not ours."""

Command: TypeAlias = Any
Context: TypeAlias = Any
"""Those of the library below typer, which is not imported directly."""


def commands_page(language: str) -> str:
    root: Command = command_in(Speaker(Language(language)))
    lines = [
        HEAD[language],
        f"## {COMMON[language]}",
        "",
        COMMON_HEAD[language],
        "",
        *_options(root, language),
    ]
    for name, command in _commands(root, "ecodemo"):
        arguments = [
            p.make_metavar(_context(command)) for p in command.params if p.param_type_name == "argument"
        ]
        lines += ["", f"## {name}", "", command.help, "", f"`{' '.join([name, *arguments])}`", ""]
        lines += _options(command, language)
    return "\n".join(lines).rstrip() + "\n"


def _context(command: Command) -> Context:
    return command.context_class(command)


def _commands(group: Command, name: str) -> Iterator[tuple[str, Command]]:
    """Every command with its full name, groups opened up."""
    for below, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{name} {below}")
        else:
            yield f"{name} {below}", command


def _options(command: Command, language: str) -> list[str]:
    shown = [parameter for parameter in command.params if parameter.name not in OF_THE_SHELL]
    if not shown:
        return []
    head = COLUMNS[language]
    rows = [f"| {_written(p, command)} | {_meaning(p)} | {_absent(p, language)} |" for p in shown]
    return [f"| {' | '.join(head)} |", "|---|---|---|", *rows]


def _written(parameter: Command, command: Command) -> str:
    """Names and value. A choice is shown by its words: an upright line would end the cell."""
    value = parameter.make_metavar(_context(command))
    words = " / ".join(f"`{word}`" for word in value.strip("[]").split("|"))
    if parameter.param_type_name == "argument":
        return words
    names = ", ".join(f"`{name}`" for name in parameter.opts)
    return names if parameter.is_flag else f"{names} {words}"


def _meaning(parameter: Command) -> str:
    return (parameter.help or "").replace("|", "\\|")


def _absent(parameter: Command, language: str) -> str:
    if parameter.required:
        return ARGUMENT[language]
    default = parameter.default
    if default in (None, False, (), []) or callable(default):
        return ""
    return f"`{getattr(default, 'value', default)}`"
