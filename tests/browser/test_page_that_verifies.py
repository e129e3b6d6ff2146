"""The page that verifies itself, in a browser: what was altered, flipped, lost or added is named at its place."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

from acceptance.bags import unzipped
from acceptance.pages import page_of
from browser.pages import assert_axe_has_nothing_to_say, assert_it_fits_the_screen, needs_axe, until
from chromium import CHROMIUM, Page
from ecodemo.language import Language
from once import made_once
from support import check

pytestmark = [pytest.mark.long, pytest.mark.skipif(CHROMIUM is None, reason="not installed: chromium")]

ALL_AGREE = "全部与本页一致"
FLIPPED = "01 生态文明建设规划/生态环境分局/2021/01-2 规划专家评审意见.pdf"


@pytest.fixture(scope="module")
def pages(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page in both languages beside the example's evidence."""

    def make(folder: Path) -> None:
        shutil.copytree(example / "evidence", folder / "evidence", copy_function=os.link)
        result = check(example)
        for language in Language:
            (folder / f"{language.value}.html").write_bytes(page_of(result, language))

    return made_once(tmp_path_factory, "opening", make)


@pytest.fixture
def evidence(pages: Path, tmp_path: Path) -> Path:
    """A copy of the evidence that the test may change; files are linked, so replace them and never write into them."""
    return Path(shutil.copytree(pages / "evidence", tmp_path / "证明材料", copy_function=os.link))


def text(page: Page, selector: str) -> str:
    found: str = page.run(f"document.querySelector({json.dumps(selector)}).textContent.trim()")
    return found


def texts(page: Page, selector: str) -> list[str]:
    found: list[str] = page.run(
        f"[...document.querySelectorAll({json.dumps(selector)})].map((node) => node.textContent.trim())"
    )
    return found


def choose(page: Page, folder: Path) -> str:
    """Choose a folder as its reader does, and wait for what the page says of it."""
    page.run("document.getElementById('again-files').textContent = ''")
    root = page.send("DOM.getDocument")["root"]["nodeId"]
    field = page.send("DOM.querySelector", nodeId=root, selector="#again-folder")["nodeId"]
    page.send("DOM.setFileInputFiles", nodeId=field, files=[str(folder)])
    for _ in range(600):
        said = text(page, "#again-files")
        if said and "……" not in said and "…" not in said:
            return said
        time.sleep(0.05)
    raise AssertionError(said)


def altered(pages: Path, change: Callable[[str], str], name: str = "altered.html") -> str:
    """The address of the page after somebody changed its text."""
    was = (pages / "zh.html").read_text(encoding="utf-8")
    became = change(was)
    assert became != was
    (pages / name).write_text(became, encoding="utf-8")
    return (pages / name).as_uri()


def with_data(change: Callable[[dict[str, Any]], None]) -> Callable[[str], str]:
    """A change of the data that the page carries."""

    def changed(page: str) -> str:
        found = re.search(r'(<script type="application/json" id="again-data">)(.*?)(</script>)', page)
        assert found
        data = json.loads(found[2])
        change(data)
        return page.replace(found[2], json.dumps(data, ensure_ascii=False, separators=(",", ":")))

    return changed


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_agrees_and_nothing_leaves_the_page(page: Page, pages: Path, language: str) -> None:
    address = (pages / f"{language}.html").as_uri()
    page.open(address)
    said = text(page, "#again-summary")
    assert (ALL_AGREE if language == "zh" else "All agree with this page") in said
    assert "34" in said
    assert page.run("document.querySelectorAll('.again.same').length") == 34 + 48 + 6
    assert page.run("document.querySelectorAll('.again.differs').length") == 0
    said = choose(page, pages / "evidence")
    assert page.run("document.querySelector('#again-files').classList.contains('same')"), said
    assert_it_fits_the_screen(page)
    assert page.requests == [address]
    assert page.complaints == []


def test_a_flipped_byte_is_named_and_what_rests_on_it_is_judged_anew(
    page: Page, pages: Path, evidence: Path
) -> None:
    file = evidence / FLIPPED
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.unlink()
    file.write_bytes(content)
    page.open((pages / "zh.html").as_uri())
    said = choose(page, evidence)
    assert "内容不同1个" in said
    assert "缺少0个" in said
    assert texts(page, "#again-lists .changed li") == [FLIPPED]
    anew = texts(page, "#again-lists table tbody tr")
    assert len(anew) == 1
    assert "1 生态文明建设规划" in anew[0]
    assert "审核通过的年度数" in anew[0]


