r"""The kinds of value a field can hold, each with its rule and, for editors, its mend.

The rules are regular expressions that Python and ECMA 262 read alike: the JSON Schema states what the decoder does.
`$(?!\n)` is the end of the text in both: in Python a bare `$` also matches before a last line feed.
"""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from msgspec import Meta

from slugline.story.limits import MAX_ID, MAX_PATH, MAX_PIXELS, MAX_URL

# White space, control characters, quotes of markup and invisible direction marks: what a disguised address is made of.
_PLAIN = r"[^\s\x00-\x1f\x7f-\x9f\"<>\\\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
# A host's name besides: none of the characters that the URL Standard forbids in one. Or an IPv6 address.
_NAME = r"[^\s\x00-\x1f\x7f-\x9f\"<>\\/?#@:%^|`{}\[\]\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+"
_AUTHORITY = rf"(?:{_NAME}|\[[0-9a-fA-F]*:[0-9a-fA-F:.]+\])(?::[0-9]{{1,5}})?"
_WEB = rf"[hH][tT][tT][pP][sS]?://{_AUTHORITY}(?:[/?#]{_PLAIN}*)?"
_SITE = rf"/(?:(?!/){_PLAIN}+)?"
_MAIL = rf"[mM][aA][iI][lL][tT][oO]:{_PLAIN}+"
_TELEPHONE = r"[tT][eE][lL]:[+0-9][0-9().;=a-zA-Z+\-]*"

Link = Annotated[
    str,
    Meta(
        pattern=rf"^(?:{_WEB}|{_SITE}|{_MAIL}|{_TELEPHONE})$(?!\n)",
        max_length=MAX_URL,
        description="an address: http, https, mailto, tel, or of this site (begins with one /)",
        extra={
            "what": "is not an address that a page may link to",
            "mend": "write an address that begins with https://, http://, mailto:, tel: or one /, without spaces",
        },
    ),
]

Resource = Annotated[
    str,
    Meta(
        pattern=rf"^(?:{_WEB}|{_SITE})$(?!\n)",
        max_length=MAX_URL,
        description="the address of a file: http, https, or of this site (begins with one /)",
        extra={
            "what": "is not an address that a page may load from",
            "mend": "write an address that begins with https://, http:// or one /, without spaces",
        },
    ),
]

Path = Annotated[
    str,
    Meta(
        # Each segment: letters and digits of any script, `-` `.` `_` `~`; neither `.` nor `..` alone.
        pattern=r"^(?:/(?!\.{1,2}(?:/|$))[^\s\x00-\x2c\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x7d\x7f-\xa0]+)+$(?!\n)",
        max_length=MAX_PATH,
        description="the canonical path: begins with /; segments of lower-case letters of any script, digits, - . _ ~",
        extra={
            "what": "is not a path that a story can have",
            "mend": "write it like /world/asia/harbour-talks: letters, digits, - . _ ~ between single slashes",
        },
    ),
]

Language = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*$(?!\n)",
        max_length=35,
        description="a BCP 47 language tag, in any case: en-GB, ar, zh-Hant",
        extra={"what": "is not a language tag", "mend": "write a BCP 47 tag such as en-GB, ar or zh-Hant"},
    ),
]

Alternative = Annotated[
    str,
    Meta(
        pattern=r"^(?:[xX]-[dD][eE][fF][aA][uU][lL][tT]|[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*)$(?!\n)",
        max_length=35,
        description="a BCP 47 language tag, or x-default: for readers of all other languages",
        extra={
            "what": "is not a language tag",
            "mend": "write a BCP 47 tag such as en-GB, ar or zh-Hant, or x-default",
        },
    ),
]

Time = Annotated[
    datetime,
    Meta(
        tz=True,
        description="a time: RFC 3339 with an offset, 2026-11-24T08:30:00Z",
        extra={
            "what": "is not a time with an offset",
            "mend": "write RFC 3339 with an offset, like 2026-11-24T08:30:00Z or 2026-11-24T09:30:00+01:00",
        },
    ),
]

Zone = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*$(?!\n)",
        max_length=64,
        description="an IANA time zone for display: Europe/Paris",
        extra={"what": "is not a time zone", "mend": "write an IANA name such as Europe/Paris or Asia/Tokyo"},
    ),
]

Id = Annotated[str, Meta(min_length=1, max_length=MAX_ID, description="an id of the CMS's own")]
Anchor = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]*$(?!\n)",
        max_length=80,
        description="an id that can stand in an address after #",
        extra={"what": "cannot be an anchor", "mend": "use letters, digits, - . _ : and begin with a letter or digit"},
    ),
]
Line = Annotated[str, Meta(max_length=20_000, description="a plain string, without spans")]
Pixels = Annotated[
    int,
    Meta(
        ge=1,
        le=MAX_PIXELS,
        description="CSS pixels",
        extra={
            "what": "is not a size in pixels",
            "mend": f"write a whole number from 1 to {MAX_PIXELS}, without a unit",
        },
    ),
]
Share = Annotated[
    float,
    Meta(
        ge=0,
        le=1,
        description="a share of the width or height, 0 to 1 from the top left",
        extra={"what": "is not a share between 0 and 1", "mend": "write a number from 0 (left, top) to 1"},
    ),
]
Duration = Annotated[
    timedelta,
    Meta(
        description="ISO 8601: PT3M20S",
        extra={"what": "is not a duration", "mend": "write ISO 8601, like PT3M20S for three minutes twenty seconds"},
    ),
]
Direction = Literal["ltr", "rtl"]
