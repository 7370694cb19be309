"""The SAM CLI, in an environment of its own: it pins versions of boto3 and click that are not ours."""

from __future__ import annotations

import os

from tests.parts.missing import INSTALL
from tests.parts.pins import SAM_CLI_HOME

SAM = SAM_CLI_HOME / "bin" / "sam"
_NO_ACCOUNT = {
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_DEFAULT_REGION": "eu-west-1",
}


def available() -> str | None:
    """Say what the CLI lacks, if anything."""
    if not SAM.exists():
        return "SAM CLI: it is missing; run `" + INSTALL + "`"
    return None


def environment() -> dict[str, str]:
    """Return this process's variables without an AWS account, and without telemetry.

    With credentials in reach `sam local` asks STS whose they are, and without a network waits ten seconds for it. Byte
    code is kept: compiling the CLI at each start costs seconds.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept | _NO_ACCOUNT | {"SAM_CLI_TELEMETRY": "0"}
