"""Word, Excel, PowerPoint, OpenDocument, OFD and other zip files."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from ecodemo.formats.file_facts import facts_of
from ecodemo.model.evidence import Condition, Facts, Searchable
from ecodemo.model.imprint import Imprint
from formats import office_files, package_files
from formats.package_files import OFFICE, document, ofd, ofd_text, package, paragraph, types


def facts(folder: Path, content: bytes) -> Facts:
    path = folder / "file"
    path.write_bytes(content)
    return facts_of(path)


@pytest.mark.parametrize("kind", ["docx", "odt", "xlsx", "ods"])
def test_a_document_of_libreoffice_is_sound_and_its_words_are_searched(office: Path, kind: str) -> None:
    stem = "letter" if kind in {"docx", "odt"} else "table"
    found = facts_of(office / f"{stem}.{kind}")
    assert (found.kind, found.condition, found.searchable) == (kind, Condition.SOUND, Searchable.TEXT)
    assert dict(found.personal) == {"telephone": 1}
    assert found.numbers == ((office_files.ISSUER,) if stem == "letter" else ())
    assert not found.macros
    assert not found.blank_pages


@pytest.mark.parametrize("name", ["letter.docx", "letter.odt", "table.xlsx", "table.ods", "letter.rtf"])
@pytest.mark.parametrize("part", [0.25, 0.5, 0.75, -10])
def test_a_document_that_was_cut_is_truncated(office: Path, tmp_path: Path, name: str, part: float) -> None:
    whole = (office / name).read_bytes()
    found = facts(tmp_path, whole[: int(len(whole) * part) if part > 0 else int(part)])
    assert (found.kind, found.condition) == (name.rpartition(".")[2], Condition.TRUNCATED)


@pytest.mark.parametrize(
    ("name", "kind"), [("locked.docx", "ooxml"), ("locked.xlsx", "ooxml"), ("locked.odt", "odt")]
)
def test_a_document_with_a_password_is_encrypted(office: Path, name: str, kind: str) -> None:
    found = facts_of(office / name)
    assert (found.kind, found.condition) == (kind, Condition.ENCRYPTED)
    assert not found.personal


def test_rtf_is_distinguished_from_other_text(office: Path) -> None:
    found = facts_of(office / "letter.rtf")
    assert (found.kind, found.condition, found.searchable) == ("rtf", Condition.SOUND, Searchable.TEXT)


def test_pages_of_a_word_file_are_those_it_counted_itself(tmp_path: Path) -> None:
    counted = {"docProps/app.xml": "<Properties><Pages>12</Pages></Properties>"}
    assert facts(tmp_path, document(paragraph("words"), counted)).pages == 12
    assert facts(tmp_path, document(paragraph("words"))).pages is None


def test_a_number_that_is_split_by_formatting_is_found_within_its_paragraph(tmp_path: Path) -> None:
    found = facts(tmp_path, document(paragraph("139", "1234", "5678") + paragraph("川府〔20", "20〕7号")))
    assert dict(found.personal) == {"telephone": 1}
    assert found.numbers == ("川府〔2020〕7号",)


def test_paragraphs_are_not_read_as_one_number(tmp_path: Path) -> None:
    assert not facts(tmp_path, document(paragraph("1391234") + paragraph("5678"))).personal


def test_a_mark_of_secrecy_in_the_header_counts(tmp_path: Path) -> None:
    header = f'<w:hdr xmlns:w="{package_files.WORD}">{paragraph("机密★5年")}</w:hdr>'
    found = facts(tmp_path, document(paragraph("words"), {"word/header1.xml": header}))
    assert dict(found.personal) == {"secrecy": 1}


_ID = "11010519491231002X"


def _part(name: str, inside: str) -> str:
    return f'<w:{name} xmlns:w="{package_files.WORD}">{inside}</w:{name}>'


def _typed(main: str, part: str, content: str, **beside: tuple[str, str, str]) -> bytes:
    """A package whose main part is this, with others: the type, the name and the content of each."""
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{OFFICE}{kind}+xml"/>'
        for kind, name, _ in beside.values()
    )
    return package(
        {
            "[Content_Types].xml": types(main, part).replace("</Types>", f"{overrides}</Types>"),
            part: content,
            **{name: text for _, name, text in beside.values()},
        }
    )


@pytest.mark.parametrize(
    "content",
    [
        document(paragraph("x"), {"word/comments.xml": _part("comments", paragraph(_ID))}),
        document(paragraph("x"), {"word/footer2.xml": _part("ftr", paragraph(_ID))}),
        document(paragraph("x"), {"word/footnotes.xml": _part("footnotes", paragraph(_ID))}),
        document(f"<w:p><w:del><w:r><w:delText>{_ID}</w:delText></w:r></w:del></w:p>"),
        _typed(
            package_files.WORD_TYPE,
            "word/document.xml",
            _part("document", paragraph("x")),
            a=("wordprocessingml.comments", "word/notes/one.xml", _part("comments", paragraph(_ID))),
        ),
        _typed(
            f"{OFFICE}spreadsheetml.sheet.main+xml",
            "xl/workbook.xml",
            "<workbook/>",
            a=(
                "spreadsheetml.comments",
                "xl/comments/comment1.xml",
                f"<comments><comment><text><r><t>{_ID[:9]}</t></r><r><t>{_ID[9:]}</t></r></text></comment></comments>",
            ),
        ),
        _typed(
            f"{OFFICE}spreadsheetml.sheet.main+xml",
            "xl/workbook.xml",
            "<workbook/>",
            a=(
                "spreadsheetml.worksheet",
                "xl/worksheets/sheet1.xml",
                f"<worksheet><headerFooter><oddHeader>&amp;C{_ID}</oddHeader></headerFooter></worksheet>",
            ),
        ),
        _typed(
            f"{OFFICE}spreadsheetml.sheet.main+xml",
            "book.xml",
            "<workbook/>",
            a=("spreadsheetml.sharedStrings", "strings.xml", f"<sst><si><t>{_ID}</t></si></sst>"),
        ),
        package(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "content.xml": "<d><p>x</p></d>",
                "styles.xml": f"<s><footer><p>{_ID}</p></footer></s>",
            }
        ),
    ],
    ids=[
        "comment",
        "footer",
        "footnote",
        "deleted",
        "comment of another name",
        "comment in a workbook",
        "header of a sheet",
        "shared text elsewhere",
        "footer of ODF",
    ],
)
def test_text_outside_the_body_is_searched_too(tmp_path: Path, content: bytes) -> None:
    assert dict(facts(tmp_path, content).personal) == {"identity": 1}


def test_a_main_part_may_have_its_type_by_default(tmp_path: Path) -> None:
    main = f"{OFFICE}spreadsheetml.sheet.main+xml"
    found = facts(
        tmp_path,
        package(
            {
                "[Content_Types].xml": f'<Types><Default Extension="xml" ContentType="{main}"/>'
                f'<Override PartName="/xl/s.xml" ContentType="{OFFICE}spreadsheetml.worksheet+xml"/></Types>',
                "_rels/.rels": '<Relationships><Relationship Type="x/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
                "docProps/app.xml": "<Properties/>",
                "xl/workbook.xml": "<workbook/>",
                "xl/s.xml": "<worksheet><c><v>13912345678</v></c></worksheet>",
            }
        ),
    )
    assert (found.kind, found.condition, dict(found.personal)) == ("xlsx", Condition.SOUND, {"telephone": 1})


def test_names_of_parts_may_have_backslashes(tmp_path: Path) -> None:
    found = facts(tmp_path, document(paragraph("words")).replace(b"word/document.xml", b"word\\document.xml"))
    assert (found.kind, found.condition) == ("docx", Condition.SOUND)


def test_an_official_number_behind_the_opening_is_not_the_documents_own(tmp_path: Path) -> None:
    assert not facts(tmp_path, document(paragraph("字" * 3000) + paragraph("川府〔2020〕7号"))).numbers


def test_a_word_file_with_nothing_but_a_picture_is_a_scan(tmp_path: Path) -> None:
    found = facts(tmp_path, document("<w:p/>", {"word/media/image1.png": b"x"}))
    assert (found.searchable, found.blank_pages) == (Searchable.SCAN, ())


def test_a_word_file_with_nothing_in_it_is_blank(tmp_path: Path) -> None:
    found = facts(tmp_path, document("<w:p/>"))
    assert (found.searchable, found.blank_pages) == (None, (1,))


@pytest.mark.parametrize(
    ("main", "kind"),
    [
        ("application/vnd.ms-word.document.macroEnabled.main+xml", "docm"),
        (f"{OFFICE}wordprocessingml.template.main+xml", "dotx"),
    ],
)
def test_the_kind_follows_the_type_that_the_main_part_has(tmp_path: Path, main: str, kind: str) -> None:
    assert facts(tmp_path, document(paragraph("words"), main=main)).kind == kind


def test_macros_are_seen_whatever_the_kind(tmp_path: Path) -> None:
    found = facts(tmp_path, document(paragraph("words"), {"word/vbaProject.bin": b"x"}))
    assert (found.kind, found.macros) == ("docx", True)


def test_slides_are_counted_and_the_first_one_carries_the_number(tmp_path: Path) -> None:
    found = facts(tmp_path, package_files.presentation("川府〔2020〕7号", "川府〔2019〕8号", *["x"] * 10))
    assert (found.kind, found.pages, found.numbers) == ("pptx", 12, ("川府〔2020〕7号",))


def test_long_numbers_in_cells_are_searched(tmp_path: Path) -> None:
    main = f"{OFFICE}spreadsheetml.sheet.main+xml"
    sheet = '<worksheet><c><v>13912345678</v></c><c t="inlineStr"><is><t>13812345678</t></is></c></worksheet>'
    found = facts(
        tmp_path,
        package(
            {
                "[Content_Types].xml": types(main, "xl/workbook.xml"),
                "xl/workbook.xml": "<workbook/>",
                "xl/worksheets/sheet1.xml": sheet,
            }
        ),
    )
    assert (found.kind, dict(found.personal)) == ("xlsx", {"telephone": 2})


def test_a_main_part_that_is_missing_is_damage(tmp_path: Path) -> None:
    found = facts(tmp_path, package({"[Content_Types].xml": types(package_files.WORD_TYPE, "word/a.xml")}))
    assert (found.kind, found.condition) == ("docx", Condition.DAMAGED)


def test_a_main_part_that_is_no_right_xml_is_damage(tmp_path: Path) -> None:
    found = facts(tmp_path, document("<w:p>"))
    assert (found.kind, found.condition) == ("docx", Condition.DAMAGED)


def test_a_changed_byte_in_any_member_is_damage(tmp_path: Path) -> None:
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as file:
        file.writestr("photo.bin", b"unchanged content")
    found = facts(tmp_path, whole.getvalue().replace(b"unchanged", b"exchanged", 1))
    assert (found.kind, found.condition) == ("zip", Condition.DAMAGED)


def test_a_zip_file_with_a_password_is_encrypted(tmp_path: Path) -> None:
    plain = package({"a.txt": "words"})
    locked = plain[:6] + b"\x01" + plain[7:]
    at = locked.index(b"PK\x01\x02") + 8
    found = facts(tmp_path, locked[:at] + b"\x01" + locked[at + 1 :])
    assert (found.kind, found.condition) == ("zip", Condition.ENCRYPTED)


def test_members_before_the_beginning_are_damage_and_no_error_of_the_system(
    tmp_path: Path,
) -> None:
    whole = bytearray(document(paragraph("words")))
    end = whole.rindex(b"PK\x05\x06")
    whole[end + 16 : end + 20] = b"\xff\xff\x00\x00"
    found = facts(tmp_path, bytes(whole))
    assert (found.kind, found.condition) == ("docx", Condition.DAMAGED)


def test_an_empty_zip_file_is_sound(tmp_path: Path) -> None:
    found = facts(tmp_path, package({}))
    assert (found.kind, found.condition) == ("zip", Condition.SOUND)


def test_bytes_behind_the_end_of_a_zip_file_do_no_harm(tmp_path: Path) -> None:
    found = facts(tmp_path, document(paragraph("words")) + bytes(2_000))
    assert (found.kind, found.condition) == ("docx", Condition.SOUND)


def test_pages_of_an_ofd_are_counted_and_the_first_one_carries_the_number(tmp_path: Path) -> None:
    found = facts(tmp_path, ofd(ofd_text("川府", "〔2020〕", "7号"), ofd_text("川府〔2019〕8号 13912345678")))
    assert (found.kind, found.condition, found.pages) == ("ofd", Condition.SOUND, 2)
    assert (found.numbers, dict(found.personal)) == (("川府〔2020〕7号",), {"telephone": 1})
    assert found.searchable is Searchable.TEXT


def test_pages_of_an_ofd_may_be_scans_or_blank(tmp_path: Path) -> None:
    picture = "<ofd:ImageObject ResourceID='1'/>"
    assert facts(tmp_path, ofd(picture)).searchable is Searchable.SCAN
    found = facts(tmp_path, ofd(ofd_text("words"), picture, "<ofd:Content/>"))
    assert (found.searchable, found.blank_pages) == (Searchable.PARTLY, (3,))


def test_a_page_of_an_ofd_that_leaves_its_content_to_a_template_or_a_seal_is_not_blank(
    tmp_path: Path,
) -> None:
    template = "<ofd:Template TemplateID='2' ZOrder='Background'/><ofd:Content/>"
    assert facts(tmp_path, ofd(template)).blank_pages == ()
    assert facts(tmp_path, ofd("")).blank_pages == ()
    with zipfile.ZipFile(BytesIO(ofd("<ofd:Content/>"))) as plain:
        parts = {name: plain.read(name) for name in plain.namelist()}
    parts["OFD.xml"] = parts["OFD.xml"].replace(b"</ofd:DocRoot>", b"</ofd:DocRoot><ofd:Signatures/>")
    assert facts(tmp_path, package(parts)).blank_pages == ()


def test_an_ofd_that_lacks_a_page_is_damaged(tmp_path: Path) -> None:
    whole = ofd(ofd_text("one"), ofd_text("two"))
    found = facts(tmp_path, whole.replace(b"Page_1/Content", b"Page_9/Content"))
    assert (found.kind, found.condition) == ("ofd", Condition.DAMAGED)


def test_an_ofd_that_was_cut_is_truncated(tmp_path: Path) -> None:
    whole = ofd(ofd_text("one"), ofd_text("two"))
    for part in (len(whole) // 2, len(whole) * 3 // 4, len(whole) - 10):
        found = facts(tmp_path, whole[:part])
        assert (found.kind, found.condition) == ("ofd", Condition.TRUNCATED)


def _open_text(lines: tuple[str, ...]) -> str:
    words = "".join(f"<p>{line}</p>" for line in lines)
    return f"<content>{words}</content>"


def test_a_document_says_its_number_day_and_issuer_whatever_its_format(tmp_path: Path) -> None:
    lines = ("川县环境保护局文件", "川环发〔2020〕7号", "通知", "二〇二〇年三月五日")
    said = Imprint("川环发〔2020〕7号", date(2020, 3, 5), "川县环境保护局")
    for content in (
        document("".join(map(paragraph, lines))),
        ofd(ofd_text(*lines[:2]), ofd_text(*lines[2:])),
        "\n".join(lines).encode("gb18030"),
        package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": _open_text(lines)}),
    ):
        assert facts(tmp_path, content).imprint == said
