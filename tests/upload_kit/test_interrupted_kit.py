"""A kit killed, or out of disk, at every kind of step: never a half one under its name, and nothing left behind."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image

from acceptance.conftest import DAY
from cli.running import invoke, scripted
from cli.test_interrupted_writes import STEPPED
from ecodemo.journal.manifest import FOLDER
from support import lock
from upload_kit.papers import photograph

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="as the other tests of killed commands"),
]
ITEMS = """\
items:
- {'no': '16.1', title: 森林资源, requirements: [16-1], formats: [txt, jpg]}
- {'no': '25.1', title: 秸秆, requirements: [25-1], formats: [txt]}
"""


@pytest.fixture(scope="module")
def uploading(small_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One of its documents has to be fitted: it says where it was taken. Never write into it."""
    root = Path(shutil.copytree(small_workspace, tmp_path_factory.mktemp("kit") / "county"))
    (root / "data" / "upload.yaml").write_text(ITEMS, encoding="utf-8")
    photo = photograph(80, 60)
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    photo.save(next((root / "evidence").rglob("16-1*")).with_suffix(".jpg"), exif=exif)
    lock(root)
    return root


@pytest.mark.parametrize("ending", ["killed", "full"])
@pytest.mark.parametrize("inside", [True, False], ids=["in the workspace", "outside"])
@pytest.mark.parametrize("step", range(1, 16, 5))
def test_stopped_before_a_step_the_next_call_makes_the_same_kit(
    step: int, uploading: Path, tmp_path: Path, ending: str, *, inside: bool
) -> None:
    root = Path(shutil.copytree(uploading, tmp_path / "county"))
    out = (root if inside else tmp_path) / "kit.zip"
    call = ("-C", root, *DAY, "pack", "--layout", "upload", "--draft", "--out", out)
    ran = scripted(STEPPED, str(tmp_path), str(step), ending, *call)
    assert ran.exit_code in (0, 2, -signal.SIGKILL), ran.stderr
    if out.exists():
        with ZipFile(out) as archive:
            assert archive.testzip() is None
            assert len(archive.namelist()) == 8
    assert invoke(*call).exit_code == 0
    whole = tmp_path / "whole.zip"
    assert invoke(*call[:-1], whole).exit_code == 0
    assert out.read_bytes() == whole.read_bytes()
    assert not list(tmp_path.rglob("*.part"))
    assert not (root / FOLDER).exists()
