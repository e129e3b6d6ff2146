"""JSON Schemas of the data files and of the report, made from the models."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from ecodemo.load.file import FILES

NAMES = (*FILES, "report", "complaints", "catalogue")


def json_schema(name: str) -> dict[str, Any]:
    """The schema of a kind of data file or of a model that is printed.

    `report`, or `complaints` with exit 2, is what `check --format json` prints; `catalogue` is what the writers of
    `evidence catalogue` are given.
    """
    from ecodemo.report.view import Complaints, Report
    from ecodemo.report.view_evidence import Catalogue

    models: dict[str, type[BaseModel]] = {
        **FILES,
        "report": Report,
        "complaints": Complaints,
        "catalogue": Catalogue,
    }
    model = models[name]
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return head | model.model_json_schema(by_alias=True)
