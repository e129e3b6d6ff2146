"""Compiles indicator progress and evidence of a county's bid to be an eco-civilisation demonstration county.

Call `load`, `check` and `report` from other programs; heavy modules are imported when they are called.
"""

from __future__ import annotations

# Rooms of these names are loaded first: a later import of one would otherwise replace the function of its name.
import ecodemo.check as _check  # noqa: F401
import ecodemo.load as _load  # noqa: F401
import ecodemo.report as _report  # noqa: F401
from ecodemo.library import check, load, report

TYPE_CHECKING = False  # as `typing` has it, whose import every start would pay for
if TYPE_CHECKING:
    from typing import Any

    from ecodemo.check.session import CheckResult
    from ecodemo.errors import EcodemoError, NothingToCheckError, UnusableDataError
    from ecodemo.load.workspace import Loaded
    from ecodemo.model.finding import Severity
    from ecodemo.report.contents.report_view import Report

__version__ = "0.2.0"
__all__ = [
    "CheckResult",
    "EcodemoError",
    "Loaded",
    "NothingToCheckError",
    "Report",
    "Severity",
    "UnusableDataError",
    "check",
    "load",
    "report",
]
_MODULES = {
    "CheckResult": "ecodemo.check.session",
    "EcodemoError": "ecodemo.errors",
    "Loaded": "ecodemo.load.workspace",
    "NothingToCheckError": "ecodemo.errors",
    "Report": "ecodemo.report.contents.report_view",
    "Severity": "ecodemo.model.finding",
    "UnusableDataError": "ecodemo.errors",
}
"""Where the types are that the functions return and raise."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 - an attribute of any kind
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_MODULES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
