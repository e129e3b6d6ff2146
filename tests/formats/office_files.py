"""Documents made by LibreOffice in one start of it, with and without passwords."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

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
import json, subprocess, sys, time
import uno
from com.sun.star.beans import NamedValue, PropertyValue
from com.sun.star.connection import NoConnectException

program, folder, pipe = sys.argv[1:]
def prop(name, value):
    made = PropertyValue(); made.Name = name; made.Value = value
    return made
office = subprocess.Popen([program, "--headless", "--norestore", "--nologo", "--nodefault",
    f"-env:UserInstallation=file://{folder}/profile", f"--accept=pipe,name={pipe};urp;"],
    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(400):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            break
        except NoConnectException:
            time.sleep(0.1)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    for source, target, kind, password in json.load(sys.stdin):
        document = desktop.loadComponentFromURL(f"file://{folder}/{source}", "_blank", 0, (prop("Hidden", True),))
        options = [prop("FilterName", kind)]
        if password and kind.endswith("pdf_Export"):
            data = (prop("EncryptFile", True), prop("DocumentOpenPassword", password))
            options.append(prop("FilterData", uno.Any("[]com.sun.star.beans.PropertyValue", data)))
        elif password and "2007" in kind:
            data = (NamedValue("CryptoType", "Standard"), NamedValue("OOXPassword", password))
            options.append(prop("EncryptionData", uno.Any("[]com.sun.star.beans.NamedValue", data)))
        elif password:
            options.append(prop("Password", password))
        document.storeToURL(f"file://{folder}/{target}", tuple(options))
        document.close(True)
    try:
        desktop.terminate()
    except Exception:
        pass
    office.wait(20)
finally:
    office.kill()
"""


@cache
def bridge() -> tuple[str, str] | None:
    """LibreOffice and a Python that can talk to it, if this computer has both."""
    program = shutil.which("soffice")
    if program is None:
        return None
    beside = Path(program).resolve().with_name("python")
    for python in (str(beside), sys.executable, "/usr/bin/python3"):
        if shutil.which(python) and not _run([python, "-c", "import uno"]).returncode:
            return program, python
    return None


def make(folder: Path) -> None:
    """Write all the documents into a folder."""
    found = bridge()
    assert found is not None
    program, python = found
    for name, content in SOURCES.items():
        (folder / name).write_text(content, encoding="utf-8")
    done = _run(
        [python, "-c", _SCRIPT, program, str(folder), f"ecodemo{os.getpid()}"], json.dumps(WANTED), 120
    )
    assert not done.returncode, done.stderr


def _run(command: list[str], given: str = "", seconds: int = 30) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, input=given, capture_output=True, text=True, timeout=seconds, check=False)
