"""The distance to a target and the direction over the years, against sums of whole thousandths."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ecodemo.assess.margin import margin_of, nearness
from ecodemo.assess.row import MeasureJudgement
from ecodemo.assess.target_judgement import asks, judge
from property.counties import YEAR, figures, measure, observation, target

ABOVE, BELOW = ("at_least", "more_than"), ("at_most", "less_than")
thousandths = st.integers(min_value=-200_000, max_value=200_000)
places = st.integers(min_value=0, max_value=3)


def typed(number: int, decimals: int) -> Decimal:
    """The number of thousandths, cut to some decimals, as a person types it."""
    return Decimal(number // 10 ** (3 - decimals)).scaleb(-decimals)


@given(
    st.sampled_from(ABOVE + BELOW),
    st.tuples(thousandths, places),
    st.lists(st.tuples(thousandths, places), min_size=1, max_size=3),
    st.one_of(st.none(), st.integers(min_value=0, max_value=20_000)),
    st.sampled_from([None, 0, 1]),
)
@example("at_least", (100_000, 0), [(100_000, 0)], None, 1)
@example("at_most", (50_000, 1), [(20_000, 0), (21_000, 1), (22_000, 0)], None, None)
@settings(max_examples=40)
def test_margin_and_direction_are_what_whole_thousandths_come_to(
    key: str,
    limit: tuple[int, int],
    years: list[tuple[int, int]],
    near: int | None,
    decimals: int | None,
) -> None:
    asked, values = typed(*limit), [typed(*value) for value in years]
    better = "higher" if key in ABOVE else "lower"
    more = {} if near is None else {"near": typed(near, 3)}
    subject = measure(unit="吨", better=better, range="any", decimals=decimals, **more)
    first = YEAR - len(values) + 1
    reported = tuple(observation(subject.id, year, value) for year, value in enumerate(values, first))
    all_figures, wanted = figures(subject, observations=reported), target({key: asked})
    part = MeasureJudgement(
        subject.id,
        wanted,
        asks(wanted, subject, all_figures),
        judge(wanted, subject, all_figures),
        subject,
        (all_figures.of(subject.id, YEAR),),
    )

    sign = 1 if key in ABOVE else -1
    whole = [sign * int(value * 1000) for value in values]
    distance = whole[-1] - sign * int(asked * 1000)
    met = distance > 0 or (distance == 0 and key in {"at_least", "at_most"})
    reach = abs(int(asked * 1000)) * 2 if near is None else near * 100  # hundred-thousandths
    expected = None
    if met and distance * 100 <= reach:
        expected = "close"
    elif met and len(whole) == 3 and whole[0] > whole[1] > whole[2]:
        expected = "falling"
    assert nearness(part, all_figures) == expected

    margin = margin_of(part, all_figures)
    assert margin is not None
    assert int(Decimal(margin) * 1000) == distance
    assert len(margin.partition(".")[2]) <= max(places for _, places in (limit, years[-1]))
