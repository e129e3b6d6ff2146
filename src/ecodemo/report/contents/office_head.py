"""What every paper of the office begins with, from the check that it rests on."""

from __future__ import annotations

from typing import Literal, TypedDict

from ecodemo import __version__
from ecodemo.check.session import CheckResult
from ecodemo.language import Speaker
from ecodemo.report.contents import labels


class OfficeHead(TypedDict):
    """The fields of `OfficePaperView`."""

    tool: str
    data_version: str
    language: Literal["zh", "en"]
    example: bool
    example_note: str
    county: str
    office: str
    bid_id: str
    bid_name: str
    today: str
    today_words: str


def head_note(result: CheckResult, speaker: Speaker) -> str:
    """The notice on every page made from a check: that its values are made up, or that it did not see the evidence."""
    notes = (
        *((labels.EXAMPLE,) if result.assessment.workspace.example else ()),
        *((labels.FROM_LOCK,) if result.survey.is_from_lock else ()),
    )
    return speaker.text("; ").join(map(speaker.say, notes))


def office_head(result: CheckResult, speaker: Speaker) -> OfficeHead:
    """The bid that was checked, the day and the county, in the language of the speaker."""
    workspace, bid, say = result.assessment.workspace, result.assessment.bid, speaker.say
    return OfficeHead(
        tool=f"ecodemo {__version__}",
        data_version=result.data_version,
        language=speaker.language.value,
        example=workspace.example,
        example_note=head_note(result, speaker),
        county=say(workspace.county.label),
        office=say(workspace.label(workspace.office)) if workspace.office else "",
        bid_id=bid.id,
        bid_name=say(bid.label),
        today=result.today.isoformat(),
        today_words=say(result.today),
    )
