"""Names and paths of packages, whatever the data call things."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from ecodemo.acceptance.bag import read_lines
from ecodemo.acceptance.package_names import LONGEST_PATH, PackagePaths

TOP = "清溪县_省级生态文明建设示范县_验收材料（草稿）（第99包，共99包）"
FOLDER = "data/03 指标证明材料/第25项 农业废弃物综合利用率（25卷）"
_FORBIDDEN = re.compile(r'[\\:*?"<>|%\x00-\x1f]')


@given(st.lists(st.text(max_size=300), min_size=1, max_size=20))
def test_any_names_become_paths_that_every_system_holds_and_distinguishes(names: list[str]) -> None:
    paths = PackagePaths(TOP)
    made = [paths.new(FOLDER, f"25-1-01 {name}.pdf") for name in names]
    assert len({path.casefold() for path in made}) == len(made)
    for path in made:
        assert path.rpartition("/")[0] == FOLDER
        assert not _FORBIDDEN.search(path)
        assert len(f"X:\\{TOP}/{path}".encode("utf-16-le")) // 2 <= LONGEST_PATH
        assert not path.removesuffix(".pdf").endswith((" ", "."))


def test_names_that_differ_only_in_case_or_form_are_told_apart() -> None:
    paths = PackagePaths(TOP)
    made = [paths.new(FOLDER, name) for name in ("É.pdf", "é.pdf", "e\u0301.pdf")]
    assert made[0].endswith("/É.pdf")
    assert [path.rpartition("/")[2] for path in made[1:]] == ["é（2）.pdf", "é（3）.pdf"]


def test_a_long_name_is_shortened_and_keeps_its_reference_and_suffix() -> None:
    path = PackagePaths(TOP).new(FOLDER, f"25-1-01 {'长' * 300}.pdf")
    assert re.search(r"/25-1-01 长+\.pdf$", path)


@given(st.binary(max_size=400))
def test_no_manifest_breaks_the_reader(content: bytes) -> None:
    hashes, bad = read_lines(content)
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in hashes.values())
    assert all(number > 0 for number in bad)


def test_a_manifest_of_another_program_is_read() -> None:
    digest = "A" * 64
    hashes, bad = read_lines(f"\ufeff{digest} *data/a%0Ab%25.txt\r\n\r\n{digest}  ./data/c.txt\n?\n".encode())
    assert hashes == {"data/a\nb%.txt": "a" * 64, "data/c.txt": "a" * 64}
    assert bad == [4]
