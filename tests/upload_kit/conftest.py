"""A small county whose gate is open and whose documents are uploaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from acceptance.conftest import pack
from cli.running import Result

UPLOAD = """\
system: 省级申报系统
window: {from: 2021-10-20, to: 2021-11-29}
defaults: {formats: [txt, pdf, jpg], largest: 1MB, count: 3, name: '{no}_{seq}_{title}', name_length: 24}
items:
- {'no': '1.1', title: 生态文明建设规划, requirements: [01-1]}
- {'no': '25.1', title: 秸秆综合利用, requirements: [25-1], count: 5}
- {'no': '16.1', title: 森林资源, requirements: [16-1], formats: [pdf]}
"""


@pytest.fixture
def uploading(county: Path) -> Path:
    """The county with items to upload. Its third one takes only PDF, which it does not have."""
    (county / "data" / "upload.yaml").write_text(UPLOAD, encoding="utf-8")
    return county


def pack_upload(root: Path, *arguments: str | Path, lang: str = "en") -> Result:
    """`ecodemo pack --layout upload` on a day on which the county's gate is open."""
    return pack(root, "--layout", "upload", *arguments, lang=lang)
