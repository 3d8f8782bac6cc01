import datetime as dt

import pytest

from standings.core.lateness import late

TODAY = dt.date(2027, 9, 1)
YESTERDAY = dt.date(2027, 8, 31)


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({}, ""),
        ({"ends_on": TODAY}, ""),
        ({"ends_on": YESTERDAY, "next_starts_on": YESTERDAY}, "past_end"),
        ({"next_starts_on": TODAY}, "next_begun"),
        ({"ends_on": TODAY, "next_starts_on": TODAY + dt.timedelta(1)}, ""),
        ({"others": 3, "others_over": 3}, ""),
        ({"others": 24, "others_over": 17}, ""),
        ({"others": 24, "others_over": 18}, "others_over"),
    ],
)
def test_stage_is_late_by_its_days_or_by_the_others(known, why):
    assert late(TODAY, **known) == why
