"""What a county sends to its province as one file: all that is needed to judge it again, and the result.

The file is a zip with a bag in it (BagIt, RFC 8493). Its payload is the county's workspace without evidence: the data files, the
lock, the table of facts, and of history/ what judging reads. The resulting state is beside it, in state.json. Contacts,
drafts and all other files of the workspace are not in it: only what is listed here goes in.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ecodemo.acceptance.bag import (
    DECLARATION,
    DECLARED,
    INFORMATION,
    MANIFEST,
    TAG_MANIFEST,
    information_content,
    manifest_content,
)
from ecodemo.acceptance.package_file import PAYLOAD, PackageFile, made
from ecodemo.acceptance.package_names import package_name
from ecodemo.check.baseline import NAME as BASELINE
from ecodemo.check.bid_record import FOLDER as BIDS
from ecodemo.check.session import CheckOptions, CheckResult, check, open_workspace
from ecodemo.errors import EcodemoError, NothingToCheckError
from ecodemo.evidence.facts_table import NAME as FACTS
from ecodemo.evidence.lock_file import NAME as LOCK
from ecodemo.evidence.seals import PATH as SEALS
from ecodemo.files import LARGEST_RECORD, LARGEST_YAML, not_read, read_control_file
from ecodemo.load.workspace import Loaded
from ecodemo.model.contact import Contacts
from ecodemo.model.message import message
from ecodemo.ownership import remove_leftovers, temporary_prefix
from ecodemo.report.build_state import state_of

STATE = "state.json"
"""The county's own State, in its slim form, beside the payload."""
BELONGS = re.compile(
    rf"data/[a-z]+\.yaml|data/(?:standards|progress)/[^/]+\.yaml|{re.escape(LOCK)}|{re.escape(FACTS)}"
    rf"|{re.escape(SEALS)}|{re.escape(BIDS)}/[^/]+\.json|{re.escape(BASELINE)}"
)
"""The paths that may be in a payload, relative to the workspace."""
_FIRST_YEAR = 1980
_FILE = 0o644 << 16
_SMALLEST = 9


@dataclass(frozen=True, slots=True)
class MailedReport:
    """A file for the province, not written yet."""

    name: str
    """Of the file, with its ending."""
    content: bytes
    files: int
    """How many files its payload has."""
    result: CheckResult
    """The result of judging its payload; its folder is gone."""


def build_mailed_report(loaded: Loaded, bid: str | None, day: date) -> MailedReport:
    """Put together what a county sends, and judge that and nothing else.

    Args:
        loaded: the county's data.
        bid: the bid to judge; `None`: that of the day.
        day: the day to judge by.

    Raises:
        NothingToCheckError: there is no lock.
        EcodemoError: a file changed since it was loaded or cannot be read, or there is no such bid.
    """
    payload = sorted(_payload(loaded), key=lambda file: file.path)
    result = _judged(payload, bid, day)
    name = package_name(f"report-{loaded.workspace.county.code}-{result.assessment.bid.id}-{day.isoformat()}")
    content = _zip(name, (*_tags(payload, result), *payload), day)
    return MailedReport(f"{name}.zip", content, len(payload), result)


def _payload(loaded: Loaded) -> Iterator[PackageFile]:
    for file in loaded.files:
        if not isinstance(file.record, Contacts):
            content = _read(loaded.root, file.name, LARGEST_YAML)
            if content is None or sha256(content).hexdigest() != file.digest:
                raise EcodemoError(
                    message("{path} changed while it was being packed. Run it again.", path=file.name)
                )
            yield made(PAYLOAD + file.name, content)
    records = (f"{BIDS}/{bid.id}.json" for bid in loaded.workspace.bids)
    for name in (LOCK, FACTS, SEALS, BASELINE, *records):
        content = _read(loaded.root, name, LARGEST_RECORD)
        if content is not None:
            yield made(PAYLOAD + name, content)
        elif name == LOCK:
            raise NothingToCheckError(
                message(
                    "No lock (evidence.sha256): nobody could judge the county by this file. Run “ecodemo evidence lock” first."
                )
            )


def _read(root: Path, name: str, limit: int) -> bytes | None:
    try:
        return read_control_file(root / name, root, limit)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise not_read(name, error) from error


def _judged(payload: Iterable[PackageFile], bid: str | None, day: date) -> CheckResult:
    """The result that the province will get: judged from these bytes, in a folder of their own."""
    remove_leftovers(Path(gettempdir()))
    with TemporaryDirectory(prefix=temporary_prefix()) as temporary:
        root = Path(temporary).resolve()
        for file in payload:
            path = root / file.path.removeprefix(PAYLOAD)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content or b"")
        loaded = open_workspace(root, is_exact=True)
        return check(loaded, CheckOptions(bid=bid, from_lock=True), day)


def _tags(payload: list[PackageFile], result: CheckResult) -> Iterator[PackageFile]:
    state = state_of(result).slim()
    information = {
        "Source-Organization": result.assessment.workspace.county.name,
        "External-Identifier": f"{state.county}-{state.bid}-{state.day}",
        "Bagging-Date": state.day,
        "Payload-Oxum": f"{sum(file.size for file in payload)}.{len(payload)}",
        "Data-Version": state.data,
        "Bag-Software-Agent": f"ecodemo {state.tool}",
    }
    tags = [
        made(DECLARATION, DECLARED),
        made(INFORMATION, information_content(information)),
        made(MANIFEST, manifest_content(payload)),
        made(STATE, state.canonical()),
    ]
    yield from tags
    yield made(TAG_MANIFEST, manifest_content(tags))


def _zip(folder: str, files: Iterable[PackageFile], day: date) -> bytes:
    stream = io.BytesIO()
    time = (max(day.year, _FIRST_YEAR), day.month, day.day, 0, 0, 0)
    with ZipFile(stream, "w") as archive:
        for file in files:
            info = ZipInfo(f"{folder}/{file.path}", time)
            info.external_attr, info.create_system = _FILE, 3
            archive.writestr(info, file.content or b"", ZIP_DEFLATED, _SMALLEST)
    return stream.getvalue()
