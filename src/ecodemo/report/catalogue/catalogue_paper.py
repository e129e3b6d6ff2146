"""The archive's list (归档文件目录): the files box by box, and the sums of the boxes."""

from __future__ import annotations

from collections.abc import Iterator

from ecodemo.paper.parts import Paper, Paragraph, Part, Style
from ecodemo.report.catalogue.catalogue_table import box_columns, boxes_and_sum, catalogue_columns
from ecodemo.report.contents.evidence_view import Catalogue
from ecodemo.report.papers.blocks import Blocks
from ecodemo.report.papers.composition import (
    example_notice,
    grid,
    headed,
    on_one_line,
    paper_of,
    speaker_of,
    version,
)


def paper(catalogue: Catalogue, template_folder: str | None = None) -> Paper:
    """The paper, in the language of the catalogue.

    Raises:
        EcodemoError: a block of the workspace's own is not right.
    """
    catalogue = on_one_line(catalogue)
    name = f"catalogue-{catalogue.bid_id}-{catalogue.today}"
    return paper_of(name, _parts(catalogue, template_folder), catalogue.language)


def _parts(catalogue: Catalogue, template_folder: str | None) -> Iterator[Part]:
    speaker = speaker_of(catalogue)
    data = {"catalogue": catalogue.model_dump(mode="json")}
    say = Blocks("catalogue", catalogue.language, template_folder, data).parts
    text = speaker.text
    files = headed(catalogue_columns(speaker), remark=text("Remark", "boxes"))
    yield from say("title")
    yield from example_notice(catalogue)
    yield from say("part")
    for box in catalogue.boxes:
        yield Paragraph(f"{box.no} {box.name}", Style.HEADING)
        yield grid(files, box.rows)
        yield Paragraph(box.sums)
    yield from say("sums")
    *boxes, whole = boxes_and_sum(catalogue, speaker)
    sums = headed(box_columns(speaker), no=text("Box", "boxes"), name=text("Name", "boxes"))
    yield grid(sums, boxes, whole)
    yield from say("notes")
    yield version(catalogue)
