"""The numbers of the snapshots as curves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter

from ecodemo.language import Speaker
from ecodemo.model.message import Message, message
from ecodemo.report.contents.board_view import CourseChart, CourseLine
from ecodemo.report.contents.report_view import CoursePoint

_LEFT, _RIGHT, _TOP, _BOTTOM = 36, 380, 18, 118
"""Where lines may be in a drawing of 560 × 140."""
_BETWEEN = 13
"""From label to label."""
_CHARTS: tuple[tuple[Message, Mapping[str, Message]], ...] = (
    (
        message("Indicators"),
        {
            "applicable": message("applicable"),
            "met": message("met"),
            "counted": message("met with full proof"),
        },
    ),
    (
        message("Overdue documents and errors"),
        {"overdue": message("overdue documents"), "errors": message("errors")},
    ),
)


def curves(course: Sequence[CoursePoint], speaker: Speaker) -> Iterator[CourseChart]:
    """The drawings of two days or more."""
    if len(course) < 2:
        return
    for title, numbers in _CHARTS:
        most = max(max(attrgetter(*numbers)(point)) for point in course) or 1
        lines = [
            CourseLine(
                label=speaker.say(label),
                last=str(getattr(course[-1], key)),
                points=_points(course, [getattr(point, key) for point in course], most),
                y=_height(getattr(course[-1], key), most),
            )
            for key, label in numbers.items()
        ]
        yield CourseChart(
            title=speaker.say(title),
            most=str(most),
            lines=tuple(_apart(lines)),
            description="; ".join(
                f"{speaker.say(label)} {getattr(course[0], key)} → {getattr(course[-1], key)}"
                for key, label in numbers.items()
            ),
        )


def _points(course: Sequence[CoursePoint], values: Sequence[int], most: int) -> str:
    days = [date.fromisoformat(point.day).toordinal() for point in course]
    span = days[-1] - days[0] or 1
    return " ".join(
        f"{_LEFT + (_RIGHT - _LEFT) * (day - days[0]) // span},{_height(value, most)}"
        for day, value in zip(days, values, strict=True)
    )


def _height(value: int, most: int) -> int:
    return _BOTTOM - (_BOTTOM - _TOP) * value // most


def _apart(lines: Sequence[CourseLine]) -> Iterator[CourseLine]:
    """With labels that do not overlap, from the highest down."""
    free = 0
    for line in sorted(lines, key=lambda line: line.y):
        place = max(line.y + 4, free)
        free = place + _BETWEEN
        yield line.model_copy(update={"y": place})
