"""Writes `templates/locales/` anew from CLDR, by way of Babel: how languages write times and numbers.

`python -m infra.locales` after a language was added, or a newer Babel. A page reads the files and never Babel.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale, localedata
from babel.core import get_global
from babel.dates import format_time

TEMPLATES = Path(__file__).parents[1] / "templates"
FOLDER = TEMPLATES / "locales"
MARK = "# Generated from CLDR by `python -m infra.locales`; a theme's own file of this name changes what it names.\n"

Settings = dict[str, Any]
_INVISIBLE = re.compile("[\u00a0\u200b-\u200f\u202f\u2066-\u2069]")
_FOREIGN = re.compile("-(?:Shaw|Dsrt|Latn|Cyrl|Arab|Deva)(?:-|$)")
"""Scripts in which no labels are written."""

_CALENDARS = {"fa": "persian", "th": "buddhist"}
"""Where CLDR prefers another calendar than the Gregorian one (supplemental/calendarPreferenceData: IR, AF, TH)."""

# Of CLDR's supplemental/persian calendar, which Babel leaves out.
_PERSIAN = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"
_DARI = "حمل ثور جوزا سرطان اسد سنبلهٔ میزان عقرب قوس جدی دلو حوت"

_ENGLISH = "en"
"""Its readers know the zone database's abbreviations; others are told the offset, or their own abbreviation."""

_MENDED: dict[str, Settings] = {
    "bn": {
        # The Bangla Academy's spelling, as newer releases of CLDR have it.
        "months": [
            *("জানুয়ারি", "ফেব্রুয়ারি", "মার্চ", "এপ্রিল", "মে", "জুন"),
            *("জুলাই", "আগস্ট", "সেপ্টেম্বর", "অক্টোবর", "নভেম্বর", "ডিসেম্বর"),
        ],
    },
    "yo": {
        "time": "{hour}:{minute}",  # CLDR has H:m, which writes five past eight as 8:5
        "offset": "GMT{offset}",  # CLDR has WAT{0}, which is a zone of its own
    },
}
"""What CLDR, in the release that Babel has, has wrong."""

_DATE_FIELDS = {"d": "{day}", "dd": "{day2}", "MMMM": "{month}", "MMM": "{month}", "M": "{month_number}", "y": "{year}"}
_TIME_FIELDS = {
    "H": "{hour}",
    "HH": "{hour2}",
    "h": "{hour12}",
    "hh": "{hour12_2}",
    "mm": "{minute}",
    "m": "{minute}",
    "a": "{period}",
    "B": "{period}",
}
_PART = re.compile(r"'([^']*)'|(([A-Za-z])\3*)|([^A-Za-z']+)")
_ZONE_LAST = re.compile(r".*?([\s\u200f]*[(\[]?)z([)\]]?)")

_ABBREVIATIONS = frozenset({"WET", "WEST", "CET", "CEST", "EET", "EEST", "WIB", "WITA", "WIT", "JST"})
"""Those of the zone database that mean one zone, and that other languages than English have names for."""


class Data(NamedTuple):
    """What CLDR says of a locale, read on its own: Babel mixes up locales that are read one after another."""

    locale: Locale
    tag: str


def read(tag: str) -> Data:
    """A locale's data."""
    localedata._cache.clear()  # noqa: SLF001 -- aliases of one locale are otherwise resolved into the next one's
    return Data(Locale.parse(tag, sep="-"), tag)


def settings(tag: str) -> Settings:
    """How a locale writes times and numbers, as `slugline.locale.Locale` takes it."""
    data = read(tag)
    language = tag.split("-", maxsplit=1)[0]
    date = _pattern(data.locale.date_formats["long"].pattern.replace("G ", ""), _DATE_FIELDS)
    short = data.locale.time_formats["short"].pattern
    made = {
        "calendar": _CALENDARS.get(language, "gregorian"),
        "months": _months(data),
        "date": date,
        "time": _held_together(_pattern(short, _TIME_FIELDS), data, short),
        "both": _both(data),
        "periods": _periods(data, short),
        "digits": _digits(data),
        "decimal": _decimal(data),
        "offset": "" if language == _ENGLISH else _offset(data),
        "zones": {} if language == _ENGLISH else _zones(data),
    }
    return made | _MENDED.get(language, {})


def _pattern(cldr: str, fields: dict[str, str]) -> str:
    """A CLDR pattern in the form of `str.format`.

    Raises:
        KeyError: it has a field that the pages do not know.
    """
    parts = (fields[field] if field else literal or between for literal, field, _, between in _PART.findall(cldr))
    return "".join(parts)


def _held_together(pattern: str, data: Data, clock: str) -> str:
    """A clock with Latin words in a language from right to left is kept in one piece, or they would part from it."""
    latin = any(name.isascii() for name in _periods(data, clock))
    return f"\u2066{pattern}\u2069" if latin and data.locale.text_direction == "rtl" else pattern


