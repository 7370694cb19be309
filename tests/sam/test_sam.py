"""The artifact in Lambda's own container, by the SAM CLI: what an engineer sees before anything is deployed."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from infra.artifact.packages import NEWEST, here
from infra.sam import start
from infra.sam.engine import Engine
from infra.sam.folder import SAMPLES, prepare
from render.function import RenderFunction
from render.settings import Settings
from slugline.address import Format, Route, location
from tests import samples
from tests.parts import docker, outside, sam_cli, sam_local
from tests.parts.events import LambdaContext, http_api
from tests.parts.sam_local import Answer, Api, Sam, ask
from tests.parts.service import HOST, accepts, free_port

ROOT = Path(__file__).parents[2]
STORY = "/world/asia/harbour-talks"
REDIRECT = "/world/harbour-talks-open"
HINDI = "/world/भाषा-संग्रहालय"
OF_THE_SERVER = {"server", "date", "connection", "content-length"}
OF_THE_TIME = {"cache-control"}
"""Lifetimes follow a story's age, which may pass a limit between two answers."""

CONTRACT = {
    *("content-type", "content-language", "content-security-policy", "etag", "cache-control", "cache-tag"),
    *("x-content-type-options", "referrer-policy", "permissions-policy"),
}
"""What every page has."""

PATIENCE = 120.0
AT_ONCE = 4


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """A Docker engine that has Lambda's base image."""
    with sam_local.machine() as running:
        yield running


@pytest.fixture(scope="module")
def sam(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sam]:
    """The SAM CLI, with no account."""
    home = tmp_path_factory.mktemp("home")
    (home / ".aws-sam").mkdir()
    asked_today = f'{{"lastVersionCheck": {time.time()}}}'  # else it asks once a week whether it is the newest
    (home / ".aws-sam" / "metadata.json").write_text(asked_today, encoding="ascii")
    with outside.watched() as watched:
        yield Sam(engine, home, watched)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the containers see: the artifacts and the samples."""
    target = tmp_path_factory.mktemp("sam")
    prepare(target, samples.ROOT, here())
    return target


@pytest.fixture(scope="module")
def api(sam: Sam, folder: Path) -> Iterator[Api]:
    """The folder, served."""
    with sam.api(folder) as running:
        yield running


def in_process(folder: Path, base_url: str, path: str) -> Answer:
    """The answer of the same function with the same theme in this process."""
    function = function_of(folder / "render", base_url)
    return answer_of(function(http_api("GET", path), LambdaContext()))  # type: ignore[arg-type] # has what is asked for


@cache
def function_of(render: Path, base_url: str) -> RenderFunction:
    """The render function with the folder's stories and theme; it keeps no page in memory."""
    return RenderFunction(Settings(str(render / SAMPLES), render / "baked", base_url, cache_bytes=0, budget=3.0))


def answer_of(told: dict[str, Any]) -> Answer:
    """A function's answer as it would come over HTTP."""
    headers = {name.lower(): str(value) for name, value in told["headers"].items()}
    return Answer(told["statusCode"], headers, told["body"].encode())


def essence(answer: Answer) -> tuple[int, dict[str, str], bytes]:
    """An answer without what the server adds, a type for no body being of that, and what changes by the hour."""
    left_out = OF_THE_SERVER | OF_THE_TIME | (set() if answer.body else {"content-type"})
    kept = {name: value for name, value in answer.headers.items() if name not in left_out}
    return answer.status, kept, answer.body


@pytest.mark.parametrize("page_format", ["html", "amp"])
def test_an_invocation_answers_with_a_page(sam: Sam, folder: Path, page_format: Format) -> None:
    """`sam local invoke` with an HTTP API event: 200, every header of the contract, the bytes of the page."""
    path = location(Route(STORY, page_format))
    answer = answer_of(sam.invoke("Render", folder, http_api("GET", path)).answer)
    assert answer.status == 200
    assert answer.headers.keys() >= CONTRACT
    assert answer.body.rstrip().endswith(b"</html>")
    assert ("<html ⚡" in answer.body.decode()) == (page_format == "amp")
    assert essence(answer) == essence(in_process(folder, f"http://{HOST}", path))


