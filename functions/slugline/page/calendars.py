"""Days in other calendars than the Gregorian one."""

from datetime import date
from typing import NamedTuple

_BUDDHIST = 543
"""Thailand counts years from the Buddha's death; its days and months are the Gregorian ones."""

_BEFORE_PERSIAN = date(622, 3, 20).toordinal()
"""The day before 1 Farvardin of the year 1, by the rule below."""

_LONG, _SHORT = 31, 30
_DAYS_OF_LONG = 6 * _LONG


class Day(NamedTuple):
    """A day of some calendar."""

    year: int
    month: int
    day: int


def day_in(calendar: str, day: date) -> Day:
    """A Gregorian day in a calendar: gregorian, buddhist or persian."""
    if calendar == "persian" and day.toordinal() > _BEFORE_PERSIAN:
        return _persian(day.toordinal() - _BEFORE_PERSIAN)
    year = day.year + _BUDDHIST if calendar == "buddhist" else day.year
    return Day(year, day.month, day.day)


def _persian(number: int) -> Day:
    """The day with a number, 1 being the calendar's first, by the cycle of 33 years with 8 leap ones.

    The calendar itself follows the equinox; the cycle agrees with it from 1800 to 2123 and beyond, as ICU has it.
    """
    year = (33 * number + 3) // 12053 + 1  # 33 years have 12,053 days
    while _days_before(year) >= number:
        year -= 1
    while _days_before(year + 1) < number:
        year += 1
    rest = number - _days_before(year) - 1
    if rest < _DAYS_OF_LONG:
        return Day(year, rest // _LONG + 1, rest % _LONG + 1)
    rest -= _DAYS_OF_LONG
    return Day(year, rest // _SHORT + 7, rest % _SHORT + 1)


def _days_before(year: int) -> int:
    """How many days there were before a year began."""
    return 365 * (year - 1) + (8 * year + 21) // 33
