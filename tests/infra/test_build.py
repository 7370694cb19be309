"""How artifacts are built: the same bytes each time, told sizes, and nothing left behind by a build that fails."""

from __future__ import annotations

import re
import shutil
import stat
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from infra.artifact import PUBLISH, RENDER, Runtime, Unbuildable, assemble
from infra.artifact import __main__ as command
from infra.artifact.bytecode import compiler_for
from infra.artifact.packages import WHEELS, fetched, folder_of, here, wheels_for
from infra.artifact.recipe import Recipe
from slugline.theme.baked import bake
from slugline.theme.folder import folders_of, load_theme
from tests.infra import builds
from tests.infra.builds import Built
from tests.parts import missing, python314, wheels
from tests.parts.pins import ROOT

LARGEST = 8_000_000
"""Bytes of a zip; half as much again as the larger one has."""
ARM = Runtime(processor="arm64")


@pytest.fixture(autouse=True)
def _wheels() -> None:
    missing.need(wheels)


def test_the_same_commit_gives_the_same_bytes(built: Built, tmp_path: Path) -> None:
    """In another folder, by another process, with another hash seed and another mask for its files."""
    missing.need(python314)
    again = tmp_path / "some" / "where" / "else"
    compiler = ("--compiler", str(python314.PYTHON))
    done = builds.run(again, "--arch", "arm64", *compiler, seed="4242", umask=0o077)
    assert done.returncode == 0, done.stderr
    for name in ("render", "publish"):
        assert _differences(built.zip("arm64", name), again / f"{name}-arm64.zip") == []
        assert _sha(built.zip("arm64", name)) == _sha(again / f"{name}-arm64.zip")


def _differences(one: Path, other: Path) -> list[str]:
    """The files that two zips do not have in common, so that a failure says where to look."""
    with ZipFile(one) as first, ZipFile(other) as second:
        names = set(first.namelist()) | set(second.namelist())
        held = ({n: z.read(n) for n in z.namelist()} for z in (first, second))
        ours, theirs = held
    return sorted(name for name in names if ours.get(name) != theirs.get(name))


def _sha(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


@pytest.mark.parametrize("processor", ["arm64", "x86_64"])
def test_a_zip_is_laid_out_for_lambda(built: Built, processor: str) -> None:
    """The handler lies at the top, and everybody may read each file; it holds what the folder holds, in order."""
    for recipe in (RENDER, PUBLISH):
        with ZipFile(built.zip(processor, recipe.name)) as opened:
            entries = opened.infolist()
        names = [entry.filename for entry in entries]
        assert recipe.handler in names
        assert names == sorted(names)
        assert not [name for name in names if name.startswith(("/", "dist", ".")) or ".." in name]
        assert {entry.external_attr >> 16 for entry in entries} == {stat.S_IFREG | 0o644}
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        folder = built.folder(processor, recipe.name)
        assert set(names) == {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def test_sizes_are_told_and_within_bounds(built: Built) -> None:
    """Of each zip: its size, unzipped too, its largest parts, and the hash that another build is compared by."""
    for processor, said in built.said.items():
        for name in ("render", "publish"):
            archive = built.zip(processor, name)
            size = archive.stat().st_size
            assert size < LARGEST
            start = said.index(f"{archive}: python3.14, {size / 1e6:.2f} MB, unzipped ")
            told = said[start:].splitlines()[:3]
            assert told[1].count(",") == 1 + 4
            assert "botocore" in told[1]
            assert told[2].strip() == f"sha256 {_sha(archive)}"
        assert "NO BYTE CODE" not in said


def test_without_a_compiler_there_is_no_wrong_byte_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where no Python of the runtime's version is found, none is compiled by another; it is said, with the mend."""
    monkeypatch.setattr("infra.artifact.build.compiler_for", lambda *_: None)
    assert command.main(["--to", str(tmp_path)]) is None
    said = capsys.readouterr().out
    assert "NO BYTE CODE" in said
    assert "`uv python install 3.14`" in said
    with ZipFile(tmp_path / "render-arm64.zip") as opened:
        assert not [name for name in opened.namelist() if name.endswith(".pyc")]


def test_a_compiler_of_another_version_is_refused(tmp_path: Path) -> None:
    """Byte code of another version would be ignored at every start."""
    assert compiler_for(here().python) is not None
    assert compiler_for("3.99") is None
    for wrong in (tmp_path / "none", Path("/bin/true"), Path(sys.executable)):
        with pytest.raises(Unbuildable, match=r"is not Python 3\.99"):
            compiler_for("3.99", wrong)


def _nowhere(folder: Path) -> Path:
    return folder / "nowhere"


def _other_folder(folder: Path) -> Path:
    (folder / "pictures").mkdir()
    (folder / "pictures" / "style.css").touch()
    return folder


def _baked(folder: Path) -> Path:
    bake(load_theme(folders_of(None)), folder)
    return folder


def _wrong_settings(folder: Path) -> Path:
    (folder / "site.toml").write_text("name = 3")
    return folder


def _wrong_template(folder: Path) -> Path:
    (folder / "page").mkdir()
    (folder / "page" / "article.jinja").write_text("{% if %}")
    return folder


def _failing_block(folder: Path) -> Path:
    (folder / "blocks" / "paragraph").mkdir(parents=True)
    (folder / "blocks" / "paragraph" / "html.jinja").write_text("{{ block.nope }}")
    return folder


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (_nowhere, "THEME: there is no folder"),
        (
            _other_folder,
            "has no file of a theme in it; a theme has some of: blocks, labels, locales, page, providers, scripts",
        ),
        (_baked, "is a baked theme; name the folder that it was baked from"),
        (_wrong_settings, r"site.toml: \$.name"),
        (_wrong_template, r"article.jinja, line 1: Expected an expression"),
        (_failing_block, r"paragraph/html.jinja, line 1: AttributeError"),
    ],
)
def test_a_wrong_theme_is_told_and_leaves_nothing_to_deploy(
    tmp_path: Path, make: Callable[[Path], Path], told: str
) -> None:
    """In words that say what to do; what an earlier build left is gone as well."""
    (tmp_path / "theme").mkdir()
    theme = make(tmp_path / "theme")
    dist = tmp_path / "dist"
    (dist / "render").mkdir(parents=True)
    (dist / "render-arm64.zip").touch()
    said = command.main(["--to", str(dist), "--theme", str(theme)])
    assert said
    assert re.search(told, said), said
    assert list(dist.iterdir()) == []


