"""Signing and checking by openssl: RSA and elliptic curves with SHA-256, SM2 with SM3, Ed25519 by itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ecodemo.acceptance.signature_program import Ran, run_program, working_folder
from ecodemo.errors import EcodemoError
from ecodemo.files import not_read, read_control_file
from ecodemo.model.message import Message, message

OPENSSL = "openssl"
LARGEST_KEY = 1 << 20
"""Bytes of a file with keys or certificates."""
_SM2_IDENTITY = "distid:1234567812345678"
"""The signer's identity of GM/T 0009, which other programs take where nothing else is agreed on."""
_DAY = re.compile(r"(\w{3}) +(\d+) \S+ (\d{4})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class OpensslKey:
    """A private key in a file (PEM)."""

    path: Path
    public: bytes
    passphrase: bytes = field(default=b"", repr=False)

    def sign(self, content: bytes) -> bytes:
        """The signature of `content`.

        Raises:
            EcodemoError: it cannot be signed.
        """
        with working_folder(content=content) as folder:
            arguments = _arguments(_kind(self.public), "-sign", str(self.path), "signature")
            ran = _with_passphrase(arguments, self.passphrase, folder)
            if not ran.is_good:
                raise _unusable(self.path, ran)
            return (folder / "signature").read_bytes()


def openssl_key(path: Path, ask: Callable[[Path], str]) -> OpensslKey:
    """The private key of a file.

    Args:
        path: of the file.
        ask: for its passphrase; called where the key has one.

    Raises:
        EcodemoError: it is none, its passphrase is not this one, or openssl is not installed.
    """
    content = read_key(path)
    if b"PRIVATE KEY" not in content:
        raise EcodemoError(message("{path} is not a private key in PEM format.", path=str(path)))
    passphrase = ask(path).encode() if b"ENCRYPTED" in content else b""
    with working_folder() as folder:
        arguments = ["pkey", "-in", str(path.resolve()), "-pubout"]
        ran = _with_passphrase(arguments, passphrase, folder)
    if not ran.is_good:
        raise _unusable(path, ran)
    return OpensslKey(path.resolve(), ran.output, passphrase)


def read_key(path: Path) -> bytes:
    """The content of a file with a key or certificate.

    Raises:
        EcodemoError: it cannot be read.
    """
    real = path.resolve()
    try:
        return read_control_file(real, real.parent, LARGEST_KEY)
    except OSError as error:
        raise not_read(path, error) from error


@dataclass(frozen=True, slots=True)
class OpensslSigner:
    """Whose signature is expected: a certificate or public key."""

    name: str
    public: bytes
    ended: date | str = ""
    """The day on which the certificate expired, as openssl writes it where that is not understood; empty if it has not."""

    def objection(self, content: bytes, signature: bytes) -> Message | None:
        """Why the signature is not good; `None` where it is.

        Raises:
            EcodemoError: openssl is not installed.
        """
        with working_folder(content=content, public=self.public, signature=signature) as folder:
            arguments = _arguments(_kind(self.public), "-verify", "public", "signature")
            if not run_program(OPENSSL, arguments, folder).is_good:
                return message(
                    "it does not match: the manifest was changed, or the signature belongs to another package or another key"
                )
        if self.ended:
            return message("it matches, but the certificate expired on {day}", day=self.ended)
        return None


def openssl_signer(path: Path) -> OpensslSigner:
    """The signer of a certificate or public key.

    Raises:
        EcodemoError: it is neither, or openssl is not installed.
    """
    content = read_key(path)
    with working_folder(given=content) as folder:
        if b"BEGIN CERTIFICATE" in content:
            arguments = ["x509", "-in", "given", "-noout", "-pubkey", "-subject", "-enddate"]
            ran = run_program(OPENSSL, [*arguments, "-nameopt", "utf8,sep_comma_plus_space"], folder)
            said = ran.output.decode("utf-8", "replace")
            name = re.search("^subject= ?(.*)$", said, re.MULTILINE)
            has_ended = not run_program(
                OPENSSL, ["x509", "-in", "given", "-noout", "-checkend", "0"], folder
            ).is_good
            public = said[said.find("-----BEGIN") : said.find("-----END PUBLIC KEY-----")]
            public = f"{public}-----END PUBLIC KEY-----\n" if public else ""
            signer = OpensslSigner(
                name[1] if name else path.name, public.encode(), _end(said) if has_ended else ""
            )
        else:
            ran = run_program(OPENSSL, ["pkey", "-pubin", "-in", "given", "-pubout"], folder)
            signer = OpensslSigner(path.name, ran.output)
    if not ran.is_good or not signer.public:
        raise EcodemoError(
            message("{path} is neither a certificate nor a public key in PEM format.", path=str(path))
        )
    return signer


def _end(said: str) -> date | str:
    """The day on which a certificate ends."""
    _, _, end = said.partition("notAfter=")
    found = _DAY.match(end)
    if not found or found[1] not in _MONTHS:
        return end.strip() or "?"
    return date(int(found[3]), _MONTHS.index(found[1]) + 1, int(found[2]))


def _arguments(kind: str, what: str, key: str, signature: str) -> list[str]:
    if kind == "Ed25519":
        public = ["-pubin"] if what == "-verify" else []
        into = ["-sigfile"] if what == "-verify" else ["-out"]
        return ["pkeyutl", what, "-rawin", "-in", "content", *public, "-inkey", key, *into, signature]
    digest = ["-sm3", "-sigopt", _SM2_IDENTITY] if kind == "SM2" else ["-sha256"]
    into = ["-signature"] if what == "-verify" else ["-out"]
    return ["dgst", *digest, what, key, *into, signature, "content"]


def _kind(public: bytes) -> str:
    with working_folder(public=public) as folder:
        said = run_program(OPENSSL, ["pkey", "-pubin", "-in", "public", "-noout", "-text_pub"], folder).output
    if b"ED25519" in said:
        return "Ed25519"
    return "SM2" if b"SM2" in said else ""


def _with_passphrase(arguments: list[str], passphrase: bytes, folder: Path) -> Ran:
    if not passphrase:
        return run_program(OPENSSL, arguments, folder)
    # On its standard input: arguments and environment can be seen by other users.
    command, *others = arguments
    return run_program(OPENSSL, [command, "-passin", "stdin", *others], folder, passphrase + b"\n")


def _unusable(path: Path, ran: Ran) -> EcodemoError:
    return EcodemoError(
        message(
            "openssl cannot sign with {path} (wrong passphrase, or unsupported key): {reason}",
            path=str(path),
            reason=ran.last_words.rpartition(":")[2].strip(),
        )
    )