def test_lost_added_and_moved_files_are_named(page: Page, pages: Path, evidence: Path) -> None:
    (evidence / FLIPPED).unlink()
    (evidence / "后来放进去的.txt").write_text("不在册", encoding="utf-8")
    moved = next((evidence / "25 农业废弃物综合利用率").rglob("25-1*.xlsx"))
    moved.rename(evidence / "改了名.xlsx")
    page.open((pages / "zh.html").as_uri())
    said = choose(page, evidence)
    assert "缺少1个，移动或改名1个，未记录1个" in said
    assert texts(page, "#again-lists .lost li") == [FLIPPED]
    assert texts(page, "#again-lists .added li") == ["后来放进去的.txt"]
    [both] = texts(page, "#again-lists .moved li")
    assert both == f"{moved.relative_to(evidence)} → 改了名.xlsx"
    assert any("有佐证的年度数" in row for row in texts(page, "#again-lists table tbody tr"))


def test_an_altered_value_in_the_data_is_shown_at_its_measure(page: Page, pages: Path) -> None:
    def change(data: dict[str, Any]) -> None:
        table = data["progress"]["ecology"]["observations"]
        measure, year, value = (table["columns"].index(key) for key in ("measure", "year", "value"))
        row = next(row for row in table["rows"] if row[measure] == "good-days" and row[year] == 2020)
        row[value] = "89.9"

    page.open(altered(pages, with_data(change)))
    assert "不一致" in text(page, "#again-summary")
    rows = texts(page, "#again-differences tbody tr")
    assert rows
    assert all("环境空气质量" in row or "申报" in row for row in rows)
    mark = text(page, "#indicator-7 .measure .again")
    assert "未达标" in mark
    assert "89.9" in mark
    assert page.run("document.querySelectorAll('.again.same').length") > 80


def test_a_forged_verdict_in_the_state_is_shown_at_its_row(page: Page, pages: Path) -> None:
    def change(data: dict[str, Any]) -> None:
        row = next(row for row in data["state"]["rows"] if row["verdict"] == "not met")
        row["verdict"] = "met"
        data["forged"] = row["no"]

    page.open(altered(pages, with_data(change)))
    forged = page.run("JSON.parse(document.getElementById('again-data').textContent).forged")
    assert texts(page, ".again.differs") == ["本页重新核算：未达标"] * 2
    assert "本页重新核算：未达标" in text(page, f"#indicator-{forged} .states")
    [difference] = texts(page, "#again-differences tbody tr")
    assert difference.startswith(f"{forged} ")


def test_a_verdict_forged_only_in_what_is_shown_is_found_too(page: Page, pages: Path) -> None:
    label = '<span class="vd not-met"><span aria-hidden="true">▲ </span>未达标</span>'
    forged = '<span class="vd met"><span aria-hidden="true">● </span>达标</span>'
    page.open(altered(pages, lambda was: was.replace(label, forged)))
    assert "不一致" in text(page, "#again-summary")
    assert all("页面显示的结论" in row for row in texts(page, "#again-differences tbody tr"))
    page.open(altered(pages, lambda was: was.replace("<td>97.3", "<td>99.3", 1)))
    [row] = texts(page, "#again-differences tbody tr")
    assert "页面显示的2020年数值" in row
    assert "99.3" in row


def test_a_forged_count_is_found(page: Page, pages: Path) -> None:
    page.open(
        altered(pages, lambda was: was.replace("<b>22<small>/32</small></b>", "<b>30<small>/32</small></b>"))
    )
    [row] = texts(page, "#again-differences tbody tr")
    assert "页面显示的计数" in row
    assert "30/32" in row
    assert "22/32" in row


def test_hostile_names_and_undecodable_ones_are_text(page: Page, example: Path, tmp_path: Path) -> None:
    result = check(example)
    names = (
        "</script><script>hacked = 1</script>.pdf",
        "\udcb5.pdf",
        "<!--<img src=x onerror=hacked=1>",
        "\u202e反.pdf",
    )
    hostile = tuple(
        result.survey.files[0]._replace(path=f"01 生态文明建设规划/{name}", sha256="a" * 64) for name in names
    )
    survey = replace(result.survey, files=(*result.survey.files, *hostile))
    file = tmp_path / "page.html"
    file.write_bytes(page_of(replace(result, survey=survey)))
    page.open(file.as_uri())
    assert ALL_AGREE in text(page, "#again-summary")
    choose(page, example / "evidence")
    assert len(texts(page, "#again-lists .lost li")) == len(names)
    assert page.run("typeof hacked") == "undefined"
    assert page.requests == [file.as_uri()]
    assert page.complaints == []


