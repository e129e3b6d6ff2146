"""The table of sites."""

from __future__ import annotations

from ecodemo.language import Speaker
from ecodemo.report.contents.site_view import SiteRow
from ecodemo.table import Column


def site_columns(speaker: Speaker) -> tuple[Column[SiteRow], ...]:
    text = speaker.text
    return (
        Column("stop", text("Stop"), lambda site: site.stop, 6, "centred"),
        Column("no", text("Number"), lambda site: site.no, 9, "centred"),
        Column("name", text("Site"), lambda site: site.name, 22),
        Column("township", text("Township"), lambda site: site.township, 10),
        Column("place", text("Place"), lambda site: site.place, 18),
        Column("indicators", text("Indicators"), lambda site: site.indicators, 22),
        Column("see", text("What to see"), lambda site: site.see, 30),
        Column("host", text("Host"), lambda site: site.host, 18),
        Column("minutes", text("Minutes"), lambda site: site.minutes, 8, "centred"),
        Column("way", text("Way from the stop before"), lambda site: site.way, 14),
        Column("note", text("Remark"), lambda site: site.note, 14),
    )
