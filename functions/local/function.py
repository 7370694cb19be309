"""The render function as it runs here: the very same, but its report goes to the terminal instead of a log."""

from pathlib import Path
from threading import Lock

from rich.console import Console
from rich.markup import escape

from render.function import RenderFunction
from render.report import Report
from render.settings import Settings
from slugline.answer import Answer
from slugline.theme.folder import files_of, folders_of

_COLOURS = {2: "green", 3: "cyan", 4: "yellow", 5: "red"}


class LocalFunction(RenderFunction):
    """Tells what it does to a person."""

    def __init__(self, settings: Settings, console: Console) -> None:
        super().__init__(settings)
        self.console = console
        self.last = Report()
        """What the last request came to."""

    def tell(self, answered: Answer, report: Report, milliseconds: float) -> None:
        """One line, and one for each thing that somebody has to mend."""
        self.last = report
        colour = _COLOURS[answered.status // 100]
        told = f"{milliseconds:6.1f} ms  {report.outcome:11} {escape(report.asked)} {report.hidden}"
        self._print(f"[{colour}]{int(answered.status)}[/] {told}")
        for fault in report.faults + report.losses:
            self._print(f"    [red]{escape(fault)}[/]")

    def _print(self, line: str) -> None:
        self.console.print(line.rstrip(), highlight=False, soft_wrap=True)


class Reloading:
    """The function, made anew when a template, a stylesheet or a setting has changed."""

    def __init__(self, settings: Settings, console: Console) -> None:
        self._settings = settings
        self._console = console
        self._lock = Lock()
        self._folders = folders_of(settings.theme)
        self._seen = self._state()
        self._function = LocalFunction(settings, console)

    def current(self) -> LocalFunction:
        """The function as the files have it now.

        Raises:
            Misconfigured: a setting is wrong since the last change; the message names file and field.
        """
        with self._lock:
            state = self._state()
            if state != self._seen:
                self._function = LocalFunction(self._settings, self._console)
                self._seen = state
                self._console.print("[cyan]the theme has changed and was read again[/]")
            return self._function

    def _state(self) -> list[tuple[Path, int]]:
        files = [file for folder in self._folders for file in files_of(folder)]
        return [(file, file.stat().st_mtime_ns) for file in files if file.exists()]
