"""The `slugline` command."""

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import msgspec
import typer
from rich.console import Console

from local.check import as_json, checked, documents_in, print_checked, problem_table
from slugline import __version__
from slugline.address import Format
from slugline.errors import SluglineError
from slugline.page.render import fit_for_amp, render
from slugline.story.decode import decode
from slugline.story.document import Article
from slugline.story.problem import Unsound
from slugline.story.reference import reference
from slugline.story.schema import schema as json_schema
from slugline.theme.folder import folders_of, load_theme, providers_in

app = typer.Typer(
    help="Renders stories: article JSON in, an HTML or an AMP page out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
errors = Console(stderr=True)
output = Console()


def version(asked: bool) -> None:  # noqa: FBT001 -- typer gives an option by position
    """Writes the version, and ends."""
    if asked:
        typer.echo(f"slugline {__version__}")
        raise typer.Exit


@app.callback()
def options(
    *,
    _version: Annotated[bool, typer.Option("--version", callback=version, is_eager=True, help="The version.")] = False,
) -> None:
    """Renders stories: article JSON in, an HTML or an AMP page out."""


Theme = Annotated[
    Path | None,
    typer.Option(envvar="SLUGLINE_THEME", help="A folder that overrides the default theme, file by file."),
]


@app.command()
def serve(
    storage: Annotated[
        str, typer.Option(envvar="SLUGLINE_STORAGE", help="The folder that holds stories/, or s3://bucket/prefix.")
    ] = ".",
    theme: Theme = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8000,
) -> None:
    """Serve the stories of a storage at a local address."""
    from local.serve import serve as run  # noqa: PLC0415 -- the web server is not needed by the other commands

    run(storage, theme, port, output)


@app.command(name="render")
def render_story(
    story: Annotated[Path, typer.Argument(help="A story's JSON file.", exists=True, dir_okay=False)],
    page_format: Annotated[Format, typer.Option("--format", help="html or amp")] = "html",
    theme: Theme = None,
) -> None:
    """Write the page of one story to standard output."""
    decoded = decode(story.read_bytes())
    if decoded.problems:
        errors.print(problem_table(decoded.problems))
    article = decoded.document
    if not isinstance(article, Article):
        fail(f"{story} is a {type(article).__name__.lower()}: it has no page")
    dress = load_theme(folders_of(theme))
    if page_format == "amp" and not fit_for_amp(article, dress):
        fail(f"{story} is not offered as AMP: the story or the site says no")
    rendered = render(article, page_format, dress)
    for loss in rendered.losses:
        errors.print(
            f"{loss.place} could not be rendered: {loss.reason}",
            style="red",
            highlight=False,
            markup=False,
            soft_wrap=True,
        )
    typer.echo(rendered.html)
    raise typer.Exit(bool(rendered.losses))


@app.command()
def check(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders of them.", exists=True)],
    *,
    json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    theme: Theme = None,
) -> None:
    """List every problem of some documents; exit 1 if any is an error."""
    providers = providers_in(folders_of(theme))
    results = [checked(file, providers) for file in documents_in(paths)]
    if not results:
        fail(f"there is no document in {', '.join(map(str, paths))}")
    if json:
        typer.echo(as_json(results))
    else:
        print_checked(output, results)
    raise typer.Exit(any(result.errors for result in results))


@app.command(name="theme")
def examine_theme(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A theme's folder.")],
    *,
    json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """List what a theme overrides and what in it does not fit; exit 1 if anything is an error."""
    from local.theme.examination import examine  # noqa: PLC0415 -- the other commands do without it
    from local.theme.report import as_json as theme_as_json  # noqa: PLC0415 -- likewise
    from local.theme.report import print_examined  # noqa: PLC0415 -- likewise

    examined = examine(folder)
    if json:
        typer.echo(theme_as_json(examined))
    else:
        print_examined(output, folder, examined)
    raise typer.Exit(bool(examined.errors))


@app.command()
def schema(
    *, markdown: Annotated[bool, typer.Option("--markdown", help="The reference page instead.")] = False
) -> None:
    """Write the JSON Schema of the story format to standard output."""
    if markdown:
        typer.echo(reference(providers_in(folders_of(None))))
    else:
        typer.echo(msgspec.json.format(msgspec.json.encode(json_schema()), indent=2))


def fail(message: str) -> NoReturn:
    """Ends the command with a message and exit code 1."""
    errors.print(message, style="red", highlight=False, markup=False, soft_wrap=True)
    raise typer.Exit(1)


def main() -> None:
    """Runs the command; what the project raises is told without a traceback."""
    try:
        app()
    except Unsound as fault:
        errors.print(problem_table(fault.problems))
        sys.exit(1)
    except SluglineError as fault:
        errors.print(str(fault), style="red", highlight=False, markup=False, soft_wrap=True)
        sys.exit(1)