def test_a_theme_is_baked_in(tmp_path: Path) -> None:
    """A theme of one file lies over the default one, and gives its pages other validators."""
    (tmp_path / "theme" / "labels").mkdir(parents=True)
    shutil.copy(ROOT / "templates" / "labels" / "en.toml", tmp_path / "theme" / "labels" / "zz.toml")
    assert assemble(tmp_path / "built", tmp_path / "theme", runtime=here())
    assert b"zz" in (tmp_path / "built" / "baked" / "theme.msgpack").read_bytes()


def test_a_wheel_that_is_not_the_locked_one_is_refused(tmp_path: Path) -> None:
    """Though its name is right: what is carried is what the lock says, to the byte."""
    shutil.copytree(folder_of(ARM, WHEELS), folder_of(ARM, tmp_path))
    changed = next(folder_of(ARM, tmp_path).glob("jinja2-*"))
    with changed.open("ab") as file:
        file.write(b"\0")
    with pytest.raises(Unbuildable, match=r"jinja2-.* is not the file of the lock"):
        wheels_for(ARM, tmp_path)


def test_packages_that_cannot_be_fetched_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For which runtime, and in pip's own words; nothing is taken for fetched by the next build."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(Unbuildable, match=r"for cp314 on arm64 cannot be fetched: .*No matching distribution"):
        wheels_for(ARM, tmp_path / "wheels")
    assert not fetched(ARM, tmp_path / "wheels")
    assert list((tmp_path / "wheels").iterdir()) == []


def test_an_operation_that_the_sdk_lacks_is_told(tmp_path: Path) -> None:
    """A slip in a recipe fails the build, not the function."""
    slip = Recipe("publish", PUBLISH.handler, {"sqs": ("SendMesage",)}, theme=False)
    with pytest.raises(Unbuildable, match="sqs has no operation SendMesage"):
        assemble(tmp_path / "built", recipe=slip)
    assert not (tmp_path / "built").exists()


def test_a_build_that_is_stopped_leaves_nothing_to_deploy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half an artifact would start, and fail at its first request."""

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("infra.artifact.sdk.prune", stopped)
    with pytest.raises(KeyboardInterrupt):
        assemble(tmp_path / "built")
    assert not (tmp_path / "built").exists()
