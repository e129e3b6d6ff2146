"""A check in the formats that were asked for: on the screen, in a file, or both."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ecodemo.cli.settings import Settings
from ecodemo.report.check.formats import CheckFormat

if TYPE_CHECKING:
    from rich.console import Console

    from ecodemo.model.finding import Severity
    from ecodemo.report.view import Complaints, Report
    from ecodemo.report.view_check import CheckReport
    from ecodemo.session import CheckOptions, Outcome

_WIDTH_IN_FILES = 100


@dataclass(frozen=True)
class CheckOutput:
    """What came of a check, ready for any format; its report is built once."""

    outcome: Outcome
    asked: CheckOptions
    fail_on: Severity | None
    settings: Settings

    def show(self, format_: CheckFormat) -> None:
        """Write it to stdout; bytes go out as they are, without a line ending of the system's own."""
        if format_ is CheckFormat.TEXT:
            self._print(self.settings.console())
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(self._rendered(format_))
            sys.stdout.buffer.flush()

    def write(self, format_: CheckFormat, file: Path) -> None:
        """Write it to a file.

        Raises:
            EcodemoError: the file cannot be written.
        """
        from ecodemo.files import write_whole

        write_whole(file, self._rendered(format_))

    @cached_property
    def _report(self) -> Report | Complaints:
        from ecodemo.report.build import build, complaints

        make = complaints if self.outcome.assessment is None else build
        return make(self.outcome, self.settings.speaker)

    @cached_property
    def _checked(self) -> CheckReport:
        from ecodemo.load.root import folder_in_repository
        from ecodemo.report.build_check import build_check

        folder = folder_in_repository(self.outcome.root)
        return build_check(
            self.outcome, self._report, self.asked, self.fail_on, folder, self.settings.speaker
        )

    def _rendered(self, format_: CheckFormat) -> bytes:
        from ecodemo.report import json
        from ecodemo.report.check.formats import render

        if format_ is CheckFormat.TEXT:
            return self._as_text()
        if format_ is CheckFormat.JSON:
            return json.render(self._report).encode()
        return render(format_, self._checked, self.settings.speaker)

    def _as_text(self) -> bytes:
        import io

        from rich.console import Console

        stream = io.StringIO()
        self._print(Console(file=stream, width=_WIDTH_IN_FILES, highlight=False, markup=False, emoji=False))
        return stream.getvalue().encode()

    def _print(self, console: Console) -> None:
        from ecodemo.report.text import write_check, write_complaints
        from ecodemo.report.view import Complaints

        settings = self.settings
        if isinstance(self._report, Complaints):
            write_complaints(self._report, console, settings.speaker)
        else:
            write_check(
                self._report, console, settings.speaker, quiet=settings.quiet, verbose=settings.verbose
            )
