"""What a county is judged from."""

from __future__ import annotations

import re

from ecodemo.check.baseline import NAME as BASELINE
from ecodemo.evidence.facts_table import NAME as FACTS
from ecodemo.evidence.lock_file import NAME as LOCK

FILES = (LOCK, FACTS, BASELINE)
FOLDERS = ("data", "history", "templates")
"""With `FILES`, all that a county is judged from where only its lock is looked at."""
MOST_FILES = 20_000
"""Of the above; a large county has some hundred."""
MOST_BYTES = 1_000_000_000
"""Of the above; some 50 MB where a county has a hundred thousand files."""
CONTACTS = "data/contacts.yaml"
"""Names and telephones, from which nothing is judged."""
_SNAPSHOT = re.compile(r"history/[^/]+\.json")


def travels(name: str, *, boards: bool) -> bool:
    """Whether a file below `FOLDERS` is brought to where the county is judged; the board shows the snapshots of four years."""
    return name != CONTACTS and (boards or not _SNAPSHOT.fullmatch(name))
