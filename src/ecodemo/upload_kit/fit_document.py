"""A document made such as a system takes it: as it is where that is right, else fitted; its original is only read."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

from ecodemo.formats.quiet_loggers import quiet_loggers
from ecodemo.model.evidence import Condition, EvidenceFile
from ecodemo.model.message import Message, listing, message
from ecodemo.model.size import size_words
from ecodemo.model.upload import UploadFormat
from ecodemo.upload_kit.fit_pdf import pdf_of_pictures, shrink_pdf
from ecodemo.upload_kit.fit_picture import PICTURES, best_jpeg, names_its_place, pages_of
from ecodemo.upload_kit.fitting_aim import CannotFitError, FittingAim

Fitted: TypeAlias = "str | None"
"""The suffix of what was written; `None`: the document is taken as it is."""

_CONDITIONS = {
    Condition.TRUNCATED: message("The file is truncated."),
    Condition.DAMAGED: message("The file is damaged."),
    Condition.ENCRYPTED: message("The file is protected by a password."),
    Condition.TOO_LARGE: message("The file is too large to be opened."),
}


def kind_of_document(file: EvidenceFile) -> str:
    """The suffix that is right for it: by its bytes, else as it is named."""
    return (file.facts.kind if file.facts else "") or file.name.rpartition(".")[2].lower()


def fit_document(file: EvidenceFile, source: Path, target: Path, aim: FittingAim) -> Fitted:
    """Fit a document, if it has to be.

    Args:
        file: what is known of it.
        source: where it is.
        target: where the fitted one is written to.
        aim: what the system takes.

    Raises:
        CannotFitError: it cannot be fitted; nothing that counts is in `target`.
        OSError: it cannot be read, or not be written.
    """
    condition = file.facts.condition if file.facts else Condition.SOUND
    if condition is not Condition.SOUND:
        raise CannotFitError(
            _CONDITIONS[condition], message("Request a file that opens from the unit, and replace it.")
        )
    kind = kind_of_document(file)
    with quiet_loggers():
        if kind in PICTURES:
            return _picture(file, kind, source, target, aim)
        if not aim.takes(kind):
            raise CannotFitError(_not_taken(kind, aim), _save_as(aim))
        if file.size <= aim.largest:
            return None
        if kind == "pdf":
            shrink_pdf(source, target, aim)
            return "pdf"
    raise CannotFitError(
        message(
            "{size}, and only {largest} are taken.",
            size=size_words(file.size),
            largest=size_words(aim.largest),
        ),
        _save_as(aim)
        if aim.takes("pdf")
        else message("Divide the document into several, and register them."),
    )


def _picture(file: EvidenceFile, kind: str, source: Path, target: Path, aim: FittingAim) -> Fitted:
    with source.open("rb") as stream:
        if aim.takes(kind) and file.size <= aim.largest and not names_its_place(stream, kind):
            return None
        stream.seek(0)
        if aim.takes("jpg"):
            pages = pages_of(stream, kind)
            page = next(pages)
            if next(pages, None) is None:
                target.write_bytes(best_jpeg(page, aim))
                return "jpg"
        elif not aim.takes("pdf"):
            raise CannotFitError(
                _not_taken(kind, aim), message("Save it in one of these formats, and register that.")
            )
    if not aim.takes("pdf"):
        raise CannotFitError(
            message("The picture has several pages, and PDF is not taken."),
            message("Save each page as a picture, and register them."),
        )
    _write_pages(kind, source, target, aim)
    return "pdf"


def _write_pages(kind: str, source: Path, target: Path, aim: FittingAim) -> None:
    """All pages of a picture as a PDF, at the best step at which the whole is small enough."""
    for step in ((float("inf"), 95), *aim.steps()):
        with source.open("rb") as stream:
            jpegs, size = [], 0
            for page in pages_of(stream, kind):
                jpegs.append((page.jpeg(*step), min(page.dpi, step[0])))
                size += len(jpegs[-1][0])
                if size > aim.largest:
                    break
            else:
                pdf_of_pictures(jpegs, target)
                if target.stat().st_size <= aim.largest:
                    return
    raise CannotFitError(
        message(
            "Too large even at {dpi} dpi and quality {quality}.", dpi=aim.fit.dpi, quality=aim.fit.quality
        ),
        message("Divide the document into several, and register them."),
    )


def _not_taken(kind: str, aim: FittingAim) -> Message:
    taken = listing(*(str(one) for one in aim.formats), most=len(UploadFormat))
    return message("The format {kind} is not taken, only {formats}.", kind=kind or "?", formats=taken)


def _save_as(aim: FittingAim) -> Message:
    """What to do with what no library converts safely."""
    if aim.takes("pdf"):
        return message("Export it as PDF with the program that it was made with, and register the PDF.")
    return message("Save it in one of these formats, and register that.")
