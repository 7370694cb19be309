"""How languages and their regions write times and numbers, a file a language: `templates/locales/<language>.toml`.

The default theme's files are generated from CLDR (`python -m infra.locales`).
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct


class Locale(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a language writes times and numbers; patterns are filled in as by `str.format`."""

    calendar: Annotated[
        Literal["gregorian", "buddhist", "persian"],
        Meta(description="buddhist: the year is 543 higher; persian: the solar year of Iran, from the spring equinox"),
    ]
    months: Annotated[
        tuple[str, ...], Meta(min_length=12, max_length=12, description="names of the calendar's months, as in a date")
    ]
    date: Annotated[
        str, Meta(description="over {day}, {month}, {month_number} and {year}; {day2} is the day in two digits")
    ]
    time: Annotated[
        str,
        Meta(description="over {hour}, {hour12}, {minute} and {period}; {hour2} and {hour12_2} are in two digits"),
    ]
    both: Annotated[str, Meta(description="over {date}, {time} and {zone}")]
    periods: Annotated[
        tuple[str, ...], Meta(description="{period}: words for the halves of a day, or for each hour; may be none")
    ]
    digits: Annotated[
        str, Meta(pattern="^(?:.{10})?$", description="the ten digits, from 0 on; empty for those of Latin")
    ]
    decimal: Annotated[str, Meta(description="stands before a fraction")]
    offset: Annotated[
        str,
        Meta(description="a zone by its distance, over {offset}; empty: zones have their English abbreviations"),
    ]
    zones: Annotated[dict[str, str], Meta(description="the language's own abbreviations, by English ones")]
