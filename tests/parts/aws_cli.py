"""The AWS CLI, in an environment of its own: it pins a botocore that is not ours."""

from __future__ import annotations

from tests.parts.missing import INSTALL
from tests.parts.pins import AWS_CLI_HOME

AWS = AWS_CLI_HOME / "bin" / "aws"


def available() -> str | None:
    """Say what the CLI lacks, if anything."""
    if not AWS.exists():
        return "AWS CLI: it is missing; run `" + INSTALL + "`"
    return None
