"""Where the packaged data, templates and example live: inside the wheel, or at the top of a checkout."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

Bundle = Literal["data", "templates", "examples", "docs/schema"]


def bundled(kind: Bundle) -> Traversable:
    """The folder of packaged files; from a zip it is not a path, so read it with `read_bytes`."""
    inside = files("ecodemo").joinpath("_bundled", kind)
    if inside.is_dir():
        return inside
    checkout = Path(__file__).resolve().parents[2]
    if (checkout / "pyproject.toml").is_file() and (checkout / kind).is_dir():
        return checkout / kind
    raise FileNotFoundError(f"packaged {kind!r} is missing: broken installation")
