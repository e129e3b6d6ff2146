"""`supervise send`: to servers on this machine, each message at most once, and no secret anywhere."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.running import Result, command, environment, invoke, process
from cli.writing_commands import contents
from ecodemo.errors import EcodemoError
from ecodemo.supervise.sending.channels import channels_in
from receiver import SECRET, Receiver

pytest.importorskip("apprise", reason="apprise comes with the notify extra")

import requests
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")
TODAY = "2021-09-20"
PASSWORD = "S3cret-of-the-mail"  # noqa: S105 - made up, to be looked for


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    running = Receiver()
    yield running
    running.close()


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecodemo.supervise.sending.deliver.PAUSES", (0.0, 0.0))
    monkeypatch.setattr("apprise.plugins.base.NotifyBase.request_rate_per_sec", 0)


def send(county: Path, notify: str, *more: str, mail: str = "", today: str = TODAY) -> Result:
    env = {"ECODEMO_NOTIFY": notify, "ECODEMO_NOTIFY_MAIL": mail}
    return invoke("-C", county, "--today", today, "--lang", "en", "supervise", "send", *more, env=env)


def record(county: Path) -> list[dict[str, str]]:
    file = county / "history" / "sent.jsonl"
    return (
        [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []
    )


def states(county: Path, unit: str) -> list[str]:
    return [line["state"] for line in record(county) if line["unit"] == unit]


def test_each_unit_gets_the_text_of_supervise_messages(
    county: Path, receiver: Receiver, tmp_path: Path
) -> None:
    written = invoke(
        "-C", county, "--today", TODAY, "supervise", "messages", "--out", tmp_path / "out"
    ).stdout
    ran = send(county, f"office-chat={receiver.address}")
    assert (ran.exit_code, ran.stderr) == (0, "Sent: 8; not sent: 0; possibly sent: 0; sent before: 0.\n")
    assert receiver.received == written.strip().split("\n\n")
    lines = record(county)
    assert lines[0].keys() == {"day", "snapshot", "bid", "unit", "channel", "text", "state"}
    assert {line["channel"] for line in lines} == {"office-chat"}
    assert {line["day"] for line in lines} == {TODAY}
    assert [line["state"] for line in lines] == ["sending", "sent"] * 8


def test_a_message_of_the_same_state_is_not_sent_twice_unasked(county: Path, receiver: Receiver) -> None:
    send(county, receiver.address, "--unit", "dongshan")
    ran = send(county, receiver.address, "--unit", "dongshan,xihe", "--within", "90d")
    assert ran.exit_code == 0
    assert [text[:3] for text in receiver.received] == ["东山镇", "西河乡"]
    assert "sent before: 1." in ran.stderr
    assert send(county, receiver.address, "--unit", "dongshan", "--again", "东山镇").exit_code == 0
    assert states(county, "dongshan") == ["sending", "sent"] * 2
    assert send(county, receiver.address, "--unit", "dongshan", today="2021-09-21").exit_code == 0
    assert len(receiver.received) == 4


def test_of_other_data_only_units_with_another_message_get_one(county: Path, receiver: Receiver) -> None:
    send(county, receiver.address)
    file = county / "data" / "progress" / "xihe.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r".*measure: film-used.*\n", "", text), encoding="utf-8")
    ran = send(county, receiver.address)
    assert "Sent: 1; not sent: 0; possibly sent: 0; sent before: 7." in ran.stderr
    assert receiver.received[-1].startswith("西河乡：截至9月20日，数据尚缺9个")


def test_a_dry_run_shows_all_and_sends_and_writes_nothing(county: Path, receiver: Receiver) -> None:
    before = contents(county)
    mail = "mailto://office:pass@example.cn"
    contact(county, "dongshan", "dongshan@example.cn")
    before = contents(county)
    ran = send(county, receiver.address, "--dry-run", "--unit", "dongshan,xihe", mail=mail)
    assert ran.exit_code == 0
    assert receiver.received == []
    assert contents(county) == before
    heads = [line for line in ran.stdout.splitlines() if line.endswith(":")]
    assert len(heads) == 3
    assert heads[1].endswith("mail <dongshan@example.cn>:")
    assert ran.stdout.count("东山镇：截至9月20日") == 2
    assert "Would be sent: 3" in ran.stderr
    assert SECRET not in ran.stdout + ran.stderr


def test_a_server_that_fails_twice_gets_the_message_with_the_third_attempt(
    county: Path, receiver: Receiver
) -> None:
    receiver.answers = [503, 429]
    assert send(county, receiver.address, "--unit", "dongshan").exit_code == 0
    assert len(receiver.received) == 3
    assert states(county, "dongshan") == ["sending", "sent"]


def test_a_server_that_keeps_failing_is_named_and_the_next_call_sends(
    county: Path, receiver: Receiver
) -> None:
    receiver.answers = [500, 500, 500]
    ran = send(county, receiver.address, "--unit", "dongshan,xihe")
    assert ran.exit_code == 1
    assert "not sent, the server refused it (code 500)" in ran.stderr
    assert states(county, "dongshan") == ["sending", "failed"]
    assert states(county, "xihe") == ["sending", "sent"]  # one that fails stops no other
    assert send(county, receiver.address, "--unit", "dongshan,xihe").exit_code == 0
    assert len(receiver.received) == 5


@pytest.mark.parametrize("answer", [400, 404, 302])
def test_what_is_refused_for_good_is_not_tried_again(county: Path, receiver: Receiver, answer: int) -> None:
    receiver.answers = [answer]
    assert send(county, receiver.address, "--unit", "dongshan").exit_code == 1
    assert len(receiver.received) == 1
    assert states(county, "dongshan")[-1] == "failed"


@pytest.mark.parametrize("answer", [0, 502, 504], ids=["hangs up", "bad gateway", "gateway timeout"])
def test_a_message_that_may_have_arrived_is_not_sent_again_unasked(
    county: Path, receiver: Receiver, answer: int
) -> None:
    receiver.answers = [answer]
    ran = send(county, receiver.address, "--unit", "dongshan")
    assert (ran.exit_code, states(county, "dongshan")[-1]) == (1, "unknown")
    assert "possibly sent, the server did not confirm it" in ran.stderr
    ran = send(county, receiver.address, "--unit", "dongshan")
    assert ran.exit_code == 1
    assert "--again dongshan" in ran.stderr
    assert len(receiver.received) == 1
    assert send(county, receiver.address, "--unit", "dongshan", "--again", "dongshan").exit_code == 0
    assert len(receiver.received) == 2


@pytest.mark.long
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system has no such signal")
def test_killed_before_the_answer_it_is_unknown_listed_and_sent_only_when_asked(
    county: Path, receiver: Receiver
) -> None:
    receiver.goes_on.clear()
    running = subprocess.Popen(
        command("-C", county, "--today", TODAY, "supervise", "send", "--unit", "dongshan,xihe"),
        env=environment(ECODEMO_NOTIFY=receiver.address),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert receiver.arrived.wait(60)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    receiver.goes_on.set()
    assert states(county, "dongshan") == ["sending"]  # written down before the message left
    ran = send(county, receiver.address, "--unit", "dongshan,xihe")
    assert ran.exit_code == 1
    assert re.search(r"东山镇, json: .* possibly sent. Send it again: --again dongshan", ran.stderr)
    assert states(county, "dongshan") == ["sending", "unknown"]
    assert states(county, "xihe") == ["sending", "sent"]
    ran = send(county, receiver.address, "--unit", "dongshan,xihe", "--again", "dongshan")
    assert ran.exit_code == 0
    assert states(county, "dongshan") == ["sending", "unknown", "sending", "sent"]
    assert [text[:3] for text in receiver.received] == ["东山镇", "西河乡", "东山镇"]


def test_of_a_day_before_only_what_no_message_followed_is_listed(county: Path, receiver: Receiver) -> None:
    send(county, receiver.address, "--unit", "dongshan,xihe")
    file = county / "history" / "sent.jsonl"
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if '"sending"' in line]
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")  # as if killed twice
    ran = send(county, receiver.address, "--unit", "dongshan", today="2021-09-21")
    assert ran.exit_code == 0
    assert "西河乡, json: an earlier command was interrupted or got no answer on 2021-09-20" in ran.stderr
    assert "东山镇, json: an earlier" not in ran.stderr
    assert states(county, "dongshan") == ["sending", "unknown", "sending", "sent"]


def test_what_was_interrupted_and_is_asked_for_again_is_not_listed(county: Path, receiver: Receiver) -> None:
    send(county, receiver.address, "--unit", "dongshan")
    file = county / "history" / "sent.jsonl"
    file.write_text(file.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    ran = send(county, receiver.address, "--unit", "dongshan", "--again", "dongshan")
    assert (ran.exit_code, ran.stderr) == (0, "Sent: 1; not sent: 0; possibly sent: 0; sent before: 0.\n")


def test_where_nobody_owes_anything_it_ends_with_3(county: Path, receiver: Receiver) -> None:
    ran = send(county, receiver.address, "--within", "0d", today="2020-01-01")
    assert (ran.exit_code, receiver.received) == (3, [])


@pytest.mark.parametrize(
    ("notify", "mail", "said"),
    [
        ("", "", "Set the environment variable ECODEMO_NOTIFY"),
        (f"{SECRET}", "", "ECODEMO_NOTIFY, line 1: not an address that apprise knows."),
        (f"json://localhost\nnosuch://{SECRET}", "", "ECODEMO_NOTIFY, line 2"),
        (f"wecombot://{SECRET}!!", "", "ECODEMO_NOTIFY, line 1"),
        ("", f"json://{SECRET}", "ECODEMO_NOTIFY_MAIL: not an apprise address of one mail account."),
        (f"a=json://x/{SECRET}\na=json://y", "", "two channels are named “a”"),
    ],
)
def test_what_is_not_configured_is_said_without_what_was_written(
    county: Path, notify: str, mail: str, said: str
) -> None:
    ran = send(county, notify, "-v", "--debug", mail=mail)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert said in ran.stderr
    assert SECRET not in ran.stderr
    assert not (county / "history").exists()


@pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")
@given(st.text(max_size=40), st.sampled_from(["", "json://", "wecombot://", "mailto://u:p@", "x=json://["]))
def test_whatever_is_written_as_an_address_there_is_a_channel_or_a_sentence_without_it(
    written: str, before: str
) -> None:
    address = f"{before}{SECRET}{written}"
    said: object
    try:
        said = channels_in({"ECODEMO_NOTIFY": address, "ECODEMO_NOTIFY_MAIL": address})
    except EcodemoError as error:
        said = str(error)
    assert SECRET not in repr(said)


def test_without_apprise_it_says_how_to_install_it(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecodemo.supervise.sending.channels.find_spec", lambda _: None)
    ran = send(county, "json://localhost")
    assert ran.exit_code == 2
    assert ran.stderr == (
        "Sending messages requires the notify extra. Install it: pip install 'ecodemo[notify]'\n"
    )


def test_a_damaged_record_is_refused_with_its_line(county: Path, receiver: Receiver) -> None:
    send(county, receiver.address, "--unit", "dongshan")
    file = county / "history" / "sent.jsonl"
    file.write_text(file.read_text(encoding="utf-8") + "{\n", encoding="utf-8")
    ran = send(county, receiver.address)
    assert ran.exit_code == 2
    assert "history/sent.jsonl:3" in ran.stderr
    assert len(receiver.received) == 1


# Mail


class Mailbox:
    """Takes mail of one account."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], str, str]] = []
        self.answer = "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if not self.answer:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        body = mail.get_body(("plain",))
        assert body is not None
        self.taken.append((envelope.rcpt_tos, str(mail["Subject"]), body.get_content().strip()))
        return self.answer


