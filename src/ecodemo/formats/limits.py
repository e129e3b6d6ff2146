"""How much of one file is opened at most: well above honest documents, well below what stops a computer."""

from __future__ import annotations

HEAD_BYTES = 4_096
"""The beginning that tells the family of formats."""

SECONDS = 20
"""For all facts of one file; the largest honest documents take two or three."""

TEXT_BYTES = 2_000_000
"""Of a text file, and of each part of a document that is searched for numbers: a thousand pages of words."""
OPENING_CHARACTERS = 2_000
"""Where a document without pages carries its own 文号: what a first page holds."""
OFFICIAL_NUMBERS = 8
"""A first page that names more is a list of papers, not a paper."""

PDF_IN_MEMORY_BYTES = 100_000_000
"""A larger PDF is read from the disk, and not mended: mending takes the whole of it into memory."""
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

PACKAGE_BYTES = 300_000_000
"""What the members of a zip file may grow to when they are compressed several times."""
PACKAGE_GROWTH = 4
"""A package of photographs or films may be larger, as it grows by less than this when it is unpacked."""
PACKAGE_MEMBERS = 20_000
PACKAGE_DIRECTORY_BYTES = 4_000_000
"""A list of members that is longer has more of them than are ever counted."""
PART_BYTES = 60_000_000
"""The XML of one part that is read: the sheet of a table with a million cells."""
SHEET_BYTES = 16_000_000
"""The XML of a workbook's sheets that is searched for personal numbers."""

COMPOUND_STREAM_BYTES = 150_000_000
"""A stream of an old Office file is taken into memory whole."""

READ_NUMBERS = 600
"""Numbers of one page that are kept as its reading."""
READ_CHARACTERS = 200
"""Characters of one cell that are kept as its reading."""
