"""Whether a package was signed by whom one expects."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ecodemo.acceptance.gpg_keys import GPG, GPG_PREFIX, GpgSigner, gpg_signer, gpg_signer_of
from ecodemo.acceptance.open_package import OpenedPackage, manifests_in
from ecodemo.acceptance.openssl_keys import LARGEST_KEY, OPENSSL, OpensslSigner, openssl_signer, read_key
from ecodemo.files import LARGEST_RECORD, not_read
from ecodemo.model.message import Message, listing, message

PackageSigner = OpensslSigner | GpgSigner


@dataclass(frozen=True, slots=True)
class SignatureVerdict:
    """What was found of a signature."""

    words: Message
    is_good: bool


def package_signer(named: str) -> PackageSigner:
    """The signer that is named on the command line: a certificate or public key, or a key of GnuPG's keyring.

    Raises:
        EcodemoError: there is none, or the program that checks is not installed.
    """
    if named.startswith(GPG_PREFIX):
        return gpg_signer(named.removeprefix(GPG_PREFIX))
    content = read_key(Path(named))
    if b"-----BEGIN " in content and b"-----BEGIN PGP" not in content:
        return openssl_signer(Path(named))
    return gpg_signer_of(Path(named), content)


def check_signature(package: OpenedPackage, signer: PackageSigner) -> SignatureVerdict:
    """Compare the signature of a package with its last manifest.

    Raises:
        EcodemoError: the program that checks is not installed, or a file cannot be read.
    """
    manifests = manifests_in(package)
    program = GPG if isinstance(signer, GpgSigner) else OPENSSL
    name = manifests.signatures[program]
    if name not in package.sizes:
        return SignatureVerdict(_missing(package, name), is_good=False)
    try:
        content = package.read(manifests.last, LARGEST_RECORD)
        signature = package.read(name, LARGEST_KEY)
    except OSError as error:
        raise not_read(name, error) from error
    objection = signer.objection(content, signature)
    if objection is None:
        words = message(
            "The signature matches “{manifest}”; signed by {signer}.",
            manifest=manifests.last,
            signer=signer.name,
        )
        return SignatureVerdict(words, is_good=True)
    words = message(
        "The signature “{name}” is not accepted for {signer}: {reason}.",
        name=name,
        signer=signer.name,
        reason=objection,
    )
    return SignatureVerdict(words, is_good=False)


def signatures_in(package: OpenedPackage) -> tuple[str, ...]:
    """The names of the signatures that a package has."""
    return tuple(name for name in manifests_in(package).signatures.values() if name in package.sizes)


def _missing(package: OpenedPackage, name: str) -> Message:
    others = signatures_in(package)
    if not others:
        return message("The package is not signed: there is no “{name}” in it.", name=name)
    return message(
        "There is no signature “{name}” in the package; it was signed by another program: {others}.",
        name=name,
        others=listing(*others),
    )
