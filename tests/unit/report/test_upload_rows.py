"""What reports, the board, State and the next steps say of the upload, by the day on which they are written."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from cli.running import invoke
from ecodemo.check.session import CheckOptions, CheckResult, check
from ecodemo.language import Language, Speaker
from ecodemo.load.workspace import load
from ecodemo.report.build_state import state_of
from ecodemo.report.contents.next_steps import all_steps, next_steps
from ecodemo.report.contents.upload_rows import upload_of
from support import lock
from upload_kit.conftest import UPLOAD

PLAN = "01 生态文明建设规划/创建办/2021/01-1 规划文本.txt"


def judged(county: Path, day: str, bid: str | None = None) -> CheckResult:
    return check(load(county), CheckOptions(bid=bid), date.fromisoformat(day))


def said(county: Path, day: str) -> str:
    result = judged(county, day)
    upload = upload_of(result.assessment, Speaker(Language.EN))
    assert upload is not None
    return upload.sentence


@pytest.fixture
def uploading(county: Path) -> Path:
    """One file of seven is uploaded, one failed, one was replaced since."""
    (county / "data" / "upload.yaml").write_text(UPLOAD, encoding="utf-8")
    evidence = county / "evidence"
    forest = next(evidence.rglob("16-1*"))
    straw = min(evidence.rglob("25-1*"))
    entries = [
        f"{{item: '1.1', file: a.txt, source: {PLAN}, sha256: '000000000000', on: 2021-10-22, receipt: HN-1}}",
        f"{{item: '16.1', file: b.txt, sha256: '{digest(forest)}', on: 2021-10-23, result: failed, note: 格式不符}}",
        f"{{item: '25.1', file: c.txt, sha256: '{digest(straw)}', on: 2021-10-24, receipt: HN-2}}",
    ]
    text = "".join(f"- {entry}\n" for entry in entries)
    (county / "data" / "uploaded.yaml").write_text(text, encoding="utf-8")
    lock(county)
    return county


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]


def test_it_is_said_what_is_uploaded_failed_and_replaced_and_what_time_is_left(uploading: Path) -> None:
    assert said(uploading, "2021-11-20") == (
        "Upload: 1 of 7 files uploaded. Not taken by the system: 1 file. Replaced since and to be uploaded again: 1 file."
        " The upload window closes on 2021-11-29 (9 days left)."
    )


def test_looking_back_knows_no_receipt_that_came_later(uploading: Path) -> None:
    assert said(uploading, "2021-10-22").startswith("Upload: 0 of 7 files uploaded. Replaced since")


def test_before_and_after_the_window_its_days_are_named(uploading: Path) -> None:
    assert said(uploading, "2021-10-01").endswith("is open from 2021-10-20 to 2021-11-29.")
    assert said(uploading, "2021-11-30").endswith("The upload window closed on 2021-11-29.")


def test_the_state_has_the_numbers_of_each_item(uploading: Path) -> None:
    upload = state_of(judged(uploading, "2021-11-20")).upload
    assert upload is not None
    assert (upload.opens, upload.closes, upload.days_left) == ("2021-10-20", "2021-11-29", 9)
    assert (upload.files, upload.uploaded, upload.again, upload.failed) == (7, 1, 1, 1)
    assert [(item.no, item.files, item.uploaded, item.again, item.failed) for item in upload.items] == [
        ("1.1", 1, 0, 1, 0),
        ("25.1", 5, 1, 0, 0),
        ("16.1", 1, 0, 0, 1),
    ]


def test_a_bid_without_items_has_no_upload(uploading: Path) -> None:
    result = judged(uploading, "2021-11-01", "rehearsal-2022")
    assert state_of(result).upload is None
    assert upload_of(result.assessment, Speaker(Language.EN)) is None


@pytest.mark.parametrize(
    ("day", "named"), [("2021-10-19", False), ("2021-11-20", True), ("2021-11-30", False)]
)
def test_while_the_window_is_open_the_next_steps_name_what_is_left(
    uploading: Path, day: str, *, named: bool
) -> None:
    result = judged(uploading, day)
    steps = [step.text for step in all_steps(result, Speaker(Language.EN))]
    assert steps.count("6 files to be uploaded by 2021-11-29.") == named


@pytest.mark.parametrize(
    ("day", "is_first"), [("2021-11-21", False), ("2021-11-22", True), ("2021-11-29", True)]
)
def test_in_the_last_days_of_the_window_the_upload_is_the_first_step(
    uploading: Path, day: str, *, is_first: bool
) -> None:
    next((uploading / "evidence").rglob("17-1*")).with_name("17-1 补充.txt").write_text(
        "more", encoding="utf-8"
    )
    first, *_ = next_steps(judged(uploading, day), Speaker(Language.EN))
    assert (first.text == "6 files to be uploaded by 2021-11-29.") is is_first


def test_the_terminal_lists_items_that_are_not_done(uploading: Path) -> None:
    shown = invoke("-C", uploading, "--lang", "en", "--today", "2021-11-20", "status").stdout
    assert "Items not completely uploaded" in shown
    assert "not taken: 1 file" in shown
    early = invoke("-C", uploading, "--lang", "en", "--today", "2021-10-01", "status").stdout
    assert "Items not completely uploaded" not in early


@pytest.mark.long
def test_the_board_has_a_row_for_each_item_and_the_package_for_acceptance_none(
    uploading: Path, tmp_path: Path
) -> None:
    common = ("-C", uploading, "--lang", "en", "--today", "2021-11-01")
    ran = invoke(*common, "report", "--kind", "board", "--format", "html", "--out", tmp_path)
    page = Path(ran.stdout.strip()).read_text(encoding="utf-8")
    assert 'id="upload"' in page
    assert "to be uploaded again: 1 file" in page
    assert invoke(*common, "pack", "--draft", "--out", tmp_path / "package").exit_code == 0
    assert 'id="upload"' not in (tmp_path / "package" / "打开我.html").read_text(encoding="utf-8")


def test_the_check_carries_it_as_numbers(uploading: Path) -> None:
    ran = invoke("-C", uploading, "--today", "2021-11-20", "check", "-f", "state")
    assert json.loads(ran.stdout)["upload"]["failed"] == 1
