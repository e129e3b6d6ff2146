"""Counties on object storage: what is fetched, what is refused, and the messages about a server or a network that fails."""

from __future__ import annotations

import os
import pickle
import re
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecodemo.errors import EcodemoError
from ecodemo.province import object_storage, stored_county
from ecodemo.province.object_names import why_no_file
from ecodemo.province.s3_address import S3Address
from ecodemo.province.stored_county import StoredCounty
from province.object_servers import (
    BUCKET,
    Answer,
    Fault,
    ObjectServer,
    proxy,
    s3rver,
    untrusted_server,
)

pytest.importorskip("obstore", reason="obstore comes with the province extra")

COUNTY = {
    "data/county.yaml": b"name: X\n",
    "data/progress/water.yaml": b"documents: []\n",
    "data/standards/own.yaml": b"rows: []\n",
    "history/bids/provincial-2020.json": b"{}\n",
    "history/packs.jsonl": b"{}\n",
    "evidence.sha256": b"0 evidence/a.pdf\n",
    "evidence.facts.csv": b"path\n",
}
EVIDENCE = {f"evidence/07-1 {n}.pdf": bytes([n]) * (1000 + n) for n in range(5)} | {
    "evidence/big.pdf": os.urandom(5_000_000)
}
SNAPSHOTS = {"history/2021-09-01.json": b"{}\n"}
AROUND = SNAPSHOTS | {
    "data/contacts.yaml": b"telephones\n",
    "README.md": b"read me\n",
    ".ecodemo/requirements.txt": b"x\n",
}


def stored(
    server: ObjectServer,
    folder: str,
    *,
    full: bool = False,
    boards: bool = False,
    environment: Mapping[str, str] | None = None,
    patience: float = 30,
    bucket: str = BUCKET,
) -> StoredCounty:
    address = S3Address.parse(f"s3://{bucket}/{folder}/")
    keys = server.environment if environment is None else environment
    return StoredCounty.at(address, keys, full=full, boards=boards, patience=patience)


