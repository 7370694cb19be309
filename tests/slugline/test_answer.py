"""Answers: how long each may be kept, what its validator carries, and how the edge is told to forget it."""

import re
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from slugline import answer
from slugline.answer import Answer, Stamp, stamps_in, validator
from slugline.tags import MAX_TAG

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SALT = "build https://www.example.com html stories/a.json"
STAMP = Stamp(stored='"abc"', changed=int(NOW.timestamp()), until=0, tags=("site", "story:1"))


def lifetimes(answered: Answer) -> dict[str, int]:
    """The numbers of an answer's Cache-Control."""
    return {name: int(number) for name, number in re.findall(r"([a-z-]+)=(\d+)", answered.headers["Cache-Control"])}


def page(stamp: Stamp, now: datetime = NOW) -> Answer:
    """A page with a stamp."""
    return answer.page("x", stamp, SALT, now, policy="default-src 'none'", language="en")


@pytest.mark.parametrize(
    ("age", "control"),
    [
        (-3_600, "max-age=15, s-maxage=300, stale-while-revalidate=60, stale-if-error=86400"),
        (0, "max-age=15, s-maxage=300, stale-while-revalidate=60, stale-if-error=86400"),
        (3_599, "max-age=15, s-maxage=300, stale-while-revalidate=60, stale-if-error=86400"),
        (3_600, "max-age=30, s-maxage=3600, stale-while-revalidate=600, stale-if-error=86400"),
        (86_399, "max-age=30, s-maxage=3600, stale-while-revalidate=600, stale-if-error=86400"),
        (86_400, "max-age=60, s-maxage=86400, stale-while-revalidate=600, stale-if-error=604800"),
        (10**9, "max-age=60, s-maxage=86400, stale-while-revalidate=600, stale-if-error=604800"),
    ],
)
def test_the_lifetimes_of_a_page(age: int, control: str) -> None:
    """A page is kept the longer the older the story is, and its 304 exactly as long."""
    stamp = Stamp(STAMP.stored, STAMP.changed - age, 0, STAMP.tags)
    assert page(stamp).headers["Cache-Control"] == control
    assert answer.not_modified(stamp, SALT, NOW).headers["Cache-Control"] == control


def test_the_lifetimes_of_what_is_no_page() -> None:
    """Moves and withdrawals are kept for minutes, absences for seconds, faults and refusals never."""
    minutes = "max-age=60, s-maxage=300, stale-while-revalidate=60, stale-if-error=86400"
    assert answer.moved("/a", permanent=True).headers["Cache-Control"] == minutes
    assert answer.moved("/a", permanent=False).headers["Cache-Control"] == minutes
    assert answer.withdrawn("x", tags=("site",), policy="", language="en").headers["Cache-Control"] == minutes
    seconds = "max-age=0, s-maxage=5, stale-if-error=0"
    for status in (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND):
        assert answer.absent("x", status=status, policy="", language="en").headers["Cache-Control"] == seconds
    for status in (HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.SERVICE_UNAVAILABLE):
        failed = answer.failed("x", status=status, policy="", language="en")
        assert (failed.headers["Cache-Control"], failed.headers["Retry-After"]) == ("no-store", "30")
    refused = answer.refused("x", policy="", language="en")
    assert (refused.headers["Cache-Control"], refused.headers["Allow"]) == ("no-store", "GET, HEAD")


MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- hypothesis wants naive bounds


@given(MOMENTS, st.integers(-(10**6), 10**6), st.integers(-10, 10**6))
def test_no_lifetime_reaches_past_the_deadline(now: datetime, age: int, left: int) -> None:
    """With an expiry ahead, neither a fresh nor a stale copy may be shown after it, not by a fraction of a second."""
    until = int(now.timestamp()) + left
    stamp = Stamp(STAMP.stored, int(now.timestamp()) - age, max(1, until), STAMP.tags)
    for answered in (page(stamp, now), answer.not_modified(stamp, SALT, now)):
        kept = lifetimes(answered)
        stale = max(kept.get("stale-while-revalidate", 0), kept.get("stale-if-error", 0))
        longest = max(kept["max-age"], kept["s-maxage"]) + stale
        assert longest <= max(0.0, until - now.timestamp())


