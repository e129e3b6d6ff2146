"""Which bytes a document consists of now, and which a reviewer looked at who does not say it any more."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path

from ecodemo.evidence.digests import delivery_hashes
from ecodemo.evidence.inventory import FOLDER
from ecodemo.evidence.pointer import LONGEST, pointed_at
from ecodemo.forms.inbox.delivered import Delivered
from ecodemo.forms.inbox.file_hash import hash_of
from ecodemo.forms.intake.filing.holdings import Holdings
from ecodemo.model.progress import Document


class Seen:
    """The hashes of documents; those of an event's folder are those of its sorted sha256sum lines."""

    def __init__(self, holdings: Callable[[], Holdings], delivered: Iterable[Delivered]) -> None:
        """Take the means.

        Args:
            holdings: the files below evidence/, and those planned.
            delivered: the list of what came, each file with its hash.
        """
        self._holdings = holdings
        self._came: dict[str, set[str]] = {}
        for line in delivered:
            self._came.setdefault(line.filed.removeprefix(f"{FOLDER}/"), set()).add(line.sha256)

    def present(self, document: str) -> str | None:
        """The hash of a document by its path below evidence/; `None`: it is not there."""
        holdings = self._holdings()
        paths = [document] if holdings.bytes_of(document) else holdings.below(document)
        hashes = {
            path: _hash(bytes_at)
            for path in paths
            if (bytes_at := holdings.bytes_of(path)) is not None and bytes_at.is_file()
        }
        return delivery_hashes([document], hashes).get(document)

    def only_hash(self, document: Document) -> str | None:
        """The hash of a document that only ever had the bytes that it has now; `None`: nobody knows.

        Of a folder nobody knows: files are put into it one by one.
        """
        now = self.present(document.file)
        came = self._came.get(document.file, set())
        if now is None or self._holdings().bytes_of(document.file) is None or not came <= {now}:
            return None
        known = {again.hash for again in document.redelivered} | {review.hash for review in document.reviews}
        return now if all(now.startswith(hash_) for hash_ in known) else None


def _hash(path: Path) -> str:
    """The hash of the content; where Git LFS left a pointer, the one that it states."""
    if path.stat().st_size <= LONGEST:
        content = path.read_bytes()
        pointer = pointed_at(content)
        return pointer[0] if pointer else sha256(content).hexdigest()
    return hash_of(path)
