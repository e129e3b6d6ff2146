"""Signing and checking by GnuPG: keys of the user's keyring, or a file with a public key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ecodemo.acceptance.signature_program import run_program, working_folder
from ecodemo.errors import EcodemoError
from ecodemo.model.message import Message, message

GPG = "gpg"
GPG_PREFIX = "gpg:"
"""How a key of the keyring begins on the command line; anything else there is a file."""
_QUIETLY = ("--batch", "--no-tty", "--no-auto-key-retrieve", "--disable-dirmngr")
"""Neither questions nor the network."""


@dataclass(frozen=True, slots=True)
class GpgKey:
    """A secret key of the user's keyring; its agent asks for the passphrase itself."""

    fingerprint: str

    def sign(self, content: bytes) -> bytes:
        """The signature of `content`.

        Raises:
            EcodemoError: it cannot be signed.
        """
        with working_folder() as folder:
            arguments = [
                "--batch",
                "--armor",
                "--local-user",
                self.fingerprint,
                "--detach-sign",
                "--output",
                "-",
            ]
            ran = run_program(GPG, arguments, folder, content)
        if not ran.is_good:
            raise EcodemoError(
                message("gpg cannot sign with {key}: {reason}", key=self.fingerprint, reason=ran.last_words)
            )
        return ran.output


def gpg_key(name: str) -> GpgKey:
    """The secret key that an id, fingerprint or address names.

    Raises:
        EcodemoError: there is none or more than one, or gpg is not installed.
    """
    with working_folder() as folder:
        primary, *_ = _key("--list-secret-keys", name, folder, {})
    return GpgKey(primary)


@dataclass(frozen=True, slots=True)
class GpgSigner:
    """Whose signature is expected."""

    name: str
    fingerprints: tuple[str, ...]
    """Of the key and those below it."""
    content: bytes = field(default=b"", repr=False)
    """The public key; empty: the one of the user's keyring."""

    def objection(self, content: bytes, signature: bytes) -> Message | None:
        """Why the signature is not good; `None` where it is.

        Raises:
            EcodemoError: gpg is not installed.
        """
        with (
            working_folder(content=content, signature=signature) as folder,
            _keyring(self.content) as environment,
        ):
            ran = run_program(
                GPG,
                [*_QUIETLY, "--status-fd", "1", "--verify", "signature", "content"],
                folder,
                b"",
                environment,
            )
        said: dict[str, list[str]] = {}
        for line in ran.output.decode("utf-8", "replace").splitlines():
            _, _, status = line.partition("[GNUPG:] ")
            if words := status.split():
                said.setdefault(words[0], words[1:])
        return self._objection(said)

    def _objection(self, said: Mapping[str, list[str]]) -> Message | None:
        made_by = {*said.get("VALIDSIG", ())[:1], *said.get("VALIDSIG", ())[-1:]}
        if "BADSIG" in said:
            return message(
                "it does not match: the manifest was changed, or the signature belongs to another package"
            )
        if made_by and not made_by & set(self.fingerprints):
            return message("it was made with another key: {key}", key=said["VALIDSIG"][0])
        if "EXPKEYSIG" in said:
            return message("it matches, but the key has expired")
        if "EXPSIG" in said:
            return message("it matches, but the signature itself has expired")
        if "REVKEYSIG" in said:
            return message("it matches, but the key was revoked")
        if "NO_PUBKEY" in said:
            return message("it was made with another key: {key}", key=said["NO_PUBKEY"][0])
        if "GOODSIG" in said and made_by:
            return None
        return message("it cannot be read")


def gpg_signer(name: str) -> GpgSigner:
    """The signer whose key is in the user's keyring.

    Raises:
        EcodemoError: there is none or more than one, or gpg is not installed.
    """
    with working_folder() as folder:
        key = _key("--list-keys", name, folder, {})
    return GpgSigner(name, key)


def gpg_signer_of(path: Path, content: bytes) -> GpgSigner:
    """The signer of a file with a public key.

    Raises:
        EcodemoError: the file has none or more than one, or gpg is not installed.
    """
    with working_folder() as folder, _keyring(content) as environment:
        key = _key("--list-keys", "", folder, environment, str(path))
    return GpgSigner(path.name, key, content)


def _key(
    listing: str, name: str, folder: Path, environment: Mapping[str, str], shown: str = ""
) -> tuple[str, ...]:
    """The fingerprints of the one key that is listed: its own, and those of the keys below it.

    Args:
        listing: of which keys.
        name: what the key is called; empty: the only one there.
        folder: where gpg runs.
        environment: with its keyring.
        shown: what messages call the key.

    Raises:
        EcodemoError: there is none or more than one, or gpg is not installed.
    """
    wanted = ["--", name] if name else []
    arguments = [*_QUIETLY, "--with-colons", "--fixed-list-mode", listing, *wanted]
    listed = run_program(GPG, arguments, folder, b"", environment).output.decode("utf-8", "replace")
    keys: list[list[str]] = []
    for fields in (line.split(":") for line in listed.splitlines()):
        if fields[0] in ("pub", "sec"):
            keys.append([])
        elif fields[0] == "fpr" and keys:
            keys[-1].append(fields[9])
    if not keys:
        raise EcodemoError(message("gpg knows no key “{name}”.", name=shown or name))
    if len(keys) > 1:
        raise EcodemoError(message("gpg knows several keys “{name}”; use a fingerprint.", name=shown or name))
    return tuple(keys[0])


@contextmanager
def _keyring(content: bytes) -> Iterator[Mapping[str, str]]:
    """The environment in which gpg knows a public key and nothing else; without one, the user's own."""
    if not content:
        yield {}
        return
    with working_folder(key=content) as home:
        environment = {"GNUPGHOME": str(home)}
        run_program(GPG, [*_QUIETLY, "--import", "key"], home, b"", environment)
        yield environment
