"""Every command of the operating guide, run as it stands there, by the AWS CLI against a stack in an AWS stand-in."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.stack import TEMPLATE
from tests.infra import template
from tests.infra.template import FUNCTIONS
from tests.parts import aws, aws_cli
from tests.parts.aws import Aws, Stack
from tests.parts.missing import need

GUIDE = TEMPLATE.with_name("OPERATING.md").read_text("utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
TO_US = 'aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }\n'
"""The CLI has an address of its own for queues, whatever the environment says."""
UNKNOWN = "(InvalidAction) when calling the StartMessageMoveTask operation"
"""What the stand-in says to the one thing that it cannot do; the CLI has taken the command by then."""
NAMES, *COMMANDS = BLOCKS
"""The first block reads the stack's outputs; all others take them from there."""


@pytest.fixture(scope="module")
def account() -> Iterator[Aws]:
    """An account of nobody's."""
    need(aws, aws_cli)
    with Aws() as running:
        yield running


@pytest.fixture(scope="module")
def stack(account: Aws) -> Stack:
    """The stack, deployed twice, so that there is something to roll back to."""
    for answer in ("first", "second"):
        code = f"def handler(event, context):\n    return {answer!r}\n"
        packed = aws.archive({"render/handler.py": code, "publish/handler.py": code})
        kept = account.keep(f"{answer}.zip", packed)
        made = template.expanded(template.written(), dict.fromkeys(FUNCTIONS, f"s3://{kept}"))
        found = account.create("desk", made, {}) if answer == "first" else account.update("desk", made, {})
    return found


def run(account: Aws, folder: Path, script: str) -> str:
    """Run a script of the guide, with what the guide says is given, and return what it said."""
    environment = {
        **account.environment(),
        "PATH": f"{aws_cli.AWS.parent}:{os.environ['PATH']}",
        "HOME": str(folder),
        "STACK": "desk",
        "BEFORE": "1",
        "PAUSE": "0",
        "AWS_PAGER": "",
    }
    command = ["bash", "-euo", "pipefail", "-c", TO_US + NAMES + script]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    unknown = "start-message-move-task" in script and UNKNOWN in done.stderr
    assert done.returncode == 0 or unknown, script + done.stdout + done.stderr
    return done.stdout


def invalidated(account: Aws, stack: Stack) -> dict[str, list[str]]:
    """Return what the distribution was asked to forget, by the invalidation's id."""
    edge, distribution = account.client("cloudfront"), stack.outputs["DistributionId"]
    listed = edge.list_invalidations(DistributionId=distribution)["InvalidationList"].get("Items", [])
    found = [edge.get_invalidation(DistributionId=distribution, Id=one["Id"])["Invalidation"] for one in listed]
    return {one["Id"]: one["InvalidationBatch"]["Paths"]["Items"] for one in found}


def test_the_names_are_the_stacks(account: Aws, stack: Stack, tmp_path: Path) -> None:
    """What the guide reads from the stack's outputs is there."""
    named = ("DISTRIBUTION", "RENDER", "PUBLISH", "RENDER_LOG", "PUBLISH_LOG", "BUCKET", "QUEUE", "DEAD", "UNDELIVERED")
    shown = run(account, tmp_path, "".join(f'echo "${name}"\n' for name in named)).split("\n")
    functions = ("RenderFunctionName", "PublishFunctionName", "RenderLogName", "PublishLogName")
    names = ("DistributionId", *functions, "BucketName", "QueueUrl", "DeadLettersUrl", "UndeliveredUrl")
    assert shown == [*(stack.outputs[name] for name in names), ""]


@pytest.mark.parametrize("script", COMMANDS, ids=lambda script: " ".join(script.split()[:3]))
def test_each_command_succeeds(account: Aws, stack: Stack, tmp_path: Path, script: str) -> None:
    """It is taken by the CLI and by what answers it; a purge is one of the tags that the guide names."""
    before = invalidated(account, stack)
    run(account, tmp_path, script)
    asked = [item for name, items in invalidated(account, stack).items() if name not in before for item in items]
    assert asked == re.findall(r'--paths "([^"]+)"', script)


def test_a_roll_back(account: Aws, stack: Stack, tmp_path: Path) -> None:
    """After the commands for it the alias leads to the version before."""
    functions, name = account.client("lambda"), stack.outputs["RenderFunctionName"]
    functions.update_alias(FunctionName=name, Name="live", FunctionVersion="2")
    run(account, tmp_path, next(script for script in COMMANDS if "update-alias" in script))
    assert functions.get_alias(FunctionName=name, Name="live")["FunctionVersion"] == "1"


def test_a_command_that_is_wrong_is_found(account: Aws, stack: Stack, tmp_path: Path) -> None:
    """The control: a slip in a command fails."""
    assert stack.outputs
    with pytest.raises(AssertionError, match=r"nvalid choice|Unknown options"):
        run(account, tmp_path, "aws cloudfront create-invalidations --distribution-id x\n")