def test_data_that_were_cut_off_are_said_to_be_unusable(page: Page, pages: Path) -> None:
    page.open(altered(pages, lambda was: was.replace('"proof_version":1,', '"proof_version":1,,')))
    assert "无法读取" in text(page, "#again-summary")
    assert page.complaints == []


def test_two_thousand_files_are_hashed_with_progress(page: Page, pages: Path, evidence: Path) -> None:
    more = evidence / "别的"
    more.mkdir()
    for number in range(2_000):
        (more / f"{number}.txt").write_bytes(str(number).encode() * 500)
    page.open((pages / "zh.html").as_uri())
    page.run(
        "window.steps = []; new MutationObserver(() => steps.push(document.getElementById('again-count').textContent))"
        ".observe(document.getElementById('again-count'), {childList: true}); 0"
    )
    begun = time.monotonic()
    said = choose(page, evidence)
    assert time.monotonic() - begun < 180
    assert "未记录2000个" in said
    steps = page.run("steps")
    assert len(steps) >= 3
    assert len(set(steps)) >= 3
    assert page.run("document.getElementById('again-progress').position") == 1


@pytest.mark.parametrize("way", ["in pieces", "without cryptography"])
def test_the_script_of_its_own_comes_to_the_same_hashes(page: Page, pages: Path, way: str) -> None:
    page.open((pages / "zh.html").as_uri())
    if way == "in pieces":
        page.run("document.getElementById('again-folder').dataset.piecesFrom = '1000'; 0")
    else:
        page.run("Object.defineProperty(window, 'crypto', {value: undefined}); 0")
    page.run(
        "window.called = 0; const digest = SubtleCrypto.prototype.digest; SubtleCrypto.prototype.digest = function (...all) { called += 1; return digest.apply(this, all); }; 0"
    )
    said = choose(page, pages / "evidence")
    assert "全部与本页记录一致" in said
    assert page.run("called") < (300 if way == "in pieces" else 1)


def test_a_large_file_is_read_in_pieces(page: Page, pages: Path, evidence: Path) -> None:
    """Three slices and a rest, by the script: the same as Python's."""
    large = evidence / FLIPPED
    large.unlink()
    content = os.urandom(1 << 20) * 25 + b"rest"
    large.write_bytes(content)

    def change(data: dict[str, Any]) -> None:
        place = next(number for number, file in enumerate(data["files"]) if FLIPPED.endswith(file[0][1]))
        data["files"][place][1] = sha256(content).hexdigest()

    page.open(altered(pages, with_data(change)))
    page.run("document.getElementById('again-folder').dataset.piecesFrom = '20000000'; 0")
    assert "全部与本页记录一致" in choose(page, evidence)


def test_a_file_beyond_the_bound_is_read_in_pieces_unasked(page: Page, pages: Path, evidence: Path) -> None:
    """300 MB, sparse on the disk: never whole in memory, and the same hash as Python's."""
    large = evidence / FLIPPED
    large.unlink()
    with large.open("w+b") as stream:
        stream.truncate(300_000_000)
        stream.seek(290_000_000)
        stream.write(b"not only zeros")
        stream.seek(0)
        digest = sha256()
        while block := stream.read(1 << 20):
            digest.update(block)

    def change(data: dict[str, Any]) -> None:
        place = next(number for number, file in enumerate(data["files"]) if FLIPPED.endswith(file[0][1]))
        data["files"][place][1] = digest.hexdigest()

    page.open(altered(pages, with_data(change)))
    page.run(
        "window.largest = 0; const digest = SubtleCrypto.prototype.digest; SubtleCrypto.prototype.digest ="
        " function (way, all) { largest = Math.max(largest, all.byteLength); return digest.call(this, way, all); }; 0"
    )
    assert "全部与本页记录一致" in choose(page, evidence)
    assert 0 < page.run("largest") < 300_000_000
    with large.open("r+b") as stream:
        stream.seek(299_000_000)
        stream.write(b"!")
    assert "内容不同1个" in choose(page, evidence)


def test_a_folder_within_the_evidence_is_verified_as_a_part(page: Page, pages: Path, evidence: Path) -> None:
    page.open((pages / "zh.html").as_uri())
    said = choose(page, evidence / "07 环境空气质量")
    assert "全部与本页记录一致" in said
    assert "所选仅为一部分" in said


def test_another_folder_is_said_to_be_another(page: Page, pages: Path, tmp_path: Path) -> None:
    (tmp_path / "别的").mkdir()
    (tmp_path / "别的" / "信.txt").write_text("信", encoding="utf-8")
    page.open((pages / "zh.html").as_uri())
    assert "没有本页记录的文件" in choose(page, tmp_path / "别的")


