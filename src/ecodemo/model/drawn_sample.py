"""Re-checks of documents drawn by chance, each a 抽查表 that came back: counts, and the bound that follows from them."""

from typing import Annotated

from pydantic import Field

from ecodemo.model.base import Day, Id, ListFile, Quantity, Record


class DrawnSample(Record):
    """A drawn sample, checked by two people."""

    on: Annotated[Day, Field(description="The date on which the sheet was returned.")]
    seed: Annotated[int, Field(description="The seed of the draw.")]
    drawn: Annotated[int, Field(ge=1, description="Documents drawn.")]
    of: Annotated[int, Field(ge=1, description="Documents from which they were drawn.")]
    wrong: Annotated[
        int,
        Field(
            ge=0,
            description="Documents found wrong or unreadable, and those on which the two people differ.",
        ),
    ]
    unsettled: Annotated[
        int,
        Field(
            ge=0, description="Of the documents counted as wrong, those on which the two checkers disagree."
        ),
    ] = 0
    bound: Annotated[
        Quantity,
        Field(
            description="The one-sided 95 % upper bound of the share of wrong documents, from the counts; written by the tool."
        ),
    ]
    bid: Annotated[Id | None, Field(description="The id of the bid; by default the first one.")] = None
    files: Annotated[
        tuple[str, ...], Field(description="The files that are wrong, relative to evidence/.")
    ] = ()


class DrawnSamples(ListFile):
    """samples.yaml: drawn re-checks of documents, a list; written by import of 抽查表."""

    entries: Annotated[tuple[DrawnSample, ...], Field(description="The samples.")] = ()
