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
            "24 November 2026, 08:30 GMT+5:45",
        ),
        ("2026-10-25T00:30:00Z", "Europe/Paris", "2026-10-25T02:30:00+02:00", "25 October 2026, 02:30 CEST"),
        ("2026-10-25T01:30:00Z", "Europe/Paris", "2026-10-25T02:30:00+01:00", "25 October 2026, 02:30 CET"),
        ("2026-11-24T08:30:00Z", "UTC", "2026-11-24T08:30:00+00:00", "24 November 2026, 08:30 UTC"),
        ("1890-05-01T12:00:00Z", "Europe/Paris", "1890-05-01T12:00:00+00:00", "1 May 1890, 12:09 LMT"),
        ("0001-01-01T00:00:00Z", "America/New_York", "0001-01-01T00:00:00+00:00", "1 January 1, 00:00 UTC"),
        ("9999-12-31T23:59:59Z", "Asia/Tokyo", "9999-12-31T23:59:59+00:00", "31 December 9999, 23:59 UTC"),
        ("9999-12-31T23:59:59-12:00", "Asia/Tokyo", "9999-12-31T23:59:59-12:00", "31 December 9999, 23:59 GMT−12"),
    ],
)
def test_a_moment_in_its_zone(theme: Theme, moment: str, zone: str, iso: str, text: str) -> None:
    """A moment stands in the zone with its name; offsets with seconds, and moments past the calendar, stay valid."""
    view = time_view(datetime.fromisoformat(moment), zone_of(zone), theme.locales["en-GB"])
    assert (view.iso, view.text, view.clock) == (iso, text, text.split(", ")[1].split(" ", maxsplit=1)[0])


def test_every_language_has_its_way(theme: Theme) -> None:
    """Each language and region writes day, month, year, clock and zone, and no two of its moments alike."""
    assert {tag.split("-")[0] for tag in theme.locales} == {tag.split("-")[0] for tag in theme.labels}
    for tag, locale in theme.locales.items():
        moments = [EVENING.replace(hour=hour, month=month) for month in range(1, 13) for hour in (0, 1, 12, 13)]
        written = [time_view(moment, zone_of("Asia/Kathmandu"), locale).text for moment in moments]
        assert len(set(written)) == len(moments), tag
        assert not any("{" in text or "  " in text for text in written), tag


