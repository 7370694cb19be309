"""What a language tag says: its one spelling, and which way its script runs."""

from functools import lru_cache

from slugline.story.fields import Direction

_SCRIPT, _TERRITORY = 4, 2  # letters of a subtag
_RTL_SCRIPTS = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"})
# Languages whose usual script runs from right to left, by CLDR's likely subtags.
_RTL_LANGUAGES = frozenset(
    {"ar", "arc", "azb", "ckb", "dv", "fa", "he", "iw", "ji", "ks", "mzn", "nqo", "pnb", "ps", "sd", "ug", "ur", "yi"}
)
_RENAMED = {"in": "id", "iw": "he", "ji": "yi", "no": "nb", "tl": "fil"}
"""Codes that feeds still have, by those that took their place (IANA subtag registry; CLDR's aliases)."""
_TRADITIONAL = frozenset({"TW", "HK", "MO"})
"""Where Chinese is written in traditional characters, by CLDR's likely subtags."""

_WRITINGS = {
    "arabic": ("Arab Thaa Rohg Syrc", "ar arz ary azb bal ckb dv fa glk ks lrc mzn pnb prs ps sd skr ug ur"),
    "hebrew": ("Hebr", "he yi"),
    "indic": (
        "Beng Deva Gujr Guru Knda Mlym Olck Orya Sinh Taml Telu Tibt",
        "as awa bho bn bo brx doi dz gom gu hi hne kn kok mag mai ml mr ne new or pa raj sa sat si ta te",
    ),
    "southeast": ("Java Khmr Laoo Mymr Thai", "km kac lo my shn th"),
    "eastern": ("Hans Hant Hani Jpan Hira Kana Kore Hang Bopo", "ja ko yue zh lzh wuu nan hak"),
    "ethiopic": ("Ethi", "am gez ti tig"),
}
_KINDS = {script: kind for kind, (scripts, _) in _WRITINGS.items() for script in scripts.split()}
_USUAL = {language: kind for kind, (_, languages) in _WRITINGS.items() for language in languages.split()}


@lru_cache(maxsize=256)
def normalised(tag: str) -> str:
    """A language tag in its one spelling, by RFC 5646 section 2.1.1: zh-hant-TW is zh-Hant-TW."""
    first, *rest = tag.replace("_", "-").split("-")
    return "-".join([first.lower(), *map(_subtag, rest)])


def _subtag(part: str) -> str:
    if _is_script(part):
        return part.title()
    return part.upper() if len(part) == _TERRITORY and part.isalpha() else part.lower()


def _is_script(part: str) -> bool:
    return len(part) == _SCRIPT and part.isalpha()


@lru_cache(maxsize=256)
def direction_of(tag: str) -> Direction:
    """Which way the script of a normalised tag runs."""
    first, *rest = tag.split("-")
    scripts = [part for part in rest if _is_script(part)]
    rtl = scripts[0] in _RTL_SCRIPTS if scripts else first in _RTL_LANGUAGES
    return "rtl" if rtl else "ltr"


@lru_cache(maxsize=256)
def script_of(tag: str) -> str | None:
    """The kind of writing of a normalised tag, by the name of its stylesheet in `scripts/`; None for Latin and its kin.

    It is what the tag says, else the language's usual one, by CLDR's likely subtags.
    """
    first, *rest = tag.split("-")
    named = [part for part in rest if _is_script(part)]
    return _KINDS.get(named[0]) if named else _USUAL.get(_RENAMED.get(first, first))


@lru_cache(maxsize=256)
def fallbacks(tag: str) -> tuple[str, ...]:
    """A tag and the ones it falls back to, nearest first: zh-TW, zh-Hant-TW, zh-Hant, zh."""
    parts = tag.split("-")
    parts[0] = _RENAMED.get(parts[0], parts[0])
    if parts[0] == "zh" and parts[1:2] and parts[1] in _TRADITIONAL:
        parts.insert(1, "Hant")
    nearest = tuple("-".join(parts[:n]) for n in range(len(parts), 0, -1))
    return nearest if tag in nearest else (tag, *nearest)
