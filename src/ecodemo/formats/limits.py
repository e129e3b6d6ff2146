"""How much of one file is opened at most: well above honest documents, well below what stops a computer."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

HEAD_BYTES = 4_096
"""The beginning that shows the family of formats."""

SECONDS = 20
"""For all facts of one file; the largest honest documents take two or three."""

TEXT_BYTES = 2_000_000
"""Of a text file, and of each part of a document that is searched for numbers: a thousand pages of words."""
OPENING_CHARACTERS = 2_000
"""Where a document without pages carries its own 文号: what a first page holds."""
OFFICIAL_NUMBERS = 8
"""A first page that names more is a list of papers, not a paper."""

PDF_IN_MEMORY_BYTES = 100_000_000
"""A larger PDF is read from the disk, and not repaired: repairing takes the whole of it into memory."""
PAGES_READ = 40
"""The pages whose words are read: a dense page of Chinese takes up to a tenth of a second."""
PAGES_SEEN = 500
"""The pages that are looked at, whether they are scans or blank."""
PDF_CONTENT_BYTES = 2_000_000
"""Operators of one page: more is a drawing, such as a map, and takes seconds to read."""
PDF_CONTENT_BYTES_READ = 4_000_000
"""Operators of all pages together whose words are read."""
PDF_CONTENT_BYTES_SEEN = 100_000_000
PDF_STREAM_BYTES = 40_000_000
"""What one compressed stream may grow to: a coloured page of A4 scanned at 300 dpi takes 26 MB."""
PDF_STREAM_ITEMS = 400_000
"""Operands and operators of one stream: pypdf reads about as many in a second."""
PDF_FORMS = 100
"""Drawings within drawings that are followed on one page; they can be nested to grow without end."""

PICTURE_PIXELS = 100_000_000
"""A sheet of A3 scanned at 600 dpi has seventy million."""
PICTURE_BYTES = 300_000_000
"""What a decoded picture may take in memory."""
PICTURE_FRAMES = 2_000
"""Pages of one TIFF that are counted."""


@dataclass(frozen=True, slots=True)
class ZipLimits:
    """How much a zip file may say that it holds; asked before anything is unpacked."""

    members: int
    directory_bytes: int
    """Of the list of members; a longer one has more of them than are ever counted."""
    harmless_bytes: int
    """What all members together may grow to, however small the file is."""
    growth: int
    """How many times its size a file may grow to beyond `harmless_bytes`."""
    most_bytes: float = inf
    """What all members together may grow to, however large the file is."""

    def are_exceeded(self, expanded: int, packed: int) -> bool:
        """Whether a file of `packed` bytes may not grow to `expanded`."""
        return expanded > self.most_bytes or expanded > max(self.harmless_bytes, self.growth * packed)


DOCUMENT_ZIP = ZipLimits(members=20_000, directory_bytes=4_000_000, harmless_bytes=300_000_000, growth=4)
"""Documents, and zip files among the evidence: up to `harmless_bytes` even when they are compressed several times; a
package of photographs or films may be larger, as it hardly grows when it is unpacked."""
PACK_ZIP = ZipLimits(
    members=10_000, directory_bytes=8 << 20, harmless_bytes=64 << 20, growth=200, most_bytes=4 << 30
)
"""Packs that units hand in. They are unpacked to the disk, so that their sum counts too: a township's whole pack with
photographs is some hundred megabytes. Honest ones hold documents that are compressed already, and stay below fifty
times their size. Names are long paths, so that fewer members may have a longer list."""
PACKAGE_ZIP = ZipLimits(members=300_000, directory_bytes=200_000_000, harmless_bytes=64 << 20, growth=4)
"""Packages for acceptance: written without compression, and not much smaller where another program packed them again."""
PACK_DEPTH = 20
"""Folders within folders of a pack."""
DRAFT_PART_BYTES = 8 << 20
"""Of a part of a draft that comes back; one has some 50 KB of text."""

PART_BYTES = 60_000_000
"""The XML of one part that is read: the sheet of a table with a million cells."""
XML_EVENTS = 10_000_000
"""Elements and texts of one part: some seconds."""

SEARCHED_SHEET_BYTES = 16_000_000
"""The XML of a workbook's sheets that is searched for personal numbers."""
WORKBOOK_PART_BYTES = 300_000_000
"""The XML of one part of a workbook whose cells are read; a million formatted rows without anything in them are a hundred."""
WORKBOOK_DEPTH = 100
"""Elements within elements, which the parser keeps in mind: those of a workbook are never as deep as a document's."""
SHEETS = 200
FILLED_CELLS = 200_000
"""Cells with something in them, of all sheets; a large review workbook with its record has fifty thousand."""
FILLED_ROWS, FILLED_COLUMNS = 100_000, 1_000
MERGED_CELLS = 100_000
DEFINED_NAMES, NAME_CHARACTERS = 5_000, 500
"""Names of cells, and of what each stands for; programs that copy sheets leave hundreds behind."""
CELL_CHARACTERS = 100_000
"""A spreadsheet holds a third of that."""
COMMENT_CHARACTERS = 1_000
"""Of what is written beside one cell."""
SHARED_CHARACTERS = 20_000_000
"""Of all shared texts of a workbook."""

COMPOUND_STREAM_BYTES = 150_000_000
"""A stream of an old Office file is taken into memory whole."""

READ_NUMBERS = 600
"""Numbers of one page that are kept as its reading."""
READ_CHARACTERS = 200
"""Characters of one cell that are kept as its reading."""
