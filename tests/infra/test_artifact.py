"""What the Lambdas carry: it answers, for this machine; and what is in it, for those that are deployed."""

from __future__ import annotations

import json
import os
import re
import shutil
import struct
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from infra import artifact
from infra.artifact.reach import build_of, reached_from
from publish.settings import providers_of
from slugline.page.render import render as render_page
from slugline.story.decode import decode
from slugline.story.document import Article
from slugline.theme.baked import load_baked
from slugline.theme.folder import folders_of, providers_in
from tests.conftest import STORAGE
from tests.infra.builds import Built
from tests.parts import aws, emulator, missing, python314, wheels
from tests.parts.events import function_url
from tests.parts.pins import ROOT
from tests.parts.s3 import REGION, S3, Bucket, environment

STORY = "business/tram-depot-deal"
MACHINES = {183: "aarch64", 62: "x86_64"}
"""ELF's numbers for processors."""

ASKED = """
import json, os, sys
from types import SimpleNamespace
task, msgspec, storage, event = sys.argv[1:]
sys.path[:0] = [msgspec, task]
os.environ.update(SLUGLINE_STORAGE=storage)
from render.handler import handler
import slugline
answer = handler(json.loads(event), SimpleNamespace(aws_request_id="1"))
print(json.dumps({"python": sys.version[:4], "code": slugline.__cached__, "answer": answer}))
"""
"""Asks the render function of an artifact for an answer, msgspec being of another folder; its last line tells it."""


