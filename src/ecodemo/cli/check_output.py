"""A check in the formats that were asked for: on the screen, in a file, or both."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ecodemo.cli.settings import Settings
from ecodemo.report.check.check_formats import CheckFormat

if TYPE_CHECKING:
    from rich.console import Console

    from ecodemo.check.session import CheckOptions, CheckResult
    from ecodemo.errors import ExitCode, UnusableDataError
    from ecodemo.journal.changes import Change
    from ecodemo.model.finding import Severity
    from ecodemo.report.check.check_view import CheckReport
    from ecodemo.report.contents.finding_view import Complaints
    from ecodemo.report.contents.report_view import Report

_WIDTH_IN_FILES = 100


@dataclass(frozen=True)
class CheckOutput(ABC):
    """What came of a check, ready for any format; its report is built once."""

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

    def write(self, files: Iterable[tuple[CheckFormat, Path]]) -> None:
        """Write it to files.

        Raises:
            EcodemoError: a file cannot be written.
        """
        from ecodemo.journal.changes import Change, write_together

        outputs = (Change(file, self._rendered(format_)) for format_, file in files)
        write_together(self._root, "check", (*self._changes, *outputs))

    @property
    @abstractmethod
    def _root(self) -> Path: ...

    @property
    def _changes(self) -> tuple[Change, ...]:
        """What is to be written beside the outputs."""
        return ()

    @property
    @abstractmethod
    def _report(self) -> Report | Complaints: ...

    @property
    @abstractmethod
    def _checked(self) -> CheckReport: ...

    @abstractmethod
    def end(self) -> ExitCode:
        """Say on stderr what is no product, and how the command ends."""

    @abstractmethod
    def may_be_shown_again(self) -> None:
        """Nothing but the workspace was asked: what was printed may be shown again while that is the same."""

    @abstractmethod
    def _print(self, console: Console) -> None: ...

    @abstractmethod
    def _as_state(self) -> bytes: ...

    def _rendered(self, format_: CheckFormat) -> bytes:
        from ecodemo.report.check.check_formats import render
        from ecodemo.report.writers import json_record as json

        if format_ is CheckFormat.TEXT:
            return self._as_text()
        if format_ is CheckFormat.JSON:
            return json.render(self._report).encode()
        if format_ is CheckFormat.STATE:
            return self._as_state()
        return render(format_, self._checked, self.settings.speaker)

    def _as_text(self) -> bytes:
        import io

        from rich.console import Console

        stream = io.StringIO()
        self._print(Console(file=stream, width=_WIDTH_IN_FILES, highlight=False, markup=False, emoji=False))
        return stream.getvalue().encode()


@dataclass(frozen=True)
class CheckedOutput(CheckOutput):
    """Of data that were judged."""

    result: CheckResult
    with_suppressed: bool
    """Whether SARIF has what does not count too."""
    baseline: tuple[Change, ...] = ()
    """The new one, where it is to be written."""

    @property
    def _changes(self) -> tuple[Change, ...]:
        return self.baseline

    @property
    def _root(self) -> Path:
        return self.result.root

    @cached_property
    def _report(self) -> Report:
        from ecodemo.report.contents.build import build

        return build(self.result, self.settings.speaker)

    @cached_property
    def _checked(self) -> CheckReport:
        from ecodemo.load.root import folder_in_repository
        from ecodemo.report.check.build_check import build_check

        folder, speaker = folder_in_repository(self.result.root), self.settings.speaker
        checked = build_check(self.result, self._report, self.asked, self.fail_on, folder, speaker)
        return checked.model_copy(update={"with_suppressed": self.with_suppressed})

    def _print(self, console: Console) -> None:
        from ecodemo.report.check.terminal import write_check
        from ecodemo.report.contents.screen_parts import ScreenParts

        settings = self.settings
        shown = ScreenParts(self.result, settings.speaker)
        write_check(shown, console, settings.speaker, quiet=settings.quiet, verbose=settings.verbose)

    def end(self) -> ExitCode:
        """What was trusted depends on what was looked at before, and the product must not."""
        from ecodemo.report.contents.four_properties import survey_words

        settings = self.settings
        if not settings.quiet:
            sys.stderr.write(settings.speaker.say(survey_words(self.result.survey)) + "\n")
        if settings.debug:
            sys.stderr.writelines(self.result.crashes)
        return self.result.exit_code(self.fail_on)

    def may_be_shown_again(self) -> None:
        from ecodemo.cli.run import may_be_shown_again

        may_be_shown_again(self.settings, self.result)

    def _as_state(self) -> bytes:
        from ecodemo.report.build_state import state_of

        return state_of(self.result).slim().canonical()


@dataclass(frozen=True)
class UnusableOutput(CheckOutput):
    """Of data that cannot be used."""

    error: UnusableDataError

    @property
    def _root(self) -> Path:
        return self.error.root

    @cached_property
    def _report(self) -> Complaints:
        from ecodemo.report.contents.build import complaints

        return complaints(self.error, self.settings.speaker)

    @cached_property
    def _checked(self) -> CheckReport:
        from ecodemo.cli.run import clock
        from ecodemo.load.root import folder_in_repository
        from ecodemo.report.check.build_check import build_check_of_unusable

        folder, day = folder_in_repository(self.error.root), self.settings.today or clock()
        speaker = self.settings.speaker
        return build_check_of_unusable(self._report, self.asked, self.fail_on, folder, day, speaker)

    def _print(self, console: Console) -> None:
        from ecodemo.report.check.terminal import write_complaints

        write_complaints(self._report, console, self.settings.speaker)

    def end(self) -> ExitCode:
        """The complaints say all."""
        return self.error.exit_code

    def may_be_shown_again(self) -> None:
        """Errors in the data are reported from what was read just now."""

    def _as_state(self) -> bytes:
        """The complaints: data that cannot be used have no state."""
        return self._rendered(CheckFormat.JSON)
