"""Between Lambda and the pages: HTTP API (payload 2.0) and Function URL events in, answers out, one line in the log."""

from contextvars import ContextVar
from datetime import UTC, datetime
from logging import LogRecord
from threading import Lock
from time import perf_counter
from typing import Any

import msgspec
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.metrics.functions import is_metrics_disabled
from aws_lambda_powertools.utilities.typing import LambdaContext

from render.cache import PageCache
from render.pages import Pages
from render.report import Report, discreet
from render.request import Request
from render.settings import Settings, open_storage, open_theme
from slugline.answer import Answer

SERVICE = "slugline-render"
MAX_TOLD = 20
"""Problems of one story that a line of the log names."""

_ASKED: ContextVar[tuple[dict[str, Any], LambdaContext]] = ContextVar("asked")
"""The event and context of this thread's request; the resolver's own are one for all threads."""


_ENCODER = msgspec.json.Encoder(enc_hook=str)


class _Line(LambdaPowertoolsFormatter):
    """Powertools' line with what is told of a request; it would look at each of a record's thirty attributes for it."""

    def format(self, record: LogRecord) -> str:
        """One line of JSON."""
        line = {"level": record.levelname, "message": record.msg, "timestamp": self.formatTime(record)}
        line |= {"service": SERVICE, **vars(record)["told"]}
        if trace := self._get_latest_trace_id():
            line["xray_trace_id"] = trace
        return _ENCODER.encode(line).decode()


class RenderFunction:
    """The render function with its settings; call it with an event and a context. Several threads may."""

    def __init__(self, settings: Settings) -> None:
        """Opens what the settings name.

        Raises:
            Misconfigured: a setting is wrong; the message names it.
        """
        self.pages = Pages(open_storage(settings), open_theme(settings), PageCache(settings.cache_bytes))
        self.logger = Logger(service=SERVICE, logger_formatter=_Line())
        self.metrics = Metrics(namespace=settings.metrics, service=SERVICE)
        self._counted = not is_metrics_disabled()
        self._telling = Lock()
        self.app = APIGatewayHttpResolver()
        self.app.route(".+", method=["GET", "HEAD"])(self._route)
        self.app.not_found(self._elsewhere)

    def __call__(self, event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        """One request, one answer, one line in the log."""
        _ASKED.set((event, context))
        # The resolver would take the reader's headers apart, to see whether to compress: that is the edge's work.
        return self.app.resolve({**event, "headers": {}}, context)

    def _route(self) -> Response[str]:
        started = perf_counter()
        event, _ = _ASKED.get()
        request = Request(
            method=event["requestContext"]["http"]["method"],
            raw_path=event["rawPath"],
            raw_query=event.get("rawQueryString", ""),
            if_none_match=event.get("headers", {}).get("if-none-match"),
            now=datetime.now(UTC),
            elapsed=lambda: perf_counter() - started,
        )
        report = Report(asked=f"{request.method} {request.raw_path}")
        answered = self.pages.answer(request, report)
        self.tell(answered, report, (perf_counter() - started) * 1000)
        return Response(status_code=int(answered.status), headers=dict(answered.headers), body=answered.body)

    def _elsewhere(self, _: Exception) -> Response[str]:
        """Every other method ends here; the pages know the answer."""
        return self._route()

    def tell(self, answered: Answer, report: Report, milliseconds: float) -> None:
        """One line in the log, and the counts."""
        told: dict[str, Any] = {
            "request_id": _ASKED.get()[1].aws_request_id,
            "story": report.story,
            "format": report.format,
            "status": int(answered.status),
            "milliseconds": round(milliseconds, 2),
            "outcome": report.outcome,
        }
        if report.hidden:
            told["hidden"] = report.hidden
        if report.problems or report.losses:
            told |= {
                "skipped": report.skipped,
                "problems": [*map(discreet, report.losses), *report.problems][:MAX_TOLD],
            }
        with self._telling:  # lines of several threads stand one below the other
            self._write(told, report)
            self._count(report)

    def _write(self, told: dict[str, Any], report: Report) -> None:
        if report.faults or report.losses:
            told |= {"faults": [discreet(fault) for fault in report.faults], "last_good": report.last_good}
            self.logger.error("fault", told=told)
        else:
            self.logger.info("answer", told=told)

    def _count(self, report: Report) -> None:
        counts = {
            "Renders": report.outcome == "render",
            "Revalidations": report.outcome == "revalidated",
            "MemoryHits": report.outcome == "hit",
            "SkippedBlocks": report.skipped,
            "Faults": len(report.faults) + len(report.losses),
            "LastGoodServings": report.last_good,
        }
        for name, count in counts.items():
            if count:
                self.metrics.add_metric(name=name, unit=MetricUnit.Count, value=int(count))
        if self.metrics.metric_set:
            # As its `flush_metrics`, which asks the environment three times a request, and leaves the line to `json`.
            if self._counted:
                print(_ENCODER.encode(self.metrics.serialize_metric_set()).decode())  # noqa: T201 -- CloudWatch reads it
            self.metrics.clear_metrics()
