"""PDFs made by hand: right ones, and ones that are made to harm."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping

PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << {resources} >> /Contents {contents} 0 R >>"
FONT = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"


def pdf(objects: Mapping[int, bytes], trailer: str = "") -> bytes:
    """A file of numbered objects, of which 1 is the catalogue."""
    content = b"%PDF-1.5\n"
    places: dict[int, int] = {}
    for number, body in sorted(objects.items()):
        places[number] = len(content)
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    last = max(objects)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (last + 1)
    for number in range(1, last + 1):
        content += b"%010d %s \n" % (
            places.get(number, 0),
            b"00000 n" if number in places else b"00000 f",
        )
    content += f"trailer\n<< /Size {last + 1} /Root 1 0 R {trailer} >>\n".encode()
    return content + b"startxref\n%d\n%%%%EOF\n" % start


def stream(content: bytes, entries: str = "", *, is_packed: bool = False) -> bytes:
    if is_packed:
        content, entries = zlib.compress(content, 9), f"{entries} /Filter /FlateDecode"
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries.encode(), content)


def pages(contents: Iterable[bytes], resources: str = FONT, more: Mapping[int, bytes] | None = None) -> bytes:
    """A file with a page for each content; further objects have numbers from 1000."""
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", **(more or {})}
    kids: list[str] = []
    for number, content in enumerate(contents):
        page, body = 3 + 2 * number, 4 + 2 * number
        kids.append(f"{page} 0 R")
        objects[page] = PAGE.format(resources=resources, contents=body).encode()
        objects[body] = content
    objects[2] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    return pdf(objects)


def words(text: str) -> bytes:
    return stream(f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode())


def page_tree_loop() -> bytes:
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            3: b"<< /Type /Pages /Parent 2 0 R /Count 1 /Kids [2 0 R] >>",
        }
    )


def table_loop() -> bytes:
    """Its table of places names itself as the one before."""
    whole = pages([words("Progress of the year")])
    start = whole.rindex(b"startxref\n") + 10
    place = whole[start : whole.index(b"\n", start)]
    return whole.replace(b"/Root 1 0 R  >>", b"/Root 1 0 R /Prev %s >>" % place)


def packed_bomb() -> bytes:
    """Half a megabyte that unpacks to half a gigabyte."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(500)) + packer.flush()
    return pages([b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)])


def declares_a_billion_pages() -> bytes:
    return pages([words("One page only")]).replace(b"/Count 1 ", b"/Count 1000000000 ")


def drawings_in_drawings() -> bytes:
    """Each of twelve drawings shows the next one twelve times."""
    more = {
        1000 + level: stream(
            b"/X Do " * 12,
            "/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
            f"/Resources << {FONT} /XObject << /X {1001 + level} 0 R >> >>",
        )
        for level in range(12)
    }
    more[1012] = stream(b"BT /F1 9 Tf (word) Tj ET", f"/Subtype /Form /Resources << {FONT} >>")
    return pages([stream(b"/X Do")], f"{FONT} /XObject << /X 1000 0 R >>", more)


def outline_loop() -> bytes:
    whole = pages([words("Contents of the report")], more={1000: b"<< /Title (a) /Next 1000 0 R >>"})
    return whole.replace(b"/Pages 2 0 R >>", b"/Pages 2 0 R /Outlines << /First 1000 0 R >> >>")
