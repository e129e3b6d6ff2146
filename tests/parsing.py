"""The same bytes of a data file are parsed once in a process of the tests, since nothing changes what was parsed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from unittest.mock import patch

from ecodemo.load import file
from ecodemo.load.document import read

_read = lru_cache(maxsize=512)(read)


@contextmanager
def parsed_once() -> Iterator[None]:
    """Loading a workspace takes documents that were parsed before."""
    with patch.object(file, "read", _read):
        yield
