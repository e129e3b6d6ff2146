"""counties.yaml: the counties that a province judges together, and where each of them is."""

from typing import Annotated

from pydantic import Field

from ecodemo.model.base import Day, Named, Record


class ListedCounty(Named):
    """A county of the list."""

    code: Annotated[
        str,
        Field(
            pattern=r"^\d{6}$",
            description="The code of the administrative division, six digits in quotation marks.",
        ),
    ]
    city: Annotated[str, Field(description="The city that the county belongs to.")] = ""
    root: Annotated[
        str,
        Field(
            min_length=1,
            description="Where the county is: its workspace or its report file, relative to this file, or an address such as s3://bucket/430923/.",
        ),
    ]


class CountyList(Record):
    """counties.yaml: the counties that “ecodemo province check” judges."""

    day: Annotated[
        Day | None,
        Field(description="The date as of which all counties are judged. Default: today."),
    ] = None
    counties: Annotated[tuple[ListedCounty, ...], Field(min_length=1, description="The counties.")]
