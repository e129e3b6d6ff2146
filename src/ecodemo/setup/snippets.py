"""Entries to fill in, which editors offer where a new one belongs.

`${1:text}` is a place to fill in, in the order of the numbers; its text is the first suggestion.
A key is written as it is here: `'no'` in quotation marks, which other readers would take for a truth value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from ecodemo.model.indicator import Indicator, Measure
from ecodemo.model.message import Message, message
from ecodemo.model.progress import Assignment, Document, Observation, Statement, VetoAnswer
from ecodemo.model.project import Project
from ecodemo.model.rectification import RectificationEntry
from ecodemo.model.requirement import Requirement
from ecodemo.model.site import Site
from ecodemo.model.upload import UploadItem
from ecodemo.model.waiver import Extension, NotInvolved, Waiver


@dataclass(frozen=True)
class Snippet:
    """What an editor calls it, and the keys that it writes."""

    label: Message
    body: Mapping[str, Any]


SNIPPETS: Mapping[type[BaseModel], Snippet] = MappingProxyType(
    {
        Observation: Snippet(
            message("A new figure"),
            {
                "measure": "${1:farm-waste}",
                "year": "${2:2020}",
                "value": "${3:92.4}",
                "source": "${4:统计年报}",
                "proof": "${5:25-1/2020}",
                "page": "${6:1}",
            },
        ),
        Assignment: Snippet(
            message("A new assignment of the higher authority"),
            {
                "measure": "${1:pm25}",
                "year": "${2:2020}",
                "at_most": "${3:35}",
                "by": "${4:市生态环境局}",
                "document": "${5:07-2/2020}",
            },
        ),
        Document: Snippet(
            message("A new document"),
            {
                "file": "${1:evidence/…}",
                "requirement": "${2:25-1}",
                "years": ["${3:2020}"],
                "received": "${4:2021-05-20}",
            },
        ),
        VetoAnswer: Snippet(
            message("A new answer to a veto"),
            {
                "id": "${1:inspection}",
                "answer": "${2|clear,rectified,hit|}",
                "through": "${3:2021-09-30}",
                "document": "${4:V1}",
            },
        ),
        Statement: Snippet(
            message("A new text for the self-inspection report"),
            {
                "indicator": "${1:farm-waste}",
                "done": "${2:做法成效}",
                "problems": "${3:存在问题}",
                "next": "${4:下一步}",
            },
        ),
        Requirement: Snippet(
            message("A new requirement"),
            {
                "'no'": "${1:25-9}",
                "name": "${2:名称}",
                "from": "${3|lead,townships,departments,everyone|}",
                "form": "${4|document,report,table,photo,screenshot,certificate,minutes,map,contract,survey|}",
                "years": "${5|each,latest,base,once|}",
            },
        ),
        Measure: Snippet(
            message("A new measure"),
            {
                "id": "${1:short-name}",
                "'no'": "'${2:25.9}'",
                "name": "${3:名称}",
                "unit": "'${4:%}'",
                "from": "${5|lead,townships|}",
            },
        ),
        Indicator: Snippet(
            message("A new indicator"),
            {
                "id": "${1:short-name}",
                "'no'": "'${2:35}'",
                "name": "${3:名称}",
                "group": "${4:environment}",
                "lead": "${5:ecology}",
            },
        ),
        RectificationEntry: Snippet(
            message("A new ledger entry"),
            {
                "'no'": "${1:ZG-001}",
                "found": "${2:2021-07-05}",
                "by": "${3|自查,市预审,技术评估,督查|}",
                "problem": "${4:问题}",
                "action": "${5:整改措施}",
                "unit": "${6:agriculture}",
                "due": "${7:2021-08-31}",
            },
        ),
        Project: Snippet(
            message("A new key project"),
            {
                "'no'": "${1:GC-01}",
                "name": "${2:名称}",
                "group": "${3:environment}",
                "unit": "${4:housing}",
                "person": "${5:分管副局长}",
                "indicators": ["${6:sewage}"],
                "stages": [{"name": "${7:开工}", "due": "${8:2021-06-30}"}],
                "invest": "${9:3200}",
                "budget": {"${10:2021}": "${11:800}"},
            },
        ),
        Site: Snippet(
            message("A new site"),
            {
                "'no'": "${1:DW-01}",
                "name": "${2:名称}",
                "township": "${3:meicheng}",
                "place": "${4:位置}",
                "indicators": ["${5:sewage}"],
                "see": "${6:看什么}",
                "host": "${7:单位和职务}",
            },
        ),
        UploadItem: Snippet(
            message("A new item to upload"),
            {
                "'no'": "'${1:7.1}'",
                "title": "${2:空气质量监测数据}",
                "requirements": ["${3:07-1}"],
                "count": "${4:3}",
            },
        ),
        NotInvolved: Snippet(
            message("A new declaration that something does not apply"),
            {
                "requirement": "${1:25-3}",
                "unit": "${2:longtang}",
                "reason": "${3:原因}",
                "document": "${4:25-0/2020}",
                "granted": "${5:2021-06-04}",
                "by": "${6:agriculture}",
            },
        ),
        Extension: Snippet(
            message("A new extension"),
            {
                "unit": "${1:longtang}",
                "requirement": "${2:25-1}",
                "until": "${3:2021-06-30}",
                "reason": "${4:原因}",
                "granted": "${5:2021-06-05}",
                "by": "${6:office}",
                "number": "${7:文号}",
            },
        ),
        Waiver: Snippet(
            message("A new exception"),
            {
                "rule": "${1:EV104}",
                "scope": {"requirement": "${2:07-3}", "year": "${3:2019}"},
                "reason": "${4:原因}",
                "granted": "${5:2021-07-20}",
                "by": "${6:office}",
                "number": "${7:文号}",
            },
        ),
    }
)
