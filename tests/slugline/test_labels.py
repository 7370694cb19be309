"""The words of the interface, in every language."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Set as AbstractSet
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from msgspec.structs import fields

from slugline.labels import PATTERNS, Labels
from slugline.theme.folder import default_folder

FILES = sorted((default_folder() / "labels").glob("*.toml"))
ASKED_FOR = (
    "en ar he fa ur hi bn ta th zh zh-Hant ja ko ru uk tr vi sw ha yo am pt es fr de id it nl pl"  # issue 5, and more
)
SCRIPTS: dict[str, AbstractSet[str]] = {
    **dict.fromkeys(("ar", "fa", "ur"), frozenset({"ARABIC"})),
    "he": {"HEBREW"},
    "hi": {"DEVANAGARI"},
    "bn": {"BENGALI"},
    "ta": {"TAMIL"},
    "th": {"THAI"},
    **dict.fromkeys(("zh", "zh-Hant"), frozenset({"CJK"})),
    "ja": {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"},
    "ko": {"HANGUL"},
    **dict.fromkeys(("ru", "uk"), frozenset({"CYRILLIC"})),
    "am": {"ETHIOPIC"},
}
"""By the first word of the names of their letters; Latin otherwise."""
QUOTES = {
    **dict.fromkeys(("en", "ur", "hi", "bn", "ta", "th", "zh", "ko", "tr", "vi", "sw", "ha", "yo", "pt", "id"), "“”"),
    **dict.fromkeys(("ar", "fa", "ru", "uk", "am", "es", "it"), "«»"),
    **dict.fromkeys(("ja", "zh-Hant"), "「」"),
    "fr": "«\u202f\u202f»",
    "de": "„“",
    "pl": "„”",
    "nl": "‘’",
    "he": "””",
}
"""CLDR's quotation marks; in Arabic and Korean those that its newspapers use."""
LOOK_ALIKE = {
    "ru": "іїєґ",
    "uk": "ыэъё",
    "fa": "يك",
    "ur": "يكة",
    "ar": "یکہے",
    "zh": "報導這為",
    "zh-Hant": "报导这为",
}
"""Letters of a neighbour's alphabet, which a word must not have."""
NAMES = re.compile(r"\{\w+\}")


def words(labels: dict[str, Any], place: str = "") -> dict[str, str]:
    """Every word of some labels by its place: `messages.way_on`."""
    found: dict[str, str] = {}
    for name, value in labels.items():
        found |= words(value, f"{name}.") if isinstance(value, dict) else {place + name: value}
    return found


READ = {file.stem: words(tomllib.loads(file.read_text("utf-8"))) for file in FILES}


def letters(text: str) -> set[str]:
    """The scripts of a text's letters, names of patterns left out."""
    bare = NAMES.sub("", text)
    return {re.split(r"[ -]", unicodedata.name(letter))[0] for letter in bare if letter.isalpha()} - {"MODIFIER"}


def test_the_languages_are_there() -> None:
    """Those that the newsrooms asked for have labels, and no other file lies among them."""
    assert set(READ) == set(ASKED_FOR.split())


@pytest.mark.parametrize("tag", READ)
def test_every_word_is_there(tag: str) -> None:
    """No language falls back to English in silence: each has every word, and none that no page shows."""
    assert READ[tag].keys() == READ["en"].keys()
    assert {name.split(".")[0] for name in READ["en"]} == {field.name for field in fields(Labels)}


@pytest.mark.parametrize("tag", READ)
def test_every_pattern_has_its_names(tag: str) -> None:
    """A pattern shows all that it is given, and asks for nothing else; other words are no patterns."""
    for place, text in READ[tag].items():
        asked = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        given = {name for _, name, _, _ in Formatter().parse(READ["en"][place]) if name is not None}
        assert asked == given, place
        assert given <= set(PATTERNS.get(place, ())), place


@pytest.mark.parametrize("tag", READ)
def test_every_word_is_in_its_script(tag: str) -> None:
    """No English word is left in a language of another script, and no letter of a neighbour's alphabet anywhere."""
    script = SCRIPTS.get(tag, {"LATIN"})
    for place, text in READ[tag].items():
        assert letters(text) <= script, (place, text)
        assert not set(LOOK_ALIKE.get(tag, "")) & set(text), (place, text)
        assert text == unicodedata.normalize("NFC", text), (place, text)


@pytest.mark.parametrize("tag", READ)
def test_every_word_can_be_shown(tag: str) -> None:
    """Words have no space around them, no markup, no invisible direction mark, and a length that fits its place."""
    for place, text in READ[tag].items():
        quote = place.startswith("quote_")
        assert quote or text == text.strip(), place
        assert not set(text) & set("<>&\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"), place
        assert 0 < len(text) <= max(20, 3 * len(READ["en"][place])), (place, text)


@pytest.mark.parametrize("tag", READ)
def test_quotation_marks(tag: str) -> None:
    """Pull quotes stand in the marks that a language's newspapers use."""
    assert READ[tag]["quote_open"] + READ[tag]["quote_close"] == QUOTES[tag]


@pytest.mark.parametrize("tag", READ)
def test_sentences_end_as_the_language_has_it(tag: str) -> None:
    """A sentence ends in the language's full stop; a title ends in none."""
    stops = {"hi": "।", "bn": "।", "ur": "۔", "am": "።", "th": "", **dict.fromkeys(("zh", "zh-Hant", "ja"), "。")}
    stop = stops.get(tag, ".")
    for name in ("bad_address", "not_found", "withdrawn", "failed", "unavailable", "method"):
        assert READ[tag][f"messages.{name}"].endswith(stop), name
        assert not READ[tag][f"messages.{name}_title"].endswith(stop or "."), name


def test_words_differ() -> None:
    """No two languages share a sentence: nothing was copied and forgotten."""
    for name in ("failed", "not_found", "bad_address"):
        told = [read[f"messages.{name}"] for read in READ.values()]
        assert len(set(told)) == len(told)


def test_the_tests_read_the_files() -> None:
    """The files are those of the theme, and there are at least the two dozen that were promised."""
    assert len(READ) >= 25
    assert Path(FILES[0]).is_file()
