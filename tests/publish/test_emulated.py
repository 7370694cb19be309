"""The function as Lambda runs it: its own process, the runtime's client, an account at the other end."""

from __future__ import annotations

import json
import shutil
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import publish
from publish.settings import PROVIDERS
from slugline.story.providers import written
from slugline.theme.folder import folders_of, providers_in
from tests.parts import aws, cloud, emulator, faults, s3
from tests.parts.emulator import Function, HandlerError, Limits
from tests.parts.faults import FaultyProxy
from tests.publish import post
from tests.publish.conftest import PREFIX
from tests.publish.test_settings import SOUND
from tests.render.newsroom import as_bytes, key, story

CODE = Path(publish.__file__).parents[1]
pytestmark = pytest.mark.usefixtures("lambda_emulator")


@pytest.fixture(scope="module")
def task(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A task folder as the artifact has it: the two packages, the theme's providers, and no more."""
    folder = tmp_path_factory.mktemp("task")
    for package in ("slugline", "publish"):
        shutil.copytree(CODE / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "templates"))
    (folder / PROVIDERS).write_bytes(written(providers_in(folders_of(None))))
    return folder


@contextmanager
def running(task: Path, environment: dict[str, str]) -> Iterator[Function]:
    """The function under the emulator; its dependencies are those of these tests."""
    paths = {"PYTHONPATH": f"{task}:{sysconfig.get_path('purelib')}"}
    limits = Limits(seconds=post.SECONDS)
    with emulator.start(task, "publish.handler.handler", paths | environment, limits=limits) as function:
        yield function


@pytest.fixture
def proxy(account: aws.Aws) -> Iterator[FaultyProxy]:
    """A proxy in front of the account."""
    with FaultyProxy(account.endpoint) as running_proxy:
        yield running_proxy


def test_real_messages(task: Path, account: aws.Aws, made_in: cloud.Cloud, proxy: FaultyProxy) -> None:
    """Real messages of a batch are purged and told of; while storage is gone they come again, and then are done."""
    chain = made_in.chain("S3")
    environment = s3.environment(proxy.endpoint) | {
        "AWS_ENDPOINT_URL": account.endpoint,
        "SLUGLINE_STORAGE": f"s3://{chain.bucket.name}/{PREFIX}",
        "SLUGLINE_DISTRIBUTION": chain.distribution.id,
        "SLUGLINE_QUEUE": chain.queue.url,
        "SLUGLINE_RENDER_SECONDS": "3",
    }
    chain.bucket.put(f"{PREFIX}/{key('/世/a')}", as_bytes(story("/世/a")))
    chain.bucket.put(f"{PREFIX}/{key('/b')}", b"{")
    event = post.batch(chain.queue.receive(3))
    with running(task, environment) as function:
        proxy.set(faults.Refuse())
        greeting, *stories = event["Records"]
        assert "s3:TestEvent" in greeting["body"]
        assert post.failures(function.invoke(event)) == [record["messageId"] for record in stories]
        assert chain.distribution.purges() == []
        proxy.clear()
        assert post.failures(function.invoke(event)) == []
        log = function.log()
    (purge,) = chain.distribution.purges()
    assert purge.items == ("#path:/%e4%b8%96/a",)
    assert chain.queue.counts()[2] == 1
    assert json.loads(chain.bucket.get(f"{PREFIX}/problems/b.json"))["shown"] is False
    lines = [json.loads(line) for line in log.splitlines() if line.startswith('{"level"')]
    assert sorted(line["message"] for line in lines) == [
        "broken",
        "no change",
        "no change",
        "no change",
        "no change",
        "published",
    ]
    assert "PublishToPurgeSeconds" in log


@pytest.mark.parametrize(
    ("name", "value"), [("SLUGLINE_STORAGE", "/folder"), ("SLUGLINE_QUEUE", ""), ("SLUGLINE_RENDER_SECONDS", "1h")]
)
def test_a_wrong_setting(task: Path, name: str, value: str) -> None:
    """The start fails with what is wrong, by name, in the log and in what the invoker is told."""
    with running(task, SOUND | {name: value}) as function:
        with pytest.raises(HandlerError, match=name):
            function.invoke(post.batch([]))
        assert f"{name} is " in function.log() or f"{name}: write" in function.log()
