"""Which files of an earlier state have another name now: recognised by their bytes.

Bytes that several files share, or that are none at all, do not identify one: of those, only a file in the same folder or
of the same requirement, unit and years is taken for the earlier one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable

from ecodemo.model.evidence import EvidenceFile


def renamed(before: Iterable[EvidenceFile], now: Iterable[EvidenceFile]) -> dict[str, str]:
    """The former path by the present one, of files and of the folders of events."""
    earlier, present = ({file.path: file for file in files if file.sha256} for files in (before, now))
    gone = [earlier[path] for path in sorted(earlier.keys() - present.keys())]
    come = [present[path] for path in sorted(present.keys() - earlier.keys())]
    one_there, one_here = (Counter(file.sha256 for file in files) for files in (gone, come))

    def unmistakable(file: EvidenceFile) -> Hashable | None:
        is_one = one_there[file.sha256] == one_here[file.sha256] == 1
        return file.sha256 if not file.is_empty and is_one else None

    former: dict[str, str] = {}
    for likeness in (_same_folder, _same_subject, unmistakable):
        pairs = _paired(gone, come, likeness)
        former |= {new.path: old.path for new, old in pairs}
        former |= {new.event: old.event for new, old in pairs if new.event and old.event}
        matched = {old.path for _, old in pairs}
        gone = [file for file in gone if file.path not in matched]
        come = [file for file in come if file.path not in former]
    return former


def _paired(
    gone: Iterable[EvidenceFile],
    come: Iterable[EvidenceFile],
    likeness: Callable[[EvidenceFile], Hashable | None],
) -> list[tuple[EvidenceFile, EvidenceFile]]:
    waiting: defaultdict[Hashable, list[EvidenceFile]] = defaultdict(list)
    for file in gone:
        waiting[likeness(file)].append(file)
    return [
        (file, waiting[key].pop(0)) for file in come if (key := likeness(file)) is not None and waiting[key]
    ]


def _same_folder(file: EvidenceFile) -> Hashable:
    return file.sha256, file.path.rpartition("/")[0]


def _same_subject(file: EvidenceFile) -> Hashable | None:
    return (file.sha256, file.requirement, file.unit, file.years) if file.requirement else None
