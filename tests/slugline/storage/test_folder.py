"""Stories in a folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from slugline.errors import NotFound, StorageUnavailable
from slugline.storage.folder import Folder
from slugline.story.limits import MAX_DOCUMENT_BYTES

KEY = "stories/world/a.json"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A stored document."""
    file = tmp_path / KEY
    file.parent.mkdir(parents=True)
    file.write_bytes(b"{}")
    return file


def test_a_document(file: Path, tmp_path: Path) -> None:
    """A document comes with a quoted ETag, and does not come again where that is known; it has no earlier versions."""
    folder = Folder(tmp_path)
    stored = folder.read(KEY)
    assert stored
    assert stored.data == file.read_bytes()
    assert stored.etag.startswith('"')
    assert stored.etag.endswith('"')
    assert folder.read(KEY, stored.etag) is None
    assert folder.read(KEY, '"other"') == stored
    assert list(folder.earlier(KEY)) == []


def test_a_changed_document(file: Path, tmp_path: Path) -> None:
    """A change of content, of time alone, or of size alone is another ETag."""
    folder = Folder(tmp_path)
    etags: list[str] = []
    for content, time in ((b"{}", 10**18), (b"[]", 10**18 + 1), (b"{ }", 10**18 + 1)):
        file.write_bytes(content)
        os.utime(file, ns=(time, time))
        stored = folder.read(KEY, etags[-1] if etags else None)
        assert stored
        etags.append(stored.etag)
    assert len(set(etags)) == 3


def test_no_more_is_read_than_a_document_may_have(file: Path, tmp_path: Path) -> None:
    """A huge file is read far enough to see that it is too large, and no further."""
    with file.open("wb") as huge:
        huge.truncate(MAX_DOCUMENT_BYTES * 100)
    stored = Folder(tmp_path).read(KEY)
    assert stored
    assert len(stored.data) == MAX_DOCUMENT_BYTES + 1


@pytest.mark.parametrize(
    "key",
    [
        "stories/none.json",
        "stories/world/a.json/b.json",
        "stories/world",
        f"stories/{'a' * 300}.json",
        f"stories/{'世' * 100}/a.json",
        "stories" + "/a" * 4_000,
    ],
)
@pytest.mark.usefixtures("file")
def test_nothing_is_there(tmp_path: Path, key: str) -> None:
    """A missing file, a folder, and a name or way that is too long for any file are all nothing."""
    with pytest.raises(NotFound):
        Folder(tmp_path).read(key)


def test_a_file_that_cannot_be_read(file: Path, tmp_path: Path) -> None:
    """A fault of the file system is a fault of storage, and the message says which."""
    file.unlink()
    file.symlink_to(file)
    with pytest.raises(StorageUnavailable, match="symbolic links"):
        Folder(tmp_path).read(KEY)


def test_what_is_written_and_removed(tmp_path: Path) -> None:
    """What is written is there at once and whole, in place of what was there; removed, it is gone."""
    folder = Folder(tmp_path).open()
    for data in (b"{}", b"[1, 2, 3]", b""):
        folder.write("problems/world/a.json", data)
        stored = folder.read("problems/world/a.json")
        assert stored
        assert stored.data == data
    assert [file.name for file in (tmp_path / "problems" / "world").iterdir()] == ["a.json"]
    for _ in range(2):
        folder.remove("problems/world/a.json")
        with pytest.raises(NotFound):
            folder.read("problems/world/a.json")
    folder.remove("problems/world/a.json/b.json")
    folder.remove("problems/none/a.json")


def test_what_cannot_be_written_or_removed(file: Path, tmp_path: Path) -> None:
    """A fault of the file system is one of storage: a folder in the way, a file in the way, too long a name."""
    folder = Folder(tmp_path)
    for key in ("stories/world", f"{KEY}/b.json", f"problems/{'a' * 300}.json"):
        with pytest.raises(StorageUnavailable):
            folder.write(key, b"{}")
    with pytest.raises(StorageUnavailable):
        folder.remove("stories/world")
    assert file.read_bytes() == b"{}"


def test_no_versions_back(file: Path, tmp_path: Path) -> None:
    """A folder has a document as it is, whatever version is asked for, and nothing where there is none."""
    folder = Folder(tmp_path)
    for version in ("", "v1"):
        assert [stored.data for stored in folder.back_from(KEY, version)] == [file.read_bytes()]
        assert list(folder.back_from("stories/none.json", version)) == []
