"""What verdicts and lights tell by their colour."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ecodemo.table import Mark

VERDICT_MARK: Mapping[str, Mark] = MappingProxyType(
    {"met": "good", "not met": "bad", "undecided": "open", "not applicable": "grey"}
)
LIGHT_MARK: Mapping[str, Mark] = MappingProxyType(
    {"green": "good", "blue": "soon", "yellow": "open", "red": "bad"}
)
