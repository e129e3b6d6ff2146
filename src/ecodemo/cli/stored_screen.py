"""What a command showed, shown again at once while nothing of it can have changed.

A command says itself that its screen follows from the workspace; then what was printed is kept beside the other things that
are remembered. With --no-cache nothing is: such a command never says so.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TextIO

from ecodemo.cli.screen_key import asked, key_beside, key_of_evidence
from ecodemo.errors import EcodemoError, ExitCode
from ecodemo.evidence.cache import Cache
from ecodemo.load.root import find_root

if TYPE_CHECKING:
    from pathlib import Path

    from ecodemo.language import Language

_DONE = (ExitCode.OPEN, ExitCode.CLOSED)
_LARGEST = 4 << 20
"""Characters; what is longer is not read on a screen."""


@dataclass(frozen=True, slots=True)
class ShownBefore:
    """A screen that was kept."""

    status: int
    choices: tuple[tuple[str, ...], ...]
    """The arguments of the commands that may be chosen next."""


class Screen:
    """What one run of a command shows."""

    def __init__(self, root: Path, name: str, *, has_advice: bool) -> None:
        self._root, self._name, self._cache = root, name, Cache(root)
        self._has_advice = has_advice
        self.is_text = True
        """An old Windows console gets colours beside the text, and what is written to it as bytes is not recorded."""
        self._began, self._began_on = time.time_ns(), time.localtime()[:3]
        self._printed: list[tuple[str, str]] = []
        self._kept: list[tuple[str, str]] | None = None
        self._choices: Sequence[Sequence[str]] = ()

    @classmethod
    def of(cls, folder: Path, words: Sequence[str], language: Language, *, has_advice: bool) -> Screen | None:
        """The screen of a command; `None` where nothing can be kept of it.

        Args:
            folder: the workspace, or a folder in it.
            words: what the command is given.
            language: the one that was chosen.
            has_advice: whether it shows what was advised before, and what became of that.
        """
        with suppress(EcodemoError, OSError, ValueError, AttributeError):  # streams may be anything
            return cls(find_root(folder), asked(words, folder, language), has_advice=has_advice)
        return None

    def show_again(self) -> ShownBefore | None:
        """Print what was shown before, if it would be shown again."""
        try:
            facts, beside, evidence, content = self._cache.screen(self._name)
            if facts != self._facts_key() or beside != self._beside or evidence != self._evidence:
                return None
            kept = json.loads(content)
            shown = ShownBefore(
                int(kept["status"]), tuple(tuple(map(str, choice)) for choice in kept["choices"])
            )
            printed = [(str(stream), str(text)) for stream, text in kept["printed"]]
        except (ValueError, KeyError, TypeError, RecursionError):
            return None
        for name, text in printed:
            stream = sys.stderr if name == "stderr" else sys.stdout
            stream.write(text)
            stream.flush()
        return shown

    @contextmanager
    def recorded(self) -> Iterator[None]:
        """Record what is printed meanwhile, and keep it if the command ends as it should."""
        # The clock of a drive in the network may be slow: what is touched meanwhile then looks old, but not as before.
        before = self._cache.facts_key(with_advice=False), self._beside, self._evidence
        streams = sys.stdout, sys.stderr
        recording: list[Any] = [
            _RecordedStream(stream, name, self)
            for name, stream in zip(("stdout", "stderr"), streams, strict=True)
        ]
        sys.stdout, sys.stderr = recording
        try:
            yield
        except SystemExit as ending:
            sys.stdout, sys.stderr = streams
            if ending.code in _DONE and not isinstance(ending.__context__, BrokenPipeError):
                self._keep(int(ending.code or 0), before)
            raise
        finally:
            sys.stdout, sys.stderr = streams

    def record(self, stream: str, text: str) -> None:
        """Record what a stream was given."""
        self._printed.append((stream, text))

    def follows_from_workspace(self, choices: Sequence[Sequence[str]] = ()) -> None:
        """State that what was printed, and how the command ends, depend on the workspace, the day and the asker alone.

        Args:
            choices: the arguments of the commands that may be chosen next.
        """
        self._kept, self._choices = list(self._printed), choices

    def _keep(self, status: int, before: tuple[str, str, str]) -> None:
        """Remember it, if the command allowed it and nothing was touched meanwhile."""
        if self._kept is None or not self.is_text or self._began_on != time.localtime()[:3]:
            return
        if any(name == "stderr" and "\x1b" in text for name, text in self._kept):  # a progress bar
            return
        if sum(len(text) for _, text in self._kept) > _LARGEST:
            return
        facts, beside, evidence = before
        if not (beside and evidence and facts == self._cache.facts_key(with_advice=False)):
            return
        if beside == key_beside(self._root, self._began) and evidence == key_of_evidence(
            self._root, self._began
        ):
            kept = {"status": status, "choices": self._choices, "printed": _joined(self._kept)}
            self._cache.remember_screen(self._name, self._facts_key(), beside, evidence, json.dumps(kept))

    def _facts_key(self) -> str:
        return self._cache.facts_key(with_advice=self._has_advice)

    @cached_property
    def _beside(self) -> str:
        """How the workspace is when it is first looked at, without its evidence."""
        return key_beside(self._root)

    @cached_property
    def _evidence(self) -> str:
        """The same of its evidence, where something may be kept at all."""
        return key_of_evidence(self._root) if self._beside else ""


def _joined(printed: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What was written to one stream in a row, as one text."""
    joined: list[tuple[str, str]] = []
    for name, text in printed:
        if joined and joined[-1][0] == name:
            joined[-1] = name, joined[-1][1] + text
        else:
            joined.append((name, text))
    return joined


class _RecordedStream:
    """A stream that records what is written to it."""

    def __init__(self, stream: TextIO, name: str, screen: Screen) -> None:
        self._stream, self._name, self._screen = stream, name, screen

    def write(self, text: str) -> int:
        written = self._stream.write(text)
        self._screen.record(self._name, text)
        return written

    def writelines(self, lines: Any) -> None:  # noqa: ANN401 - as streams have it
        for line in lines:
            self.write(line)

    @property
    def buffer(self) -> Any:  # noqa: ANN401 - as the stream has it
        """What is written to it goes past here."""
        self._screen.is_text = False
        return self._stream.buffer

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - all else is the stream's own
        return getattr(self._stream, name)
