"""Moments and durations, as readers write them."""

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from slugline.labels import Labels
from slugline.page.context import TimeView


def zone_of(*names: str | None) -> tzinfo:
    """The first of some IANA zones that exists; UTC where none does."""
    for name in names:
        try:
            return ZoneInfo(name or "")
        except (KeyError, ValueError, OSError):  # unknown, malformed, or the name of a folder of zones
            continue
    return UTC


def time_view(moment: datetime, zone: tzinfo, labels: Labels) -> TimeView:
    """A moment in a zone and in the words of a language; one at the ends of the calendar in the zone it came with."""
    try:
        local = moment.astimezone(zone)
    except OverflowError:
        local = moment
    dates = labels.dates
    clock = dates.time.format(hour=f"{local.hour:02d}", minute=f"{local.minute:02d}")
    date = dates.date.format(
        day=local.day, month=dates.months[local.month - 1], month_number=local.month, year=local.year
    )
    text = dates.both.format(date=date, time=clock, zone=_zone_name(local))
    return TimeView(iso=_iso(local), text=text, clock=clock, date=date)


def _iso(local: datetime) -> str:
    """RFC 3339; in UTC where the offset, as before standard time, has seconds, which it cannot state."""
    offset = local.utcoffset()
    valid = local.astimezone(UTC) if offset and offset % timedelta(minutes=1) else local
    return valid.isoformat(timespec="seconds")


def _zone_name(local: datetime) -> str:
    name = local.tzname() or "UTC"
    return f"UTC{name}" if name[0] in "+-" else name


def duration_text(duration: timedelta | None, labels: Labels) -> str | None:
    """A duration in minutes and seconds, in words; None where there is none."""
    whole = round(duration.total_seconds()) if duration else 0
    if whole <= 0:
        return None
    minutes, seconds = divmod(whole, 60)
    if not minutes:
        return labels.seconds.format(seconds=seconds)
    return labels.minutes.format(minutes=minutes, seconds=f"{seconds:02d}")
