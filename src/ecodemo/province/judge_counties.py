"""All counties of a province: which are judged anew, by whom, and the result's tables in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecodemo import __version__
from ecodemo.errors import EcodemoError, ExitCode
from ecodemo.files import not_written, real_path
from ecodemo.journal.workspace_lock import workspace_lock
from ecodemo.language import Language, Speaker
from ecodemo.model.message import message
from ecodemo.province.county_order import Asked, CountyOrder, CountyOutcome
from ecodemo.province.county_place import is_remote
from ecodemo.province.executor import Executor, Lost
from ecodemo.province.judge_county import judge_county
from ecodemo.province.read_counties import NamedCounty
from ecodemo.province.result_folder import COMMAND, ResultFolder
from ecodemo.province.write_tables import connect


@dataclass(frozen=True, slots=True)
class ProvinceResult:
    """The results of all."""

    runs: tuple[dict[str, Any], ...]
    """The lines of `runs`."""
    unchanged: int
    """Counties that were not judged again."""

    @property
    def exit_code(self) -> ExitCode:
        """A fault of the program before counties that could not be judged, these before a closed gate."""
        states = {run["state"] for run in self.runs}
        if "fault" in states:
            return ExitCode.FAULT
        if states - {"ok"}:
            return ExitCode.UNUSABLE
        closed = any(run["exit"] == ExitCode.CLOSED for run in self.runs)
        return ExitCode.CLOSED if closed else ExitCode.OPEN


def judge_counties(
    counties: tuple[NamedCounty, ...],
    asked: Asked,
    out: Path,
    executor: Executor,
    *,
    resume: bool,
    ended: Callable[[CountyOutcome], None] = lambda _: None,
) -> ProvinceResult:
    """Judge counties and write the result.

    Args:
        counties: no two of one code, in the order of the result.
        asked: how they are judged.
        out: the folder of the result: new, empty, or one of before.
        executor: who judges.
        resume: whether what is in the result already, and would not be otherwise now, is left as it is.
        ended: called with each county.

    Raises:
        EcodemoError: the folder cannot be written to, is another's, or DuckDB is not installed.
    """
    connect().close()  # before hours of work rather than after
    result = ResultFolder(out)
    result.refuse_other_folders()
    _refuse_out_in_county(counties, out)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise not_written(out, error) from error
    with workspace_lock(out, COMMAND):
        orders = [
            CountyOrder(county, asked, _known(result, county, asked) if resume else "") for county in counties
        ]
        unchanged = _judge(orders, executor, result, ended)
        result.finish(counties)
    return ProvinceResult(tuple(dict(run) for run in result.runs(counties)), unchanged)


def _judge(
    orders: Iterable[CountyOrder],
    executor: Executor,
    result: ResultFolder,
    ended: Callable[[CountyOutcome], None],
) -> int:
    unchanged = 0
    for order, found in executor.results(judge_county, tuple(orders)):
        outcome = _lost(order, found) if isinstance(found, Lost) else found
        if outcome.is_unchanged:
            unchanged += 1
        else:
            result.keep(order.county, outcome, __version__)
        ended(outcome)
    return unchanged


def _known(result: ResultFolder, county: NamedCounty, asked: Asked) -> str:
    kept = result.kept(county.code, with_board=asked.boards)
    return str(kept.line["signature"]) if kept else ""


def _lost(order: CountyOrder, lost: Lost) -> CountyOutcome:
    why = Speaker(Language(order.asked.language)).say(lost.why)
    return CountyOutcome(order.county.code, "fault", why, ExitCode.FAULT)


def _refuse_out_in_county(counties: Iterable[NamedCounty], out: Path) -> None:
    """A result inside a county would become part of what is judged."""
    place = real_path(out)
    for county in counties:
        if is_remote(county.root):
            continue
        root = real_path(Path(county.root))
        if place.is_relative_to(root) or root.is_relative_to(place):
            raise EcodemoError(
                message(
                    "{out} and the folder of the county {code} overlap. Specify another folder for the result.",
                    out=str(out),
                    code=county.code,
                )
            )
