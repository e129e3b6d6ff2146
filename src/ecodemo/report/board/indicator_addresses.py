"""Where in the page the sheets of indicators are."""

from __future__ import annotations

from collections.abc import Iterator

from ecodemo.assess.bid import Assessment
from ecodemo.assess.row import RowJudgement
from ecodemo.language import Speaker
from ecodemo.model.indicator import Holder, Indicator
from ecodemo.report.board.board_links import Addresses, address_of
from ecodemo.report.contents.finding_view import FindingRow
from ecodemo.report.contents.indicator_sheet_view import BoardLink


class IndicatorAddresses:
    """The address of each row's sheet, under which its indicators are found too."""

    def __init__(self, assessment: Assessment, addresses: Addresses, speaker: Speaker) -> None:
        self._workspace, self._addresses, self._speaker = assessment.workspace, addresses, speaker
        self._of_row = {
            shown(row.row.no): addresses.new("indicator", shown(row.row.no)) for row in assessment.rows
        }
        self._of_indicator: dict[str, str] = {}
        for row in assessment.rows:
            for indicator in row.indicators:
                self._of_indicator.setdefault(indicator.id, self.of_row(row.row.no))

    def of_row(self, no: str) -> str:
        """The address of a row's sheet."""
        return self._of_row[shown(no)]

    def link_of(self, holder: Holder) -> str:
        """The link to the sheet of the first row that rests on an indicator; empty for a box."""
        address = self._of_indicator.get(holder.id) if isinstance(holder, Indicator) else None
        return f"#{address}" if address else ""

    def aliases(self, judged: RowJudgement) -> Iterator[str]:
        """The numbers of its indicators' boxes, where no other row has that number."""
        for indicator in judged.indicators:
            wanted = address_of("indicator", indicator.no)
            is_first = self._of_indicator[indicator.id] == self.of_row(judged.row.no)
            if is_first and self._addresses.is_free(wanted):
                yield self._addresses.new("indicator", indicator.no)

    def led_by(self, unit: str) -> Iterator[BoardLink]:
        """The indicators that a unit leads."""
        for indicator in self._workspace.indicators:
            if indicator.lead == unit and indicator.id in self._of_indicator:
                yield self._link(indicator)

    def about(self, row: FindingRow) -> Iterator[BoardLink]:
        """The indicator that a finding is about."""
        if row.indicator in self._of_indicator:
            yield self._link(self._workspace.indicators_by_id[row.indicator])

    def _link(self, indicator: Indicator) -> BoardLink:
        text = f"{indicator.no} {self._speaker.say(indicator.label)}"
        return BoardLink(text=text, href=self.link_of(indicator))


def shown(no: str) -> str:
    """The number of a row as the report shows it."""
    return str(int(no)) if no.isdecimal() else no
