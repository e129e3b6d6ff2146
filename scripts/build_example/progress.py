"""progress/<unit>.yaml: one observation a line."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scripts.build_example import story
from scripts.build_example.evidence import File
from scripts.build_example.figures import Entry
from scripts.build_example.proof import cited_year, usual_proof
from scripts.build_example.register import Registered

from ecodemo.model.workspace import Workspace

_HEAD = "# yaml-language-server: $schema=../.schema/progress.json\n# 示例：数值为编造\n"
_PLAIN = re.compile(r"[\w（〔《“+\-./@!%][\w（）〔〕《》“”、，。；：！—·\-+./@!% ()]*")
_STATEMENT_KEYS = ("done", "problems", "next")


def progress_yaml(
    workspace: Workspace,
    unit: str,
    entries: list[Entry],
    files: list[File],
    registered: list[Registered],
    statements: Mapping[str, Mapping[str, str]],
) -> str:
    """The whole file of one unit; sections without content are left out."""
    sections = {
        "assigned": story.ASSIGNED.get(unit, ()),
        "observations": tuple(_observation(workspace, unit, entry, files) for entry in entries),
        "vetoes": story.VETOES.get(unit, ()),
        "statements": tuple(
            _statement(indicator.id, statements[indicator.id])
            for indicator in workspace.indicators
            if indicator.lead == unit and indicator.id in statements
        ),
        "documents": tuple(_document(entry) for entry in registered),
    }
    blocks = [
        f"{key}:\n" + "".join(f"- {line}\n" for line in lines) for key, lines in sections.items() if lines
    ]
    return f"{_HEAD}unit: {unit}\n\n" + "\n".join(blocks)


def _observation(workspace: Workspace, unit: str, entry: Entry, files: list[File]) -> str:
    said = {"measure": entry.measure, "year": str(entry.year)}
    if entry.not_involved:
        said["not_involved"] = entry.not_involved
    elif entry.state:
        said["state"] = entry.state
    else:
        said["value"] = f"{entry.value:f}"
    said |= {key: text for key in ("source", "basis") if (text := getattr(entry, key))}
    said |= _citation(workspace, unit, entry, files)
    line = ", ".join(f"{key}: {_scalar(text)}" for key, text in said.items())
    trace = f", revised: {entry.revised}" if entry.revised else ""
    note = f", note: {_scalar(entry.note)}" if entry.note else ""
    return f"{{{line}{trace}{note}}}"


def _citation(workspace: Workspace, unit: str, entry: Entry, files: list[File]) -> dict[str, str]:
    """The document, and the page or cell where the figure can be read."""
    if entry.proof == "-":
        return {}
    requirement = workspace.requirements[entry.proof or usual_proof(entry.measure, unit)]
    year = cited_year(requirement, entry)
    reference = f"{requirement.no}/{year}" if year else requirement.no
    if entry.not_involved:
        return {"document": reference}
    there = next(
        (
            file
            for file in files
            if file.requirement == requirement.no and (year is None or year in file.years)
        ),
        None,
    )
    place = there.content.place_of(entry.key) if there else {}
    if (page := story.PAGES.get((unit, *entry.key))) is not None:
        place = {"page": str(page)}
    return {"proof": reference} | place


def _statement(indicator: str, said: Mapping[str, str]) -> str:
    lines = [f"indicator: {indicator}", *(f"{key}: {said[key]}" for key in _STATEMENT_KEYS)]
    return "\n  ".join(lines)


def _document(entry: Registered) -> str:
    said = {"requirement": entry.requirement}
    if entry.file:
        said = {"file": _scalar(entry.file)} | said
    if entry.years:
        said["years"] = f"[{', '.join(map(str, entry.years))}]"
    if entry.see:
        said["see"] = entry.see
    said["received"] = str(entry.received)
    if entry.number:
        said["number"] = _scalar(entry.number)
    if entry.issued:
        said["issued"] = str(entry.issued)
    if entry.valid:
        said["valid"] = entry.valid
    if entry.redelivered:
        said["redelivered"] = f"[{', '.join(entry.redelivered)}]"
    if not entry.reviews:
        return "{" + ", ".join(f"{key}: {text}" for key, text in said.items()) + "}"
    lines = [
        *(f"{key}: {text}" for key, text in said.items()),
        "reviews:",
        *(f"- {review}" for review in entry.reviews),
    ]
    return "\n  ".join(lines)


def _scalar(text: str) -> str:
    """The text, in quotation marks where YAML would read something else into it."""
    return text if _PLAIN.fullmatch(text) and ": " not in text else "'" + text.replace("'", "''") + "'"
