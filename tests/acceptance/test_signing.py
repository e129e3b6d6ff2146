"""Packages that are signed, by real openssl and gpg: what matches, what does not, and the message where neither is there."""

from __future__ import annotations

import os
import pty
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from acceptance.bags import bag, bag_files, zipped
from acceptance.conftest import DAY, pack
from acceptance.packages import inside, names
from acceptance.test_archive import archived  # noqa: F401 - a fixture
from acceptance.test_archive import pack as pack_archive
from cli.running import Result, invoke

pytestmark = pytest.mark.skipif(
    not (shutil.which("openssl") and shutil.which("gpg")), reason="openssl and gpg are not installed"
)
PAYLOAD = {"data/16-1-01 台账.txt": "台账".encode()}
LAST = "tagmanifest-sha256.txt"
KINDS = {
    "RSA": ("RSA", "rsa_keygen_bits:2048"),
    "EC": ("EC", "ec_paramgen_curve:P-256"),
    "Ed25519": ("ED25519",),
    "SM2": ("SM2",),
}


def openssl(*arguments: str | Path, cwd: Path | None = None) -> bytes:
    ran = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, check=False, cwd=cwd)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def private_key(folder: Path, kind: str = "EC", *more: str) -> Path:
    algorithm, *options = KINDS[kind]
    path = folder / f"{kind}.pem"
    pairs = [word for option in options for word in ("-pkeyopt", option)]
    ran = subprocess.run(
        ["openssl", "genpkey", "-algorithm", algorithm, *pairs, *more, "-out", str(path)],
        capture_output=True,
        check=False,
    )
    if ran.returncode:
        pytest.skip(f"this openssl makes no {kind} keys")
    return path


def public_key(path: Path) -> Path:
    public = path.with_suffix(".pub")
    openssl("pkey", "-in", path, "-pubout", "-out", public)
    return public


def certificate(path: Path, days: int) -> Path:
    request, made = path.with_suffix(".csr"), path.with_suffix(".crt")
    openssl("req", "-new", "-key", path, "-subj", "/CN=Qingxi County", "-out", request)
    openssl("x509", "-req", "-in", request, "-signkey", path, "-days", str(days), "-out", made)
    return made


def signed_bag(path: Path, key: Path) -> Path:
    """A package that was signed without the program that is tested."""
    files = bag_files(PAYLOAD)
    manifest = path.with_suffix(".manifest")
    manifest.write_bytes(files[LAST])
    files[f"{LAST}.sig"] = openssl("dgst", "-sha256", "-sign", key, manifest)
    return zipped(path, files)


def verify(path: Path, *arguments: str | Path, env: dict[str, str] | None = None) -> Result:
    return invoke("--lang", "en", "unpack", "--verify", *arguments, path, env=env)


def flipped(path: Path, name: str, place: int) -> Path:
    with ZipFile(path) as archive:
        files = {member.split("/", 1)[1]: archive.read(member) for member in archive.namelist()}
    content = bytearray(files[name])
    content[place] ^= 1
    return zipped(path.with_name("flipped.zip"), {**files, name: bytes(content)})


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A keyring with one key; its path is short, for gpg's agent has a socket in it."""
    folder = tmp_path_factory.mktemp("g")
    folder.chmod(0o700)
    gpg(
        folder,
        "--passphrase",
        "",
        "--quick-gen-key",
        "Office <office@example.org>",
        "ed25519",
        "sign",
        "never",
    )
    yield folder
    subprocess.run(["gpgconf", "--kill", "all"], env={**os.environ, "GNUPGHOME": str(folder)}, check=False)