def files_in(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def refusal(server: ObjectServer, folder: str = "county", **options: object) -> str:
    """The message about a county that cannot be read, and that neither keys nor what the server wrote are in it."""

    def read() -> None:
        with stored(server, folder, **options).folder():  # type: ignore[arg-type]
            pass

    with pytest.raises(EcodemoError) as caught:
        read()
    said = str(caught.value)
    assert server.secret not in said.replace("S3RVER_", "")
    assert "\n" not in said
    assert "Debug source" not in said
    assert caught.value.__cause__ is None or isinstance(caught.value.__cause__, OSError)
    assert str(pickle.loads(pickle.dumps(caught.value))) == said  # noqa: S301 - our own
    return said


def test_only_what_judging_from_the_lock_needs_is_fetched(server: ObjectServer) -> None:
    server.put({f"lock/{name}": content for name, content in (COUNTY | EVIDENCE | AROUND).items()})
    with stored(server, "lock").folder() as folder:
        assert files_in(folder) == COUNTY
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not folder.exists()
    with stored(server, "lock", boards=True).folder() as folder:
        assert files_in(folder) == COUNTY | SNAPSHOTS


def test_the_evidence_is_fetched_where_it_is_to_be_read(server: ObjectServer) -> None:
    server.put({f"full/{name}": content for name, content in (COUNTY | EVIDENCE | AROUND).items()})
    with stored(server, "full", full=True).folder() as folder:
        assert files_in(folder) == COUNTY | EVIDENCE


def test_the_signature_changes_with_the_content_and_is_known_without_reading(moto: ObjectServer) -> None:
    moto.put({f"signed/{name}": content for name, content in COUNTY.items()})
    asked: list[str] = []

    def note(path: str, answer: Answer) -> Answer:
        asked.append(path)
        return answer

    with proxy(moto, note) as network:
        before = stored(network, "signed").signature()
        again = stored(network, "signed").signature()
        assert all("list-type=2" in path for path in asked)
    moto.put({"signed/data/progress/water.yaml": b"documents: {}\n"})  # as long as before
    after = stored(moto, "signed").signature()
    moto.put({"signed/evidence/new.pdf": b"new"})
    assert before == again != after == stored(moto, "signed").signature()
    assert stored(moto, "signed", full=True).signature() != after


def test_objects_that_mark_folders_are_no_files(moto: ObjectServer) -> None:
    marks = {"data/": b"", "data/progress/": b"", "history/": b""}
    moto.put({f"marked/{name}": content for name, content in (COUNTY | marks).items()})
    with stored(moto, "marked").folder() as folder:
        assert files_in(folder) == COUNTY


def test_a_folder_without_a_county_is_refused(server: ObjectServer) -> None:
    assert refusal(server, "nowhere") == f"Cannot read s3://{BUCKET}/nowhere/: it has no data/county.yaml."


HOSTILE = {
    "up": "data/../../../up.yaml",
    "dot": "data/./x.yaml",
    "empty": "data//x.yaml",
    "absolute": "data//etc/passwd",
    "backslash": "data\\..\\..\\up.yaml",
    "hidden-backslash": "data/..\\up.yaml",
    "long": f"data/{'长' * 90}.yaml",
    "control": "data/a\tb.yaml",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_names_that_no_file_can_have_are_named_and_nothing_is_written(
    moto: ObjectServer, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    name = f"data/{HOSTILE[kind]}"
    moto.put({f"{kind}/{there}": content for there, content in (COUNTY | {name: b"evil"}).items()})
    said = refusal(moto, kind)
    assert name.rpartition("/")[2].replace("\t", "\\t") in said
    assert [path.name for path in tmp_path.rglob("*")] == ["temporary"]


@given(st.text(st.sampled_from("a./\\:C \t\u3000长"), max_size=12))
def test_a_name_that_may_be_a_file_stays_in_its_folder(name: str) -> None:
    if name and why_no_file(name) is None:
        folder = Path("/private/folder")
        path = Path(os.path.normpath(folder / name))
        assert path != folder
        assert path.is_relative_to(folder)
        assert path.relative_to(folder).as_posix() == name


@given(st.text(max_size=30))
def test_an_address_is_read_back_as_written_or_refused(text: str) -> None:
    try:
        address = S3Address.parse(f"s3://{text}")
    except EcodemoError as error:
        assert "not an address on object storage" in str(error)  # noqa: PT017 - either way is right
    else:
        assert S3Address.parse(str(address)) == address
        assert str(address).removesuffix("/") == f"s3://{text}".removesuffix("/")


@pytest.mark.parametrize(
    "written",
    ["s3://", "s3:///x/", "s3://b/", "s3://bu cket/x/", "s3://bucket/../x/", "s3://bucket//x/", "bucket/x"],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(EcodemoError, match="not an address on object storage"):
        S3Address.parse(written)


def test_too_many_objects_are_refused_before_they_are_all_listed(
    moto: ObjectServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    moto.put({f"many/{name}": content for name, content in COUNTY.items()})
    moto.put({f"many/data/x{n}.yaml": b"" for n in range(30)})
    monkeypatch.setattr(stored_county, "MOST_FILES", 20)
    assert refusal(moto, "many") == f"Cannot read s3://{BUCKET}/many/: it has more than 20 objects."


def test_a_county_larger_than_the_disk_is_refused_before_it_is_fetched(
    moto: ObjectServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    moto.put({f"large/{name}": content for name, content in (COUNTY | EVIDENCE).items()})
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=203_000_000))
    assert re.fullmatch(
        r"Cannot copy s3://counties/large/: it has 5 MB, and the disk of .* has 203 MB free\.",
        refusal(moto, "large", full=True),
    )


@pytest.mark.parametrize("missing", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
def test_keys_are_of_the_environment(moto: ObjectServer, missing: str) -> None:
    environment = {name: value for name, value in moto.environment.items() if name != missing}
    assert refusal(moto, environment=environment) == (
        f"Reading s3://{BUCKET}/county/ requires the environment variables {missing}."
    )


WRONG_KEYS = "the server does not accept the keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"


def test_an_unknown_key(server: ObjectServer) -> None:
    stranger = ObjectServer(server.address, "NOBODY", "S3RVER")
    with _keys_checked(server):
        assert refusal(stranger) == f"Cannot read s3://{BUCKET}/county/: {WRONG_KEYS}."


@contextmanager
def _keys_checked(server: ObjectServer) -> Iterator[None]:
    """moto looks at keys from the next request on; s3rver always does."""

    def unchecked(requests: str) -> None:
        address, header = f"{server.address}/moto-api/reset-auth", {"Content-Type": "text/plain"}
        with suppress(HTTPError), urlopen(Request(address, requests.encode(), header, method="POST")):  # noqa: S310
            pass

    unchecked("0")
    try:
        yield
    finally:
        unchecked("inf")


def test_keys_that_may_not_read_the_bucket_and_a_wrong_secret(moto: ObjectServer) -> None:
    with moto.client("iam") as identities:
        identities.create_user(UserName="nobody")
        made = identities.create_access_key(UserName="nobody")["AccessKey"]
    with _keys_checked(moto):
        known = ObjectServer(moto.address, made["AccessKeyId"], made["SecretAccessKey"])
        assert refusal(known) == f"Cannot read s3://{BUCKET}/county/: the keys have no read permission."
        mistyped = ObjectServer(moto.address, made["AccessKeyId"], "another-secret")
        assert refusal(mistyped) == f"Cannot read s3://{BUCKET}/county/: {WRONG_KEYS}."


def test_a_clock_that_is_wrong(tmp_path: Path) -> None:
    late = tmp_path / "late.js"
    late.write_text(
        "const now = Date.now; Date.now = () => now() + 7200000;\nconst D = Date;\nglobal.Date = class extends D { constructor(...a) { if (a.length) super(...a); else super(D.now()); } };\n"
    )
    with s3rver(tmp_path / "objects", "-r", str(late)) as server:
        said = refusal(server)
    assert said.endswith("the clock of this computer differs too much from the server's; set it.")


def test_a_bucket_that_does_not_exist(server: ObjectServer) -> None:
    assert refusal(server, bucket="no-such-bucket") == (
        "Cannot read s3://no-such-bucket/county/: the bucket does not exist."
    )


@pytest.mark.parametrize(
    ("endpoint", "reason"),
    [
        ("http://no-such-host.invalid", "there is no such host; check AWS_ENDPOINT_URL"),
        ("http://127.0.0.1:9", "cannot connect to the server; check AWS_ENDPOINT_URL"),
    ],
)
def test_a_server_that_is_not_there(moto: ObjectServer, endpoint: str, reason: str) -> None:
    began = time.monotonic()
    said = refusal(moto, environment={**moto.environment, "AWS_ENDPOINT_URL": endpoint})
    assert said == f"Cannot read s3://{BUCKET}/county/: {reason}."
    assert time.monotonic() - began < 60


@pytest.mark.parametrize("endpoint", ["ftp://x", "nonsense", "http://", "https://[::1", "http://host:99999"])
def test_an_endpoint_that_is_no_address(moto: ObjectServer, endpoint: str) -> None:
    said = refusal(moto, environment={**moto.environment, "AWS_ENDPOINT_URL": endpoint})
    assert said == "AWS_ENDPOINT_URL is not the address of a server (https://HOST)."


def test_a_server_without_tls(moto: ObjectServer) -> None:
    endpoint = moto.address.replace("http://", "https://")
    said = refusal(moto, environment={**moto.environment, "AWS_ENDPOINT_URL": endpoint})
    assert said.endswith("the TLS handshake failed; check AWS_ENDPOINT_URL.")


def test_a_certificate_of_nobody(tmp_path: Path, moto: ObjectServer) -> None:
    with untrusted_server(tmp_path) as endpoint:
        said = refusal(moto, environment={**moto.environment, "AWS_ENDPOINT_URL": endpoint})
    assert said.endswith("the server's TLS certificate is not trusted.")


def once(fault: Fault, times: int = 1) -> Fault:
    left = [times]

    def passing(path: str, answer: Answer) -> Answer | None:
        left[0] -= 1
        return fault(path, answer) if left[0] >= 0 else answer

    return passing


def on_objects(fault: Fault) -> Fault:
    return lambda path, answer: answer if "list-type" in path else fault(path, answer)


def dropped(path: str, answer: Answer) -> Answer | None:
    return None


def cut(path: str, answer: Answer) -> Answer:
    answer.sent = len(answer.body) // 2
    return answer


def failed(path: str, answer: Answer) -> Answer:
    return Answer(503, [("Content-Length", "0")], b"")


def silent(path: str, answer: Answer) -> Answer:
    answer.before = 4
    return answer


def trickling(path: str, answer: Answer) -> Answer:
    answer.between = 0.5
    return answer


def nonsense(path: str, answer: Answer) -> Answer:
    return Answer(200, [("Content-Length", "15")], b"<html>hi</html>")


@pytest.mark.parametrize("fault", [dropped, cut, failed], ids=lambda fault: str(fault.__name__))
def test_what_passes_by_itself_is_tried_again(moto: ObjectServer, fault: Fault) -> None:
    moto.put({f"county/{name}": content for name, content in COUNTY.items()})
    with proxy(moto, once(on_objects(fault), 2)) as network, stored(network, "county").folder() as folder:
        assert files_in(folder) == COUNTY


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (dropped, "the connection was interrupted"),
        (on_objects(dropped), "the connection was interrupted"),
        (cut, "the connection was interrupted"),
        (on_objects(cut), "the connection was interrupted"),
        (failed, "the server failed (HTTP status 503)"),
        (on_objects(failed), "the server failed (HTTP status 503)"),
        (nonsense, "it has no data/county.yaml"),
        (on_objects(nonsense), "the object was replaced while the county was being read"),
    ],
)
def test_what_does_not_pass_ends_in_one_sentence(moto: ObjectServer, fault: Fault, reason: str) -> None:
    moto.put({f"county/{name}": content for name, content in COUNTY.items()})
    began = time.monotonic()
    with proxy(moto, fault) as network:
        assert refusal(network).endswith(f": {reason}.")
    assert time.monotonic() - began < 90


@pytest.mark.rare
@pytest.mark.long
@pytest.mark.parametrize("fault", [silent, on_objects(silent), trickling, on_objects(trickling)])
def test_a_server_that_is_too_slow_is_not_waited_for(
    moto: ObjectServer, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(object_storage, "SILENCE", 2.0)
    moto.put({f"county/{name}": content for name, content in COUNTY.items()})
    began = time.monotonic()
    with proxy(moto, fault) as network:
        said = refusal(network, patience=3)
    assert said.endswith(": the server did not respond in time.")
    assert time.monotonic() - began < 90


def test_an_object_deleted_after_it_was_listed(server: ObjectServer) -> None:
    server.put({f"gone/{name}": content for name, content in COUNTY.items()})
    found = stored(server, "gone")
    assert found.objects
    server.delete("gone/history/packs.jsonl")
    with pytest.raises(EcodemoError) as caught, found.folder():
        pass
    assert str(caught.value) == (
        f"Cannot read s3://{BUCKET}/gone/history/packs.jsonl: the object was deleted while the county was being read."
    )


@pytest.mark.parametrize("now", [b"{1}\n", b"{}", b"[]\n"])
def test_an_object_replaced_after_it_was_listed(server: ObjectServer, now: bytes) -> None:
    server.put({f"new/{name}": content for name, content in COUNTY.items()})
    found = stored(server, "new")
    assert found.objects
    server.put({"new/history/packs.jsonl": now})
    with pytest.raises(EcodemoError) as caught, found.folder():
        pass
    assert str(caught.value) == (
        f"Cannot read s3://{BUCKET}/new/history/packs.jsonl: the object was replaced while the county was being read."
    )


@pytest.mark.long
def test_many_objects_of_evidence_cost_nothing_where_the_lock_is_enough(
    moto: ObjectServer,
) -> None:
    names = [f"evidence/{n:06}.pdf" for n in range(1_200)]
    moto.put({f"wide/{name}": b"" for name in names} | {f"wide/{n}": c for n, c in COUNTY.items()})
    asked: list[str] = []

    def note(path: str, answer: Answer) -> Answer:
        asked.append(path)
        return answer

    with proxy(moto, note) as network:
        assert len(stored(network, "wide").objects) == len(COUNTY)
        assert len(asked) == 4  # the top, and each folder that is needed
        assert len(stored(network, "wide", full=True).objects) == len(COUNTY) + len(names)
