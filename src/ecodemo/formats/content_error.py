"""How reading a file ends that cannot be opened: with what was known of it until then."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from ecodemo.model.evidence import Condition, Facts

_NOT_THE_SYSTEM = (None, errno.EINVAL)
"""Errors that libraries make themselves, and what comes of places before the beginning that a file names."""


class ContentError(Exception):
    """A file that cannot be opened whole.

    Attributes:
        condition: why.
        facts: what is known of it all the same, once its kind is known.
    """

    def __init__(self, condition: Condition, facts: Facts | None = None) -> None:
        super().__init__(condition.value)
        self.condition = condition
        self.facts = facts


@contextmanager
def known_as(facts: Facts) -> Iterator[None]:
    """What goes wrong inside, and be it in a library, ends as a `ContentError` with these facts.

    Raises:
        ContentError: the file cannot be opened whole.
        OSError: the system could not read the file.
    """
    try:
        yield
    except ContentError as error:
        raise ContentError(
            error.condition, error.facts or facts._replace(condition=error.condition)
        ) from error
    except Exception as error:
        if isinstance(error, OSError) and error.errno not in _NOT_THE_SYSTEM:
            raise
        condition = (
            Condition.TOO_LARGE if isinstance(error, (MemoryError, RecursionError)) else Condition.DAMAGED
        )
        raise ContentError(condition, facts._replace(condition=condition)) from error
