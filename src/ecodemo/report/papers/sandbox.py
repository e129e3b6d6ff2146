"""The one sandbox for what workspaces and forms bring along: plain data, no attribute that leads out of it, no calculation
beyond bounds.
"""

from __future__ import annotations

from jinja2.exceptions import SecurityError, TemplateError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ecodemo.errors import system_reason
from ecodemo.model.message import Message, message
from ecodemo.report.papers.block_limits import BlockLimitError, limit_product, too_much_memory
from ecodemo.report.papers.block_process import MOST_MEMORY, Rendered

RENDERING_ERRORS = (
    BlockLimitError,
    OSError,
    TemplateError,
    SecurityError,
    MemoryError,
    ArithmeticError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What rendering somebody else's text may raise."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja without a way to anything but the data."""

    intercepted_binops = frozenset(("+", "*", "**"))

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """A calculation, unless its result would be too large."""
        limit_product(operator, left, right)
        return super().call_binop(context, operator, left, right)

    def getattr(self, obj: object, attribute: str) -> object:
        """A field wins over a method of the dictionary that it is in, such as `values`."""
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        found: object = super().getattr(obj, attribute)
        return found


def failure(error: Exception, place: str) -> Rendered:
    """What is sent back of an error, and where it came from."""
    reason: Message | str = str(error)
    if isinstance(error, BlockLimitError):
        reason = error.reason
    elif isinstance(error, MemoryError):
        reason = too_much_memory(MOST_MEMORY).reason
    elif isinstance(error, OSError):
        reason = system_reason(error)
    if isinstance(reason, str):
        reason = message("{text}", text=reason)
    values = tuple((key, str(value)) for key, value in reason.values.items())
    return Rendered(place=place, reason=reason.text, values=values)
