"""The meter: one clock at one instant, drawn as a line that fills with business time.

The promise always stands at 60 % of the width, so that in a list the promises make one vertical line. What
lies before it is drawn to scale. After it each escalation level takes one step of 12 % (72, 84, 96), linear
inside each step, so that 30 minutes and 24 hours both fit. Positions are texts for SVG, such as "48.5%".
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, lru_cache
from itertools import pairwise

from tickets.choices import ClockState

PROMISE_AT = 60.0
END_AT = 100.0
STEP = 12.0
STEPS_END = 36.0
FUSE_GAP = 1.5
ZERO = timedelta(0)


@dataclass(frozen=True)
class Level:
    """A rung of the ladder, or the client's grace: business time after the promise (negative: before)."""

    offset: timedelta
    label: str = ""
    fired: bool = False


@dataclass(frozen=True)
class Mark:
    """A level at its place on the meter."""

    at: str
    label: str
    fired: bool


@dataclass(frozen=True, eq=False)
class Scale:
    """What a meter is drawn against: where amounts of time stand, and what marks the way beyond the promise."""

    promise: timedelta
    levels: tuple[Level, ...]
    grace: Level | None

    def position(self, elapsed: timedelta) -> float:
        """Where so much elapsed time stands, in percent."""
        over = elapsed - self.promise
        if over > ZERO:
            return self._position_beyond(over)
        return PROMISE_AT * (max(elapsed, ZERO) / self.promise) if self.promise else 0.0

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """The levels, each in its place."""
        early = (
            Mark(percent(self.position(self.promise + level.offset)), level.label, level.fired)
            for level in self._levels
            if level.offset < ZERO
        )
        late = (
            Mark(percent(place), level.label, level.fired)
            for level, (_, place) in zip(self._late, self._knots[1:], strict=False)
        )
        return (*early, *late)

    @cached_property
    def diamond(self) -> Mark | None:
        """The client's grace in its place, above the line."""
        if self.grace is None:
            return None
        place = self.position(self.promise + self.grace.offset)
        return Mark(percent(place), self.grace.label, self.grace.fired)

    @cached_property
    def _levels(self) -> list[Level]:
        return sorted(self.levels, key=lambda level: level.offset)

    @cached_property
    def _late(self) -> list[Level]:
        return [level for level in self._levels if level.offset >= ZERO]

    @cached_property
    def _step(self) -> float:
        return min(STEP, STEPS_END / max(len(self._late), 1))

    @cached_property
    def _knots(self) -> list[tuple[timedelta, float]]:
        """The promise and each level after it: how far beyond the promise, and where that stands.

        Where nobody may see levels, the client's grace is the first step.
        """
        steps = self._late or [level for level in (self.grace,) if level is not None and level.offset > ZERO]
        places = [(level.offset, PROMISE_AT + self._step * number) for number, level in enumerate(steps, start=1)]
        return [(ZERO, PROMISE_AT), *places]

    def _position_beyond(self, over: timedelta) -> float:
        for (low, place), (high, _) in pairwise(self._knots):
            if over < high:
                return place + self._step * ((over - low) / (high - low))
        low, place = self._knots[-1]
        return min(place + self._step * ((over - low) / self._last_step), END_AT)

    @property
    def _last_step(self) -> timedelta:
        """The business time that one step means beyond the last level: as much as in the step before it."""
        offsets = [offset for offset, _ in self._knots]
        last = offsets[-1] - offsets[-2] if len(offsets) > 1 else ZERO
        return last or self.promise or timedelta(hours=1)


@lru_cache(maxsize=512)
def _scale(promise: timedelta, levels: tuple[Level, ...], grace: Level | None) -> Scale:
    """A list draws hundreds of clocks against the same few promises and ladders."""
    return Scale(promise, levels, grace)


@dataclass(frozen=True)
class Meter:
    """The drawing of one clock at one instant.

    Durations are time of the clock's calendar; `promise` is None where nothing was promised. `overdue_by` is
    positive once the deadline has passed, whatever was promised since. `cuts` are the amounts of elapsed time at
    which the shop closed or the clock was paused.
    """

    state: ClockState
    elapsed: timedelta = ZERO
    promise: timedelta | None = None
    overdue_by: timedelta = ZERO
    levels: tuple[Level, ...] = ()
    grace: Level | None = None
    cuts: tuple[timedelta, ...] = ()

    @property
    def head(self) -> str:
        """Where the clock stands."""
        return percent(self._head)

    @property
    def fill(self) -> str:
        """How far the bar reaches before the promise."""
        return percent(min(self._head, PROMISE_AT))

    @property
    def over(self) -> str:
        """How far the thick bar reaches beyond the promise; empty where the promise is not used up."""
        return percent(self._head) if self._head > PROMISE_AT else ""

    @property
    def fuse(self) -> str:
        """Where the dotted fuse of a clock at risk begins; empty where there is none."""
        start = self._head + FUSE_GAP
        return percent(start) if self.state is ClockState.RISK and start < PROMISE_AT else ""

    @property
    def folds(self) -> list[str]:
        """Where the bar is cut because time stood still."""
        before = (cut for cut in self.cuts if ZERO < cut < min(self.elapsed, self._promise))
        return [percent(self.scale.position(cut)) for cut in before]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The levels, each in its place."""
        return self.scale.marks

    @property
    def diamond(self) -> Mark | None:
        """The client's grace in its place, above the line."""
        return self.scale.diamond

    @cached_property
    def scale(self) -> Scale:
        return _scale(self._promise, self.levels, self.grace)

    @property
    def _promise(self) -> timedelta:
        return self.promise or ZERO

    @cached_property
    def _head(self) -> float:
        return self.scale.position(self._promise + self.overdue_by if self.overdue_by else self.elapsed)


def percent(position: float) -> str:
    """48.52 -> "48.5%": one decimal, a point in every language, for SVG."""
    return f"{position:.1f}%"