def _both(data: Data) -> str:
    """Date, time and zone: the zone stands where the long form of the time has it."""
    joined = data.locale.datetime_formats["long"].replace("'", "")
    clock = data.locale.time_formats["long"].pattern
    last = _ZONE_LAST.fullmatch(clock)
    timed = "{zone} {time}" if clock.startswith("z ") else f"{{time}}{last[1]}{{zone}}{last[2]}" if last else ""
    if not timed:
        raise ValueError(f"{data.tag}: {clock} names no zone at its beginning or end")
    both: str = joined.replace("{1}", "{date}").replace("{0}", timed)
    return both


def _months(data: Data) -> list[str]:
    if data.tag.split("-")[0] == "fa":
        return (_DARI if data.tag.endswith("-AF") else _PERSIAN).split()
    width = "wide" if "MMMM" in data.locale.date_formats["long"].pattern else "abbreviated"
    months = data.locale.months["format"][width]
    return [months[number] for number in range(1, 13)]


def _periods(data: Data, clock: str) -> list[str]:
    """The parts of the day: two halves, or one for each hour; none where the clock has 24 hours."""
    found = re.search(r"[aB]", re.sub(r"'[^']*'", "", clock))
    if not found:
        return []
    hours = _hours(data, found[0])
    if hours[0] in {"AM", "a"}:  # the language's own word, where it has one; Babel takes a narrow one for want of it
        hours = _hours(data, "aaaa")
        hours = ["AM" if name == "a" else "PM" if name == "p" else name for name in hours]
    return [hours[0], hours[12]] if len(set(hours[:12])) == len(set(hours[12:])) == 1 else hours


def _hours(data: Data, field: str) -> list[str]:
    return [format_time(time(hour, 30), field, locale=data.locale) for hour in range(24)]


def _digits(data: Data) -> str:
    system = data.locale.default_numbering_system
    zero = {"latn": 0, "arab": 0x660, "arabext": 0x6F0, "beng": 0x9E6, "deva": 0x966, "mymr": 0x1040}[system]
    return "".join(chr(zero + number) for number in range(10)) if zero else ""


def _decimal(data: Data) -> str:
    """The sign before a fraction; where a numbering system has none of its own, it is that of Latin digits."""
    symbols = data.locale._data["number_symbols"]  # noqa: SLF001 -- the public accessor fails where one is inherited
    own = symbols.get(data.locale.default_numbering_system, {})
    sign: str = own.get("decimal") or symbols["latn"]["decimal"]
    return sign


def _offset(data: Data) -> str:
    """How far a zone is from Greenwich. Where the sign comes first in a text from right to left, a mark holds it."""
    pattern: str = data.locale.zone_formats["gmt"]
    offset = pattern.replace("%s", "{offset}").replace("[", "").replace("]", "")
    rtl = data.locale.text_direction == "rtl"
    return f"\u200e{offset}" if rtl and offset.startswith("{") else offset


def _zones(data: Data) -> dict[str, str]:
    """The language's own abbreviations of zones, by those of the zone database: MEZ for CET."""
    found: dict[str, str] = {}
    for zone in sorted(available_timezones()):
        metazone = get_global("meta_zones").get(zone)
        own = data.locale.meta_zones.get(metazone, {}).get("short") if metazone else None
        for form, name in (dict(own) if own else {}).items():
            found |= dict.fromkeys(_abbreviations(zone, form), str(name))
    astray = any(name != abbreviation and name in found for abbreviation, name in found.items())
    return {} if astray else {name: found[name] for name in sorted(found)}  # French has EEST for EET


def _abbreviations(zone: str, form: str) -> Iterator[str]:
    for month in (1, 7):
        moment = datetime(2026, month, 1, tzinfo=ZoneInfo(zone))
        name = moment.tzname() or ""
        if form == ("daylight" if moment.dst() else "standard") and name in _ABBREVIATIONS:
            yield name


def _regions(language: str, base: Settings) -> list[Settings]:
    """What differs in the regions and scripts of a language, those that differ alike together."""
    alike: dict[str, Settings] = {}
    for tag in _variants(language):
        own = {name: value for name, value in settings(tag).items() if value != base[name] and name != "zones"}
        if own:
            alike.setdefault(json.dumps(own), {"of": [], **own})["of"].append(tag)
    return list(alike.values())


def _variants(language: str) -> list[str]:
    known = (identifier.replace("_", "-") for identifier in localedata.locale_identifiers())
    return sorted(tag for tag in known if tag.startswith(f"{language}-") and not _FOREIGN.search(tag))


def document(language: str) -> str:
    """The file of a language."""
    base = settings(language)
    tables = [_lines(base), *(f"[[regions]]\n{_lines(own)}" for own in _regions(language, base))]
    return "\n".join([MARK, *tables])


def _lines(values: Settings) -> str:
    return "".join(f"{name} = {_toml(value)}\n" for name, value in values.items())


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {_toml(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return _INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def languages() -> list[str]:
    """The languages that have labels, by their primary subtags."""
    return sorted({file.stem.split("-")[0] for file in (TEMPLATES / "labels").glob("*.toml")})


def documents() -> dict[str, str]:
    """Every file of the folder, by its name."""
    return {f"{language}.toml": document(language) for language in languages()}


def main() -> None:
    """Writes them."""
    for name, text in documents().items():
        (FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
