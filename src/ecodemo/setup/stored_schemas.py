"""The JSON Schemas that scripts/generate.py stores; generated at run time they would need every model."""

from __future__ import annotations

import json
from typing import Any

from ecodemo._resources import bundled

OF_FILES = (
    "county",
    "indicators",
    "groups",
    "townships",
    "standard",
    "progress",
    "rectification",
    "projects",
    "sites",
    "opinions",
    "samples",
    "upload",
    "uploaded",
    "waivers",
    "objections",
    "contacts",
)
"""The kinds of data files."""
PRINTED = (
    "report",
    "state",
    "complaints",
    "catalogue",
    "tasks",
    "site-route",
    "leader",
    "weekly",
    "board",
    "indicator-pages",
    "migration",
    "diff",
    "supervise",
    "slip",
    "meeting",
    "duties",
    "year-facts",
    "counties",
)
"""Models that are printed, and the list of counties, which is no file of a workspace."""
NAMES = (*OF_FILES, *PRINTED)


def stored_schema(name: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """The schema of that name, in all languages."""
    folder = bundled("data").joinpath(".schema") if name in OF_FILES else bundled("docs/schema")
    return json.loads(folder.joinpath(f"{name}.json").read_text(encoding="utf-8"))