@pytest.mark.parametrize("chosen", ["", "data"])
def test_a_package_is_verified_with_what_was_made_for_it(
    page: Page, example: Path, tmp_path: Path, chosen: str
) -> None:
    package = tmp_path / "验收材料"
    result = check(example)
    documents = {
        file.path: f"data/03 指标证明材料/{number}-{file.name}"
        for number, file in enumerate(result.survey.files)
    }
    for path, place in documents.items():
        (package / place).parent.mkdir(parents=True, exist_ok=True)
        (package / place).hardlink_to(example / "evidence" / path)
    (package / "data/00 指标说明页.docx").write_bytes(b"made")
    lines = [f"{file.sha256}  {documents[file.path]}\n" for file in result.survey.files]
    lines.append(f"{sha256(b'made').hexdigest()}  data/00 指标说明页.docx\n")
    (package / "打开我.html").write_bytes(page_of(result, Language.ZH, "".join(lines).encode(), documents))
    page.open((package / "打开我.html").as_uri())
    assert ALL_AGREE in text(page, "#again-summary")
    assert "全部与本页记录一致" in choose(page, package / chosen)
    assert ("tagmanifest-sha256.txt" in text(page, "#again-files")) == (not chosen)
    (package / "data/00 指标说明页.docx").write_bytes(b"else")
    choose(page, package / chosen)
    assert texts(page, "#again-lists .changed li") == ["data/00 指标说明页.docx"]


def test_every_link_of_a_package_opens_its_file(page: Page, package: Path, tmp_path: Path) -> None:
    """As the browser understands each: to a file of the package, or to a place in the page."""
    top = unzipped(package, tmp_path)
    opened = top / "打开我.html"
    page.open(opened.as_uri())
    links = page.run("[...document.links].map((link) => link.href)")
    files = {Path(url2pathname(urlsplit(link).path)) for link in links}
    assert len(files) > 20
    assert {file for file in files if not file.exists()} == set()
    assert all(file.is_relative_to(top) for file in files)
    places = {urlsplit(link).fragment for link in links if Path(url2pathname(urlsplit(link).path)) == opened}
    assert (
        page.run(
            f"{json.dumps(sorted(places))}.filter((id) => !document.getElementById(decodeURIComponent(id)))"
        )
        == []
    )
    document = next(file for file in sorted(files) if file.suffix == ".txt")
    page.open(document.as_uri())
    assert text(page, "body").strip() == document.read_text(encoding="utf-8-sig").strip()


@needs_axe
def test_axe_has_nothing_to_say(page: Page, pages: Path, evidence: Path) -> None:
    """Of the whole page where something differs, and of what else it says where all agrees."""
    page.open((pages / "zh.html").as_uri())
    choose(page, evidence)
    assert_axe_has_nothing_to_say(page, "#verify")
    (evidence / FLIPPED).unlink()
    (evidence / "新的.txt").write_bytes(b"x")
    page.open(altered(pages, lambda was: was.replace("<td>97.3", "<td>99.3", 1)))
    choose(page, evidence)
    assert_axe_has_nothing_to_say(page)


def test_the_keyboard_reaches_the_chooser_and_every_difference(page: Page, pages: Path) -> None:
    page.open(altered(pages, lambda was: was.replace("<td>97.3", "<td>99.3", 1)))
    page.run("document.querySelector('#verify-name').focus()")
    reached = []
    for _ in range(4):
        page.key("Tab")
        reached.append(page.run("document.activeElement.id || document.activeElement.tagName"))
    assert reached[:3] == ["again-differences", "A", "again-folder"]
    page.run("document.querySelector('#again-differences a').click()")
    until(page, "document.querySelector('.sheet.open')?.id === 'indicator-7'")


def test_it_prints_what_was_verified(page: Page, pages: Path, evidence: Path, tmp_path: Path) -> None:
    (evidence / FLIPPED).unlink()
    page.open((pages / "zh.html").as_uri())
    choose(page, evidence)
    page.emulate(media="print")
    assert page.run("document.getElementById('again-lists').checkVisibility()")
    assert not page.run("document.getElementById('again-folder').checkVisibility()")
    assert page.pdf(tmp_path / "page.pdf").stat().st_size > 10_000


def test_without_scripts_it_says_so(page: Page, pages: Path) -> None:
    page.without_scripts()
    page.open((pages / "zh.html").as_uri())
    assert page.run("document.querySelector('.again-missing').checkVisibility()")
    assert not page.run("document.getElementById('again-folder').checkVisibility()")
    assert page.complaints == []
