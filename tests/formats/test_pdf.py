"""PDF."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter

from ecodemo.formats.file_facts import facts_of
from ecodemo.model.evidence import Condition, Facts, Searchable
from formats import office_files
from formats.conftest import saved, scene
from formats.pdf_files import FONT, pages, stream, words


def facts(folder: Path, content: bytes) -> Facts:
    path = folder / "file"
    path.write_bytes(content)
    return facts_of(path)


def sheet(text: str = "") -> Image.Image:
    """What a scanner makes of a sheet: paper with its grain, shadows at the edges, and perhaps words."""
    paper = Image.effect_noise((1240, 1754), 4).point(lambda shade: min(255, shade + 110))
    draw = ImageDraw.Draw(paper)
    draw.rectangle((0, 0, 18, 1754), fill=90)
    if text:
        draw.text((300, 400), text, fill=20, font_size=40)
    return paper


def scans(*sheets: Image.Image) -> bytes:
    whole = BytesIO()
    sheets[0].save(whole, "PDF", save_all=True, append_images=sheets[1:])
    return whole.getvalue()


def joined(*files: bytes) -> bytes:
    writer, whole = PdfWriter(), BytesIO()
    for file in files:
        writer.append(PdfReader(BytesIO(file)))
    writer.write(whole)
    return whole.getvalue()


def test_pages_words_and_numbers_of_a_pdf_by_libreoffice(office: Path) -> None:
    found = facts_of(office / "letter.pdf")
    assert (found.kind, found.condition, found.pages) == ("pdf", Condition.SOUND, 3)
    assert (found.searchable, found.blank_pages) == (Searchable.TEXT, (2,))
    assert found.numbers == (office_files.ISSUER,)
    assert dict(found.personal) == {"telephone": 1}


def test_a_pdf_with_a_password_is_encrypted(office: Path) -> None:
    found = facts_of(office / "locked.pdf")
    assert (found.kind, found.condition, found.personal) == ("pdf", Condition.ENCRYPTED, {})


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256"])
def test_a_pdf_that_opens_without_a_password_is_read_whatever_it_forbids(
    tmp_path: Path, algorithm: str
) -> None:
    writer, whole = PdfWriter(BytesIO(pages([words("Call 13812345678 in 2020")]))), BytesIO()
    writer.encrypt("", "owner", algorithm=algorithm)
    writer.write(whole)
    found = facts(tmp_path, whole.getvalue())
    assert (found.condition, found.pages, dict(found.personal)) == (Condition.SOUND, 1, {"telephone": 1})


@pytest.mark.parametrize("algorithm", ["RC4-40", "AES-128", "AES-256"])
def test_a_pdf_that_asks_for_a_password_is_encrypted(tmp_path: Path, algorithm: str) -> None:
    writer, whole = PdfWriter(BytesIO(pages([words("words")]))), BytesIO()
    writer.encrypt("user", "owner", algorithm=algorithm)
    writer.write(whole)
    assert facts(tmp_path, whole.getvalue()).condition is Condition.ENCRYPTED


@pytest.mark.parametrize(
    "behind",
    [
        b"junk " * 2000,
        b"\n<html>a page of the proxy</html>\n" * 200,
        bytes(range(1, 256)) * 300,
        b"-----END----",
    ],
)
def test_junk_behind_the_end_does_no_harm(tmp_path: Path, behind: bytes) -> None:
    found = facts(tmp_path, pages([words("Progress of the year")]) + behind)
    assert (found.condition, found.pages, found.searchable) == (Condition.SOUND, 1, Searchable.TEXT)


@pytest.mark.parametrize(
    "before",
    [b"\xef\xbb\xbf", b"\r\n\r\n", b"Content-Type: application/pdf\r\nTo: <a@b>\r\n\r\n", b"\0" * 900],
)
def test_bytes_before_the_beginning_do_no_harm(tmp_path: Path, before: bytes) -> None:
    found = facts(tmp_path, before + pages([words("Progress of the year")]))
    assert (found.kind, found.condition, found.pages) == ("pdf", Condition.SOUND, 1)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"xref\n0 5", b"xref\n0 2000000000"),
        (b"xref\n0 5", b"xref\n0 -5"),
        (b"xref\n0 5", b"xref\n0 99999999999999999999999999"),
        (b"xref\n0 5", b"xref\n0 x"),
        (b"/Size 5", b"/Size 2000000000"),
        (b"0000000", b"9999999"),
        (b"/Root 1 0 R", b"/Root 1 0 R /Prev 99999999"),
    ],
)
def test_a_table_of_nonsense_is_looked_past(tmp_path: Path, right: bytes, wrong: bytes) -> None:
    whole = pages([words("Progress of the year")])
    assert right in whole
    found = facts(tmp_path, whole.replace(right, wrong))
    assert (found.condition, found.pages, found.searchable) == (Condition.SOUND, 1, Searchable.TEXT)


def _with_catalogue(entries: bytes, more: dict[int, bytes] | None = None) -> bytes:
    whole = pages([words("Please open the files inside")], more=more)
    return whole.replace(b"/Type /Catalog", b"/Type /Catalog " + entries)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (_with_catalogue(b"/Collection << /View /T >>"), "portfolio"),
        (
            _with_catalogue(
                b"/Names << /EmbeddedFiles << /Names [(a) 1000 0 R] >> >>",
                {1000: b"<< /Type /Filespec /UF (a.docx) >>"},
            ),
            "portfolio",
        ),
        (
            _with_catalogue(
                b"/Names << /EmbeddedFiles << /Kids [<< /Names [(a) << /F (invoice.xml) >>] >>] >> >>"
            ),
            "pdf",
        ),
        (_with_catalogue(b"/NeedsRendering true /AcroForm << /XFA [] >>"), "xfa"),
        (_with_catalogue(b"/AcroForm << /XFA [] /Fields [] >>"), "pdf"),
    ],
)
def test_what_is_inside_beside_the_pages(tmp_path: Path, content: bytes, kind: str) -> None:
    found = facts(tmp_path, content)
    assert (found.kind, found.condition, found.pages) == (kind, Condition.SOUND, 1)


@pytest.mark.parametrize("part", [0.25, 0.5, 0.75, -10])
@pytest.mark.parametrize("name", ["letter.pdf", "locked.pdf"])
def test_a_pdf_that_was_cut_is_truncated(office: Path, tmp_path: Path, name: str, part: float) -> None:
    whole = (office / name).read_bytes()
    found = facts(tmp_path, whole[: int(len(whole) * part) if part > 0 else int(part)])
    assert (found.kind, found.condition) == ("pdf", Condition.TRUNCATED)


def test_a_cut_pdf_with_an_earlier_end_near_its_beginning_is_truncated(tmp_path: Path) -> None:
    whole = pages([words("Progress of the year")])
    found = facts(tmp_path, whole + b"5 0 obj\n<< /Later (version) >>\n" * 60)
    assert found.condition is Condition.TRUNCATED


def test_a_pdf_for_slow_lines_says_how_long_it_should_be(tmp_path: Path) -> None:
    whole = pages([words("Progress of the year")]).replace(
        b"%PDF-1.5\n", b"%PDF-1.5\n<< /Linearized 1 /L 99999 >>\n"
    )
    assert facts(tmp_path, whole).condition is Condition.TRUNCATED


def test_noughts_behind_the_end_do_no_harm(tmp_path: Path) -> None:
    assert facts(tmp_path, pages([words("Progress of the year")]) + bytes(9_000)).condition is Condition.SOUND


def test_a_pdf_without_pages_is_damaged(tmp_path: Path) -> None:
    assert facts(tmp_path, pages([])).condition is Condition.DAMAGED


def test_a_pdf_without_objects_is_damaged(tmp_path: Path) -> None:
    found = facts(tmp_path, b"%PDF-1.5\nstartxref\n0\n%%EOF\n")
    assert (found.kind, found.condition) == ("pdf", Condition.DAMAGED)


def test_wrong_places_in_the_table_are_found_again_as_by_every_reader(tmp_path: Path) -> None:
    whole = pages([words("Progress of the year")])
    found = facts(tmp_path, whole.replace(b"%PDF-1.5\n", b"%PDF-1.5\n% a line more\n"))
    assert (found.condition, found.pages) == (Condition.SOUND, 1)


def test_a_scan_cannot_be_searched(tmp_path: Path) -> None:
    found = facts(tmp_path, scans(sheet("Minutes of the meeting"), sheet("Signed by all")))
    assert (found.pages, found.searchable, found.blank_pages) == (2, Searchable.SCAN, ())


def test_a_scanned_sheet_without_words_is_blank_for_all_its_grain_and_shadows(tmp_path: Path) -> None:
    found = facts(tmp_path, scans(sheet("Minutes of the meeting"), sheet()))
    assert found.blank_pages == (2,)


@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
def test_one_line_on_a_scanned_sheet_is_enough(tmp_path: Path, mode: str) -> None:
    picture = Image.new("L", (1240, 1754), 255)
    assert facts(tmp_path, scans(picture.convert(mode))).blank_pages == (1,)
    ImageDraw.Draw(picture).text((500, 800), "only this", fill=0, font_size=32)
    assert facts(tmp_path, scans(picture.convert(mode))).blank_pages == ()


def test_words_and_scans_together_are_searchable_partly(tmp_path: Path) -> None:
    found = facts(tmp_path, joined(pages([words("Progress of the year")]), scans(sheet("Annex one"))))
    assert (found.pages, found.searchable) == (2, Searchable.PARTLY)


def test_a_scan_with_words_laid_under_it_can_be_searched(tmp_path: Path) -> None:
    scan = PdfReader(BytesIO(scans(sheet("Minutes of the meeting"))))
    page = PdfWriter(clone_from=scan)
    page.pages[0].merge_page(PdfReader(BytesIO(pages([words("Minutes of the meeting")]))).pages[0])
    whole = BytesIO()
    page.write(whole)
    assert facts(tmp_path, whole.getvalue()).searchable is Searchable.TEXT


def test_a_scan_with_a_page_number_is_still_a_scan(tmp_path: Path) -> None:
    page = PdfWriter(clone_from=PdfReader(BytesIO(scans(sheet("Minutes of the meeting")))))
    page.pages[0].merge_page(PdfReader(BytesIO(pages([words("- 3 -")]))).pages[0])
    whole = BytesIO()
    page.write(whole)
    assert facts(tmp_path, whole.getvalue()).searchable is Searchable.SCAN


@pytest.mark.parametrize(
    ("content", "is_blank"),
    [
        (b"", True),
        (b"q 0 0 595 842 re W n Q", True),
        (b"1 1 1 rg 0 0 595 842 re f", True),
        (b"BT /F1 12 Tf (   ) Tj ET", True),
        (b"0 0 100 100 re f", False),
        (b"0 0 m 100 100 l S", False),
        (b"BT /F1 12 Tf (3) Tj ET", False),
        (b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI", False),
    ],
    ids=["nothing", "frame", "white", "blanks", "area", "line", "figure", "picture"],
)
def test_a_page_is_blank_if_nothing_can_be_seen_on_it(
    tmp_path: Path, content: bytes, *, is_blank: bool
) -> None:
    found = facts(tmp_path, pages([words("Progress of the year"), stream(content)]))
    assert found.blank_pages == ((2,) if is_blank else ())


def test_a_seal_laid_on_a_page_is_something_to_see(tmp_path: Path) -> None:
    writer, whole = PdfWriter(clone_from=PdfReader(BytesIO(pages([stream(b"")])))), BytesIO()
    writer.write(whole)
    sealed = pages([stream(b"")], f"{FONT} >> /Annots [<< /Subtype /Stamp /AP << /N 1000 0 R >> >>] /X <<")
    assert facts(tmp_path, whole.getvalue()).blank_pages == (1,)
    assert facts(tmp_path, sealed).blank_pages == ()


def test_the_pages_behind_those_that_are_read_are_still_looked_at(tmp_path: Path) -> None:
    many = [words("Progress of the year")] * 60
    found = facts(tmp_path, pages([*many, stream(b""), words("Telephone 13912345678")]))
    assert (found.pages, found.blank_pages, found.searchable) == (62, (61,), Searchable.TEXT)
    assert not found.personal


def test_only_the_first_page_gives_the_documents_number(office: Path, tmp_path: Path) -> None:
    letter = (office / "letter.pdf").read_bytes()
    assert not facts(tmp_path, joined(pages([words("A cover page")]), letter)).numbers


def test_a_photograph_in_a_pdf_is_no_blank_page(tmp_path: Path) -> None:
    whole = BytesIO()
    Image.open(BytesIO(saved(scene(1600, 1200), "jpg"))).save(whole, "PDF")
    found = facts(tmp_path, whole.getvalue())
    assert (found.searchable, found.blank_pages) == (Searchable.SCAN, ())
