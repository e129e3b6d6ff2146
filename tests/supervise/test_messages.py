"""The text to paste: at most 300 characters, the worst first, what does not fit is counted."""

from __future__ import annotations

import re
from pathlib import Path

from cli.running import invoke
from ecodemo.check.session import CheckResult
from ecodemo.language import Language, Speaker
from ecodemo.supervise.build_supervision import build_supervision
from ecodemo.supervise.messages import messages_of
from ecodemo.supervise.supervision_view import Supervision
from support import check


def test_each_unit_that_owes_something_gets_a_message(
    supervision: Supervision, example_result: CheckResult
) -> None:
    texts = dict(messages_of(supervision, example_result))
    assert list(texts) == [unit.standing.unit for unit in supervision.owing]
    assert texts["nanjin"].startswith(
        "南金乡：截至9月20日，数据尚缺2个（2020年38.1参训人数、38.2副科级以上在职干部），应于5月20日前交，已逾期123天；"
    )
    assert (
        "“25-1秸秆综合利用台账”（2018—2020年）退回（缺村级负责人签字），应于6月1日前重交" in texts["nanjin"]
    )


def test_a_return_that_is_not_overdue_is_not_called_overdue(
    supervision: Supervision, example_result: CheckResult
) -> None:
    text = dict(messages_of(supervision, example_result))["tianzhuang"]
    assert "9月25日前重交" in text
    assert "逾期" not in text


def test_a_unit_reads_why_its_documents_were_returned_and_how_often_again(own_example: Path) -> None:
    path = own_example / "data" / "progress" / "tianzhuang.yaml"
    text = path.read_text(encoding="utf-8")
    [entry] = re.findall(r"\{[^{}]*result: returned[^{}]*\}", text)
    again = entry.replace("result: returned", "result: returned, kind: no-stamp")
    earlier = entry.replace("2021-09-10", "2021-08-01").replace("2021-09-25", "2021-08-15")
    path.unlink()
    path.write_text(text.replace(entry, f"{earlier}\n  - {again}"), encoding="utf-8")
    result = check(own_example)
    told = dict(messages_of(build_supervision(result, Speaker(Language.ZH)), result))["tianzhuang"]
    assert told.endswith("，请对照自查。")
    assert "已退回2次，其中再次退回1次（" in told
    assert "缺印章或签字1次" in told


def test_what_does_not_fit_is_counted_and_nothing_is_cut(overlong_result: CheckResult) -> None:
    supervision = build_supervision(overlong_result, Speaker(Language.ZH))
    texts = dict(messages_of(supervision, overlong_result))
    assert max(map(len, texts.values())) <= 300
    assert any(re.search(r"另有\d+项。", text) for text in texts.values())
    assert all(text.endswith("。") for text in texts.values())


def test_the_command_prints_the_texts_and_writes_a_file_for_each(example: Path, tmp_path: Path) -> None:
    ran = invoke("-C", example, "supervise", "messages", "--unit", "nanjin,malu", "--out", tmp_path)
    assert ran.exit_code == 0
    texts = ran.stdout.strip().split("\n\n")
    files = [tmp_path / f"message-{unit}-2021-09-20.txt" for unit in ("malu", "nanjin")]
    assert [path.read_text(encoding="utf-8-sig").strip() for path in files] == texts


def test_a_lost_document_is_reported_as_lost_and_not_as_overdue(
    supervision: Supervision, example_result: CheckResult
) -> None:
    assert dict(messages_of(supervision, example_result))["gaoming"] == (
        "高明乡：截至9月20日，“35-1垃圾分类实施方案”（2020年）登记的文件未找到，请重新报送。"
    )


def test_a_certificate_that_ends_too_early_is_asked_for(
    supervision: Supervision, example_result: CheckResult
) -> None:
    text = dict(messages_of(supervision, example_result))["ecology"]
    assert "“V3无重特大突发环境事件证明”证明所涵盖期间截至2021年6月30日" in text
    assert text.endswith("请重新报送，10月10日前交。")
