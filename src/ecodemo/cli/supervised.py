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
    from ecodemo.model.message import counted, listing, message
    from ecodemo.supervise.build_supervision import build_supervision

    days = _days(within)
    result = run.judge(settings, CheckOptions(bid=bid))
    units = options.units_called(result.assessment.workspace, unit)
    supervision = build_supervision(result, settings.speaker, units, days)
    if needs_owing and not supervision.totals.units_owing and not supervision.objections:
        ahead = counted(days, "{n} day", "{n} days")
        if not units:
            raise NothingToCheckError(message("Nothing is outstanding up to {days} from now.", days=ahead))
        names = listing(*map(result.assessment.workspace.label, units), most=len(units))
        raise NothingToCheckError(
            message("{units}: nothing is outstanding up to {days} from now.", units=names, days=ahead)
        )
    return result, supervision


def _days(within: str) -> int:
    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import message

    found = re.fullmatch(r"([0-9]{1,3})\s*[dD天]?", within.strip())
    if found is None or int(found[1]) > _MOST_DAYS:
        raise EcodemoError(
            message(
                "--within takes a number of days, such as 30d, at most {most}, not “{text}”.",
                most=_MOST_DAYS,
                text=within,
            )
        )
    return int(found[1])
