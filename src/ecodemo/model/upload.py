"""What is uploaded into the higher authority's system (上传): its items with their limits, and what was uploaded so far."""

import string
from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator, Field

from ecodemo.model.base import Choice, Day, Id, ListFile, Note, Record, RequirementNumber, Text
from ecodemo.model.size import Size

LEAST_NAME, MOST_NAME = 16, 180
"""Characters of a file's name with its suffix: room for a number and some words; what every system holds."""
HASH_DIGITS = 12
"""Digits of a document's SHA-256 that are kept of it: those that the sheets of people show too."""
PLACEHOLDERS = ("no", "seq", "title", "item", "unit", "year")
"""What the pattern of a name may hold between braces."""
_ALIKE = {"jpeg": "jpg", "tiff": "tif"}


class UploadFormat(Choice):
    """A format of files that a system takes."""

    PDF = "pdf", "PDF"
    OFD = "ofd", "OFD"
    JPG = "jpg", "JPEG picture"
    PNG = "png", "PNG picture"
    TIF = "tif", "TIFF picture"
    BMP = "bmp", "BMP picture"
    GIF = "gif", "GIF picture"
    DOCX = "docx", "Word document"
    DOC = "doc", "Word document of before 2007"
    WPS = "wps", "WPS document"
    XLSX = "xlsx", "Excel workbook"
    XLS = "xls", "Excel workbook of before 2007"
    ET = "et", "WPS workbook"
    PPTX = "pptx", "PowerPoint slides"
    PPT = "ppt", "PowerPoint slides of before 2007"
    ODT = "odt", "OpenDocument text"
    ODS = "ods", "OpenDocument workbook"
    TXT = "txt", "plain text"
    CSV = "csv", "table as text"
    MP4 = "mp4", "MP4 film"


def _as_suffix(value: object) -> object:
    """`.PDF` as `pdf`, `jpeg` as `jpg`."""
    if not isinstance(value, str) or isinstance(value, UploadFormat):
        return value
    suffix = value.strip().lower().removeprefix(".")
    return _ALIKE.get(suffix, suffix)


Format = Annotated[UploadFormat, BeforeValidator(_as_suffix)]
Formats = Annotated[
    tuple[Format, ...],
    Field(min_length=1, description="The formats that are taken, by the extension of their files."),
]
Largest = Annotated[Size, Field(ge=1_000, description="The largest size of a file, such as 20MB.")]
Count = Annotated[int, Field(ge=1, le=10_000, description="The most files of an item.")]
NamePattern = Annotated[
    Text,
    Field(
        description="How files are named: {no} number of the item, {seq} running number, {title} title of the document, {item} title of the item, {unit} unit, {year} years."
    ),
]
NameLength = Annotated[
    int,
    Field(
        ge=LEAST_NAME,
        le=MOST_NAME,
        description="The most characters of a file's name, including the extension.",
    ),
]


class UploadWindow(Record):
    """From when to when the system takes files."""

    first: Annotated[Day, Field(alias="from", description="The first day.")]
    last: Annotated[Day, Field(alias="to", description="The last day.")]


class UploadLimits(Record):
    """What the system takes, unless an item says otherwise."""

    formats: Formats = (UploadFormat.PDF, UploadFormat.JPG)
    largest: Largest = 20_000_000
    count: Count = 10
    name: NamePattern = "{no}_{seq}_{title}"
    name_length: NameLength = 60


class UploadFit(Record):
    """How far pictures may be made smaller, and never further: what is uploaded must stay readable."""

    dpi: Annotated[int, Field(ge=72, le=1200, description="The least dots per inch of a page.")] = 150
    quality: Annotated[int, Field(ge=30, le=95, description="The least JPEG quality, of 100.")] = 75


class UploadItem(Record):
    """An item of the system, with the documents that belong to it."""

    no: Annotated[Text, Field(description="The number of the item in the system, such as '7.1'.")]
    title: Annotated[Text, Field(description="The title of the item in the system.")]
    requirements: Annotated[
        tuple[RequirementNumber, ...],
        Field(min_length=1, description="The numbers of the required documents that belong to it."),
    ]
    formats: Annotated[
        Formats | None, Field(description="The formats that are taken; by default those of “defaults”.")
    ] = None
    largest: Annotated[
        Largest | None, Field(description="The largest size of a file; by default that of “defaults”.")
    ] = None
    count: Annotated[
        Count | None, Field(description="The most files of the item; by default those of “defaults”.")
    ] = None
    name: Annotated[
        NamePattern | None, Field(description="How files are named; by default as in “defaults”.")
    ] = None
    name_length: Annotated[
        NameLength | None,
        Field(description="The most characters of a file's name; by default those of “defaults”."),
    ] = None
    note: Note = ""


class Upload(Record):
    """upload.yaml: the items of the system of the higher authority (上传), and what it takes; written by hand."""

    system: Annotated[str, Field(description="What the system is called.")] = ""
    bid: Annotated[Id | None, Field(description="The id of the bid; by default the first one.")] = None
    unverified: Annotated[
        bool, Field(description="Whether the limits and items are not known from a source.")
    ] = False
    window: Annotated[UploadWindow | None, Field(description="From when to when the system takes files.")] = (
        None
    )
    defaults: Annotated[
        UploadLimits, Field(description="What the system takes, unless an item says otherwise.")
    ] = UploadLimits()
    fit: Annotated[UploadFit, Field(description="How far pictures may be made smaller; never further.")] = (
        UploadFit()
    )
    items: Annotated[tuple[UploadItem, ...], Field(description="The items, in the order of the system.")] = ()

    def limits_of(self, item: UploadItem) -> UploadLimits:
        """What the system takes for an item."""
        own = {key: value for key in UploadLimits.model_fields if (value := getattr(item, key)) is not None}
        return self.defaults.model_copy(update=own)


class UploadResult(Choice):
    """What became of an upload."""

    UPLOADED = "uploaded", "the system took the file"
    FAILED = "failed", "the system did not take the file; the remark says why"


class UploadedFile(Record):
    """A file that was uploaded, with its receipt."""

    item: Annotated[Text, Field(description="The number of the item in the system.")]
    file: Annotated[Text, Field(description="The name under which it was uploaded.")]
    source: Annotated[
        str, Field(description="The document that it was made from, relative to evidence/.")
    ] = ""
    sha256: Annotated[
        str,
        Field(
            pattern=r"^[0-9a-f]{12,64}$",
            description="The first digits of the document's SHA-256: when they differ, it was replaced since.",
            json_schema_extra={"patternErrorMessage": "Write at least 12 digits of the SHA-256."},
        ),
    ]
    on: Annotated[Day, Field(description="The date of the upload.")]
    result: Annotated[UploadResult, Field(description="What became of it.")] = UploadResult.UPLOADED
    receipt: Annotated[str, Field(description="The number of the receipt (回执号).")] = ""
    bid: Annotated[Id | None, Field(description="The id of the bid; by default the first one.")] = None
    note: Note = ""


class Uploaded(ListFile):
    """uploaded.yaml: what was uploaded, a list; written by import of 上传清单."""

    entries: Annotated[tuple[UploadedFile, ...], Field(description="The files.")] = ()


def pattern_parts(pattern: str) -> Iterator[tuple[str, str]]:
    """The parts of a name's pattern in their order: a text, and the placeholder after it (empty at the end).

    Raises:
        ValueError: it is no pattern: a brace without its twin, or more between two than a name.
    """
    for text, name, form, conversion in string.Formatter().parse(pattern):
        if form or conversion or (name is not None and not name.isidentifier()):
            raise ValueError(pattern)
        yield text, name or ""
