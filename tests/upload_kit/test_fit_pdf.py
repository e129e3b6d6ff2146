"""PDFs made smaller by their pictures; signed, protected and broken ones are named and not touched."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.upload import UploadFit, UploadFormat
from ecodemo.upload_kit.fit_document import fit_document
from ecodemo.upload_kit.fitting_aim import CannotFitError, FittingAim
from upload_kit.papers import jpeg_bytes, known, photograph

pikepdf = pytest.importorskip("pikepdf", reason="the extra upload is not installed")

PAGE = (595, 842)


def aim(largest: int, dpi: int = 100) -> FittingAim:
    return FittingAim((UploadFormat.PDF, UploadFormat.JPG), largest, UploadFit(dpi=dpi, quality=75))


def paper(path: Path, *pictures: Image.Image, words: str = "Dongshan 2020", **save: Any) -> Path:
    """A page for each picture, with words beside it."""
    with pikepdf.new() as pdf:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        for image in pictures:
            picture = pdf.make_stream(jpeg_bytes(image, quality=95))
            picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
            picture.Width, picture.Height, picture.BitsPerComponent = image.width, image.height, 8
            picture.ColorSpace = pikepdf.Name.DeviceGray if image.mode == "L" else pikepdf.Name.DeviceRGB
            picture.Filter = pikepdf.Name.DCTDecode
            page = pdf.add_blank_page(page_size=PAGE)
            page.Resources = pikepdf.Dictionary(
                XObject=pikepdf.Dictionary(P=picture), Font=pikepdf.Dictionary(F=font)
            )
            page.Contents = pdf.make_stream(
                f"q {PAGE[0]} 0 0 {PAGE[1]} 0 0 cm /P Do Q BT /F 12 Tf 50 50 Td ({words}) Tj ET".encode()
            )
        pdf.save(path, **save)
    return path


def fitted(path: Path, wanted: FittingAim) -> Path:
    target = path.with_name("fitted.pdf")
    assert fit_document(known(path), path, target, wanted) == "pdf"
    return target


def refused(path: Path, wanted: FittingAim) -> CannotFitError:
    with pytest.raises(CannotFitError) as error:
        fit_document(known(path), path, path.with_name("fitted.pdf"), wanted)
    return error.value


def test_pictures_become_smaller_and_pages_and_words_stay(tmp_path: Path) -> None:
    path = paper(tmp_path / "scan.pdf", photograph(1240, 1754, seed=3), photograph(1240, 1754, "L", seed=5))
    before = path.read_bytes()
    small = PdfReader(fitted(path, aim(before.__len__() // 3)))
    assert len(small.pages) == 2
    assert [page.extract_text().strip() for page in small.pages] == ["Dongshan 2020"] * 2
    assert (tmp_path / "fitted.pdf").stat().st_size <= len(before) // 3
    assert path.read_bytes() == before


def test_no_picture_gets_fewer_dots_than_it_must_have(tmp_path: Path) -> None:
    path = paper(tmp_path / "scan.pdf", photograph(1240, 1754))
    image = PdfReader(fitted(path, aim(path.stat().st_size // 3))).pages[0].images[0].image
    assert image is not None
    assert image.width >= 826
    error = refused(path, aim(20_000))
    assert (error.reason.values["dpi"], error.reason.values["quality"]) == (100, 75)


def test_pictures_without_loss_are_made_smaller_too(tmp_path: Path) -> None:
    image = photograph(800, 1131)
    content = BytesIO()
    image.save(content, "PDF", resolution=97)
    path = tmp_path / "plain.pdf"
    with pikepdf.open(BytesIO(content.getvalue())) as pdf:
        (picture,) = pdf.pages[0].Resources.XObject.values()
        picture.write(image.tobytes())  # as scanners' programs store them: packed, with nothing lost
        pdf.save(path, compress_streams=True)
    assert fitted(path, aim(path.stat().st_size // 3, dpi=90)).exists()


def test_a_mask_and_a_drawing_stay_as_they_are(tmp_path: Path) -> None:
    path = paper(tmp_path / "scan.pdf", photograph(1000, 1414))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        (picture,) = pdf.pages[0].Resources.XObject.values()
        mask = pdf.make_stream(bytes(range(256)) * 40)
        mask.Type, mask.Subtype, mask.ColorSpace = (
            pikepdf.Name.XObject,
            pikepdf.Name.Image,
            pikepdf.Name.DeviceGray,
        )
        mask.Width, mask.Height, mask.BitsPerComponent = 128, 80, 8
        picture.SMask = mask
        pdf.save(path)
    with pikepdf.open(fitted(path, aim(path.stat().st_size // 2, dpi=90))) as pdf:
        (picture,) = pdf.pages[0].Resources.XObject.values()
        assert picture.SMask.read_bytes() == bytes(range(256)) * 40


def test_a_signed_pdf_is_named_and_not_written_anew(tmp_path: Path) -> None:
    path = paper(tmp_path / "signed.pdf", photograph(1000, 1414))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        value = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Sig, Contents=pikepdf.String("x")))
        field = pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=pikepdf.String("s"), V=value))
        above = pdf.make_indirect(pikepdf.Dictionary(T=pikepdf.String("a"), Kids=pikepdf.Array([field])))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([above]))
        pdf.save(path)
    assert "signature" in refused(path, aim(100_000)).reason.text
    assert not (tmp_path / "fitted.pdf").exists()


@pytest.mark.parametrize("user", ["", "secret"], ids=["against changes", "against opening"])
def test_a_protected_pdf_is_named(user: str, tmp_path: Path) -> None:
    encryption = pikepdf.Encryption(owner="owner", user=user)
    path = paper(tmp_path / "locked.pdf", photograph(1000, 1414), encryption=encryption)
    assert "protected" in refused(path, aim(100_000)).reason.text


def test_a_broken_pdf_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7\n" + b"\x00garbage" * 4_000)
    with pytest.raises(CannotFitError):
        fit_document(EvidenceFile("broken.pdf", path.stat().st_size), path, tmp_path / "out", aim(10_000))


def test_a_picture_that_grows_beyond_its_sides_is_left_alone(tmp_path: Path) -> None:
    path = paper(tmp_path / "scan.pdf", photograph(1000, 1414))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        (picture,) = pdf.pages[0].Resources.XObject.values()
        del picture["/Filter"]
        picture.write(bytes(60_000_000))
        picture.Width, picture.Height = 10, 10
        pdf.save(path, compress_streams=True)
    assert "Too large" in refused(path, aim(10_000)).reason.text


def test_the_same_pdf_gives_the_same_bytes(tmp_path: Path) -> None:
    path = paper(tmp_path / "scan.pdf", photograph(1000, 1414))
    first = fitted(path, aim(path.stat().st_size // 2)).read_bytes()
    assert fitted(path, aim(path.stat().st_size // 2)).read_bytes() == first


def test_without_the_library_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = paper(tmp_path / "scan.pdf", photograph(600, 849))
    monkeypatch.setitem(sys.modules, "pikepdf", None)
    error = refused(path, aim(50_000))
    assert "pikepdf" in error.reason.text
    assert "ecodemo[upload]" in error.action.text
