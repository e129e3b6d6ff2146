"""Files of a pack that were sent out with it and are no documents."""

from __future__ import annotations

from pathlib import PurePosixPath

from ecodemo.forms import contract
from ecodemo.forms.reading.archive import Member
from ecodemo.paper.mark import is_untouched


def is_own_paper(member: Member) -> bool:
    """Whether it is 要求.txt, the notice sent beside the packs, or the draft of a report as it was."""
    return member.parts[-1] in (contract.ASKED, contract.NOTICE) or is_untouched_draft(member)


def is_untouched_draft(member: Member) -> bool:
    """Whether it is the draft of a report, under whatever name, in which nothing was written."""
    return PurePosixPath(member.name).suffix.lower() == ".docx" and is_untouched(member.path)
