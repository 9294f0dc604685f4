"""Prometheus' text format (version 0.0.4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final, Literal

from deskbell.core.counters import BUCKETS, Counted

MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_ESCAPES: Final = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})

Labels = Mapping[str, str]


@dataclass(slots=True)
class Metric:
    """One metric with its samples, in the order in which they were added."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    meaning: str
    lines: list[str] = field(default_factory=list)

    def add(self, value: float, labels: Labels | None = None, suffix: str = "") -> None:
        """Add a sample."""
        written = ",".join(f'{name}="{text.translate(_ESCAPES)}"' for name, text in (labels or {}).items())
        shown = f"{{{written}}}" if written else ""
        self.lines.append(f"{self.name}{suffix}{shown} {_number(value)}")

    def text(self) -> str:
        """The metric as it is read."""
        head = f"# HELP {self.name} {self.meaning}\n# TYPE {self.name} {self.kind}\n"
        return head + "".join(f"{line}\n" for line in self.lines)


def requests(counted: Iterable[Counted]) -> list[Metric]:
    """Requests by route and status, and how long they took."""
    number = Metric(
        "deskbell_http_requests_total", "counter", "Requests answered, by the template of the route."
    )
    duration = Metric("deskbell_http_request_duration_seconds", "histogram", "Time from request to answer.")
    for each in counted:
        labels = {"method": each.method, "route": each.route}
        for status, count in each.statuses.items():
            number.add(count, {**labels, "status": status})
        sums = list(accumulate(each.buckets))
        for bound, total in zip((*map(str, BUCKETS), "+Inf"), sums, strict=True):
            duration.add(total, {**labels, "le": bound}, "_bucket")
        duration.add(each.seconds, labels, "_sum")
        duration.add(sums[-1], labels, "_count")
    return [number, duration]


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))
