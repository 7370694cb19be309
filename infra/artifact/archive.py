"""The zip that Lambda takes: the same bytes for the same content, whenever and wherever it is made."""

from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_MODE = 0o100644 << 16
"""A file that everybody may read: Lambda runs as nobody in particular."""

_UNIX = 3


class Size(NamedTuple):
    """What an artifact weighs, in bytes."""

    zipped: int
    unzipped: int
    largest: tuple[tuple[str, int], ...]
    """The largest parts and what each takes in the zip, heaviest first."""
    sha256: str


def pack(folder: Path, archive: Path) -> None:
    """Zips a folder's content: names in order, no times, no owner, one mode."""
    with ZipFile(archive, "w") as made:
        for file in sorted(file for file in folder.rglob("*") if file.is_file()):
            entry = ZipInfo(file.relative_to(folder).as_posix())  # its time is 1980, the first that a zip can state
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = _MODE
            made.writestr(entry, file.read_bytes(), compresslevel=9)


def weigh(archive: Path, parts: int = 5) -> Size:
    """Weighs a zip and its largest parts, a part being a package or a folder at its top."""
    zipped: Counter[str] = Counter()
    unzipped = 0
    with ZipFile(archive) as opened:
        for entry in opened.infolist():
            zipped[entry.filename.split("/")[0]] += entry.compress_size
            unzipped += entry.file_size
    content = archive.read_bytes()
    return Size(len(content), unzipped, tuple(zipped.most_common(parts)), sha256(content).hexdigest())
