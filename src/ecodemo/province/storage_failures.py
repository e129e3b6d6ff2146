"""Why object storage did not give what it was asked for, in one sentence.

The library has one exception for nearly everything, and what happened in its text. That text holds addresses and what a
server wrote, so it is searched and never shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ecodemo.errors import EcodemoError
from ecodemo.model.message import Message, message
from ecodemo.province.object_names import shown

ACCESS_KEY = "AWS_ACCESS_KEY_ID"
SECRET_KEY = "AWS_SECRET_ACCESS_KEY"  # noqa: S105 - a variable's name
ENDPOINT = "AWS_ENDPOINT_URL"
REGION = "AWS_REGION"

_CODE = re.compile(r"<Code>([A-Za-z]{1,60})</Code>")
_STATUS = re.compile(r"status code: (\d{3})|Status \{\s+status: (\d{3})")
_PATH = re.compile(r'[Pp]ath "((?:[^"\\]|\\.)*)"')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]{1,6})\}")

REPLACED = message("the object was replaced while the county was being read")
TOO_SLOW = message("the server did not respond in time")
_WRONG_KEYS = message(
    "the server does not accept the keys in {access} and {secret}", access=ACCESS_KEY, secret=SECRET_KEY
)
_FORBIDDEN = message("the keys have no read permission")
_OTHER_REGION = message("the bucket is in another region; set {region}", region=REGION)
_BY_CODE: Mapping[str, Message] = {
    "NoSuchBucket": message("the bucket does not exist"),
    "InvalidAccessKeyId": _WRONG_KEYS,
    "InvalidClientTokenId": _WRONG_KEYS,
    "SignatureDoesNotMatch": _WRONG_KEYS,
    "ExpiredToken": _WRONG_KEYS,
    "AuthFailure": _WRONG_KEYS,
    "AccessDenied": _FORBIDDEN,
    "RequestTimeTooSkewed": message("the clock of this computer differs too much from the server's; set it"),
    "RequestExpired": message("the clock of this computer differs too much from the server's; set it"),
    "PermanentRedirect": _OTHER_REGION,
    "AuthorizationHeaderMalformed": _OTHER_REGION,
}
_BY_TEXT: tuple[tuple[re.Pattern[str], Message], ...] = (
    (re.compile(r'"dns error"'), message("there is no such host; check {endpoint}", endpoint=ENDPOINT)),
    (re.compile(r"InvalidCertificate"), message("the server's TLS certificate is not trusted")),
    (
        re.compile(r"InvalidMessage|HandshakeFailure|AlertReceived|PeerIncompatible|PeerMisbehaved"),
        message("the TLS handshake failed; check {endpoint}", endpoint=ENDPOINT),
    ),
    (re.compile(r"kind: Timeout|TimedOut"), TOO_SLOW),
    (
        re.compile(r"kind: Connect\b"),
        message("cannot connect to the server; check {endpoint}", endpoint=ENDPOINT),
    ),
    (
        re.compile(r"kind: (?:Interrupted|Request|Unknown|Decode)\b|NoContentRange|IncompleteMessage"),
        message("the connection was interrupted"),
    ),
    (
        re.compile(r"InvalidListResponse|InvalidGetResult|MetadataError"),
        message("the server does not speak S3; check {endpoint}", endpoint=ENDPOINT),
    ),
)
"""In this order: what is more telling first."""


class StorageError(EcodemoError):
    """A county on object storage cannot be read."""


def unread(place: str, reason: Message) -> StorageError:
    """That what is at an address is not read, and why."""
    return StorageError(message("Cannot read {path}: {reason}.", path=shown(place), reason=reason))


def failure_at(place: str, error: Exception) -> StorageError:
    """What the library's exception means.

    Args:
        place: what was asked for, as it is shown.
        error: what the library raised.
    """
    kind, text = type(error).__name__, str(error)
    if kind == "InvalidPathError":
        return unread(
            place, message("the object name “{name}” cannot be a file name", name=shown(_path_in(text)))
        )
    return unread(place, _reason(kind, text))


def _reason(kind: str, text: str) -> Message:
    code = _CODE.search(text)
    if code and code[1] in _BY_CODE:
        return _BY_CODE[code[1]]
    if kind == "FileNotFoundError":
        return message("the object was deleted while the county was being read")
    if kind == "PreconditionError":
        return REPLACED
    if kind == "UnauthenticatedError":
        return _WRONG_KEYS
    if kind == "PermissionDeniedError":
        return _FORBIDDEN
    if status := _STATUS.search(text):
        return message("the server failed (HTTP status {status})", status=status[1] or status[2])
    for pattern, reason in _BY_TEXT:
        if pattern.search(text):
            return reason
    return message("the server's answer cannot be used")


def _path_in(text: str) -> str:
    found = _PATH.search(text)
    return _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), found[1]) if found else ""
