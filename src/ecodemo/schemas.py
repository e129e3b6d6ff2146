"""JSON Schemas of the data files and of the report, made from the models."""

from __future__ import annotations

from typing import Any

from ecodemo.load.file import FILES

NAMES = (*FILES, "report")


def json_schema(name: str) -> dict[str, Any]:
    """The schema of a kind of data file, or of the report that `check --format json` prints."""
    from ecodemo.report.view import Report

    model = Report if name == "report" else FILES[name]
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return head | model.model_json_schema(by_alias=True)
