"""JUnit XML as GitLab and Jenkins read it: a suite for each unit, and one of the rules that found nothing.

GitLab shows `classname` as the suite and keeps only the first of two test cases with the same class and name:
https://docs.gitlab.com/ci/testing/unit_test_reports/. Red is what closes the gate and nothing else: a warning passes,
with its words as output.
"""

from __future__ import annotations

import re
from collections import Counter
from xml.etree import ElementTree as ET

from ecodemo.language import Speaker
from ecodemo.report.check.check_view import CheckReport
from ecodemo.report.check.finding_words import place, related_words, sentences_of
from ecodemo.report.contents.finding_view import FindingRow

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(checked: CheckReport, speaker: Speaker) -> bytes:
    """The findings of each unit as test cases, those that do not count as skipped ones, then the rules without any."""
    root = ET.Element("testsuites", name=checked.category)
    units = {unit.unit: unit.name for unit in checked.units}
    units |= {row.finding.unit: row.finding.unit_name for row in checked.excused}
    for unit, name in units.items():
        suite = _suite(root, name or speaker.text("the county's own data"), checked)
        _add_findings(suite, unit, checked, speaker)
    passed = [rule for rule in checked.rules if not rule.found]
    if passed:
        suite = _suite(root, speaker.text("Rules without findings"), checked)
        for rule in passed:
            _case(suite, _clean(f"{rule.code} {rule.title}"))
    for element in (root, *root):
        _count(element)
    ET.indent(root)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _suite(root: ET.Element, name: str, checked: CheckReport) -> ET.Element:
    suite = ET.SubElement(root, "testsuite", name=_clean(name), timestamp=f"{checked.today}T00:00:00")
    properties = ET.SubElement(suite, "properties")
    for key, value in (("phase", checked.phase), ("bid", checked.bid), ("ecodemo", checked.version)):
        if value:
            ET.SubElement(properties, "property", name=key, value=_clean(value))
    return suite


def _add_findings(suite: ET.Element, unit: str, checked: CheckReport, speaker: Speaker) -> None:
    counting: list[tuple[FindingRow, str | None]] = [(finding, None) for finding in checked.findings]
    excused = [(row.finding, row.why) for row in checked.excused]
    seen: Counter[str] = Counter()
    for finding, excuse in (*counting, *excused):
        if finding.unit == unit:
            name = _clean(f"{finding.code} {finding.message}")
            seen[name] += 1
            case = _case(suite, name if seen[name] == 1 else f"{name} ({seen[name]})")
            if finding.file:
                case.set("file", _clean(checked.path(finding.file)))
            if finding.line:
                case.set("line", str(finding.line))
            _add_outcome(case, finding, excuse, checked, speaker)


def _add_outcome(
    case: ET.Element, finding: FindingRow, excuse: str | None, checked: CheckReport, speaker: Speaker
) -> None:
    if excuse is not None:
        outcome = ET.SubElement(case, "skipped", message=_clean(excuse))
    elif checked.closes_gate(finding):
        title = _clean(f"{finding.code} {checked.titles[finding.code]}")
        outcome = ET.SubElement(case, "failure", type=finding.severity, message=title)
    else:
        outcome = ET.SubElement(case, "system-out")
    lines = (place(finding, speaker), *sentences_of(finding, speaker), related_words(finding, speaker))
    outcome.text = _clean("\n".join(filter(None, lines)))


def _case(suite: ET.Element, name: str) -> ET.Element:
    return ET.SubElement(suite, "testcase", classname=suite.attrib["name"], name=name)


def _count(element: ET.Element) -> None:
    element.set("tests", str(len(list(element.iter("testcase")))))
    element.set("failures", str(len(list(element.iter("failure")))))
    element.set("errors", "0")
    element.set("skipped", str(len(list(element.iter("skipped")))))


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)