def test_an_event_of_storage_reaches_the_publish_function(sam: Sam, folder: Path) -> None:
    """With nobody there to read from it tells so, and has the message delivered again."""
    change = {"detail": {"object": {"key": f"stories{STORY}.json"}}}
    record = {
        "messageId": "m1",
        "receiptHandle": "r1",
        "body": json.dumps(change),
        "attributes": {"ApproximateReceiveCount": "1"},
    }
    done = sam.invoke("Publish", folder, {"Records": [record]})
    assert done.answer == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    assert '"service":"slugline-publish"' in done.log
    assert "127.0.0.1:1" in done.log
    assert sam.outside.asked == []


def test_every_sample_is_served_as_it_is_in_process(api: Api, folder: Path) -> None:
    """Each address of each sample, in both formats: status, headers and bytes are those of the function in process."""
    base_url = f"http://{HOST}:{api.port}"
    formats: tuple[Format, Format] = ("html", "amp")
    paths = [location(Route(sample.path, page_format)) for page_format in formats for sample in samples.samples()]
    with ThreadPoolExecutor(AT_ONCE) as threads:  # after an answer SAM may wait for the log: up to a second
        answers = dict(zip(paths, threads.map(api.ask, paths), strict=True))
    for path, answer in answers.items():
        assert essence(answer) == essence(in_process(folder, base_url, path)), path
    shown = [answer.body.decode() for answer in answers.values() if answer.status == 200]
    for amp in (True, False):
        assert len([page for page in shown if ("<html ⚡" in page) is amp]) >= samples.LEAST


def test_one_container_serves_all(api: Api, engine: Engine) -> None:
    """The container stays for the next request: two requests make one, and the second is answered from its memory."""
    api.ask(STORY)
    before = docker.functions_on(engine)
    assert len(before) == 1
    api.ask(STORY)
    assert docker.functions_on(engine) == before
    assert '"outcome":"hit"' in api.service.said()


@pytest.mark.parametrize("page_format", ["html", "amp"])
def test_what_the_reader_has_is_not_sent_again(api: Api, page_format: Format) -> None:
    """304 without a body for the page's own validator, with it; the page for another one."""
    path = location(Route(STORY, page_format))
    page = api.ask(path)
    again = api.ask(path, headers={"If-None-Match": page.headers["etag"]})
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", page.headers["etag"])
    assert api.ask(path, headers={"If-None-Match": '"other"'}).body == page.body


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("/World/Asia/Harbour-Talks", STORY),
        (f"{STORY}/", STORY),
        (f"{STORY}?amp=1", f"/amp{STORY}"),
        (f"{STORY}?x=%C3%A9&outputType=amp", f"/amp{STORY}"),
        (REDIRECT, STORY),
    ],
)
def test_moved_addresses(api: Api, asked: str, place: str) -> None:
    """Other spellings, the flags of a query, and a redirect document lead to the one address."""
    answer = api.ask(asked)
    assert (answer.status, answer.headers["location"], answer.body) == (301, place, b"")


