"""SC: what loading and the engine themselves find."""

from __future__ import annotations

from ecodemo.model.finding import Severity
from ecodemo.rules._rule import LoadingRule

CRASHED = LoadingRule("SC900", "rule-crashed", Severity.ERROR)

LOADING = (
    LoadingRule("SC101", "unreadable-file", Severity.ERROR),
    LoadingRule("SC102", "yaml-syntax", Severity.ERROR),
    LoadingRule("SC103", "duplicate-key", Severity.ERROR),
    LoadingRule("SC104", "yaml-not-allowed", Severity.ERROR),
    LoadingRule("SC105", "file-missing", Severity.ERROR),
    LoadingRule("SC106", "unused-file", Severity.WARNING),
    LoadingRule("SC201", "unknown-key", Severity.ERROR),
    LoadingRule("SC202", "missing-key", Severity.ERROR),
    LoadingRule("SC203", "wrong-value", Severity.ERROR),
    LoadingRule("SC204", "keys-do-not-fit", Severity.ERROR),
    LoadingRule("SC301", "unknown-id", Severity.ERROR),
    LoadingRule("SC302", "id-given-twice", Severity.ERROR),
    LoadingRule("SC303", "computed-from-itself", Severity.ERROR),
    CRASHED,
)
