"""Moments and durations stand as readers of the language and zone write them, and as machines read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from slugline.page.theme import Theme
from slugline.page.times import duration_text, time_view, zone_of


@pytest.mark.parametrize(
    ("names", "zone"),
    [
        (("Europe/Paris", "Asia/Tokyo"), ZoneInfo("Europe/Paris")),
        ((None, "Asia/Tokyo"), ZoneInfo("Asia/Tokyo")),
        (("Nowhere/At-All", "Asia/Tokyo"), ZoneInfo("Asia/Tokyo")),
        (("Europe", "Asia/Tokyo"), ZoneInfo("Asia/Tokyo")),
        (("../../etc/passwd", "Asia/Tokyo"), ZoneInfo("Asia/Tokyo")),
        (("", "Asia/Tokyo"), ZoneInfo("Asia/Tokyo")),
        (("tzdata.zi", "Asia/Tokyo"), ZoneInfo("Asia/Tokyo")),
        (("a" * 64, None), UTC),
        ((), UTC),
    ],
)
def test_the_first_zone_that_exists_holds(names: tuple[str | None, ...], zone: ZoneInfo) -> None:
    """An unknown zone, a folder of zones, a file that is none: the next one holds, at last UTC."""
    assert zone_of(*names) == zone


@pytest.mark.parametrize(
    ("moment", "zone", "iso", "text"),
    [
        ("2026-11-24T08:30:00Z", "Europe/London", "2026-11-24T08:30:00+00:00", "24 November 2026, 08:30 GMT"),
        ("2026-07-24T23:30:59.9Z", "Europe/London", "2026-07-25T00:30:59+01:00", "25 July 2026, 00:30 BST"),
        (
            "2026-11-24T08:30:00+05:45",
            "Asia/Kathmandu",
            "2026-11-24T08:30:00+05:45",
            "24 November 2026, 08:30 UTC+0545",
        ),
        ("2026-10-25T00:30:00Z", "Europe/Paris", "2026-10-25T02:30:00+02:00", "25 October 2026, 02:30 CEST"),
        ("2026-10-25T01:30:00Z", "Europe/Paris", "2026-10-25T02:30:00+01:00", "25 October 2026, 02:30 CET"),
        ("2026-11-24T08:30:00Z", "UTC", "2026-11-24T08:30:00+00:00", "24 November 2026, 08:30 UTC"),
        ("1890-05-01T12:00:00Z", "Europe/Paris", "1890-05-01T12:00:00+00:00", "1 May 1890, 12:09 LMT"),
        ("0001-01-01T00:00:00Z", "America/New_York", "0001-01-01T00:00:00+00:00", "1 January 1, 00:00 UTC"),
        ("9999-12-31T23:59:59Z", "Asia/Tokyo", "9999-12-31T23:59:59+00:00", "31 December 9999, 23:59 UTC"),
        ("9999-12-31T23:59:59-12:00", "Asia/Tokyo", "9999-12-31T23:59:59-12:00", "31 December 9999, 23:59 UTC-12:00"),
    ],
)
def test_a_moment_in_its_zone(theme: Theme, moment: str, zone: str, iso: str, text: str) -> None:
    """A moment stands in the zone with its name; offsets with seconds, and moments past the calendar, stay valid."""
    view = time_view(datetime.fromisoformat(moment), zone_of(zone), theme.labels["en"])
    assert (view.iso, view.text, view.clock) == (iso, text, text.split(", ")[1].split(" ", maxsplit=1)[0])


def test_every_language_has_its_way(theme: Theme) -> None:
    """Each language with labels writes the year, the day and the clock, in its own order and with its own months."""
    written = {
        tag: time_view(datetime(2026, 11, 24, 8, 30, tzinfo=UTC), UTC, labels).text
        for tag, labels in theme.labels.items()
    }
    assert len(set(written.values())) == len(written) > 3
    for tag, text in written.items():
        assert all(part in text for part in ("2026", "24", "08:30")), tag


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (200, "3 min 20 s"),
        (3, "3 s"),
        (59.6, "1 min 00 s"),
        (0.4, None),
        (3_725, "62 min 05 s"),
        (None, None),
        (0, None),
        (-5, None),
    ],
)
def test_a_duration_in_words(theme: Theme, seconds: float | None, text: str | None) -> None:
    """Minutes and seconds, rounded; none where there is none, or it is no duration."""
    duration = None if seconds is None else timedelta(seconds=seconds)
    assert duration_text(duration, theme.labels["en"]) == text
