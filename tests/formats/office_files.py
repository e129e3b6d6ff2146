"""Documents made by LibreOffice in one start of it, with and without passwords."""

from __future__ import annotations

from pathlib import Path

from libreoffice import drive

ISSUER = "川府办〔2020〕15号"
TELEPHONE = "13912345678"

_STYLES = (
    '<office:automatic-styles><style:style style:name="B" style:family="paragraph">'
    '<style:paragraph-properties fo:break-before="page"/></style:style></office:automatic-styles>'
)
_FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.{kind}">
{styles}<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>
"""
_LETTER = (
    f"<text:p>{ISSUER} 关于生态文明建设示范县创建工作的通知</text:p>"
    f"<text:p>完成率 92.4% 面积 21,430 亩 联系电话 {TELEPHONE}</text:p>"
    '<text:p text:style-name="B"/><text:p text:style-name="B">第三页有数字 7 和 －３．５</text:p>'
)
_TABLE = (
    '<table:table table:name="汇总 表"><table:table-row>'
    "<table:table-cell office:value-type='string'><text:p>完成率</text:p></table:table-cell>"
    "<table:table-cell office:value-type='float' office:value='92.4'/>"
    "<table:table-cell table:formula='of:=[.B1]*2' office:value-type='float' office:value='184.8'/>"
    f"<table:table-cell office:value-type='float' office:value='{TELEPHONE}'/>"
    "<table:table-cell table:formula='of:=1/0' office:value-type='float' office:value='0'/>"
    "</table:table-row></table:table>"
)
SOURCES = {
    "letter.fodt": _FLAT.format(kind="text", styles=_STYLES, body=_LETTER),
    "table.fods": _FLAT.format(kind="spreadsheet", styles="", body=_TABLE),
}
WANTED = (
    ("letter.fodt", "letter.docx", "MS Word 2007 XML", ""),
    ("letter.fodt", "letter.doc", "MS Word 97", ""),
    ("letter.fodt", "letter.odt", "writer8", ""),
    ("letter.fodt", "letter.rtf", "Rich Text Format", ""),
    ("letter.fodt", "letter.pdf", "writer_pdf_Export", ""),
    ("table.fods", "table.xlsx", "Calc MS Excel 2007 XML", ""),
    ("table.fods", "table.xls", "MS Excel 97", ""),
    ("table.fods", "table.ods", "calc8", ""),
    ("letter.fodt", "locked.docx", "MS Word 2007 XML", "secret"),
    ("letter.fodt", "locked.doc", "MS Word 97", "secret"),
    ("letter.fodt", "locked.odt", "writer8", "secret"),
    ("letter.fodt", "locked.pdf", "writer_pdf_Export", "secret"),
    ("table.fods", "locked.xlsx", "Calc MS Excel 2007 XML", "secret"),
    ("table.fods", "locked.xls", "MS Excel 97", "secret"),
)
"""Source, file, LibreOffice's name of the format, password."""

_SCRIPT = """
from com.sun.star.beans import NamedValue

def work(desktop, wanted):
    folder, files = wanted
    for source, target, kind, password in files:
        document = desktop.loadComponentFromURL(f"{folder}/{source}", "_blank", 0, (prop("Hidden", True),))
        options = [prop("FilterName", kind)]
        if password and kind.endswith("pdf_Export"):
            data = (prop("EncryptFile", True), prop("DocumentOpenPassword", password))
            options.append(prop("FilterData", uno.Any("[]com.sun.star.beans.PropertyValue", data)))
        elif password and "2007" in kind:
            data = (NamedValue("CryptoType", "Standard"), NamedValue("OOXPassword", password))
            options.append(prop("EncryptionData", uno.Any("[]com.sun.star.beans.NamedValue", data)))
        elif password:
            options.append(prop("Password", password))
        document.storeToURL(f"{folder}/{target}", tuple(options))
        document.close(True)

drive(work)
"""


def make(folder: Path) -> None:
    """Write all the documents into a folder."""
    for name, content in SOURCES.items():
        (folder / name).write_text(content, encoding="utf-8")
    drive(_SCRIPT, (folder.as_uri(), WANTED), folder / "profile")
