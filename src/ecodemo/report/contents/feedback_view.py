"""What others say of the documents: opinions of assessors, a drawn re-check, the upload."""

from typing import Annotated

from pydantic import Field

from ecodemo.report.view_base import View


class OpinionRow(View):
    """An opinion of the last round that asks for something, and what was done since."""

    no: Annotated[str, Field(description="The number of the row")]
    name: str
    opinion: str
    by: str
    documents: str
    note: str
    ledger: Annotated[str, Field(description="The number of its ledger entry; may be empty")]
    closed: Annotated[bool, Field(description="Its ledger entry is closed")]
    done: Annotated[str, Field(description="Documents submitted since, and the state of its ledger entry")]


class OpinionsView(View):
    """The last round of assessors' opinions."""

    round: int
    accepted: int
    doubted: int
    asked: int
    closed: Annotated[
        int, Field(description="Of those in doubt or with more asked for, closed in the ledger")
    ]
    sentence: str
    rows: tuple[OpinionRow, ...]


class UploadRow(View):
    """An item of the higher authority's system."""

    no: str
    title: str
    files: Annotated[int, Field(description="Documents that belong to it")]
    uploaded: int
    done: Annotated[bool, Field(description="Everything is there and uploaded")]
    trouble: Annotated[
        str, Field(description="What failed, is to be uploaded again, or is missing; may be empty")
    ]


class UploadView(View):
    """What is uploaded into the higher authority's system."""

    system: Annotated[str, Field(description="What the system is called; may be empty")]
    begun: Annotated[bool, Field(description="The window is open or over")]
    sentence: str
    rows: tuple[UploadRow, ...]


class SampleView(View):
    """The last drawn re-check of documents."""

    day: Annotated[str, Field(description="ISO date")]
    drawn: int
    of: int
    wrong: int
    rate: Annotated[str, Field(description="Per cent of those drawn")]
    bound: Annotated[
        str, Field(description="Per cent of all; the one-sided 95 % bound of the hypergeometric distribution")
    ]
    sentence: str