@pytest.fixture(scope="module")
def mail_server() -> Iterator[tuple[Mailbox, str]]:
    """A mail server with its address for apprise, which knows one password."""
    box = Mailbox()

    def authenticator(
        _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: Any
    ) -> AuthResult:
        return AuthResult(success=given.password == PASSWORD.encode(), handled=False)

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = int(taken.getsockname()[1])
    running = Controller(
        box, hostname="127.0.0.1", port=port, authenticator=authenticator,
        auth_require_tls=False, auth_required=True,
    )  # fmt: skip
    running.start()
    yield box, f"mailto://office:{PASSWORD}@127.0.0.1:{port}?from=office@example.cn&mode=insecure"
    running.stop()


@pytest.fixture
def mailbox(mail_server: tuple[Mailbox, str]) -> tuple[Mailbox, str]:
    box, address = mail_server
    box.taken, box.answer = [], "250 OK"
    return box, address


def contact(county: Path, unit: str, mail: str) -> None:
    file = county / "data" / "contacts.yaml"
    text = file.read_text(encoding="utf-8") if file.exists() else "contacts:\n"
    file.write_text(f"{text}- {{unit: {unit}, mail: '{mail}'}}\n", encoding="utf-8")


def test_mail_goes_to_each_unit_s_own_address(county: Path, mailbox: tuple[Mailbox, str]) -> None:
    box, address = mailbox
    contact(county, "dongshan", "dongshan@example.cn")
    contact(county, "xihe", "xihe@example.cn")
    ran = send(county, "", "--unit", "dongshan,xihe", mail=address)
    assert ran.exit_code == 0, ran.stderr
    [(to, subject, body), other] = box.taken
    assert (to, subject) == (["dongshan@example.cn"], "东山镇：待办事项提醒")
    assert body.startswith("东山镇：截至9月20日，数据尚缺8个")
    assert other[0] == ["xihe@example.cn"]
    assert {line["channel"] for line in record(county)} == {"mail"}
    assert "@" not in (county / "history" / "sent.jsonl").read_text(encoding="utf-8")


