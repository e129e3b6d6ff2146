"""Documents drawn by chance from all counties of open results, the same ones for the same seed on every computer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ecodemo.assess.stratified_draw import shares
from ecodemo.province.open_results import Results

_ORDER = "sha256(? || chr(10) || code || '/' || path)"
_PROOF = """
SELECT code, split_part(requirement, '-', 1) AS box, requirement, unit, "year", path, sha256
FROM documents SEMI JOIN (SELECT code FROM runs WHERE state = 'ok') USING (code) WHERE requirement <> ''
"""
_STRATA = (
    f"SELECT code, box, count(*) AS size FROM ({_PROOF}) "  # noqa: S608 - texts of our own
    f"GROUP BY code, box ORDER BY min({_ORDER})"
)
_WANTED = "SELECT unnest(?::VARCHAR[]) AS code, unnest(?::VARCHAR[]) AS box, unnest(?::INTEGER[]) AS given"
_DRAWN = f"""
WITH chosen AS (
  SELECT * FROM ({_PROOF}) JOIN ({_WANTED}) USING (code, box)
  QUALIFY row_number() OVER (PARTITION BY code, box ORDER BY {_ORDER}) <= given
)
SELECT chosen.code, runs.name AS county, city, requirement, coalesce(units.name, chosen.unit) AS unit,
  chosen."year" AS "year", path, sha256
FROM chosen JOIN runs USING (code) LEFT JOIN units ON units.code = chosen.code AND units.unit = chosen.unit
ORDER BY chosen.code, requirement, path
"""  # noqa: S608 - texts of our own
_COUNTIES = """
SELECT count(DISTINCT code) FILTER (state = 'ok') AS counties, count(*) FILTER (state <> 'ok') AS unjudged,
  max(CAST(day AS VARCHAR)) AS day, list(DISTINCT substr(code, 1, 2)) AS provinces, bool_or(example) AS example
FROM runs
"""


@dataclass(frozen=True, slots=True)
class DrawnDocument:
    """A document to be checked again."""

    code: str
    county: str
    city: str
    requirement: str
    unit: str
    year: str
    path: str
    """Relative to the county's evidence/."""
    sha256: str


@dataclass(frozen=True, slots=True)
class Draw:
    """What was drawn, and from what."""

    documents: tuple[DrawnDocument, ...]
    of: int
    counties: int
    """Counties that it was drawn from."""
    unjudged: int
    """Counties that could not be judged, so that nothing of them could be drawn."""
    seed: int
    day: str
    provinces: tuple[str, ...]
    """The first two digits of the codes."""
    example: bool


def draw_documents(results: Results, number: int, seed: int) -> Draw | None:
    """Draw from the documents of all counties, by county and indicator; `None` where there is none.

    Each county's box gives at least one while the number allows, beyond that in proportion to its documents.

    Args:
        results: open results.
        number: how many to draw; all where there are fewer.
        seed: the same seed draws the same of the same documents.

    Raises:
        EcodemoError: a file is damaged.
    """
    strata = results.ask(_STRATA, str(seed))
    if not strata:
        return None
    sizes = [stratum["size"] for stratum in strata]
    given = [
        (stratum["code"], stratum["box"], count)
        for stratum, count in zip(strata, shares(sizes, number), strict=True)
        if count
    ]
    codes, boxes, counts = (list(column) for column in zip(*given, strict=True))
    documents = results.ask(_DRAWN, codes, boxes, counts, str(seed))
    facts: dict[str, Any] = results.ask(_COUNTIES)[0]
    return Draw(
        documents=tuple(DrawnDocument(**document) for document in documents),
        of=sum(sizes),
        counties=facts["counties"],
        unjudged=facts["unjudged"],
        seed=seed,
        day=facts["day"],
        provinces=tuple(facts["provinces"]),
        example=bool(facts["example"]),
    )
