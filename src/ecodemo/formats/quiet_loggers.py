"""Keeps the warnings of libraries that read files off the screen: they are reported as facts."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

_LOGGERS = ("pypdf", "PIL", "olefile")
_NOTHING = logging.CRITICAL + 1


@contextmanager
def quiet_loggers() -> Iterator[None]:
    """No warnings, and nothing from the loggers of these libraries; afterwards all is as before."""
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(_NOTHING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
