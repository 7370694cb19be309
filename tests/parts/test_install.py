"""Installing is quick when all is there, goes on when something is missing, and never keeps a wrong file."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest

from tests.parts import fetch, install, pins
from tests.parts.fetch import FetchError

LOCK = pins.TESTS / "package-lock.json"


def pin(file: Path, content: bytes) -> pins.Pin:
    """Return a pin of a file with the given content."""
    return pins.Pin("some@1.0.0", "package/engine.js", file, hashlib.sha256(content).hexdigest())


def fail() -> None:
    """Fail as a package client does."""
    raise FetchError("npm is not on this machine")


def test_a_done_step_is_not_done_again() -> None:
    """What is there is only looked at."""
    assert install.take(install.Step("x", lambda: True, fail, "")) == "x: there"


def test_a_failing_step_is_told() -> None:
    """What cannot be installed is told with what to do, and nothing is raised."""
    line = install.take(install.Step("x", lambda: False, fail, "Install npm."))
    assert line == "x: MISSING (npm is not on this machine). Install npm."


def test_only_named_steps_are_taken(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever needs one part names its step, and waits for no other; without a name all are taken."""
    monkeypatch.setattr(install, "steps", lambda: [install.Step(name, lambda: True, fail, "") for name in "ab"])
    assert install.main(["b"]) == 0
    assert capsys.readouterr().out == "b: there\n"
    install.main()
    assert capsys.readouterr().out == "a: there\nb: there\n"


def test_an_absent_client_is_a_fetch_error() -> None:
    """A command that is not there, and one that fails, are the same kind of error."""
    with pytest.raises(FetchError, match="not on this machine"):
        fetch.run(["no-such-program"])
    with pytest.raises(FetchError, match="failed"):
        fetch.run(["git", "no-such-command"])


def test_one_file_of_a_package_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file lies in its place, whole and checked, and nothing else of the package stays."""

    def pack(command: list[str]) -> str:
        with tarfile.open(Path(command[-1]) / "some-1.0.0.tgz", "w:gz") as archive:
            member = tarfile.TarInfo("package/engine.js")
            member.size = 4
            archive.addfile(member, io.BytesIO(b"good"))
        return ""

    monkeypatch.setattr(fetch, "run", pack)
    monkeypatch.setattr(fetch, "CACHE", tmp_path)
    good = pin(tmp_path / "kept" / "engine.js", b"good")
    fetch.from_npm(good)
    assert good.done()
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    with pytest.raises(pins.WrongFileError, match="sha256"):
        fetch.from_npm(pin(tmp_path / "other.js", b"evil"))
    assert not (tmp_path / "other.js").exists()


def test_a_changed_file_is_not_done(tmp_path: Path) -> None:
    """A file that was cut or changed is fetched again."""
    file = tmp_path / "engine.js"
    file.write_bytes(b"go")
    assert not pin(file, b"good").done()
    assert not pin(tmp_path / "none", b"").done()


def test_no_service_starts(tmp_path: Path) -> None:
    """While packages are installed a policy forbids services, and then it is gone; one that was there stays."""
    policy = tmp_path / "policy-rc.d"
    with install.no_services(policy):
        assert policy.read_text(encoding="ascii").endswith("exit 101\n")
    assert not policy.exists()
    policy.write_text("own", encoding="ascii")
    with install.no_services(policy):
        assert policy.read_text(encoding="ascii") == "own"
    assert policy.read_text(encoding="ascii") == "own"


@pytest.mark.parametrize(("apt", "user"), [(None, 0), ("/usr/bin/apt-get", 1000)])
def test_without_apt_the_way_is_told(monkeypatch: pytest.MonkeyPatch, apt: str | None, user: int) -> None:
    """On a machine without apt, or where we may not use it, what is missing is named and nothing is run."""
    monkeypatch.setattr(install, "missing_packages", lambda: ["chromium"])
    monkeypatch.setattr("tests.parts.install.shutil.which", lambda _: apt)
    monkeypatch.setattr("tests.parts.install.os.geteuid", lambda: user)
    with pytest.raises(FetchError, match="not found: chromium"):
        install.install_packages()


def test_the_lock_file_names_no_host() -> None:
    """The npm lock pins versions and hashes, and does not say where they were fetched."""
    packages = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    told = {name: {key for key, value in package.items() if "://" in str(value)} for name, package in packages.items()}
    assert set().union(*told.values()) <= {"funding"}  # where their makers may be thanked
    assert "resolved" not in LOCK.read_text(encoding="utf-8")
    assert all("integrity" in package for name, package in packages.items() if name)