@given(st.integers(-10, 100))
def test_an_embargo_is_forgotten_in_time(left: int) -> None:
    """The 404 of a story under embargo is kept for seconds, and never past the embargo's end."""
    kept = lifetimes(answer.absent("x", status=HTTPStatus.NOT_FOUND, seconds_left=left, policy="", language="en"))
    assert kept == {"max-age": 0, "s-maxage": min(5, max(0, left)), "stale-if-error": 0}


STAMPS = st.builds(
    Stamp,
    stored=st.text(max_size=70),
    changed=st.integers(-(2**40), 2**40),
    until=st.integers(0, 2**40),
    tags=st.lists(st.text(max_size=MAX_TAG), max_size=3).map(tuple),
)
ENTITY_TAG = re.compile(r'"[\x21\x23-\x7e]*"')


@given(STAMPS, st.text(st.characters(exclude_categories=["Cs"])))
def test_a_validator_brings_its_stamp_back(stamp: Stamp, salt: str) -> None:
    """A validator is strong, well-formed, and tells by itself what its page is made from: alone, weak or in a list."""
    ours = validator(stamp, salt)
    assert ENTITY_TAG.fullmatch(ours)
    for sent in (ours, f"W/{ours}", f'"other", W/"more",{ours}', f"{ours},*"):
        assert stamps_in(sent, salt) == [stamp]
    assert stamps_in(ours, salt + "x") == []


def test_a_validator_changes_with_all_it_stands_for() -> None:
    """Another stored object, time of change, expiry, tag or salt is another validator."""
    others = [
        validator(Stamp('"abd"', STAMP.changed, 0, STAMP.tags), SALT),
        validator(Stamp('"abc"', STAMP.changed + 1, 0, STAMP.tags), SALT),
        validator(Stamp('"abc"', STAMP.changed, 1, STAMP.tags), SALT),
        validator(Stamp('"abc"', STAMP.changed, 0, ("site", "story:2")), SALT),
        validator(STAMP, SALT + "."),
    ]
    assert len({validator(STAMP, SALT), *others}) == 6


HOSTILE = st.one_of(
    st.text(),
    st.text(st.sampled_from('"W/,.*=-_ aAé\x00\n'), max_size=200),
    st.binary(max_size=60).map(lambda data: f'"{data.hex()}.{data.hex()}"'),
    st.integers(0, 10**5).map(lambda size: '"' + "a" * size + '.x"'),
)


@given(st.none() | HOSTILE)
@example("*")
@example('W/"')
@example('"é.é"')
@example('"AAA.AAA", ' * 10_000)
def test_a_hostile_if_none_match(sent: str | None) -> None:
    """Whatever If-None-Match holds, it names no stamp that we did not give out, and nothing is raised."""
    assert stamps_in(sent, SALT) == []


@given(STAMPS, st.integers(0, 500), st.characters(codec="ascii"))
def test_a_forged_validator(stamp: Stamp, place: int, other: str) -> None:
    """A validator of which a character was changed is not ours; base64's spare bits aside, it names no other stamp."""
    ours = validator(stamp, SALT)
    place = 1 + place % (len(ours) - 2)
    forged = ours[:place] + other + ours[place + 1 :]
    assert stamps_in(forged, SALT) in ([], [stamp])


def test_the_age_of_a_page_counts_from_its_last_change() -> None:
    """A page's lifetimes grow as its story grows old, without a new validator."""
    later = page(STAMP, NOW + timedelta(days=2))
    assert later.headers["ETag"] == page(STAMP).headers["ETag"]
    assert lifetimes(later)["s-maxage"] == 86_400
