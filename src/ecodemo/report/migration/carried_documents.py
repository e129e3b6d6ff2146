"""The documents of a bid by kind: how many still serve, are owed again or are new, by whom and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from ecodemo.assess.carry_over import CarriedItem, Carrying
from ecodemo.language import Speaker
from ecodemo.model.message import message, sentences
from ecodemo.model.workspace import Workspace
from ecodemo.report.contents.migration_view import CarriedDocument
from ecodemo.report.contents.units_in_words import units_in_words
from ecodemo.report.contents.written_years import years_in_words

_WHY = {
    Carrying.OF_ITS_BID: message("Each bid requires its own."),
    Carrying.OTHER_YEARS: message("Other years are required."),
    Carrying.RUN_OUT: message("Its validity ends too early."),
    Carrying.STILL_MISSING: message("Already missing for the earlier bid."),
    Carrying.NEW: message("Not required before."),
}
AGAIN = (Carrying.OF_ITS_BID, Carrying.OTHER_YEARS, Carrying.RUN_OUT)


def carried_documents(
    carried: Iterable[CarriedItem], workspace: Workspace, speaker: Speaker
) -> Iterator[CarriedDocument]:
    """A line for each kind of document that is required, in the order of the data."""
    say = speaker.say
    required = (item for item in carried if item.item.is_required)
    for no, of_one in groupby(required, lambda carried: carried.item.requirement.no):
        items = tuple(of_one)
        owing = [one for one in items if any(year.carrying.is_owed for year in one.years)]
        owed = [year for one in items for year in one.years if year.carrying.is_owed]
        dues = {one.item.due for one in owing if one.item.due}
        yield CarriedDocument(
            no=no,
            document=say(items[0].item.requirement.label),
            units=say(units_in_words(workspace, [one.item.unit for one in items])),
            serves=sum(one.count(Carrying.SERVES) for one in items),
            again=sum(one.count(*AGAIN) for one in items),
            new=sum(one.count(Carrying.NEW) for one in items),
            missing=sum(one.count(Carrying.STILL_MISSING) for one in items),
            owed_by=say(units_in_words(workspace, [one.item.unit for one in owing])) if owing else "",
            years=years_in_words({year.year for year in owed}, speaker),
            why=say(sentences(*dict.fromkeys(_WHY[year.carrying] for year in owed))) if owed else "",
            due=say(max(dues)) if dues else "",
        )
