"""文件目录.XML: what an archive's system reads of each document, and the schema of it.

Names of elements, their order and the encodings are those of the layout's source (附件2 电子档案的存储结构, as quoted by
dtwater.com.cn/news/html/?1440.html; the county's archive was not asked).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape

from ecodemo.acceptance import archive_words as words
from ecodemo.acceptance.archive_records import ArchiveRecord

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 does not hold, and what it holds but advises against: signs that nobody sees."""


def directory_content(records: Iterable[ArchiveRecord], note: str = "") -> bytes:
    """The directory.

    Args:
        records: in the order of their numbers.
        note: what it says of itself, as a comment: that it is a draft, or an example.
    """
    lines = [_HEAD]
    if note:
        lines.append(f"<!-- {one_line(note).replace('--', '－－')} -->\n")
    lines.append(f"<{words.ROOT}>\n")
    for serial, record in enumerate(records, 1):
        values = (
            str(serial),
            record.number,
            record.issuer,
            record.title,
            record.day,
            record.secrecy,
            record.name,
            record.remark,
        )
        lines.append(f"<{words.ENTRY}>\n")
        lines += (
            f"<{field}>{escape(one_line(value))}</{field}>\n"
            for field, value in zip(words.FIELDS, values, strict=True)
        )
        lines.append(f"</{words.ENTRY}>\n")
    lines.append(f"</{words.ROOT}>\n")
    return "".join(lines).encode()


def one_line(text: str) -> str:
    """The text on one line, without signs that XML does not hold: what is read back from the directory."""
    return " ".join(_NOT_IN_XML.sub("", text).split())


def schema_content() -> bytes:
    """The schema of the directory (XML Schema 1.0)."""
    fields = "".join(
        f'      <xs:element name="{field}" type="{_TYPES.get(field, "xs:string")}"/>\n'
        for field in words.FIELDS
    )
    return _SCHEMA.format(root=words.ROOT, entry=words.ENTRY, fields=fields).encode()


_TYPES = {"顺序号": "xs:positiveInteger", "日期": "day"}
_SCHEMA = """\
<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="{root}">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="{entry}" type="entry" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
  <xs:complexType name="entry">
    <xs:sequence>
{fields}    </xs:sequence>
  </xs:complexType>
  <xs:simpleType name="day">
    <xs:restriction base="xs:string">
      <xs:pattern value="([0-9]{{8}})?"/>
    </xs:restriction>
  </xs:simpleType>
</xs:schema>
"""
