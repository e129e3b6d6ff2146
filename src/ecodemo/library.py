"""What other programs call: `ecodemo.load`, `ecodemo.check` and `ecodemo.report`.

Nothing is printed and nothing is kept between calls; results can be pickled, so that they travel between processes.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as `typing` has it, whose import every start would pay for
if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path
    from typing import Literal

    from ecodemo.check.session import CheckResult
    from ecodemo.load.workspace import Loaded
    from ecodemo.report.contents.report_view import Report


def load(folder: str | Path) -> Loaded:
    """Load the workspace of a folder, or the nearest one above it in the same repository.

    Returns:
        The workspace as typed, frozen records (`.workspace`), and the warnings about its files (`.findings`).

    Raises:
        UnusableDataError: something in the files keeps them from being used; `.findings` say what and where.
        EcodemoError: there is no workspace, or Python does not read names of files as UTF-8.
    """
    from pathlib import Path

    from ecodemo.check.session import open_workspace
    from ecodemo.encoding import refuse_other_names

    refuse_other_names()
    return open_workspace(Path(folder))


def check(
    folder: str | Path,
    *,
    phase: str | None = None,
    bid: str | None = None,
    today: date | None = None,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    indicators: tuple[str, ...] = (),
    groups: tuple[str, ...] = (),
    units: tuple[str, ...] = (),
    use_cache: bool = True,
    from_lock: bool = False,
    jobs: int | None = None,
) -> CheckResult:
    """Judge a county and run the rules of a phase over it, as `ecodemo check` does.

    Args:
        folder: the workspace, or a folder in it.
        phase: its id, or `sound`; else the phase of the day.
        bid: its id; else the bid of the phase.
        today: the day to judge by; else the example's own, else that of the clock.
        select: beginnings of the codes of rules to run; none means all.
        ignore: beginnings of the codes of rules to leave out.
        indicators: ids, numbers or names: only findings about these.
        groups: ids or names: only findings about the indicators of these.
        units: ids or names: only findings about these.
        use_cache: whether the hashes of files that look unchanged are trusted.
        from_lock: whether to judge by evidence.sha256 and evidence.facts.csv alone, wherever the evidence is.
        jobs: the most processes that hash and read evidence; else one for each core that can be used.

    Returns:
        What was judged (`.assessment`) and found (`.findings`); `.exit_code(Severity.ERROR)` is the command's.

    Raises:
        UnusableDataError: the data cannot be used; `.findings` say why.
        NothingToCheckError: the filters leave nothing, or there is no lock to judge by.
        EcodemoError: there is no workspace, or an argument names what it does not have.
    """
    from datetime import date

    from ecodemo.check.session import CheckOptions, day_of_judging
    from ecodemo.check.session import check as check_loaded

    loaded = load(folder)
    options = CheckOptions(phase, bid, select, ignore, indicators, groups, units, use_cache, from_lock, jobs)
    clock = date.today()  # noqa: DTZ011 - days are the office's, whatever the zone of a server
    return check_loaded(loaded, options, day_of_judging(loaded.workspace, today, clock))


def report(result: CheckResult, *, language: Literal["zh", "en"] = "zh") -> Report:
    """Word the result of a check, as all reports and `ecodemo check --format json` have it.

    Returns:
        Plain records in the order of reading: `.rows` of the standard, `.vetoes`, `.ranking`, `.findings` …;
        `.model_dump()` makes dictionaries of them.
    """
    from ecodemo.language import Language, Speaker
    from ecodemo.report.contents.build import build

    return build(result, Speaker(Language(language)))
