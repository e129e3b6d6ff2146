"""What is checked: the explicit list of rules, a module a family."""

from __future__ import annotations

from typing import Any

from ecodemo.rules import (
    consistency,
    content,
    corrections,
    duplicates,
    evidence,
    exceptions,
    explanation_reports,
    fixity,
    gates,
    numbering,
    privacy,
    projects,
    proof,
    responsibility,
    scans,
    sites,
    storage,
    targets,
    uploads,
    vetoes,
)
from ecodemo.rules._rule import AnyRule, Context, LoadingRule, Rule
from ecodemo.rules.loading import CRASHED, LOADING

CHECKS: tuple[Rule[Any], ...] = (
    *responsibility.RULES,
    *targets.RULES,
    *consistency.RULES,
    *proof.RULES,
    *explanation_reports.RULES,
    *corrections.RULES,
    *evidence.RULES,
    *content.RULES,
    *duplicates.RULES,
    *numbering.RULES,
    *scans.RULES,
    *fixity.RULES,
    *storage.RULES,
    *privacy.RULES,
    *gates.RULES,
    *projects.RULES,
    *sites.RULES,
    *uploads.RULES,
    *vetoes.RULES,
    *exceptions.RULES,
)
RULES: tuple[AnyRule, ...] = (*LOADING, *CHECKS)
FAMILIES = tuple(dict.fromkeys(rule.family for rule in RULES))

__all__ = ["CHECKS", "CRASHED", "FAMILIES", "RULES", "AnyRule", "Context", "LoadingRule", "Rule"]
