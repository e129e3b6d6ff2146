"""The computers that bundles are made for, and what their pages say."""

from __future__ import annotations

from dataclasses import dataclass

PYTHONS = ("3.11", "3.12", "3.13")


@dataclass(frozen=True)
class Platform:
    """A kind of computer: how uv and pip call it, and the words for it."""

    name: str
    uv: str
    tags: tuple[str, ...]
    files: str
    """The folder of its installer and starter."""
    words: dict[str, str]

    @property
    def is_windows(self) -> bool:
        return self.files == "windows"


_WINDOWS = {
    "folder": r"D:\ecodemo",
    "start": "ecodemo.bat",
    "above": "..\\",
    "needs_zh": "64 位 Windows 10 或 11（Windows 7 装不了 Python 3.11），和 Python {pythons} 之一。",
    "needs_en": "Windows 10 or 11, 64 bit (Python 3.11 does not run on Windows 7), and one of Python {pythons}.",
    "install_zh": "双击 install.bat，看到 Installed 就装好了。",
    "install_en": "Run install.bat.",
    "untried_zh": "这一份是照公布的格式做的，还没有在 Windows 上试过；有问题请把窗口里的字抄下来反馈。",
    "untried_en": "This bundle was built by the published formats and has not been tried on Windows.",
}
EMBEDDED = _WINDOWS | {
    "needs_zh": "64 位 Windows 10 或 11。Python 已经在这个文件夹里，不用另装。",
    "needs_en": "Windows 10 or 11, 64 bit. Python lies in this folder.",
    "install_zh": "不用安装，直接用 ecodemo.bat。",
    "install_en": "There is nothing to install.",
}
_LINUX = {
    "folder": "~/ecodemo",
    "start": "./ecodemo",
    "above": "../",
    "needs_zh": "64 位 Linux（glibc 2.28 以上），和 Python {pythons} 之一。",
    "needs_en": "Linux, 64 bit, with glibc 2.28 or later, and one of Python {pythons}.",
    "install_zh": "在这个文件夹里运行 sh install.sh，看到 Installed 就装好了。",
    "install_en": "Run sh install.sh in it.",
    "untried_zh": "",
    "untried_en": "",
}
_UNTRIED = {
    "untried_zh": "这一份还没有在这种机器上试过；有问题请把窗口里的字抄下来反馈。",
    "untried_en": "This bundle has not been tried on such a computer.",
}


def _manylinux(machine: str) -> tuple[str, ...]:
    return (*(f"manylinux_2_{minor}_{machine}" for minor in (28, 27, 26, 24, 17)), f"manylinux2014_{machine}")


PLATFORMS = {
    platform.name: platform
    for platform in (
        Platform("windows-x86_64", "x86_64-pc-windows-msvc", ("win_amd64",), "windows", _WINDOWS),
        Platform("linux-x86_64", "x86_64-manylinux_2_28", _manylinux("x86_64"), "linux", _LINUX),
        Platform(
            "linux-aarch64", "aarch64-manylinux_2_28", _manylinux("aarch64"), "linux", _LINUX | _UNTRIED
        ),
    )
}