def test_a_unit_without_address_is_named_and_counts_only_where_no_group_informs_it(
    county: Path, receiver: Receiver, mailbox: tuple[Mailbox, str]
) -> None:
    ran = send(county, "", "--unit", "dongshan", mail=mailbox[1])
    assert ran.exit_code == 1
    assert "No mail address" in ran.stderr
    assert record(county) == []
    ran = send(county, receiver.address, "--unit", "dongshan", mail=mailbox[1])
    assert ran.exit_code == 0
    assert "No mail address" in ran.stderr


@pytest.mark.parametrize(
    ("answer", "times", "state"),
    [("550 no such mailbox", 1, "failed"), ("451 try later", 3, "failed"), ("250 OK", 1, "sent")],
)
def test_the_answer_of_the_mail_server_decides(
    county: Path, mailbox: tuple[Mailbox, str], answer: str, times: int, state: str
) -> None:
    box, address = mailbox
    box.answer = answer
    contact(county, "dongshan", "dongshan@example.cn")
    send(county, "", "--unit", "dongshan", mail=address)
    assert len(box.taken) == times
    assert states(county, "dongshan") == ["sending", state]


def test_a_mail_server_that_falls_silent_after_the_message_leaves_it_unknown(
    county: Path, mailbox: tuple[Mailbox, str]
) -> None:
    box, address = mailbox
    box.answer = ""
    contact(county, "dongshan", "dongshan@example.cn")
    assert send(county, "", "--unit", "dongshan", mail=address).exit_code == 1
    assert states(county, "dongshan") == ["sending", "unknown"]


