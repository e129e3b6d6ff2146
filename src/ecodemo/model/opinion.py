"""What assessors said of a package: rounds of opinions, each a 评审意见表 that came back."""

from typing import Annotated

from pydantic import Field

from ecodemo.model.base import Choice, Day, Id, ListFile, Note, Record, RowNumber, Text
from ecodemo.model.reference import DocumentReference


class OpinionWord(Choice):
    """What an assessor says of a row."""

    ACCEPTED = "accepted", "accepted as it is (认可)"
    DOUBTED = "doubted", "in doubt: the county must explain or correct it (存疑)"
    ASKED = "asked", "more is asked for (请补充)"


class Opinion(Record):
    """An assessor's opinion of a row of the standard."""

    row: Annotated[RowNumber, Field(description="The number of the row in the standard.")]
    opinion: Annotated[OpinionWord, Field(description="The opinion.")]
    documents: Annotated[
        tuple[DocumentReference, ...], Field(description="The documents that it concerns: number/year@unit.")
    ] = ()
    note: Note = ""
    ledger: Annotated[
        str, Field(description="The number of the ledger entry that follows from it; written by the tool.")
    ] = ""


class OpinionRound(Record):
    """The opinions of one body of assessors on one package."""

    round: Annotated[
        int,
        Field(ge=1, description="The number of the round: opinions on the same package are of one round."),
    ]
    by: Annotated[Text, Field(description="Who assessed: the body, not a person.")]
    on: Annotated[Day, Field(description="The date of the opinions.")]
    bid: Annotated[Id | None, Field(description="The id of the bid; by default the first one.")] = None
    package: Annotated[
        str, Field(description="The SHA-256 of the package's manifest; empty for a sheet without a package.")
    ] = ""
    opinions: Annotated[tuple[Opinion, ...], Field(description="The opinions by row.")] = ()


class Opinions(ListFile):
    """opinions.yaml: what assessors said, a list of rounds; written by import of 评审意见表."""

    entries: Annotated[tuple[OpinionRound, ...], Field(description="The rounds.")] = ()
