"""Moments, durations and numbers, as readers write them."""

from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from slugline.labels import Labels
from slugline.locale import Locale
from slugline.page.calendars import day_in
from slugline.page.context import TimeView

_DIGITS = "0123456789"
_MINUS = "\u2212"
_BARE = " \u200e"
"""What is left around the name of Greenwich time where it has no offset."""


@lru_cache(maxsize=256)
def zone_of(*names: str | None) -> tzinfo:
    """The first of some IANA zones that exists; UTC where none does."""
    for name in names:
        try:
            return ZoneInfo(name or "")
        except (KeyError, ValueError, OSError):  # unknown, malformed, or the name of a folder of zones
            continue
    return UTC


def time_view(moment: datetime, zone: tzinfo, locale: Locale) -> TimeView:
    """A moment in a zone, as a language writes it; one at the ends of the calendar in the zone it came with."""
    try:
        local = moment.astimezone(zone)
    except OverflowError:
        local = moment
    clock = _clock(local, locale)
    date = _date(local, locale)
    text = locale.both.format(date=date, time=clock, zone=_zone_name(local, locale))
    if locale.digits:
        text, clock, date = (in_digits(part, locale) for part in (text, clock, date))
    return TimeView(iso=_iso(local), text=text, clock=clock, date=date)


def _date(local: datetime, locale: Locale) -> str:
    year, month, day = day_in(locale.calendar, local)
    return locale.date.format(day=day, day2=f"{day:02d}", month=locale.months[month - 1], month_number=month, year=year)


def _clock(local: datetime, locale: Locale) -> str:
    hour = local.hour
    hour12 = hour % 12 or 12
    periods = locale.periods
    return locale.time.format(
        hour=hour,
        hour2=f"{hour:02d}",
        hour12=hour12,
        hour12_2=f"{hour12:02d}",
        minute=f"{local.minute:02d}",
        period=periods[hour * len(periods) // 24] if periods else "",
    )


def _iso(local: datetime) -> str:
    """RFC 3339; in UTC where the offset, as before standard time, has seconds, which it cannot state."""
    offset = local.utcoffset()
    valid = local.astimezone(UTC) if offset and offset.seconds % 60 else local
    return valid.isoformat(timespec="seconds")


def _zone_name(local: datetime, locale: Locale) -> str:
    """A zone as readers know it: by abbreviation where the language has one, else by its distance from Greenwich."""
    name = local.tzname() or ""
    if not locale.offset and name.isalpha():
        return name
    return locale.zones.get(name) or _distance(_offset(local), locale)


def _distance(offset: str, locale: Locale) -> str:
    text = (locale.offset or "GMT{offset}").format(offset=offset)
    return text if offset else text.strip(_BARE)


def _offset(local: datetime) -> str:
    """In hours, and minutes where it has some: +3, +5:45; nothing in Greenwich itself."""
    minutes = round((local.utcoffset() or timedelta()).total_seconds() / 60)
    if not minutes:
        return ""
    hours, rest = divmod(abs(minutes), 60)
    return ("+" if minutes > 0 else _MINUS) + (f"{hours}:{rest:02d}" if rest else str(hours))


def in_digits(text: str, locale: Locale) -> str:
    """A text with its numbers in a language's own digits."""
    return text.translate(str.maketrans(_DIGITS, locale.digits)) if locale.digits else text


def number_text(value: float, locale: Locale) -> str:
    """A number, with the language's digits and its sign before a fraction."""
    return in_digits(f"{value:g}".replace(".", locale.decimal), locale)


def duration_text(duration: timedelta | None, labels: Labels, locale: Locale) -> str | None:
    """A duration in hours, minutes and seconds, in words; None where there is none."""
    whole = round(duration.total_seconds()) if duration else 0
    if whole <= 0:
        return None
    minutes, seconds = divmod(whole, 60)
    hours, rest = divmod(minutes, 60)
    if hours:
        text = labels.hours.format(hours=hours, minutes=f"{rest:02d}")
    elif minutes:
        text = labels.minutes.format(minutes=minutes, seconds=f"{seconds:02d}")
    else:
        text = labels.seconds.format(seconds=seconds)
    return in_digits(text, locale)
