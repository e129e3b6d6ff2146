"""Where a county is on object storage: s3://BUCKET/FOLDER/."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from ecodemo.errors import EcodemoError
from ecodemo.model.message import message

SCHEME = "s3://"
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,62}")


@dataclass(frozen=True, slots=True)
class S3Address:
    """A folder of a bucket; an empty folder is the whole bucket."""

    bucket: str
    folder: str
    """Its parts joined by `/`, none before the first and none after the last."""

    @classmethod
    def parse(cls, written: str) -> Self:
        """The address as somebody wrote it.

        Raises:
            EcodemoError: it is none.
        """
        bucket, _, folder = written.removeprefix(SCHEME).partition("/")
        parts = folder.removesuffix("/").split("/") if folder else []
        is_folder = all(part not in ("", ".", "..") and part.isprintable() for part in parts)
        if not (written.startswith(SCHEME) and _BUCKET.fullmatch(bucket) and is_folder):
            raise EcodemoError(
                message(
                    "{address} is not an address on object storage. Write it as s3://BUCKET/FOLDER/.",
                    address=written,
                )
            )
        return cls(bucket, "/".join(parts))

    @property
    def prefix(self) -> str:
        """How the names of its objects begin."""
        return f"{self.folder}/" if self.folder else ""

    def __str__(self) -> str:
        """As it is written."""
        return f"{SCHEME}{self.bucket}/{self.prefix}"