def gpg(home: Path, *arguments: str | Path, given: bytes = b"") -> bytes:
    ran = subprocess.run(
        ["gpg", "--batch", "--homedir", str(home), *map(str, arguments)],
        input=given,
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_what_openssl_signed_matches_its_certificate_and_its_key(tmp_path: Path) -> None:
    key = private_key(tmp_path)
    package = signed_bag(tmp_path / "p.zip", key)
    by_key = verify(package, "--signer", public_key(key))
    assert (by_key.exit_code, by_key.stdout.splitlines()[-1]) == (
        0,
        f"The signature matches “{LAST}”; signed by EC.pub.",
    )
    by_certificate = verify(package, "--signer", certificate(key, 1))
    assert by_certificate.exit_code == 0
    assert "signed by CN=Qingxi County." in by_certificate.stdout


def test_without_a_signer_a_signature_is_mentioned_and_not_believed(tmp_path: Path) -> None:
    ran = verify(signed_bag(tmp_path / "p.zip", private_key(tmp_path)))
    assert ran.exit_code == 0
    assert f"Signed ({LAST}.sig), not checked: name the expected key with --signer." in ran.stderr


@pytest.mark.parametrize(("name", "place"), [(LAST, 3), (LAST, -3), (f"{LAST}.sig", 12), (f"{LAST}.sig", -1)])
def test_one_flipped_bit_of_manifest_or_signature_is_found(name: str, place: int, tmp_path: Path) -> None:
    key = private_key(tmp_path)
    package = flipped(signed_bag(tmp_path / "p.zip", key), name, place)
    ran = verify(package, "--signer", public_key(key))
    assert ran.exit_code == 1
    assert "is not accepted for EC.pub: it does not match" in ran.stdout


def test_of_a_signature_that_does_not_match_nothing_is_unpacked(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    package = signed_bag(tmp_path / "p.zip", private_key(tmp_path))
    signer = public_key(private_key(tmp_path / "other"))
    ran = invoke("--lang", "en", "unpack", package, "--signer", signer, "--out", tmp_path / "out")
    assert ran.exit_code == 1
    assert "Nothing was unpacked." in ran.stderr
    assert not (tmp_path / "out").exists()


def test_the_signature_of_another_package_is_not_taken(tmp_path: Path) -> None:
    key = private_key(tmp_path)
    other = signed_bag(tmp_path / "p.zip", key)
    files = bag_files({"data/a.txt": b"a"})
    package = zipped(tmp_path / "q.zip", {**files, f"{LAST}.sig": inside(other, f"{LAST}.sig")})
    assert verify(package, "--signer", public_key(key)).exit_code == 1


def test_a_package_without_a_signature_is_said(tmp_path: Path) -> None:
    ran = verify(bag(tmp_path / "p.zip", PAYLOAD), "--signer", public_key(private_key(tmp_path)))
    assert ran.exit_code == 1
    assert f"The package is not signed: there is no “{LAST}.sig” in it." in ran.stdout


def test_an_expired_certificate_is_said_with_its_day(tmp_path: Path) -> None:
    key = private_key(tmp_path)
    package = signed_bag(tmp_path / "p.zip", key)
    ran = verify(package, "--signer", certificate(key, -1))
    assert ran.exit_code == 1
    assert "it matches, but the certificate expired on 20" in ran.stdout


def test_what_is_no_key_is_refused(tmp_path: Path) -> None:
    package = signed_bag(tmp_path / "p.zip", private_key(tmp_path))
    (tmp_path / "bad.pem").write_text("-----BEGIN PUBLIC KEY-----\nxx\n-----END PUBLIC KEY-----\n")
    ran = verify(package, "--signer", tmp_path / "bad.pem")
    assert ran.exit_code == 2
    assert "is neither a certificate nor a public key" in ran.stderr
    assert verify(package, "--signer", tmp_path / "nowhere.pem").exit_code == 2
    (tmp_path / "text.txt").write_text("text")
    assert verify(package, "--signer", tmp_path / "text.txt").exit_code == 2


def test_where_openssl_is_not_installed_that_is_said(tmp_path: Path) -> None:
    key = private_key(tmp_path)
    package, signer = signed_bag(tmp_path / "p.zip", key), public_key(key)
    (tmp_path / "empty").mkdir()
    ran = verify(package, "--signer", signer, env={"PATH": str(tmp_path / "empty")})
    assert ran.exit_code == 2
    assert "“openssl” is not installed, or not on PATH." in ran.stderr


@pytest.mark.parametrize("name", ["openssl", "gpg"])
def test_a_program_beside_the_package_or_in_the_workspace_is_never_run(name: str, tmp_path: Path) -> None:
    trap = tmp_path / name
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/trapped\n")
    trap.chmod(trap.stat().st_mode | stat.S_IXUSR)
    key = private_key(tmp_path)
    package = signed_bag(tmp_path / "p.zip", key)
    path = os.pathsep.join((".", "", os.environ["PATH"]))
    signer = public_key(key) if name == "openssl" else "gpg:nobody"
    invoke("unpack", "--verify", "--signer", signer, package, cwd=tmp_path, env={"PATH": path})
    assert not (tmp_path / "trapped").exists()


def test_what_gpg_signed_matches_its_keyring_and_its_file(home: Path, tmp_path: Path) -> None:
    files = bag_files(PAYLOAD)
    files[f"{LAST}.asc"] = gpg(home, "--armor", "--detach-sign", given=files[LAST])
    package = zipped(tmp_path / "p.zip", files)
    ran = verify(package, "--signer", "gpg:office@example.org", env={"GNUPGHOME": str(home)})
    assert ran.exit_code == 0, ran.stdout
    assert "signed by office@example.org." in ran.stdout
    exported = tmp_path / "office.asc"
    exported.write_bytes(gpg(home, "--armor", "--export", "office@example.org"))
    (tmp_path / "none").mkdir(mode=0o700)
    assert verify(package, "--signer", exported, env={"GNUPGHOME": str(tmp_path / "none")}).exit_code == 0
    changed = flipped(package, LAST, 3)
    ran = verify(changed, "--signer", exported)
    assert ran.exit_code == 1
    assert "it does not match: the manifest was changed" in ran.stdout


@pytest.mark.long
def test_a_gpg_signature_of_another_or_expired_key_is_not_taken(home: Path, tmp_path: Path) -> None:
    other = Path(f"{home}2")
    other.mkdir(mode=0o700)
    try:
        old = ("--faked-system-time", "20200101T000000")
        gpg(
            other,
            *old,
            "--passphrase",
            "",
            "--quick-gen-key",
            "Old <old@example.org>",
            "ed25519",
            "sign",
            "1y",
        )
        files = bag_files(PAYLOAD)
        files[f"{LAST}.asc"] = gpg(other, *old, "--armor", "--detach-sign", given=files[LAST])
        package = zipped(tmp_path / "p.zip", files)
        exported = tmp_path / "old.asc"
        exported.write_bytes(gpg(other, "--armor", "--export", "old@example.org"))
        expired = verify(package, "--signer", exported)
        assert (expired.exit_code, "the key has expired" in expired.stdout) == (1, True), expired.stdout
        another = verify(package, "--signer", "gpg:office@example.org", env={"GNUPGHOME": str(home)})
        assert (another.exit_code, "it was made with another key" in another.stdout) == (1, True)
    finally:
        subprocess.run(["gpgconf", "--kill", "all"], env={**os.environ, "GNUPGHOME": str(other)}, check=False)


@pytest.mark.long
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_package_is_signed_with_a_key_of_any_kind(kind: str, archived: Path, tmp_path: Path) -> None:  # noqa: F811
    root = Path(shutil.copytree(archived / "county", tmp_path / "county"))
    key = private_key(tmp_path, kind)
    ran = pack_archive(root, "--sign", key, "--out", tmp_path / "p.zip")
    assert ran.exit_code == 0, ran.stderr
    assert verify(tmp_path / "p.zip", "--signer", public_key(key)).exit_code == 0
    unsigned = [name for name in names(tmp_path / "p.zip") if not name.endswith(".sig")]
    assert unsigned == names(archived / "archive.zip")
    record = (root / "history" / "packs.jsonl").read_bytes()
    assert record == (archived / "county" / "history" / "packs.jsonl").read_bytes()


@pytest.mark.long
def test_a_signed_bag_is_one_that_others_take(county: Path, tmp_path: Path) -> None:
    key = private_key(tmp_path)
    assert pack(county, "--draft", "--sign", key, "--out", tmp_path / "folder").exit_code == 0
    top = tmp_path / "folder"
    assert openssl("dgst", "-sha256", "-verify", public_key(key), "-signature", f"{LAST}.sig", LAST, cwd=top)
    assert verify(top, "--signer", public_key(key)).exit_code == 0
    bagit = pytest.importorskip("bagit")
    assert bagit.Bag(str(top)).is_valid()


@pytest.mark.long
def test_each_of_several_packages_is_signed(county: Path, tmp_path: Path) -> None:
    key = private_key(tmp_path)
    ran = pack(county, "--draft", "--split", "330KB", "--sign", key, "--out", tmp_path / "p.zip")
    assert ran.exit_code == 0, ran.stderr
    parts = sorted(tmp_path.glob("p-*.zip"))
    assert len(parts) > 1
    for part in parts:
        assert verify(part, "--signer", public_key(key)).exit_code == 0


@pytest.mark.long
def test_gpg_signs_with_a_key_of_the_keyring(home: Path, archived: Path, tmp_path: Path) -> None:  # noqa: F811
    root = Path(shutil.copytree(archived / "county", tmp_path / "county"))
    around = {"GNUPGHOME": str(home)}
    call = ("pack", "--layout", "archive", "--bid", "provincial-2021", "--sign")
    ran = invoke("-C", root, *DAY, *call, "gpg:office@example.org", "--out", tmp_path / "p.zip", env=around)
    assert ran.exit_code == 0, ran.stderr
    assert verify(tmp_path / "p.zip", "--signer", "gpg:office@example.org", env=around).exit_code == 0
    ran = invoke(
        "-C", root, "--lang", "en", *DAY, *call, "gpg:nobody", "--out", tmp_path / "q.zip", env=around
    )
    assert (ran.exit_code, "gpg knows no key “nobody”." in ran.stderr) == (2, True)
    assert not (tmp_path / "q.zip").exists()


def test_what_has_no_manifest_cannot_be_signed(county: Path, tmp_path: Path) -> None:
    ran = invoke("-C", county, "--lang", "en", "pack", "--layout", "report", "--sign", tmp_path / "key.pem")
    assert ran.exit_code == 2
    assert "--sign cannot be used with --layout report" in ran.stderr


def test_a_passphrase_is_never_taken_from_anywhere_but_a_terminal(county: Path, tmp_path: Path) -> None:
    key = private_key(tmp_path, "EC", "-aes256", "-pass", "pass:secret")
    ran = pack(county, "--draft", "--sign", key, "--out", tmp_path / "p.zip")
    assert ran.exit_code == 2
    assert "has a passphrase, which can only be entered on a terminal." in ran.stderr
    assert not (tmp_path / "p.zip").exists()


@pytest.mark.long
@pytest.mark.parametrize(("typed", "exit_code"), [("secret", 0), ("mistyped", 2)])
def test_a_passphrase_is_asked_for_on_the_terminal(
    typed: str, exit_code: int, county: Path, tmp_path: Path
) -> None:
    key = private_key(tmp_path, "EC", "-aes256", "-pass", "pass:secret")
    call = [sys.executable, "-m", "ecodemo", "-C", str(county), "--lang", "en", *DAY, "pack", "--draft"]
    child, terminal = pty.fork()
    if not child:
        os.execv(  # noqa: S606 - a terminal of its own
            sys.executable, [*call, "--sign", str(key), "--out", str(tmp_path / "p.zip")]
        )
    said = b""
    while b"Passphrase of" not in said:
        said += os.read(terminal, 1000)
    os.write(terminal, f"{typed}\n".encode())
    while True:
        try:
            block = os.read(terminal, 1000)
        except OSError:
            break
        if not block:
            break
        said += block
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == exit_code, said
    assert typed.encode() not in said
    if not exit_code:
        assert verify(tmp_path / "p.zip", "--signer", public_key_with(key, "secret")).exit_code == 0


def public_key_with(path: Path, passphrase: str) -> Path:
    public = path.with_suffix(".pub")
    openssl("pkey", "-in", path, "-passin", f"pass:{passphrase}", "-pubout", "-out", public)
    return public
