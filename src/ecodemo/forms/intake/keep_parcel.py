"""A parcel as it came, into the inbox."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from ecodemo.evidence.digests import delivery_hashes
from ecodemo.forms.inbox.delivered import Delivered, Inbox
from ecodemo.forms.inbox.file_hash import hash_of
from ecodemo.forms.intake.filing.filed import Copy
from ecodemo.forms.intake.parcel import Parcel
from ecodemo.language import Language, Speaker
from ecodemo.model.message import message

_CHINESE = Speaker(Language.ZH)
_AS_IT_CAME = message("The pack as received.")


@dataclass(frozen=True, slots=True)
class KeptParcel:
    """Where a parcel is kept, and what is to be copied for that."""

    parcel: Parcel
    place: str
    """Relative to the workspace; empty where there is nothing in it."""
    sha256: str
    """Of a folder, that of its sorted sha256sum lines."""
    copies: tuple[Copy, ...]

    def delivered(self, unit: str) -> Delivered:
        """Its line in the list of what came; `unit` is the name of whose it is."""
        name = self.parcel.name
        words = _CHINESE.say(_AS_IT_CAME)
        return Delivered(self.parcel.day, unit, name, name, self.place, self.sha256, words)


def keep(parcel: Parcel, inbox: Inbox) -> KeptParcel:
    """Find a place for a parcel; what the inbox has already is not kept twice."""
    if not parcel.is_folder:
        copies: list[Copy] = []
        for path in (*parcel.others, parcel.path):
            digest = hash_of(path)
            place, is_there = inbox.place_of_pack(path, path.name, parcel.day, digest)
            copies += [] if is_there else [Copy(path, place)]
        return KeptParcel(parcel, place, digest, tuple(copies))
    folder = parcel.path.resolve().name
    hashes: dict[str, str] = {}
    copies = []
    top = ""
    for member in parcel.unpacked.members:
        name = f"{folder}/{member.name}"
        hashes[name] = hash_of(member.path)
        place, is_there = inbox.place_of_pack(member.path, name, parcel.day, hashes[name])
        if not is_there:
            copies.append(Copy(member.path, place))
        top = top or PurePosixPath(place).parents[len(member.parts) - 1].as_posix()
    return KeptParcel(parcel, top, delivery_hashes([folder], hashes).get(folder, ""), tuple(copies))
