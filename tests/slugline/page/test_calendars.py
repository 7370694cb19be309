"""Days of other calendars."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from slugline.page.calendars import day_in


@pytest.mark.parametrize(
    ("day", "persian"),
    [
        # Nowruz as Iran's calendar had it, in leap years and after them (University of Tehran's published dates).
        ("1979-02-11", (1357, 11, 22)),
        ("2017-03-21", (1396, 1, 1)),
        ("2020-03-20", (1399, 1, 1)),
        ("2021-03-20", (1399, 12, 30)),
        ("2021-03-21", (1400, 1, 1)),
        ("2024-03-20", (1403, 1, 1)),
        ("2025-03-20", (1403, 12, 30)),
        ("2025-03-21", (1404, 1, 1)),
        ("2026-03-20", (1404, 12, 29)),
        ("2026-03-21", (1405, 1, 1)),
        ("2026-09-22", (1405, 6, 31)),
        ("2026-09-23", (1405, 7, 1)),
        ("2026-11-24", (1405, 9, 3)),
        ("0622-03-22", (1, 1, 2)),
        ("0622-03-20", (622, 3, 20)),
        ("0001-01-01", (1, 1, 1)),
    ],
)
def test_the_solar_year_of_iran(day: str, persian: tuple[int, int, int]) -> None:
    """Known days of the Persian calendar; a day before its first stays Gregorian."""
    assert day_in("persian", date.fromisoformat(day)) == persian


def test_each_persian_day_follows_the_last() -> None:
    """Over two centuries no day is missing, none comes twice, and months have 31, 30, or at the end 29 days."""
    day, was = date(1925, 3, 22), day_in("persian", date(1925, 3, 21))
    assert was == (1304, 1, 1)
    while day.year < 2123:
        now = day_in("persian", day)
        following = {(was.year, was.month, was.day + 1)}
        if was.day >= (31 if was.month < 7 else 30 if was.month < 12 else 29):
            following |= {(was.year + was.month // 12, was.month % 12 + 1, 1)}
        assert now in following
        assert now.day <= (31 if now.month < 7 else 30)
        day, was = day + timedelta(days=1), now


def test_the_years_of_thailand() -> None:
    """The Buddhist year is 543 higher, on the same day; a calendar that is Gregorian stays as it is."""
    assert day_in("buddhist", date(2026, 2, 28)) == (2569, 2, 28)
    assert day_in("gregorian", date(2026, 2, 28)) == (2026, 2, 28)