def test_an_invalid_mail_address_is_reported_with_its_place(county: Path) -> None:
    contact(county, "dongshan", "dongshan@example.cn, xihe@example.cn")
    ran = send(county, "json://localhost")
    assert ran.exit_code == 2
    assert "contacts.yaml:2" in ran.stderr


# Secrets


@pytest.mark.long
def test_a_secret_is_nowhere_whatever_goes_wrong(
    county: Path, receiver: Receiver, mailbox: tuple[Mailbox, str]
) -> None:
    contact(county, "dongshan", "dongshan@example.cn")
    port = mailbox[1].rpartition(":")[2]
    wrong = [
        f"mailto://office:{SECRET}@127.0.0.1:{port}",  # not the password
        f"mailto://office:{SECRET}@127.0.0.1:1?from=office@example.cn&mode=insecure",  # nobody there
    ]
    groups = "\n".join(
        [f"json://user:{SECRET}@127.0.0.1:1/{SECRET}", f"json://{SECRET}.invalid/", receiver.address]
    )
    receiver.answers = [(403, SECRET.encode())] * 5
    for mail in wrong:
        for options in ((), ("-q",), ("-v", "--debug")):
            ran = send(county, groups, "--unit", "dongshan", *options, mail=mail)
            assert ran.exit_code == 1
            assert SECRET not in ran.stdout + ran.stderr
    arguments = ("-C", county, "--today", TODAY, "supervise", "send", "--unit", "dongshan", "-v", "--debug")
    own = process(*arguments, env={"ECODEMO_NOTIFY": groups, "ECODEMO_NOTIFY_MAIL": wrong[0]})  # real logs
    assert own.exit_code == 1
    assert SECRET not in own.stdout + own.stderr
    assert SECRET.encode() not in b"".join(contents(county).values())
    assert states(county, "dongshan").count("failed") > 20
    assert mailbox[0].taken == []


