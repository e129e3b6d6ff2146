"""Kinds of files: the suffixes that go with each, and those that assessors and archives cannot be expected to open.

Both lists are this tool's own. They were not compared with a published list of archive formats (未核实).
"""

from __future__ import annotations

from collections.abc import Mapping

from ecodemo.model.message import Message, message

SUFFIXES: Mapping[str, frozenset[str]] = {
    kind: frozenset(suffixes.split())
    for kind, suffixes in {
        "pdf": "pdf",
        "portfolio": "pdf",
        "xfa": "pdf",
        "ofd": "ofd",
        "docx": "docx",
        "docm": "docm",
        "dotx": "dotx",
        "dotm": "dotm",
        "xlsx": "xlsx",
        "xlsm": "xlsm",
        "xltx": "xltx",
        "xltm": "xltm",
        "xlsb": "xlsb",
        "pptx": "pptx",
        "pptm": "pptm",
        "ppsx": "ppsx",
        "ppsm": "ppsm",
        "potx": "potx",
        "doc": "doc dot wps wpt",
        "xls": "xls xlt et ett",
        "ppt": "ppt pps pot dps dpt",
        "odt": "odt ott",
        "ods": "ods ots",
        "odp": "odp otp",
        "odg": "odg otg",
        "rtf": "rtf",
        "jpg": "jpg jpeg jpe jfif",
        "png": "png",
        "gif": "gif",
        "bmp": "bmp dib",
        "tif": "tif tiff",
        "webp": "webp",
        "heic": "heic heif",
        "txt": "txt csv tsv md log ini yaml yml json geojson xml html htm mht mhtml eml ics vcf",
        "json": "json geojson txt",
        "html": "html htm xhtml",
        "xml": "xml svg kml gml xsd html htm txt",
        "msg": "msg",
        "vsd": "vsd vss vst",
        "zip": "zip kmz epub vsdx xmind xps oxps jar apk",
        "jar": "jar",
        "apk": "apk",
        "rar": "rar",
        "7z": "7z",
        "gz": "gz tgz",
        "tar": "tar",
        "mp4": "mp4 m4v",
        "mov": "mov qt",
        "avi": "avi",
        "mp3": "mp3",
        "wav": "wav",
        "exe": "exe dll com scr sys",
        "caj": "caj",
        "kdh": "kdh",
        "psd": "psd psb",
        "dwg": "dwg dws dwt",
    }.items()
}
"""Old WPS files are Office files inside; a table of text may be called csv."""

_PACK = (
    message("The file is an archive (zip, rar, 7z): its contents are neither counted nor checked."),
    message("Unpack it, file each document under its own name, and remove the archive."),
)
_PHONE_PICTURE = (
    message("HEIC photo, which many office computers cannot open."),
    message("Save it as JPG without reducing its size."),
)
_PROGRAM = (
    message("The file is a program, not a document."),
    message("Do not open it. Delete it, and ask the unit for the document itself."),
)
_READER = (
    message("The file opens only in the CNKI reader (CAJ)."),
    message("Ask for a PDF, or open the file and print it to PDF."),
)
_DRAWING = (
    message("The file opens only in the program that created it."),
    message("Keep the original outside evidence/; file a PDF or a picture that anybody can open."),
)
_PORTFOLIO = (
    message("The file contains other files, which are neither counted nor checked."),
    message("Submit them separately."),
)
_FORM = (
    message("The file is an XFA form, which only Adobe Reader displays."),
    message("Open it there, print it to PDF, and submit the PDF."),
)
_DATABASE = (
    message("The file is a database, which assessors and archives cannot read."),
    message("Submit the table or list exported from it, as xlsx or PDF."),
)

UNSUITABLE: Mapping[str, tuple[Message, Message]] = {
    kind: words
    for kinds, words in (
        ("zip rar 7z gz bz2 xz tar tgz", _PACK),
        ("heic heif avif", _PHONE_PICTURE),
        ("exe elf macho class dex lnk msi bat cmd scr com apk jar", _PROGRAM),
        ("caj kdh nh", _READER),
        ("psd psb ai cdr dwg dxf vsd vsdx xmind mmap skp 3dm", _DRAWING),
        ("portfolio", _PORTFOLIO),
        ("xfa", _FORM),
        ("sqlite mdb accdb dbf", _DATABASE),
    )
    for kind in kinds.split()
}
"""By kind: what is wrong with it, and what to do."""

MACROS = frozenset(("docm", "dotm", "xlsm", "xltm", "pptm", "ppsm"))
PICTURES = frozenset(("jpg", "png", "gif", "bmp", "tif", "webp"))