@pytest.mark.parametrize(
    ("asked", "status"),
    [("/no/such", 404), ("/", 404), ("/a%20b", 400), ("/a//b", 400), ("/a%FFb", 400), ("/a%00b", 400)],
)
def test_addresses_of_no_story(api: Api, asked: str, status: int) -> None:
    """They answer with a page of their own, by the function and not by SAM."""
    answer = api.ask(asked)
    assert answer.status == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-tag"].startswith("site")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_other_methods_reach_the_function(api: Api, method: str) -> None:
    """405, and what is allowed."""
    answer = api.ask(STORY, method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


def test_head(api: Api) -> None:
    """HEAD has the headers of GET and no body."""
    head, page = api.ask(STORY, "HEAD"), api.ask(STORY)
    assert (head.status, head.body) == (200, b"")
    assert essence(head) == essence(replace(page, body=b""))
    assert head.headers["content-type"] == page.headers["content-type"]


def test_paths_in_other_scripts(api: Api) -> None:
    """Percent-encoded on the wire in either case, decoded by SAM, found by the function: in both formats."""
    wire = quote(HINDI)
    assert wire != HINDI
    for asked in (wire, wire.replace("%E0", "%e0"), f"/amp{wire}"):
        answer = api.ask(asked)
        assert answer.status == 200, asked
        assert answer.headers["content-language"] == "hi"


def test_nothing_leaves_the_machine(sam: Sam, api: Api, folder: Path) -> None:
    """Without an account nobody outside is asked; with one SAM asks AWS whose it is, which shows that we would see."""
    api.ask(STORY)
    assert sam.outside.asked == []
    account = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_MAX_ATTEMPTS": "1"}
    sam.invoke("Render", folder, http_api("GET", STORY), account)
    assert any("sts" in asked and "amazonaws.com" in asked for asked in sam.outside.asked)
    sam.outside.asked.clear()


def test_an_account_is_kept_from_sam(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever names an account in this environment is not in SAM's, nor is a file or an address that could."""
    given = {"AWS_PROFILE": "news", "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_SESSION_TOKEN": "c"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    environment = sam_cli.environment()
    assert not given.keys() & environment.keys()
    assert environment["AWS_CONFIG_FILE"] == environment["AWS_SHARED_CREDENTIALS_FILE"] == os.devnull
    assert environment["AWS_EC2_METADATA_DISABLED"] == "true"
    assert environment["SAM_CLI_TELEMETRY"] == "0"


def make(folder: Path, port: int) -> list[str]:
    """`make sam` with a folder and a port of its own, in the environment that is there."""
    arguments = f"--folder {folder} --python {here().python}"
    return ["make", "-o", ".venv/local", "-o", ".venv/test", "sam", f"SAM_PORT={port}", f"ARGS={arguments}"]


def test_make_sam(sam: Sam, engine: Engine, tmp_path: Path) -> None:
    """It says where the stories are, serves them there, and when it is ended leaves neither container nor server."""
    before, port = docker.functions_on(engine), free_port()
    log = tmp_path / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(make(tmp_path, port), cwd=ROOT, env=sam.environment(), stdout=output, stderr=output)
    try:
        wait_for(lambda: "first page" in log.read_text("utf-8") or process.poll() is not None)
        assert process.poll() is None, log.read_text("utf-8")
        shown = [
            line.partition(str(port))[2] for line in log.read_text("utf-8").splitlines() if line.startswith("http")
        ]
        assert {ask(port, path).status for path in shown} == {200}
        assert len(docker.functions_on(engine) - before) == 1
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)
    wait_for(lambda: docker.functions_on(engine) == before and not accepts(port))
    assert str(ROOT / "infra") not in log.read_text("utf-8")  # no trace of ours; the container's runtime has its own


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until something is so, and not for ever."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_without_an_engine_make_sam_says_what_to_do(tmp_path: Path) -> None:
    """The engine's address, the commands that add one, and the exit code 1; nothing is built, nothing is traced."""
    environment = os.environ | {"DOCKER_HOST": f"unix://{tmp_path}/none.sock"}
    done = subprocess.run(
        make(tmp_path, free_port()), cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    told = done.stdout + done.stderr
    assert done.returncode != 0
    assert "Error 1" in told
    assert f"no Docker engine answers at unix://{tmp_path}/none.sock" in told
    assert "apt-get install docker.io iptables" in told
    assert "Docker Desktop" in told
    assert "Traceback" not in told
    assert list(tmp_path.iterdir()) == []


def test_the_template_stands_for_what_make_sam_prepares(sam: Sam) -> None:
    """Its defaults are the newest Python and the folders of `make sam`, and SAM and its linter find nothing wrong."""
    text = start.TEMPLATE.read_text("utf-8")
    assert f"Default: python{NEWEST}\n" in text
    folders = [(start.TEMPLATE.parent / place).resolve() for place in re.findall(r"Default: (\.\./.*)", text)]
    assert folders == [start.FOLDER / "render", start.FOLDER / "publish"]
    command = [str(sam_cli.SAM), "validate", "--lint", "--template", str(start.TEMPLATE)]
    done = subprocess.run(command, env=sam.environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_wrong_is_told(api: Api, sam: Sam, tmp_path: Path) -> None:
    """A taken port, a folder without stories and a folder that is no theme are named, with 1 and without a trace."""
    port, empty = str(free_port()), str(tmp_path / "empty")
    Path(empty).mkdir()
    wrong = {
        ("--port", str(api.port)): f"port {api.port} is taken; choose another: make sam SAM_PORT={api.port + 1}",
        ("--port", port, "--storage", empty): f"{empty}: there is no folder stories/ in it",
        ("--port", port, "--theme", f"{empty}/no"): f"{empty}/no",
    }
    for arguments, told in wrong.items():
        always = ["--folder", str(tmp_path / "sam"), "--python", here().python]
        command = [sys.executable, "-m", "infra.sam.start", *always, *arguments]
        done = subprocess.run(command, cwd=ROOT, env=sam.environment(), capture_output=True, text=True, check=False)
        assert done.returncode == 1, arguments
        assert told in done.stdout
        assert done.stderr == ""
