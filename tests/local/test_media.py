"""Files of a storage folder, whole and in parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from local.media import Media

CONTENT = bytes(range(100))


@pytest.fixture
def media(tmp_path: Path) -> Media:
    """A folder with one film, and something beside it that is nobody's business."""
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "film.mp4").write_bytes(CONTENT)
    (tmp_path / "media" / "empty.mp3").write_bytes(b"")
    (tmp_path / "media.txt").write_bytes(b"secret")
    return Media(tmp_path)


@pytest.mark.parametrize(
    ("asked", "told", "body"),
    [
        ("bytes=0-9", "bytes 0-9/100", CONTENT[:10]),
        ("bytes=90-", "bytes 90-99/100", CONTENT[90:]),
        ("bytes=-7", "bytes 93-99/100", CONTENT[93:]),
        ("bytes=-700", "bytes 0-99/100", CONTENT),
        ("bytes=40-1000", "bytes 40-99/100", CONTENT[40:]),
        ("bytes=99-99", "bytes 99-99/100", CONTENT[99:]),
    ],
)
def test_a_part_of_a_file(media: Media, asked: str, told: str, body: bytes) -> None:
    """What a player asks for when its reader seeks: from, to, or the last so many bytes."""
    reply = media.reply("/media/film.mp4", asked)
    assert (reply.status, reply.headers["Content-Range"], reply.body) == (206, told, body)


@pytest.mark.parametrize("asked", ["", "bytes=", "bytes=-", "bytes=9-3", "bytes=1-2,5-6", "lines=1-2", "bytes=x-y"])
def test_what_is_no_range_gets_the_whole_file(media: Media, asked: str) -> None:
    """A range that is malformed, of another unit or one of several is passed over, as the standard allows."""
    reply = media.reply("/media/film.mp4", asked)
    assert (reply.status, reply.headers["Accept-Ranges"], reply.body) == (200, "bytes", CONTENT)
    assert "Content-Range" not in reply.headers


@pytest.mark.parametrize(
    ("name", "asked"), [("film.mp4", "bytes=100-"), ("film.mp4", "bytes=-0"), ("empty.mp3", "bytes=0-")]
)
def test_a_range_past_the_end(media: Media, name: str, asked: str) -> None:
    """It is told how long the file is, and given nothing."""
    reply = media.reply(f"/media/{name}", asked)
    assert (reply.status, reply.body) == (416, b"")
    assert reply.headers["Content-Range"].startswith("bytes */")


@pytest.mark.parametrize("path", ["/media/", "/media/none.mp4", "/media/../media.txt", "/media/a\0b", "/media.txt"])
def test_nothing_else_is_served(media: Media, path: str) -> None:
    """Neither a folder, nor what lies outside, nor a name that no file can have."""
    assert media.reply(path).status == 404
    assert Media(None).reply(path).status == 404
