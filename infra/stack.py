"""The stack's template with the viewer-request function in it: CloudFormation takes its code from nowhere else."""

from pathlib import Path
from textwrap import indent

TEMPLATE = Path(__file__).with_name("template.yaml")
VIEWER_REQUEST = Path(__file__).parent / "edge" / "viewer_request.js"
_FIRST = "        // from here: infra/edge/viewer_request.js\n"
_LAST = "        // to here\n"


def template() -> str:
    """The template's text, with the function's code as it is now between its two marks."""
    text = TEMPLATE.read_text("utf-8")
    before, _, rest = text.partition(_FIRST)
    _, _, after = rest.partition(_LAST)
    code = indent(VIEWER_REQUEST.read_text("utf-8"), " " * 8)
    return f"{before}{_FIRST}{code}{_LAST}{after}"