@pytest.fixture(scope="module")
def render(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The render function's artifact, for this machine."""
    missing.need(wheels)
    target = tmp_path_factory.mktemp("artifact") / "render"
    assert artifact.assemble(target)
    return target


@pytest.fixture(scope="module")
def publish(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The publish function's artifact, for this machine."""
    missing.need(wheels)
    target = tmp_path_factory.mktemp("artifact") / "publish"
    assert artifact.assemble(target, recipe=artifact.PUBLISH)
    return target


@pytest.mark.usefixtures("lambda_emulator")
def test_render_answers_from_s3_under_the_lambda_runtime(render: Path, s3_server: S3, bucket: Bucket) -> None:
    """With the trimmed SDK and the baked theme: a page, its revalidation, and the last good version of a broken one."""
    bucket.put(f"stories/{STORY}.json", (STORAGE / "stories" / f"{STORY}.json").read_bytes())
    settings = environment(s3_server.endpoint) | {"SLUGLINE_STORAGE": f"s3://{bucket.name}"}
    with emulator.start(render, "render.handler.handler", settings) as function:
        page = function.invoke(function_url("GET", f"/{STORY}"))
        assert page["statusCode"] == 200
        assert "</html>" in page["body"]
        again = function_url("GET", f"/{STORY}", headers={"if-none-match": page["headers"]["ETag"]})
        assert function.invoke(again)["statusCode"] == 304
        bucket.put(f"stories/{STORY}.json", b"{")
        assert function.invoke(function_url("GET", f"/amp/{STORY}"))["statusCode"] == 200


def test_a_theme_that_is_not_baked_is_told_at_the_start(render: Path) -> None:
    """In an artifact there is no default theme for it to lie over: the message says what to do instead."""
    known = {"PATH": os.defpath, "PYTHONPATH": str(render), "SLUGLINE_STORAGE": "s3://stories"}
    done = subprocess.run(
        [sys.executable, "-c", "import render.handler"],
        env=known | environment("http://127.0.0.1:1") | {"SLUGLINE_THEME": str(ROOT / "templates")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode
    (told,) = (line for line in done.stderr.splitlines() if line.startswith("slugline.errors.Misconfigured"))
    assert f"SLUGLINE_THEME: {ROOT / 'templates'} is not a baked theme" in told
    assert "make artifact THEME=" in told


@pytest.mark.usefixtures("lambda_emulator")
def test_publish_purges_under_the_lambda_runtime(publish: Path) -> None:
    """An event about a document comes by way of EventBridge and SQS: its tag is purged, and its problems are told.

    All that its SDK data was trimmed for is called: reading, writing and removing objects, a purge, a later message,
    and the delay of a message that failed.
    """
    missing.need(aws)
    with aws.Aws() as account:
        storage, sqs, edge = (account.client(service) for service in ("s3", "sqs", "cloudfront"))
        storage.create_bucket(Bucket="stories", CreateBucketConfiguration={"LocationConstraint": REGION})
        storage.put_bucket_versioning(Bucket="stories", VersioningConfiguration={"Status": "Enabled"})
        story = (STORAGE / "stories" / f"{STORY}.json").read_bytes()
        version = storage.put_object(Bucket="stories", Key=f"stories/{STORY}.json", Body=story)["VersionId"]
        queue = sqs.create_queue(QueueName="publish")["QueueUrl"]
        distribution = edge.create_distribution(DistributionConfig=_distribution())["Distribution"]["Id"]
        settings = environment(account.endpoint) | {
            "AWS_ENDPOINT_URL": account.endpoint,
            "SLUGLINE_STORAGE": "s3://stories",
            "SLUGLINE_DISTRIBUTION": distribution,
            "SLUGLINE_QUEUE": queue,
        }
        limits = emulator.Limits(seconds=60)
        with emulator.start(publish, "publish.handler.handler", settings, limits=limits) as function:
            gone = "stories/world/never-there.json"
            failed = {"body": "what nobody understands"}
            answer = function.invoke(_batch(_event(f"stories/{STORY}.json", version), _event(gone, "v"), failed))
        assert answer == {"batchItemFailures": [{"itemIdentifier": "message-2"}]}, function.log()
        batches = edge.list_invalidations(DistributionId=distribution)["InvalidationList"]["Items"]
        (purge,) = (edge.get_invalidation(DistributionId=distribution, Id=batch["Id"]) for batch in batches)
        assert f"#path:/{STORY}" in purge["Invalidation"]["InvalidationBatch"]["Paths"]["Items"]
        told = json.loads(storage.get_object(Bucket="stories", Key=f"problems/{STORY}.json")["Body"].read())
        assert told["shown"]
        waiting = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
        assert waiting["ApproximateNumberOfMessagesDelayed"] == "1"


def _distribution() -> dict[str, object]:
    origin = {"Id": "o", "DomainName": "origin.example", "S3OriginConfig": {"OriginAccessIdentity": ""}}
    return {
        "CallerReference": "test",
        "Comment": "",
        "Enabled": True,
        "Origins": {"Quantity": 1, "Items": [origin]},
        "DefaultCacheBehavior": {"TargetOriginId": "o", "ViewerProtocolPolicy": "https-only"},
    }


def _event(key: str, version: str) -> dict[str, object]:
    detail = {"bucket": {"name": "stories"}, "object": {"key": key, "version-id": version, "sequencer": "1"}}
    told = {"source": "aws.s3", "detail-type": "Object Created", "time": "2026-11-24T09:30:00Z", "detail": detail}
    return {"body": json.dumps(told)}


def _batch(*records: Mapping[str, object]) -> dict[str, object]:
    common = {
        "receiptHandle": "receipt",
        "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1795512600000"},
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-west-1:000000000000:publish",
        "awsRegion": REGION,
    }
    return {"Records": [common | dict(record) | {"messageId": f"message-{n}"} for n, record in enumerate(records)]}


def test_render_carries_only_what_runs(render: Path) -> None:
    """No command, no templates' sources, no transfer manager; of the SDK's services S3 alone."""
    assert {entry.name for entry in render.iterdir()} == {
        *("render", "slugline", "baked"),
        *("aws_lambda_powertools", "botocore", "jinja2", "msgspec", "nh3", "tzdata"),
        *("dateutil", "jmespath", "markupsafe", "six.py", "typing_extensions.py", "urllib3"),
        "__pycache__",
    }
    assert _services(render) == {"s3": 4}
    assert _unwanted(render) == []


def test_publish_carries_only_what_runs(publish: Path) -> None:
    """No templates, of the theme the providers alone, nothing that renders; of the SDK what the recipe names."""
    assert not {entry.name for entry in publish.iterdir()} & {"render", "baked", "jinja2", "markupsafe", "boto3"}
    assert not (publish / "slugline" / "page").exists()
    assert providers_of(publish) == providers_in(folders_of(None))
    assert _services(publish) == {"s3": 6, "sqs": 2, "cloudfront": 1}
    assert _unwanted(publish) == []


def _services(target: Path) -> dict[str, int]:
    """The SDK's services whose models are carried, and how many operations each has."""
    data = target / "botocore" / "data"
    models = {folder.name: list(folder.glob("*/service-2.json")) for folder in data.iterdir() if folder.is_dir()}
    return {name: len(json.loads(found[0].read_bytes())["operations"]) for name, found in models.items()}


def _unwanted(target: Path) -> list[str]:
    """Files that nothing reads when the function runs."""
    kinds = re.compile(r"\.(jinja|md|toml|pyi|c|h|js|css)$|dist-info|/tests?/|(^|/)local/")
    return [name for file in target.rglob("*") if kinds.search(name := file.relative_to(target).as_posix())]


def test_whatever_is_carried_has_byte_code(render: Path, publish: Path) -> None:
    """Of every module, the baked templates too; it names the place it has in Lambda, not the one it was built in."""
    for target in (render, publish):
        for source in target.rglob("*.py"):
            (compiled,) = (source.parent / "__pycache__").glob(f"{source.stem}.*.pyc")
            code = compiled.read_bytes()
            assert struct.unpack("<I", code[4:8]) == (1,), f"{compiled} is compared with its source"
            assert str(target).encode() not in code
            assert f"/var/task/{source.relative_to(target).as_posix()}".encode() in code


def test_a_changed_line_of_code_is_another_build(render: Path, tmp_path: Path) -> None:
    """A page that could come out otherwise gets another validator, though version and theme are the same.

    What the render function does not run has no part in it: its pages stay valid when the publish function changes.
    """
    build = build_of(artifact.recipe.FUNCTIONS)
    assert load_baked(render / "baked").build.startswith(f"{build}.")
    copy = tmp_path / "functions"
    shutil.copytree(artifact.recipe.FUNCTIONS, copy)
    assert build_of(copy) == build
    for file, other in (("publish/work.py", False), ("local/serve.py", False), ("slugline/page/text.py", True)):
        with (copy / file).open("a") as opened:
            opened.write("# a remark\n")
        assert (build_of(copy) != build) is other, file


def test_validators_are_the_same_for_every_processor(built: Built) -> None:
    """Both artifacts of a commit are one site: a reader's copy stays valid when its processor changes."""
    builds = {processor: load_baked(built.folder(processor) / "baked").build for processor in ("arm64", "x86_64")}
    assert builds["arm64"] == builds["x86_64"]


@pytest.mark.parametrize(("processor", "machine"), [("arm64", "aarch64"), ("x86_64", "x86_64")])
@pytest.mark.parametrize("name", ["render", "publish"])
def test_compiled_modules_are_for_the_runtime(built: Built, name: str, processor: str, machine: str) -> None:
    """Of the processor by their ELF header, of Python 3.14 by their name; and byte code is of 3.14 alone."""
    target = built.folder(processor, name)
    modules = list(target.rglob("*.so"))
    rendering = {"markupsafe", "nh3"} if name == "render" else set()
    assert {module.parent.name for module in modules} == {"msgspec"} | rendering
    for module in modules:
        head = module.read_bytes()[:20]
        assert head[:4] == b"\x7fELF"
        assert MACHINES[struct.unpack("<H", head[18:20])[0]] == machine
        named = f"cpython-314-{machine}-linux-gnu"
        assert module.name.endswith((f".{named}.so", "nh3.abi3.so"))  # the sanitiser is for every Python from 3.9 on
    assert {file.suffixes[-2] for file in target.rglob("*.pyc")} == {".cpython-314"}


@pytest.mark.parametrize("recipe", [artifact.RENDER, artifact.PUBLISH], ids=lambda recipe: recipe.name)
def test_the_sdk_is_trimmed_to_what_is_called(recipe: artifact.Recipe) -> None:
    """A call of an operation that is not carried would fail only when it is made."""
    ours = reached_from(recipe, artifact.recipe.FUNCTIONS)
    code = "".join((artifact.recipe.FUNCTIONS / file).read_text("utf-8") for file in ours.files)
    called = {"".join(map(str.title, name.split("_"))) for name in re.findall(r"_client\.([a-z_]+)\(", code)}
    carried = {name for names in recipe.operations.values() for name in names} - set(artifact.recipe.OF_ITSELF)
    writing = {"PutObject", "DeleteObject"} if recipe is artifact.RENDER else set()  # it has no right to
    assert called - {"GetPaginator"} - writing == carried


def test_what_is_deployed_runs_under_its_own_python(built: Built) -> None:
    """The render artifact's own byte code, by a Python 3.14: it answers with the very page that this Python renders."""
    task = built.folder("arm64")
    event = json.dumps(function_url("GET", f"/{STORY}"))
    places = [str(task), str(python314.MSGSPEC), str(STORAGE), event]
    done = subprocess.run([python314.PYTHON, "-c", ASKED, *places], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["python"] == "3.14"
    assert told["code"] == str(task / "slugline" / "__pycache__" / "__init__.cpython-314.pyc")
    assert told["answer"]["statusCode"] == 200
    document = decode((STORAGE / "stories" / f"{STORY}.json").read_bytes()).document
    assert isinstance(document, Article)
    assert told["answer"]["body"] == render_page(document, "html", load_baked(task / "baked")).html
