"""Signing: a detached signature of the last manifest of a package, which all its other files are listed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ecodemo.acceptance.build_package import Package
from ecodemo.acceptance.gpg_keys import GPG, GPG_PREFIX, GpgKey, gpg_key
from ecodemo.acceptance.openssl_keys import OPENSSL, OpensslKey, openssl_key
from ecodemo.acceptance.package_file import made
from ecodemo.acceptance.package_manifests import manifests_of

SigningKey = OpensslKey | GpgKey


def signing_key(named: str, ask: Callable[[Path], str]) -> SigningKey:
    """The key that is named on the command line.

    Args:
        named: a file, or the id of a key of GnuPG's keyring behind `gpg:`.
        ask: for the passphrase of a file.

    Raises:
        EcodemoError: there is none, or the program that signs with it is not installed.
    """
    if named.startswith(GPG_PREFIX):
        return gpg_key(named.removeprefix(GPG_PREFIX))
    return openssl_key(Path(named), ask)


def signed(package: Package, key: SigningKey) -> Package:
    """The package with a signature beside its last manifest.

    Raises:
        EcodemoError: the program could not sign.
    """
    contents = {file.path: file.content for file in package.files}
    manifests = manifests_of(contents)
    assert manifests is not None  # noqa: S101 - every package has manifests
    program = GPG if isinstance(key, GpgKey) else OPENSSL
    signature = made(manifests.signatures[program], key.sign(contents[manifests.last] or b""))
    return replace(package, files=(*package.files, signature))
