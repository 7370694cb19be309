"""`make sam`: the render function in a Lambda container on this machine, behind SAM's local HTTP API.

`python -m infra.sam.start` prepares the folder, starts `sam local start-api` and stays until it is stopped. No AWS
account is asked, and none is needed.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

from infra.artifact import PUBLISH, RENDER, Runtime, Unbuildable
from infra.artifact.packages import NEWEST, here
from infra.sam.engine import ADVICE, Engine, EngineError, engine_of
from infra.sam.folder import prepare
from local.pages import stories
from render.cache import PageCache
from render.pages import Pages
from slugline.errors import Misconfigured, SluglineError
from slugline.storage.folder import Folder
from slugline.theme.folder import folders_of, load_theme
from tests.parts import sam_cli
from tests.parts.service import HOST, accepts

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "infra" / "local.yaml"
FOLDER = ROOT / "dist" / "sam"
MAX_SHOWN = 3
"""Stories whose addresses are printed."""

_PAUSE = 0.1


def main() -> int:
    """Serves until it is stopped; what is missing is told, and ends it with 1."""
    asked = arguments()
    engine = engine_of(os.environ)
    try:
        require(engine, asked.port)
        runtime = Runtime(asked.python, here().processor)
        fetch_image(engine, image_of(runtime))
        prepare(asked.folder, asked.storage, runtime, asked.theme)
        shown = addresses(asked.storage, asked.theme, asked.port)
    except (SluglineError, Unbuildable, EngineError) as fault:
        say(str(fault))
        return 1
    return serve(command(asked.folder, runtime, asked.port), engine, asked.port, shown)


def arguments() -> argparse.Namespace:
    """What is asked for: port, Python, storage, theme, and the folder that is made."""
    parser = argparse.ArgumentParser(prog="python -m infra.sam.start", description=__doc__)
    parser.add_argument("--port", type=int, default=3000)
    parser.add_argument("--python", default=NEWEST, help=f"of the Lambda runtime ({NEWEST})")
    parser.add_argument("--storage", type=Path, default=ROOT / "tests", help="a folder that holds stories/")
    parser.add_argument("--theme", type=Path, help="a folder that overrides the default theme")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where what the containers see is made anew")
    return parser.parse_args()


def require(engine: Engine, port: int) -> None:
    """Asks for what it takes.

    Raises:
        Misconfigured: the engine, the SAM CLI or the port is not to be had; the message says how to mend it.
    """
    lack = sam_cli.available()
    if lack:
        raise Misconfigured(lack)
    if not engine.answers():
        raise Misconfigured(
            f"SAM runs functions in containers, and no Docker engine answers at {engine.host}. {ADVICE}"
        )
    if accepts(port):
        raise Misconfigured(f"port {port} is taken; choose another: make sam SAM_PORT={port + 1}")


def fetch_image(engine: Engine, image: str) -> None:
    """Has the base image fetched if it is not there: SAM would do it in the middle of the first request.

    Raises:
        EngineError: it is not to be had.
    """
    if not engine.has_image(image):
        say(f"Fetching {image}: some 200 MB, once.")
        engine.pull_image(image)


def command(folder: Path, runtime: Runtime, port: int) -> list[str]:
    """`sam local start-api`, whose container stays for the next request."""
    return [
        *(str(sam_cli.SAM), "local", "start-api", "--template", str(TEMPLATE)),
        *("--host", HOST, "--port", str(port), "--warm-containers", "LAZY", "--skip-pull-image"),
        *overrides(folder, runtime, f"http://{HOST}:{port}"),
    ]


def image_of(runtime: Runtime) -> str:
    """The base image that SAM takes for a runtime."""
    return f"public.ecr.aws/lambda/python:{runtime.python}-{runtime.processor}"


def overrides(folder: Path, runtime: Runtime, base_url: str) -> list[str]:
    """The template's parameters, as SAM's options."""
    values = {
        "Runtime": f"python{runtime.python}",
        "Architecture": runtime.processor,
        "RenderCode": folder.resolve() / RENDER.name,
        "PublishCode": folder.resolve() / PUBLISH.name,
        "BaseUrl": base_url,
    }
    return ["--parameter-overrides", *(f"{name}={value}" for name, value in values.items())]


def addresses(storage: Path, theme: Path | None, port: int) -> list[str]:
    """Where the first stories that have both formats are served."""
    pages = Pages(Folder(storage), load_theme(folders_of(theme)), PageCache(0))
    both = ((story.html, story.amp) for story in stories(pages) if story.amp)
    return [f"http://{HOST}:{port}{path}" for paths in islice(both, MAX_SHOWN) for path in paths]


def serve(words: list[str], engine: Engine, port: int, shown: list[str]) -> int:
    """Runs SAM to its end and says where to look once it listens; asked to end, it lets SAM remove its container."""
    environment = sam_cli.environment() | {"DOCKER_HOST": engine.host}
    with subprocess.Popen(words, env=environment) as process:
        signal.signal(signal.SIGTERM, lambda *_: process.terminate())
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal has sent it to SAM as well, and SAM ends by it
        while process.poll() is None and not accepts(port):
            time.sleep(_PAUSE)
        if process.poll() is None:
            say(*shown, "The first page starts a container. Pictures are not served here: `make serve` has them.")
        return process.wait()


def say(*lines: str) -> None:
    """Tells a person."""
    print(*lines, sep="\n", flush=True)  # noqa: T201 -- a command speaks to its user


if __name__ == "__main__":
    sys.exit(main())
