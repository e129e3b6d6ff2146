"""The options of `check` that set known findings aside: a baseline, and the commit that a push began from."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from ecodemo.cli import run
from ecodemo.cli.settings import OWN_FILE, Settings
from ecodemo.language import marked as _

if TYPE_CHECKING:
    from datetime import date

    from ecodemo.check.session import CheckOptions, CheckResult
    from ecodemo.journal.changes import Change


Baseline: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="[FILE]",
        help=_("Ignore findings in this baseline. Without FILE: baseline.yaml in the workspace."),
    ),
]
WriteBaseline: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="[FILE]",
        help=_("Record current findings as a baseline; if it exists, only remove fixed entries."),
    ),
]
ChangedSince: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="REV", help=_("Count only findings new since this git commit.")),
]


@dataclass(frozen=True, slots=True)
class KnownFindings:
    """What was asked for on the command line."""

    baseline: str | None = None
    write_baseline: str | None = None
    changed_since: str | None = None

    def refuse_beside(self, bid: str | None, today: date | None) -> None:
        """Refuse what a baseline says nothing of.

        Raises:
            EcodemoError: a bid or a day is named beside a baseline.
        """
        from ecodemo.errors import EcodemoError
        from ecodemo.model.message import message

        if self.baseline is not None and (bid is not None or today is not None):
            raise EcodemoError(
                message(
                    "--baseline cannot be used with --bid or --today: a baseline holds the findings of the current bid as of today."
                )
            )

    def is_unused(self) -> bool:
        """Whether all findings count."""
        return (self.baseline, self.write_baseline, self.changed_since) == (None, None, None)

    def held(self, settings: Settings) -> AbstractContextManager[Path]:
        """No other command writes to the workspace between the reading and the writing of a baseline."""
        written = self.write_baseline
        out = None if written in (None, OWN_FILE) else Path(written or "")
        return run.writing(settings, "check", out, dry_run=written is None)

    def filter(self, result: CheckResult, asked: CheckOptions) -> tuple[CheckResult, tuple[Change, ...]]:
        """The result without what was known, and what is to be written for that.

        Raises:
            EcodemoError: the options exclude each other, a file is no baseline, or there is no such commit.
        """
        from ecodemo.errors import EcodemoError
        from ecodemo.model.message import message

        if self.write_baseline is not None and (self.baseline, self.changed_since) != (None, None):
            raise EcodemoError(message("--write-baseline cannot be used with --baseline or --changed-since."))
        if self.write_baseline is not None:
            from ecodemo.check.baseline import write_baseline

            return write_baseline(result, _file(self.write_baseline, result))
        if self.baseline is not None:
            from ecodemo.check.baseline import use_baseline

            result = use_baseline(result, _file(self.baseline, result))
        if self.changed_since is not None:
            from ecodemo.check.since import brought_since

            result = brought_since(result, asked, self.changed_since)
        return result, ()


def _file(written: str, result: CheckResult) -> Path:
    from ecodemo.check.baseline import NAME

    return result.root / NAME if written == OWN_FILE else Path(written)
