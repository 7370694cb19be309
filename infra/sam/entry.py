"""The render function's entry under `sam local`, which hands over names of headers in the case they have on the wire.

Lambda gives them in lower case, and the function relies on it: without this a reader's `If-None-Match` goes unseen.
"""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from render.handler import handler as render


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """The render function's answer to SAM's event, put as Lambda would put it."""
    headers = {name.lower(): value for name, value in event.get("headers", {}).items()}
    return render(event | {"headers": headers}, context)
