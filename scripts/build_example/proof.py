"""On which document each figure rests."""

from __future__ import annotations

from scripts.build_example.figures import YEARS, Entry

from ecodemo.model.requirement import Requirement

_USUAL = {
    "plan-in-force": "01-4",
    "deployment-state": "02-1",
    "eco-points": "03-2",
    "all-points": "03-2",
    "river-chiefs": "04-1",
    "river-patrols": "04-3",
    "river-chief-state": "04-2",
    "info-disclosed": "05-1",
    "info-due": "05-1",
    "plan-eia-state": "06-1",
    "good-days": "07-1",
    "pm25": "07-1",
    "surface-good": "08-1",
    "surface-bad": "08-1",
    "black-gone": "08-3",
    "black-all": "08-3",
    "ei": "10-1",
    "forest-area": "11-1",
    "grass-area": "11-1",
    "land-area": "11-4",
    "species-listed": "12-1",
    "species-safe": "12-1",
    "alien-species": "12-2",
    "fish-species": "12-3",
    "hazard-used": "14-1",
    "hazard-disposed": "14-1",
    "hazard-made": "14-1",
    "hazard-old-used": "14-1",
    "hazard-old-disposed": "14-1",
    "soil-list-state": "15-1",
    "emergency-state": "16-1",
    "redline-area": "17-1",
    "redline-kind": "17-1",
    "redline-function": "17-1",
    "reserve-area": "17-2",
    "reserve-kind": "17-2",
    "reserve-function": "17-2",
    "shore-protected": "19-3",
    "shore-all": "19-3",
    "gdp": "20-2",
    "energy-total": "20-2",
    "water-total": "21-2",
    "built-land": "22-1",
    "straw-used": "25-1",
    "straw-all": "25-1",
    "manure-used": "25-2",
    "manure-all": "25-2",
    "film-back": "25-3",
    "film-used": "25-3",
    "straw-rate": "25-4",
    "manure-rate": "25-4",
    "film-rate": "25-4",
    "solid-used": "26-1",
    "solid-made": "26-1",
    "solid-old-used": "26-1",
    "sources-good": "27-1",
    "sources-all": "27-1",
    "safe-water-people": "28-2",
    "rural-people": "28-2",
    "sewage-treated": "29-1",
    "sewage-made": "29-1",
    "garbage-treated": "30-1",
    "garbage-collected": "30-1",
    "toilet-homes": "32-1",
    "rural-homes": "32-1",
    "green-built": "33-1",
    "all-built": "33-1",
    "waste-sorting": "35-1",
    "rural-collection": "35-1",
    "green-purchase": "37-1",
    "all-purchase": "37-1",
    "officials-trained": "38-2",
    "officials-all": "38-2",
    "satisfied": "39-2",
    "satisfaction-asked": "39-2",
    "participants": "40-1",
    "participation-asked": "40-1",
}
_OF_UNIT = {
    ("urban", "garbage-treated"): "30-2",
    ("urban", "garbage-collected"): "30-2",
    ("organisation", "officials-trained"): "38-3",
    ("organisation", "officials-all"): "38-3",
    ("development", "gdp"): "20-3",
}


def usual_proof(measure: str, unit: str) -> str:
    return _OF_UNIT.get((unit, measure)) or _USUAL[measure]


def cited_year(requirement: Requirement, entry: Entry) -> int | None:
    """The year by which a figure names its document: not every document is owed for every year."""
    match requirement.years:
        case "once":
            return None
        case "each":
            return entry.year
        case "latest":
            return YEARS[-1]
        case _ if entry.year in (YEARS[0], YEARS[-1]):
            return entry.year
        case _:
            # 2019: the fish were not counted again, the areas are in the comparison of 2020.
            return YEARS[0] if entry.measure == "fish-species" else YEARS[-1]