EVENING = datetime(2026, 3, 20, 18, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tag", "zone", "text"),
    [
        ("en-US", "America/New_York", "March 20, 2026, 2:05\u202fPM EDT"),
        ("en-GB", "Europe/London", "20 March 2026, 18:05 GMT"),
        ("en-IN", "Asia/Kolkata", "20 March 2026, 11:35\u202fpm IST"),
        ("fa", "UTC", "۲۹ اسفند ۱۴۰۴، ساعت ۱۸:۰۵ (گرینویچ)"),
        ("ar", "Asia/Beirut", "20 مارس 2026، 8:05 م غرينتش+2"),
        ("ar-EG", "Africa/Cairo", "٢٠ مارس ٢٠٢٦، ٨:٠٥ م غرينتش+٢"),
        ("ar-DZ", "Africa/Algiers", "20 مارس 2026، 7:05 م غرينتش+1"),
        ("he", "Asia/Jerusalem", "20 במרץ 2026, 20:05 GMT+2\u200e"),
        ("fa", "Asia/Tehran", "۲۹ اسفند ۱۴۰۴، ساعت ۲۱:۳۵ (\u200e+۳:۳۰ گرینویچ)"),
        ("fa-AF", "Asia/Kabul", "۲۹ حوت ۱۴۰۴، ساعت ۲۲:۳۵ (\u200e+۴:۳۰ گرینویچ)"),
        ("ur", "Asia/Karachi", "20 مارچ، 2026 \u206611:05 PM\u2069 GMT +5"),
        ("hi", "Asia/Kolkata", "20 मार्च 2026, 11:35 pm GMT+5:30"),
        ("bn", "Asia/Dhaka", "২১ মার্চ, ২০২৬ ১২:০৫ AM GMT +৬"),
        ("ta", "Asia/Colombo", "20 மார்ச், 2026, 11:35 PM GMT+5:30"),
        ("th", "Asia/Bangkok", "21 มีนาคม 2569 01:05 GMT+7"),
        ("zh", "Asia/Shanghai", "2026年3月21日 GMT+8 02:05"),
        ("zh-TW", "Asia/Taipei", "2026年3月21日 凌晨2:05 [GMT+8]"),
        ("zh-HK", "Asia/Hong_Kong", "2026年3月21日 上午2:05 [GMT+8]"),
        ("ja", "Asia/Tokyo", "2026年3月21日 3:05 JST"),
        ("ko", "Asia/Seoul", "2026년 3월 21일 오전 3:05 GMT+9"),
        ("ru", "Europe/Moscow", "20 марта 2026\u202fг., 21:05 GMT+3"),
        ("uk", "Europe/Kyiv", "20 березня 2026\u202fр., 20:05 GMT+2"),
        ("tr", "Europe/Istanbul", "20 Mart 2026 21:05 GMT+3"),
        ("vi", "Asia/Ho_Chi_Minh", "01:05 GMT+7 21 tháng 3, 2026"),
        ("sw", "Africa/Nairobi", "20 Machi 2026 21:05 GMT +3"),
        ("ha", "Africa/Lagos", "20 Maris, 2026, 19:05 GMT+1"),
        ("yo", "Africa/Lagos", "20 Oṣù Ẹrẹ̀nà 2026 19:05 GMT+1"),
        ("am", "Africa/Addis_Ababa", "20 ማርች 2026 9:05 ከሰዓት ጂ ኤም ቲ+3"),
        ("pt-BR", "America/Sao_Paulo", "20 de março de 2026 15:05 GMT\u22123"),
        ("pt-PT", "Europe/Lisbon", "20 de março de 2026, 18:05 GMT"),
        ("es", "Europe/Madrid", "20 de marzo de 2026, 19:05 CET"),
        ("es-MX", "America/Mexico_City", "20 de marzo de 2026, 12:05\u202fp.m. GMT\u22126"),
        ("fr", "Europe/Paris", "20 mars 2026, 19:05 UTC+1"),
        ("fr-CA", "America/Toronto", "20 mars 2026, 14 h 05 UTC\u22124"),
        ("de", "Europe/Berlin", "20. März 2026, 19:05 MEZ"),
        ("de-AT", "Europe/Vienna", "20. März 2026, 19:05 MEZ"),
        ("id", "Asia/Jakarta", "21 Maret 2026 01.05 WIB"),
        ("it", "Europe/Rome", "20 marzo 2026 19:05 CET"),
        ("nl", "Europe/Amsterdam", "20 maart 2026, 19:05 CET"),
        ("pl", "Europe/Warsaw", "20 marca 2026 19:05 CET"),
    ],
)
def test_how_newspapers_write_it(theme: Theme, tag: str, zone: str, text: str) -> None:
    """Order, months, digits, calendar, clock and zone are those of the language, and of its region."""
    assert time_view(EVENING, zone_of(zone), theme.locale_for(tag)).text == text


def test_a_language_without_a_region_is_the_sites(theme: Theme) -> None:
    """The sample site is British: its English stories have British dates unless they say otherwise."""
    assert theme.locale_for("en") is theme.locale_for("en-GB")
    assert theme.locale_for("en-US") is not theme.locale_for("en-GB")
    assert theme.locale_for("xx") is theme.locale_for("en-GB")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (200, "3 min 20 s"),
        (3, "3 s"),
        (59.6, "1 min 00 s"),
        (0.4, None),
        (3_599, "59 min 59 s"),
        (3_725, "1 h 02 min"),
        (None, None),
        (0, None),
        (-5, None),
    ],
)
def test_a_duration_in_words(theme: Theme, seconds: float | None, text: str | None) -> None:
    """Minutes and seconds, rounded; none where there is none, or it is no duration."""
    duration = None if seconds is None else timedelta(seconds=seconds)
    assert duration_text(duration, theme.labels["en"], theme.locales["en"]) == text
