"""upload.yaml and uploaded.yaml: every mistake at its place, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.running import invoke
from ecodemo.load.workspace import load

ITEM = "- {'no': '1.1', title: 规划, requirements: [01-1]"


def complaints(county: Path, name: str, text: str) -> str:
    (county / "data" / name).write_text(text, encoding="utf-8")
    ran = invoke("-C", county, "--lang", "en", "check")
    assert ran.exit_code == 2
    return ran.stdout


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        (f"items:\n{ITEM.replace('01-1', '01-9')}}}\n", "2:43", "Unknown requirement “01-9”"),
        (f"items:\n{ITEM}}}\n{ITEM}}}\n", "3:4", "Duplicate “1.1”"),
        (f"items:\n{ITEM.replace('[01-1]', '[01-1, 01-1]')}}}\n", "2:49", "01-1 is listed twice"),
        (f"items:\n{ITEM}, name: '{{no}}_{{titel}}'}}\n", "2:50", "Unknown placeholder “{titel}”"),
        (f"items:\n{ITEM}, name: '{{no'}}\n", "2:50", "is not a pattern"),
        (f"items:\n{ITEM}, name: '{{no}}'}}\n", "2:50", "the same name"),
        ("defaults: {name: 'x{seq:02}'}\nitems: []\n", "1:12", "is not a pattern"),
        ("defaults: {formats: [pdf, exe]}\nitems: []\n", "1:27", "Expected one of"),
        ("defaults: {largest: 20}\nitems: []\n", "1:12", "size"),
        ("window: {from: 2021-10-20, to: 2021-10-19}\nitems: []\n", "1:28", "ends before it starts"),
        ("fit: {dpi: 10}\nitems: []\n", "1:7", "at least 72"),
        ("bid: none\nitems: []\n", "1:1", "Unknown bid"),
        ("pages: 3\nitems: []\n", "1:1", "Unknown key"),
    ],
)
def test_a_mistake_is_said_where_it_is(county: Path, text: str, place: str, said: str) -> None:
    printed = complaints(county, "upload.yaml", text)
    assert f"data/upload.yaml:{place}" in printed
    assert said in printed


def test_all_mistakes_are_said_at_once(county: Path) -> None:
    text = f"window: {{from: 2021-10-20, to: 2021-10-19}}\nitems:\n{ITEM}, name: '{{x}}'}}\n{ITEM}}}\n"
    printed = complaints(county, "upload.yaml", text)
    assert all(said in printed for said in ("ends before", "Unknown placeholder", "Duplicate"))


@pytest.mark.parametrize("key", ["item", "file", "sha256", "on"])
def test_a_receipt_lacks_nothing(county: Path, key: str) -> None:
    entry = {"item": "'1.1'", "file": "a.pdf", "sha256": "'9c1e44a02b7f'", "on": "2021-11-03"}
    del entry[key]
    text = "- {" + ", ".join(f"{name}: {value}" for name, value in entry.items()) + "}\n"
    assert f"Missing key “{key}”" in complaints(county, "uploaded.yaml", text)


def test_formats_and_limits_are_read_as_people_write_them(county: Path) -> None:
    text = f"defaults: {{formats: [PDF, .jpeg, tiff], largest: 20mb}}\nitems:\n{ITEM}, count: 3}}\n"
    (county / "data" / "upload.yaml").write_text(text, encoding="utf-8")
    upload = load(county).workspace.upload
    limits = upload.limits_of(upload.items[0])
    assert (limits.formats, limits.largest, limits.count) == (("pdf", "jpg", "tif"), 20_000_000, 3)


def test_the_shipped_file_and_its_commented_sample_can_be_used(county: Path) -> None:
    shipped = Path("data/upload.yaml").read_text(encoding="utf-8")
    (county / "data" / "upload.yaml").write_text(shipped, encoding="utf-8")
    assert load(county).workspace.upload.items == ()
    sample = shipped.partition("items: []\n")[2]
    sample = "items:\n" + "\n".join(line.removeprefix("# ") for line in sample.splitlines())
    (county / "data" / "upload.yaml").write_text(sample, encoding="utf-8")
    upload = load(county).workspace.upload
    assert [item.no for item in upload.items] == ["7.1"]
    assert upload.window is not None
