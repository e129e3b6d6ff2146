"""What the views of all papers begin with. Within one `schema_version` fields are only added."""

from typing import Annotated, Literal

from pydantic import Field

from ecodemo.report.view_base import View


class PaperView(View):
    """What every paper says of where it comes from."""

    schema_version: Literal[1] = 1
    tool: str
    data_version: Annotated[str, Field(description="Twelve digits that change when any data file does")]
    language: Literal["zh", "en"]
    example: bool
    example_note: str
    county: str


class OfficePaperView(PaperView):
    """A paper of the office on one bid."""

    office: Annotated[str, Field(description="The unit with the role of bid office; empty if there is none")]
    bid_id: str
    bid_name: str
    today: Annotated[str, Field(description="ISO date")]
    today_words: str
