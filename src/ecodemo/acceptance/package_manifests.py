"""Which files of a package say what is in it: two manifests in a bag, one in the folders that an archive takes in."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from ecodemo.acceptance.bag import DECLARATION, MANIFEST, TAG_MANIFEST

ARCHIVE_NOTICE, ARCHIVE_DIRECTORY, ARCHIVE_MANIFEST = (
    "说明文件.TXT",
    "文件目录.XML",
    "其他/manifest-sha256.txt",
)
"""The names that an archive's system looks for, and the manifest, where the archive puts files that are not in its index."""
SIGNATURES = {"openssl": ".sig", "gpg": ".asc"}
"""How the name of a signature ends, by the program that makes it."""


@dataclass(frozen=True, slots=True)
class PackageManifests:
    """The manifests of a kind of package; paths are relative to the package."""

    of_material: str
    of_others: str | None
    """Of the files beside the material; `None`: the first one lists everything."""
    required: tuple[str, ...] = ()
    """What must be there, although no manifest lists it."""

    @property
    def last(self) -> str:
        """The one that all others are listed in, and that is listed in none."""
        return self.of_others or self.of_material

    @property
    def signatures(self) -> dict[str, str]:
        """The names that a signature of the last one can have, by the program that makes it."""
        return {program: f"{self.last}{suffix}" for program, suffix in SIGNATURES.items()}

    @property
    def unlisted(self) -> frozenset[str]:
        """What may be there without being listed."""
        return frozenset((self.last, *self.required, *self.signatures.values()))


BAG = PackageManifests(MANIFEST, TAG_MANIFEST)
ARCHIVE = PackageManifests(ARCHIVE_MANIFEST, None, (ARCHIVE_NOTICE,))
"""The notice is completed by hand for each medium, so that its bytes cannot be listed."""


def manifests_of(paths: Container[str]) -> PackageManifests | None:
    """The manifests of a package with these files; `None`: it is no package."""
    if DECLARATION in paths:
        return BAG
    return ARCHIVE if ARCHIVE_DIRECTORY in paths else None
