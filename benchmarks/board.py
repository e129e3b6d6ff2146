"""The board as a browser has it: how large its file is, and how soon a filter of it shows."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Measured, repeated

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

_FILTERED = """(async () => {
  const field = document.getElementById('by-text');
  const said = document.getElementById('finding-count');
  const shown = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  await shown();
  const begun = performance.now();
  field.value = '镇'; field.dispatchEvent(new Event('input', {bubbles: true}));
  await shown();
  if (!said.textContent) throw new Error('nothing was filtered');
  return (performance.now() - begun) / 1000;
})()"""


def board_of(county: Path, folder: Path) -> Path:
    """The board's page, written into a folder."""
    command = [
        sys.executable,
        "-m",
        "ecodemo",
        "report",
        "--kind",
        "board",
        "--format",
        "html",
        "--out",
        str(folder),
    ]
    subprocess.run(command, cwd=county, check=True, capture_output=True)
    (page,) = folder.glob("*.html")
    return page


def megabytes(county: Path) -> Measured:
    """How large the file is."""
    with tempfile.TemporaryDirectory() as folder:
        return Measured.of([board_of(county, Path(folder)).stat().st_size / 1e6])


def seconds_to_filter(county: Path, times: int) -> Measured:
    """From a new page to its first filtered rows, by the browser's own clock."""
    from chromium import chromium

    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryDirectory() as profile,
        chromium(Path(profile)) as opened,
    ):
        address = board_of(county, Path(folder)).as_uri()

        def once() -> float:
            opened.open(address)
            loaded = opened.run("performance.getEntriesByType('navigation')[0].loadEventEnd / 1000")
            return float(loaded) + float(opened.run(_FILTERED))

        return repeated(once, times)
