"""The data of a county that starts from nothing: generic departments, phases laid out from a day, the shipped indicators."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from string import Template

from ecodemo._resources import bundled
from ecodemo.errors import EcodemoError
from ecodemo.load.flow import word
from ecodemo.model.message import listing, message

PLAN_START = date(2021, 4, 1)
"""The first day of the plan whose days the shipped list of documents has."""
PHASE_MONTHS = (1, 1, 4, 3)
CONSOLIDATION_MONTHS = 36
APPLY = date(2021, 10, 15)
DUE = {"townships": date(2021, 5, 20), "departments": date(2021, 5, 25)}

DEFAULT_STANDARD = "national-2019"
_ALWAYS = ("national-2019", "national-2024")
_BID_NAMES = {
    "national": ("国家生态文明建设示范县", "National eco-civilisation demonstration county"),
    "": ("生态文明建设示范县", "Eco-civilisation demonstration county"),
}

_DAY = re.compile(r"\b20\d\d-\d\d-\d\d\b")
_OF_ITS_PLAN = re.compile(r"[ ]*#(?=.*(?:方案|四（|五（|考核验收阶段)).*")
_LEAD_LEFT_OPEN = re.compile(r"(?m)^  # lead .*$")
_YEAR_OF_DUE = re.compile(r"years: \[\d{4}\](?=(?:.*\n){1,4}? *due: (20\d\d))")


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a plan that begins on `start` and runs as the shipped one does, month by month."""

    start: date

    def day(self, of_plan: date) -> date:
        """The day that corresponds to one of the shipped plan; the last of a month is the last of a month."""
        months = (of_plan.year - PLAN_START.year) * 12 + of_plan.month - PLAN_START.month
        is_last = of_plan.day == calendar.monthrange(of_plan.year, of_plan.month)[1]
        last = self.after(months + 1) - timedelta(days=1)
        return last if is_last else min(self.after(months) + timedelta(days=of_plan.day - 1), last)

    def after(self, months: int) -> date:
        """The day so many months after the start; of a month that is too short, its last."""
        years, month = divmod(self.start.month - 1 + months, 12)
        year = self.start.year + years
        return date(year, month + 1, min(self.start.day, calendar.monthrange(year, month + 1)[1]))

    def phases(self) -> Iterator[tuple[date, date]]:
        """The first and last day of each phase."""
        months = 0
        for length in (*PHASE_MONTHS, CONSOLIDATION_MONTHS):
            yield self.after(months), self.after(months + length) - timedelta(days=1)
            months += length


def coming_first(today: date) -> date:
    """The first of the coming month; today where it is one."""
    return today if today.day == 1 else Calendar(today.replace(day=1)).after(1)


def standards() -> tuple[str, ...]:
    """The ids of the lists that ship."""
    folder = bundled("data") / "standards"
    return tuple(
        sorted(file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml"))
    )


def county_data(name: str, code: str, start: date, standard: str) -> Iterator[tuple[str, bytes]]:
    """Each data file by its path.

    Raises:
        EcodemoError: a name or code that cannot be one, or a standard that does not ship.
    """
    name = name.strip()
    _refuse_impossible(name, code, start, standard)
    plan = Calendar(start)
    for file in ("county", "groups", "townships"):
        yield f"data/{file}.yaml", _filled(file, _fields(name, code, plan, standard)).encode()
    shipped = bundled("data")
    yield (
        "data/indicators.yaml",
        _moved((shipped / "indicators.yaml").read_text(encoding="utf-8"), plan).encode(),
    )
    for file in ("rectification", "projects", "sites", "upload", "waivers"):
        yield (
            f"data/{file}.yaml",
            _without_samples((shipped / f"{file}.yaml").read_text(encoding="utf-8")).encode(),
        )
    for id_ in dict.fromkeys((*_ALWAYS, standard)):
        yield f"data/standards/{id_}.yaml", (shipped / "standards" / f"{id_}.yaml").read_bytes()


def _refuse_impossible(name: str, code: str, start: date, standard: str) -> None:
    if not name or not name.isprintable():
        raise EcodemoError(message("Invalid county name: {name}.", name=repr(name)))
    if not re.fullmatch(r"[0-9]{6}", code):
        raise EcodemoError(
            message("Expected a six-digit county code, such as 430923; got {code}.", code=repr(code))
        )
    if not 2000 <= start.year <= 2100:
        raise EcodemoError(
            message("Cannot start a plan on {day}: the year must be from 2000 to 2100.", day=start)
        )
    if standard not in standards():
        raise EcodemoError(
            message(
                "Unknown standard “{standard}”. Shipped standards: {standards}.",
                standard=repr(standard),
                standards=listing(*standards()),
            )
        )


def _fields(name: str, code: str, plan: Calendar, standard: str) -> dict[str, str]:
    apply, assessed = plan.day(APPLY), plan.day(DUE["townships"]).year - 1
    bid_name, bid_name_en = _BID_NAMES["national" if standard.startswith("national") else ""]
    own = re.sub(r"(?:自治县|自治旗|新区|[县市区旗])$", "", name) or name
    fields: dict[str, object] = {
        "name": word(name),
        "code": code,
        "start": plan.start,
        "bid": f"bid-{apply.year}",
        "bid_name": bid_name,
        "bid_name_en": bid_name_en,
        "standard": standard,
        "assessed": assessed,
        "base": assessed - 2,
        "apply": apply,
        "kind": name[-1] if name[-1] in "县市区旗" else "县",
        "branch": word(f"市生态环境局{own}分局"),
        **{f"due_{kind}": plan.day(day) for kind, day in DUE.items()},
    }
    for number, (first, last) in enumerate(plan.phases(), 1):
        fields |= {f"phase_{number}_from": first, f"phase_{number}_to": last, "end": last}
    return {key: str(value) for key, value in fields.items()}


def _filled(file: str, fields: Mapping[str, str]) -> str:
    text = (bundled("templates") / "county" / f"{file}.yaml.in").read_text(encoding="utf-8")
    return Template(text).substitute(fields)


def _moved(text: str, plan: Calendar) -> str:
    """The shipped list of documents with its days moved, and without remarks on the plan that it was made for."""
    moved = _DAY.sub(lambda day: plan.day(date.fromisoformat(day[0])).isoformat(), text)
    moved = _YEAR_OF_DUE.sub(lambda found: f"years: [{found[1]}]", moved)
    moved = _LEAD_LEFT_OPEN.sub("  lead: resources", moved)
    lines = (_OF_ITS_PLAN.sub("", line) if "#" in line else line for line in moved.split("\n"))
    kept = [new for new, old in zip(lines, moved.split("\n"), strict=True) if new or not old]
    return "\n".join(
        (
            kept[0],
            "# 牵头单位和材料清单是拟的，照本县的任务分解表逐项改，改一项删一项 unverified。",
            *kept[1:],
        )
    )


def _without_samples(text: str) -> str:
    """What is read of a file, and its first line; sample entries name another county's townships."""
    first, *others = text.split("\n")
    kept = (re.sub(r"\s+#.*", "", line) for line in others if not line.startswith("#"))
    return "\n".join((first, *kept))
