"""Many deadlines at once, vectorised where numpy is installed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from sla.engine.compiled import CompiledHours
from sla.engine.errors import BusinessTimeError
from sla.engine.instants import EARLIEST, LATEST, duration_of, to_datetime, to_microseconds
from sla.engine.timeline import Timeline

if TYPE_CHECKING:
    from sla.engine.vectors import Vectors

# More than any hours hold. Cut to this, a promise is refused all the same, and sums stay within 64 bits.
BEYOND: Final = LATEST - EARLIEST + 1


def due_many(hours: CompiledHours, starts: Any, promises: Any) -> Any:
    """See `ServiceHours.due_many`."""
    if hasattr(starts, "dtype"):
        return _due_array(hours, starts, promises)
    return _due_list(hours, starts, promises)


def _due_list(
    hours: CompiledHours, starts: Sequence[datetime], promises: Sequence[timedelta] | timedelta
) -> list[datetime]:
    at = [to_microseconds(start) for start in starts]
    if isinstance(promises, timedelta):
        promises = [promises] * len(at)
    _refuse_other_length(len(at), len(promises))
    amounts = [min(duration_of(promise), BEYOND) for promise in promises]
    return [to_datetime(due, hours.zone) for due in _due_instants(hours, at, amounts)]


def _due_instants(hours: CompiledHours, at: list[int], amounts: list[int]) -> list[int]:
    try:
        import numpy as np
    except ImportError:
        dues = (hours.due(start, amount, ()) for start, amount in zip(at, amounts, strict=True))
        return [due for due in dues if due is not None]  # without pauses there is a deadline, or an error
    instants: list[int] = _due(hours, np.array(at, np.int64), np.array(amounts, np.int64)).tolist()
    return instants


def _due_array(hours: CompiledHours, starts: Any, promises: Any) -> Any:
    import numpy as np

    at = _microseconds(starts, "M", "starts")
    amounts = _microseconds(np.asarray(promises), "m", "promises")
    if amounts.ndim:
        _refuse_other_length(len(at), len(amounts))
    due = _due(hours, at, amounts)
    return due.astype("datetime64[us]") if starts.dtype.kind == "M" else due


def _microseconds(values: Any, kind: str, owner: str) -> Any:
    """The int64 of an array of numpy times (kind M or m) of any unit, of timedeltas, or of integers."""
    import numpy as np

    if kind == "m" and values.dtype.kind == "O":
        values = values.astype("timedelta64[us]")
    is_time = values.dtype.kind == kind
    if values.dtype.kind not in (kind, "i", "u") or (is_time and np.isnat(values).any()):
        raise BusinessTimeError("duration", f"The {owner} must be times or whole microseconds, none missing.")
    if is_time:
        values = values.astype(f"{kind}8[us]")
    return values.astype(np.int64, copy=False)


def _due(hours: CompiledHours, at: Any, amounts: Any) -> Any:
    """Deadlines of an array of instants and an array of amounts, or one amount."""
    import numpy as np

    if not at.size:
        return at.copy()
    if amounts.min() < 0:
        raise BusinessTimeError("negative", "A promise cannot be negative, and one of these is.")
    amounts = np.minimum(amounts, BEYOND)
    is_zero = amounts == 0
    timeline = hours.covering(int(at.min()), int(at.max()))
    while True:
        vectors = _vectors(timeline)
        interval = vectors.interval(at)
        used = vectors.worked_before(at, interval) + amounts
        if used.max() <= timeline.worked[-1] and not (is_zero & (interval == len(timeline.closes))).any():
            break
        timeline = hours.longer(timeline)
    due = vectors.earliest(used)
    return np.where(is_zero, vectors.first_open(at, interval), due) if is_zero.any() else due


def _vectors(timeline: Timeline) -> Vectors:
    """The timeline in numpy, made once."""
    from sla.engine.vectors import Vectors

    if timeline.vectors is None:
        timeline.vectors = Vectors(timeline)
    return timeline.vectors


def _refuse_other_length(starts: int, promises: int) -> None:
    if starts != promises:
        raise BusinessTimeError("length", f"There are {starts} starts and {promises} promises.")
