"""Just enough of a working calendar to lay out plausible dates: weekdays but the public days off of
2022 to 2024. hentra's own calendar is not used, so that the two can disagree in a test."""

from datetime import date, timedelta
from functools import lru_cache

DAYS_OFF = {date.fromisoformat(text) for text in """
2022-01-03 2022-01-31 2022-02-01 2022-02-02 2022-02-03 2022-02-04 2022-04-11 2022-05-02 2022-05-03
2022-09-01 2022-09-02 2023-01-02 2023-01-20 2023-01-23 2023-01-24 2023-01-25 2023-01-26 2023-05-01
2023-05-02 2023-05-03 2023-09-01 2023-09-04 2024-01-01 2024-02-08 2024-02-09 2024-02-12 2024-02-13
2024-02-14 2024-04-18 2024-04-29 2024-04-30 2024-05-01 2024-09-02 2024-09-03""".split()}


def worked(day):
    return day.weekday() < 5 and day not in DAYS_OFF


@lru_cache(maxsize=None)
def add(day, count):
    """The count-th working day after (before, if negative) a day; 0 is the day itself."""
    step = timedelta(1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not worked(day):
            day += step
    return day


@lru_cache(maxsize=None)
def between(after, upto):
    """Working days in (after, upto]."""
    count = 0
    while after < upto:
        after += timedelta(1)
        count += worked(after)
    return count
