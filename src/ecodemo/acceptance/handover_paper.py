"""移交清单: what is handed over, with the hash of the manifest, for two stamps.

It is beside the material: inside, its own hash would have to be in the manifest whose hash it prints.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ecodemo.acceptance import package_words as words
from ecodemo.acceptance.package_head import PackageHead
from ecodemo.acceptance.volume_lines import VolumeSum, whole_sum
from ecodemo.paper.parts import FormCell, FormTable, Grid, GridColumn, Paper, Paragraph, Part, Style


def handover_paper(head: PackageHead, details: Mapping[str, str], sums: Sequence[VolumeSum]) -> Paper:
    """The list for two stamps.

    Args:
        head: what every page says.
        details: by the keys of `HANDOVER_LABELS`.
        sums: of the volumes, in their order.
    """

    def parts() -> Iterator[Part]:
        yield Paragraph(words.HANDOVER_TITLE, Style.TITLE)
        if head.note:
            yield Paragraph(head.note, Style.EXAMPLE)
        yield Paragraph(words.HANDOVER_BODY.format(county=head.county, bid=head.bid))
        yield FormTable(
            (42, 58),
            tuple(
                (FormCell(label, Style.HEAD_CELL), FormCell(details[key], Style.CELL))
                for key, label in words.HANDOVER_LABELS.items()
            ),
        )
        yield Paragraph("", Style.NOTE)
        yield _volumes(sums)
        yield Paragraph("", Style.NOTE, keeps_next=True)
        yield FormTable(
            (23, 27, 23, 27),
            tuple(
                (
                    FormCell(given, Style.HEAD_CELL, room=room),
                    FormCell(),
                    FormCell(taken, Style.HEAD_CELL, room=room),
                    FormCell(),
                )
                for given, taken, room in zip(
                    words.HANDOVER_PARTIES[::2], words.HANDOVER_PARTIES[1::2], (2, 0, 0), strict=True
                )
            ),
        )

    return Paper(words.HANDOVER_TITLE, words.HANDOVER_TITLE, tuple(parts()), is_form=True, sheet="handout")


def _volumes(sums: Sequence[VolumeSum]) -> Grid:
    shares, figures = (6, 60, 11, 11, 12), (True, False, True, True, True)
    columns = tuple(
        GridColumn(name, share, is_figure)
        for name, share, is_figure in zip(words.HANDOVER_COLUMNS, shares, figures, strict=True)
    )
    rows = tuple((str(serial), *_numbers(total)) for serial, total in enumerate(sums, 1))
    return Grid(columns, rows, ("", *_numbers(whole_sum(sums))), is_small=True)


def _numbers(total: VolumeSum) -> tuple[str, str, str, str]:
    return total.name, str(total.files), str(total.references), str(total.pages)
