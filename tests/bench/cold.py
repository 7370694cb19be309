"""Cold start under the Lambda runtime emulator, over a handler that imports the same and makes an S3 client."""

import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from infra.artifact import PUBLISH, RENDER, Recipe, Runtime, assemble
from infra.artifact.archive import pack
from infra.artifact.bytecode import compile_all
from infra.artifact.packages import NEWEST, here, wheels_for
from tests.bench.goal import Figure
from tests.parts import emulator
from tests.parts.events import function_url

RUNS = 11
GOAL = 1.15
MOST_MEGABYTES = 8
BARE = """import boto3
import jinja2
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

client = boto3.client("s3")


def handler(event, context):
    return {"statusCode": 200}
"""


def figures() -> list[Figure]:
    """The two in turn, medians; both with byte code for all they import."""
    with TemporaryDirectory() as folder:
        ours, bare = Path(folder, "ours"), Path(folder, "bare")
        assemble(ours)
        bare.mkdir()
        (bare / "bare.py").write_text(BARE)
        for wheel in wheels_for(here()):
            wheel.unpack(bare)
        compile_all(bare, Path(sys.executable))
        starts: dict[str, list[float]] = {"ours": [], "bare": []}
        for _ in range(RUNS):
            starts["ours"].append(_start(ours, "render.handler.handler"))
            starts["bare"].append(_start(bare, "bare.handler"))
    mine, theirs = (statistics.median(taken) for taken in starts.values())
    ratio = mine / theirs
    return [
        Figure("cold start, init phase: ours", f"{mine:.0f} ms"),
        Figure("cold start, init phase: bare handler", f"{theirs:.0f} ms"),
        Figure("cold start, ours over bare", f"{ratio:.2f}", f"≤ {GOAL:g}", ratio <= GOAL),
        *map(_size, (RENDER, PUBLISH)),
    ]


def _size(recipe: Recipe) -> Figure:
    """An artifact as it is deployed; without byte code where this machine has no Python of the newest runtime."""
    with TemporaryDirectory() as folder:
        archive = Path(folder, "artifact.zip")
        compiled = assemble(Path(folder, "artifact"), recipe=recipe, runtime=Runtime())
        pack(Path(folder, "artifact"), archive)
        size = archive.stat().st_size / 1e6
    told = f"artifact {recipe.name}, zipped, Python {NEWEST}, arm64{'' if compiled else ', no byte code'}"
    return Figure(told, f"{size:.1f} MB", f"< {MOST_MEGABYTES}", size < MOST_MEGABYTES)


def _start(task: Path, handler: str) -> float:
    """Milliseconds of the init phase."""
    env = {"SLUGLINE_STORAGE": "s3://samples", "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:1"}
    with emulator.start(task, handler, env) as function:
        function.invoke(function_url("GET", "/"))
        return function.init_ms
