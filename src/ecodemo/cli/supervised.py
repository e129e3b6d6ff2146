"""The day's check and what the units owe, as all commands of supervision need it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecodemo.cli import options, run
from ecodemo.cli.settings import Settings

if TYPE_CHECKING:
    from ecodemo.check.session import CheckResult
    from ecodemo.supervise.supervision_view import Supervision

_MOST_DAYS = 366


def supervised(
    settings: Settings,
    bid: str | None,
    unit: list[str] | None,
    within: str,
    *,
    needs_owing: bool = True,
) -> tuple[CheckResult, Supervision]:
    """The day's check and what the units owe.

    Raises:
        EcodemoError: an option is wrong, or nobody owes anything.
    """
    from ecodemo.check.session import CheckOptions
    from ecodemo.errors import NothingToCheckError
    from ecodemo.model.message import message
    from ecodemo.supervise.build_supervision import build_supervision

    days = _days(within)
    result = run.judge(settings, CheckOptions(bid=bid))
    units = options.units_called(result.assessment.workspace, unit)
    supervision = build_supervision(result, settings.speaker, units, days)
    if needs_owing and not supervision.totals.units_owing and not supervision.objections:
        raise NothingToCheckError(message("Nothing is outstanding up to {days} days from now.", days=days))
    return result, supervision


def _days(within: str) -> int:
    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import message

    found = re.fullmatch(r"([0-9]{1,3})\s*[dD天]?", within.strip())
    if found is None or int(found[1]) > _MOST_DAYS:
        raise EcodemoError(
            message("--within takes a number of days, such as 30d, not “{text}”.", text=within)
        )
    return int(found[1])
