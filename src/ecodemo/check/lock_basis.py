"""What a check says of itself that looked at the lock alone: what it could not look at, counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ecodemo.model.evidence import Survey
from ecodemo.model.message import Message, counted, listing, message


def lock_remarks(survey: Survey, codes_left_out: Iterable[str]) -> Iterator[Message]:
    """The sentences that every output has; none of a check that looked at the evidence.

    Args:
        survey: what was judged by.
        codes_left_out: the rules that would have run, had there been files to look at.
    """
    if not survey.is_from_lock:
        return
    counts = survey.counts
    yield message(
        "Judged by the lock (evidence.sha256) and the file metadata (evidence.facts.csv) alone: {files}. No file was opened, and changes since the last lock are not seen.",
        files=counted(len(survey.files), "{n} file", "{n} files"),
    )
    if counts.facts_unknown:
        yield message(
            "File metadata missing for {files}: their content was not judged.",
            files=counted(counts.facts_unknown, "{n} file", "{n} files"),
        )
    if codes := sorted(codes_left_out):
        yield message(
            "{rules} not run, because the files are needed: {codes}.",
            rules=counted(len(codes), "{n} rule", "{n} rules"),
            codes=listing(*codes, most=len(codes)),
        )
    if counts.ignored:
        yield message("{files} in evidence/ ignored.", files=counted(counts.ignored, "{n} file", "{n} files"))
