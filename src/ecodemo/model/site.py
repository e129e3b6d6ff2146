"""Places that assessors visit (现场点位), in the order of the route."""

from typing import Annotated

from pydantic import Field

from ecodemo.model.base import Id, Ids, Named, Note, Record, Text


class Site(Named):
    """A place that assessors visit."""

    no: Annotated[Text, Field(description="The number of the site, such as DW-01.")]
    township: Annotated[Id, Field(description="The id of the township in which it is.")]
    place: Annotated[str, Field(description="Where it is, as people find it: village, road, landmark.")] = ""
    indicators: Annotated[Ids, Field(description="The ids of the indicators that it shows.")] = ()
    see: Annotated[str, Field(description="What to see there.")] = ""
    host: Annotated[
        str,
        Field(
            description="Who receives the assessors, by unit and office; neither a name nor a telephone number."
        ),
    ] = ""
    minutes: Annotated[int | None, Field(ge=1, le=600, description="Minutes planned there.")] = None
    way: Annotated[str, Field(description="The way there from the site before, such as 12公里，20分钟.")] = ""
    note: Note = ""


class Sites(Record):
    """sites.yaml: places that assessors visit, in the order of the route."""

    sites: Annotated[tuple[Site, ...], Field(description="The sites, in the order of the route.")] = ()
