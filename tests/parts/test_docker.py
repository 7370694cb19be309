"""An engine of our own leaves nothing behind, and one that runs already is used and left as it was."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.sam.engine import DEFAULT_HOST, Engine, EngineError, engine_of
from tests.parts import docker, lambda_image
from tests.parts.missing import need
from tests.parts.pins import CACHE


@pytest.fixture
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The state of a machine on which no engine runs."""
    monkeypatch.setattr(docker, "running", lambda: None)


@pytest.fixture
def own(nothing_runs: None) -> Iterator[Engine]:  # noqa: ARG001 -- what it is about
    """An engine of our own."""
    need(docker)
    with docker.engine() as engine:
        yield engine


def state() -> tuple[set[str], int, bool]:
    """What an engine could leave: folders in the cache, mounts, its bridge."""
    mounts = Path("/proc/self/mountinfo").read_text("utf-8").count("docker")
    return {path.name for path in CACHE.glob("docker-*")}, mounts, docker._BRIDGE.exists()


@pytest.mark.usefixtures("nothing_runs")
def test_our_own_engine_leaves_nothing() -> None:
    """It answers in the block; then nobody does, and folders, mounts and the bridge are as they were."""
    need(docker)
    before = state()
    with docker.engine() as engine:
        assert engine.answers()
        assert engine.containers() == {}
        assert state() != before
    assert not engine.answers()
    assert state() == before


def test_a_running_engine_is_used(own: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """What DOCKER_HOST names is not started and not ended."""
    monkeypatch.undo()
    monkeypatch.setenv("DOCKER_HOST", own.host)
    assert docker.available() is None
    with docker.engine() as engine:
        assert engine.host == own.host
    assert own.answers()


def test_what_sam_left_on_a_running_engine_is_removed(own: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of SAM's containers those of the block are gone after it; one that was there before stays."""
    need(lambda_image)
    monkeypatch.undo()
    monkeypatch.setenv("DOCKER_HOST", own.host)
    with lambda_image.ARCHIVE.open("rb") as archive:
        own.import_image(lambda_image.RAPID_NAME, archive, {})
    create(own)
    before = docker.functions_on(own)
    with docker.engine() as engine:
        create(engine)
        assert len(docker.functions_on(engine)) == 2
    assert docker.functions_on(own) == before


def create(engine: Engine) -> None:
    """Make a container as SAM does."""
    asked = io.BytesIO(json.dumps({"Image": lambda_image.RAPID_NAME, "Cmd": ["/bin/sh"]}).encode())
    engine.call("POST", "/containers/create", asked, content_type="application/json")


def test_images_are_lent(own: Engine) -> None:
    """Lambda's image is there in the block and gone after it; one that was there stays."""
    need(lambda_image)
    with lambda_image.on(own) as name:
        assert own.has_image(name)
        with lambda_image.on(own):
            pass
        assert own.has_image(name)
    assert not own.has_image(lambda_image.NAME)


def test_refusals_are_told(own: Engine, tmp_path: Path) -> None:
    """An archive that is none, and an address that is none, are errors with the engine's own words."""
    (tmp_path / "a").write_bytes(b"no archive" * 1000)
    with (tmp_path / "a").open("rb") as archive, pytest.raises(EngineError, match="refuses POST /images/create"):
        own.import_image("x:y", archive, {})
    with pytest.raises(EngineError, match="refuses GET /no"):
        own.call("GET", "/no")


def test_an_engine_that_does_not_start_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The end of its log comes with the error, and nothing is left."""
    need(docker)
    failing = tmp_path / "dockerd"
    failing.write_text("#!/bin/sh\necho no cgroups >&2\nexit 3\n", encoding="ascii")
    failing.chmod(0o755)
    monkeypatch.setattr(docker, "running", lambda: None)
    monkeypatch.setattr(docker, "program", lambda: str(failing))
    before = state()
    with pytest.raises(docker.DockerError, match=r"ended with 3.*\n.*no cgroups"), docker.engine():
        pass
    assert state() == before


@pytest.mark.parametrize(
    ("program", "user", "told"),
    [(None, 0, "docker.io or iptables is missing"), ("/usr/sbin/dockerd", 1000, "only root can start one")],
)
@pytest.mark.usefixtures("nothing_runs")
def test_what_lacks_is_told(monkeypatch: pytest.MonkeyPatch, program: str | None, user: int, told: str) -> None:
    """Without the program, and without the right to start it, there is one line with the way out."""
    monkeypatch.setattr("tests.parts.docker.shutil.which", lambda *_, **__: program)
    monkeypatch.setattr("tests.parts.docker.os.geteuid", lambda: user)
    assert told in (docker.available() or "")


def test_where_an_engine_is_looked_for(tmp_path: Path) -> None:
    """DOCKER_HOST comes first, the default socket else; what is no address is named, and nobody answers there."""
    assert engine_of({"DOCKER_HOST": "tcp://127.0.0.1:1"}).host == "tcp://127.0.0.1:1"
    assert engine_of({"HOME": str(tmp_path)}).host == DEFAULT_HOST
    assert not engine_of({"DOCKER_HOST": "tcp://127.0.0.1:1"}).answers()
    assert not engine_of({"DOCKER_HOST": "nonsense"}).answers()
    with pytest.raises(EngineError, match="write unix:///path"):
        Engine("nonsense").call("GET", "/_ping")


def test_the_image_holds_what_a_function_needs() -> None:
    """It is the Python that runs here, and the bootstrap is a program."""
    need(lambda_image)
    listed = subprocess.run(["tar", "-tvf", lambda_image.ARCHIVE], capture_output=True, text=True, check=True).stdout
    assert f"./usr/bin/{lambda_image.RUNTIME}\n" in listed
    bootstrap = next(line for line in listed.splitlines() if line.endswith(" ./var/runtime/bootstrap"))
    assert bootstrap.startswith("-rwxr-xr-x")
