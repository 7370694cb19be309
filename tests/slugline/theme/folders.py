"""Folders of themes, for tests."""

from pathlib import Path

SITE = 'name = "The Herald"\nbase_url = "https://herald.example"\nlanguage = "ar"\n'
"""The least that settings have, in three lines."""


def write(folder: Path, files: dict[str, str]) -> Path:
    """A theme's folder with some files."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")
    return folder