def test_a_wrong_password_is_tried_once_so_that_the_account_is_not_locked(
    county: Path, mailbox: tuple[Mailbox, str]
) -> None:
    contact(county, "dongshan", "dongshan@example.cn")
    ran = send(county, "", "--unit", "dongshan", mail=mailbox[1].replace(PASSWORD, "wrong"))
    assert ran.exit_code == 1
    assert "the server refused it (code 535)" in ran.stderr


# Robots: their hosts are not reached from here, so what would be sent to them is compared with what they publish


class Robots:
    """Stands in for the connection below requests: keeps requests and gives the answers of robots."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sent: list[requests.PreparedRequest] = []
        self.answer: dict[str, Any] = {}

        def answer(_: object, request: requests.PreparedRequest, **__: object) -> requests.Response:
            self.sent.append(request)
            response = requests.Response()
            response.status_code, response.request, response.url = 200, request, request.url or ""
            response._content = json.dumps(self.answer).encode()
            return response

        monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", answer)


@pytest.fixture
def robots(monkeypatch: pytest.MonkeyPatch) -> Robots:
    return Robots(monkeypatch)


ROBOTS = {
    "wecom": (
        "wecombot://0f1e2d3c-aaaa-bbbb-cccc-1234567890ab",
        r"https://qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=0f1e2d3c-aaaa-bbbb-cccc-1234567890ab",
        {"errcode": 93000, "errmsg": "invalid webhook url"},
        {"errcode": 0, "errmsg": "ok"},
    ),
    "wecom, as copied from the group": (
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0f1e2d3c-aaaa-bbbb-cccc-1234567890ab",
        r"https://qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=0f1e2d3c-aaaa-bbbb-cccc-1234567890ab",
        {"errcode": 45009, "errmsg": "api freq out of limit"},
        {"errcode": 0, "errmsg": "ok"},
    ),
    "dingtalk": (
        "dingtalk://SEC0123abcd@0123456789abcdef",
        r"https://oapi\.dingtalk\.com/robot/send\?access_token=0123456789abcdef&timestamp=\d{13}&sign=\S+",
        {"errcode": 310000, "errmsg": "sign not match"},
        {"errcode": 0, "errmsg": "ok"},
    ),
    "feishu": (
        "feishu://0f1e2d3c-aaaa-bbbb",
        r"https://open\.feishu\.cn/open-apis/bot/v2/hook/0f1e2d3c-aaaa-bbbb/?",
        {"code": 19024, "msg": "Key Words Not Found", "data": {}},
        {"code": 0, "msg": "success", "data": {}},
    ),
}


@pytest.mark.parametrize("robot", ROBOTS)
def test_what_robots_get_has_their_published_form(county: Path, robots: Robots, robot: str) -> None:
    address, url, _, taken = ROBOTS[robot]
    robots.answer = taken
    ran = send(county, address, "--unit", "dongshan")
    assert ran.exit_code == 0, ran.stderr
    [request] = robots.sent
    assert request.method == "POST"
    assert re.fullmatch(url, request.url or "")
    assert "application/json" in request.headers["Content-Type"]
    body = json.loads(request.body or "")
    text = body.get("text", {}).get("content") or body.get("content", {}).get("text")
    assert text.startswith("东山镇：截至9月20日")
    if robot == "feishu":
        assert body == {"msg_type": "text", "content": {"text": text}}
    elif robot == "dingtalk":
        assert body == {
            "msgtype": "text",
            "text": {"content": text},
            "at": {"atMobiles": [], "isAtAll": False},
        }
    else:
        assert body == {"msgtype": "text", "text": {"content": text}}
        assert len(text.encode()) <= 2048


@pytest.mark.parametrize("robot", ROBOTS)
def test_a_robot_that_refuses_with_status_200_did_not_take_it(
    county: Path, robots: Robots, robot: str
) -> None:
    address, _, refusal, _ = ROBOTS[robot]
    robots.answer = refusal
    ran = send(county, address, "--unit", "dongshan")
    assert ran.exit_code == 1
    number = refusal.get("errcode") or refusal.get("code")
    assert f"the server refused it (code {number})" in ran.stderr
    assert states(county, "dongshan") == ["sending", "failed"]


def test_two_robots_of_a_kind_have_names_of_their_own(county: Path, robots: Robots) -> None:
    robots.answer = {"errcode": 0}
    send(
        county, "wecombot://key-one\n\n乡镇群=wecombot://key-two\nwecombot://key-three", "--unit", "dongshan"
    )
    assert [line["channel"] for line in record(county)[::2]] == ["wecombot", "乡镇群", "wecombot-3"]
