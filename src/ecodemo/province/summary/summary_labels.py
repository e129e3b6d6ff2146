"""The words for what a summary counts, and the rules that its tables rest on."""

from __future__ import annotations

from ecodemo.model.message import message
from ecodemo.model.verdict import Remedy
from ecodemo.report.contents import labels
from ecodemo.table import Mark

GATE = {
    "open": message("gate open"),
    "waiting": message("gate waiting"),
    "closed": message("gate closed"),
    "": message("gate not determined"),
}
GATE_MARK: dict[str, Mark] = {"open": "good", "waiting": "soon", "closed": "bad", "": "grey"}
BID = {
    "met": message("would pass"),
    "not met": message("would not pass"),
    "undecided": message("undecided"),
    "not applicable": message("no row applies"),
}
RUN_STATE = {
    "unusable": message("data unusable"),
    "fault": message("internal error"),
    "timeout": message("timed out"),
    "memory": message("out of memory"),
}
REMEDY = {
    "proof": labels.REMEDY[Remedy.ADD_PROOF],
    "work": labels.REMEDY[Remedy.WORK_ON],
    "closed-year": labels.REMEDY[Remedy.CORRECT_ONLY],
    "upper-level": labels.REMEDY[Remedy.AWAIT_UPPER_LEVEL],
}
LIST_PARTS = {
    "rows": message("rows"),
    "pass_rule": message("pass rule"),
    "vetoes": message("vetoes"),
}
RANK_RULE = message(
    "Rank: counties judged by the same list are ranked together, those with an open gate first, then by the share of applicable rows that are met with complete proof and nothing returned, then by the share of required documents that are filed. Counties equal in all three share a rank. Nothing is weighted. Counties that could not be judged are not ranked."
)
NEAR_RULE = message("Counties whose bid would pass but for exactly one row or one veto.")
ROW_RULE = message(
    "Rows by the share of counties in which they are met with complete proof and nothing returned, lowest first. A county counts where the row applies to it."
)
CITY_RULE = message(
    "Items due, summed over all units of the counties that were judged. Share on time: items on time ÷ items due."
)
