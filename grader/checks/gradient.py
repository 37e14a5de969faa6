"""Does the gradient fit the loss? Directional derivatives of the student's own loss along secret directions.

For a direction v the slope <dL/dW, v> is measured on a ladder of steps (`slopes`) and compared with <dW, v>. A few
directions see every entry of the gradient at once, whatever its size.

**The tolerance** follows from the measurement: ten times the estimated error of the slope, which has in it the loss's
conditioning, its scale and the dtype; plus the rounding of the claimed inner product; plus RESOLUTION of a typical
entry, below which nobody calls a difference a mistake. All of them scale with the loss.

**Kinks** are never blamed on the student. Where a direction that does not fit has a kink at the point, or its slope
does not settle, nothing is concluded: the inputs are moved by a hundredth, secretly, and everything is measured again
there, up to REDRAWS times; almost every point of a piecewise smooth function has no kink near it. A loss that settles
nowhere (it may give another value each time) leaves the verdict to the reference: its gradient, and no other, passes.

**Zero against zero** fits trivially, so it passes only where the reference's slopes are zero too.

**Where** a gradient is wrong is told: by comparison with the reference where the student's loss has the reference's
slopes; else by measuring along directions that are confined to parts of the array, of which the wrong ones are split
once more (`whereabouts`).

Sources: Moré & Wild (2011) and Richardson (1911) for `slopes`; CS231n, "Gradient checks", for the practice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from grader.checks.comparison import compare
from grader.checks.picturing import of_slopes
from grader.checks.slopes import NARROW_RUNGS, RUNGS, Slopes, along, draw_directions, read_slopes, steps_of, unit
from grader.checks.verdicts import ended, failed, passed
from grader.checks.whereabouts import Region, in_words, narrowed, of_regions, regions
from grader.checks.wording import number, shape_words
from grader.model import Drawn, Finding, Inputs, MoreRuns, Picture, Run, Seen, Status, Sweep

RESOLUTION = 1e-7
"""Of a gradient's typical entry, its norm over √n: right gradients differ by 1e-13, the nearest mistakes by 1e-3."""
REDRAWS = 2
MOVED = 0.01
"""How far the inputs are moved from a kink, of their root mean square: far against the ladder's short steps."""
CLOSER_LOOKS = 2


@dataclass(frozen=True, eq=False)
class Site:
    """A point at which slopes are measured: the case's own inputs, or those moved a little from a kink."""

    turn: int
    base: Run
    sweep: Run
    directions: np.ndarray
    ladder: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Reading:
    """What was measured at a site, beside what was claimed there."""

    slopes: Slopes
    claimed: np.ndarray
    """(K,): the student's gradient along the directions."""
    truth: np.ndarray
    """(K,): the reference's."""
    tolerance: np.ndarray
    settled: np.ndarray
    """(K,) whether the slope was measured to the cube root of the precision, the best that plain differences give."""

    @property
    def fits(self) -> np.ndarray:
        """Whether the claimed slope is the measured one, by direction."""
        return np.asarray(np.abs(self.slopes.values - self.claimed) <= self.tolerance)

    @property
    def fair(self) -> np.ndarray:
        """Whether a direction may speak against it: its slope was measured, and no kink can be blamed."""
        return np.asarray(self.settled & ~self.slopes.kinked)

    @property
    def margin(self) -> float:
        """The largest deviation along a fair direction, in units of the tolerance."""
        off = np.abs(self.slopes.values - self.claimed)
        with np.errstate(divide="ignore"):  # infinitely far from a tolerance of zero
            return float(np.max(np.divide(off, self.tolerance, out=np.zeros_like(off), where=self.fair & (off > 0))))

    @property
    def against(self) -> np.ndarray:
        """Whether a direction speaks against it."""
        return np.asarray(self.fair & ~self.fits)

    @property
    def right(self) -> bool:
        """Every direction speaks for it."""
        return bool((self.settled & self.fits).all())

    @property
    def empty(self) -> bool:
        """Zero was compared with zero, where the reference's slopes are not zero."""
        nothing = (np.abs(self.slopes.values) <= self.tolerance) & (np.abs(self.claimed) <= self.tolerance)
        return bool(nothing.all() and (np.abs(self.truth) > self.tolerance).any())

    @property
    def elsewhere(self) -> bool:
        """What was measured is not what the reference's gradient says, and no kink can be blamed.

        Beside a right value that is no other convention: small steps were recognised, and answered by a formula.
        """
        off = np.abs(self.slopes.values - self.truth) > self.tolerance
        return bool((self.fair & off).any())

    @property
    def expected_slopes(self) -> bool:
        """Whether the student's loss rises and falls as the reference's gradient says."""
        return bool((np.abs(self.slopes.values - self.truth) <= self.tolerance).all())


@dataclass(frozen=True)
class Gradient:
    """`grad` is the gradient of `loss` with respect to the input `wrt`.

    For a layer, `loss` is its output and `upstream` the input that comes from above, of the output's shape ("dout"):
    then `grad` is the gradient of the number sum(upstream * output). The probe runs forward and backward, so that the
    backward pass works on the student's own cache.
    """

    loss: str
    wrt: str
    grad: str
    on: tuple[str, ...] = ()
    upstream: str = ""

    @property
    def key(self) -> str:
        """`gradient`, or `gradient_<wrt>` for inputs other than W."""
        return "gradient" if self.wrt == "W" else f"gradient_{self.wrt}"

    @property
    def followed(self) -> str:
        """The number that is differentiated, in words."""
        return f"the sum of {self.upstream}·{self.loss}" if self.upstream else self.loss

    def needs(self, case: Drawn) -> Iterable[Run]:
        """One sweep: every direction, every rung and its half, both signs."""
        yield self._site(case, 0).sweep

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding | MoreRuns:
        """At the case's own inputs; beside them, if there is a kink; by the reference, if nothing settles."""
        for turn in range(REDRAWS + 1):
            site = self._site(case, turn)
            if site.sweep.label not in seen.runs:
                return MoreRuns((site.base, site.sweep))
            unusable = self._unusable(case, site, seen, expected)
            if unusable is not None:
                return unusable
            reading = self._read(site, seen, expected)
            if reading.empty:
                said = f"{self.followed} does not change when {self.wrt} does: nothing to take a gradient of"
                return failed(self, case, said, said)
            if reading.against.any():
                return self._explain(case, site, reading, seen, expected)
            if reading.right:
                return self._fitting(case, site, reading, seen, expected)
        return self._undecided(case, seen, expected)

    # ------------------------------------------------------------ the runs

    def _site(self, case: Drawn, turn: int) -> Site:
        label = f"sweep of {self.loss} over {self.wrt}"
        shape = np.shape(case.inputs[self.wrt])
        directions = draw_directions(case.seed, shape, stream=turn)
        ladder = NARROW_RUNGS if _eps(case.inputs[self.wrt]) > 1e-9 else RUNGS
        if not turn:
            sweep = self._sweep(case.seed, label, case.inputs, directions, ladder)
            return Site(0, Run("base", case.inputs), sweep, directions, ladder)
        here = np.asarray(case.inputs[self.wrt])
        away = draw_directions(case.seed, shape, count=2, stream=100 + turn)[1] * MOVED * (_norm(here) or 1.0)
        inputs = {**case.inputs, self.wrt: (here + away).astype(here.dtype)}
        base = Run(f"beside a kink of {self.loss} over {self.wrt}, {turn}", inputs, seed=case.seed)
        sweep = self._sweep(case.seed, f"{label}, beside a kink, {turn}", inputs, directions, ladder)
        return Site(turn, base, sweep, directions, ladder)

    def _sweep(self, seed: int, label: str, inputs: Inputs, directions: np.ndarray, ladder: tuple[float, ...]) -> Run:
        weights = np.asarray(inputs[self.upstream], dtype=np.float64) if self.upstream else None
        sweep = Sweep(self.wrt, self.loss, directions, steps_of(ladder), weights)
        return Run(label, inputs, sweep=sweep, seed=seed, theirs_only=True)

    # ------------------------------------------------------------ reading them

    def _unusable(self, case: Drawn, site: Site, seen: Seen, expected: Seen) -> Finding | None:
        """Why nothing can be compared at this site; None if it can."""
        base = seen[site.base.label]
        for run in (base, seen[site.sweep.label]):
            if run.status is not Status.OK:
                return ended(self, case, run, f"with {self.wrt} moved a little")
        grad, truth = base.arrays.get(self.grad), expected.base.arrays[self.grad]
        if grad is not None and grad.shape == truth.shape and grad.dtype.kind in "biuf":
            return None
        got = "missing" if grad is None else "complex" if grad.dtype.kind == "c" else "of shape "
        got += shape_words(grad.shape, case.letters) if grad is not None and got.endswith(" ") else ""
        said = f"{self.grad} is {got}; a gradient has the shape of what it is taken by, {self.wrt}"
        return failed(self, case, said, said)

    def _read(self, site: Site, seen: Seen, expected: Seen) -> Reading:
        base = seen[site.base.label]
        claimed = base.arrays[self.grad].astype(np.float64)
        truth = self._truth(site, expected).astype(np.float64)
        eps = max(_eps(site.base.inputs[self.wrt]), _eps(base.arrays.get(self.loss)))
        middle, terms = self._contracted(site, base.arrays.get(self.loss))
        here = np.asarray(site.base.inputs[self.wrt], dtype=np.float64)
        size = max(_norm(truth), _norm(claimed))
        floor = eps / 2 * (terms + max(_norm(here * truth), _norm(here * claimed)))
        slopes = read_slopes(seen[site.sweep.label].arrays["sweep"], middle, floor, site.ladder)
        rounding = 64 * max(eps, _eps(base.arrays[self.grad])) * along(np.abs(site.directions), np.abs(claimed))
        tolerance = 10 * slopes.errors + RESOLUTION * _norm(truth) / np.sqrt(max(truth.size, 1)) + rounding
        settled = (slopes.errors <= np.cbrt(eps) * size) | (size == 0)
        return Reading(slopes, along(site.directions, claimed), along(site.directions, truth), tolerance, settled)

    def _truth(self, site: Site, expected: Seen) -> np.ndarray:
        """The reference's gradient at the site; at the case's own inputs, where nobody computed it beside them."""
        beside = expected.runs.get(site.base.label)
        return (beside if beside is not None and beside.status is Status.OK else expected.base).arrays[self.grad]

    def _contracted(self, site: Site, output: np.ndarray | None) -> tuple[float, float]:
        """The followed number at the site, and the size of the terms it is the sum of."""
        if output is None or output.dtype.kind == "c":
            return float("nan"), 0.0
        weights = np.asarray(site.base.inputs[self.upstream]) if self.upstream else np.ones(())
        if weights.shape != output.shape:
            return float("nan"), 0.0
        terms = np.multiply(weights, output, dtype=np.float64)
        return float(terms.sum()), float(np.abs(terms).sum())

    # ------------------------------------------------------------ saying what was found

    def _fitting(self, case: Drawn, site: Site, reading: Reading, seen: Seen, expected: Seen) -> Finding:
        """It fits what was measured; that must be what belongs to a right loss."""
        if not site.turn and reading.elsewhere and self._as_expected(self.loss, seen, expected):
            said = f"{self.followed} is as expected, but changes otherwise than it should when {self.wrt} does"
            return failed(self, case, said, said)
        return replace(passed(self, case, self._remark(site, seen, expected)), margin=reading.margin)

    def _undecided(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:
        mismatch = compare(self.grad, seen.base.arrays.get(self.grad), expected.base.arrays[self.grad])
        if mismatch is None:
            return passed(self, case)
        said = f"{self.followed} cannot be differentiated here by small steps, and {self.grad} is not the expected one"
        return failed(self, case, said, said)

    def _remark(self, site: Site, seen: Seen, expected: Seen) -> str:
        """Told apart: right for the loss that was written, and right."""
        if site.turn or self._as_expected(self.loss, seen, expected):
            return ""
        if self.upstream:
            return f"{self.grad} is right for the {self.loss} that you compute; {self.loss} is what is wrong"
        return f"{self.grad} is right for the loss that you wrote; the loss is what is wrong"

    def _as_expected(self, output: str, seen: Seen, expected: Seen) -> bool:
        return compare(output, seen.base.arrays.get(output), expected.base.arrays[output]) is None

    def _explain(self, case: Drawn, site: Site, reading: Reading, seen: Seen, expected: Seen) -> Finding | MoreRuns:
        """What does not fit what, by how much, and where."""
        worst = int(np.argmax(np.where(reading.against, np.abs(reading.slopes.values - reading.claimed), -np.inf)))
        measured, claimed = number(reading.slopes.values[worst]), number(reading.claimed[worst])
        numbers = f": along a random direction {self.followed} changes at {measured}, {self.grad} says {claimed}"
        if not site.turn and self._as_expected(self.grad, seen, expected):
            role = "output" if self.upstream else "loss"
            said = f"{self.grad} is as expected, but your {self.loss} is not the {role} that it belongs to"
            if self._as_expected(self.loss, seen, expected):
                said = f"{self.loss} and {self.grad} are as expected, but with {self.wrt} moved a little {self.loss}"
                said += " changes otherwise: does something of an earlier call remain?"
            return replace(failed(self, case, said + numbers, said), margin=reading.margin)
        picture = self._picture(reading) if case.visible else None
        said = f"{self.grad} is not the gradient of your {self.loss}"
        if self.upstream:
            said = f"{self.grad} is not the gradient of {self.followed}, with your own {self.loss}"
        where = self._where(case, site, reading, seen, expected)
        if isinstance(where, MoreRuns):
            return where
        exactly, discreetly = (f"; it is wrong {words}" if words else "" for words in where)
        finding = failed(self, case, said + numbers + exactly, said + discreetly)
        return replace(finding, margin=reading.margin, picture=picture)

    def _picture(self, reading: Reading) -> Picture:
        """What the gradient says of each direction, over what was measured there."""
        fair = reading.fair
        measured, tolerance = reading.slopes.values[fair], reading.tolerance[fair]
        return of_slopes(self.grad, measured, reading.claimed[fair], tolerance)

    def _where(
        self, case: Drawn, site: Site, reading: Reading, seen: Seen, expected: Seen
    ) -> tuple[str, str] | MoreRuns:
        """Which part of the gradient is wrong, in words with and without places."""
        letters = case.shapes.get(self.grad, "").split()
        grad, truth = seen[site.base.label].arrays[self.grad], self._truth(site, expected)
        if reading.expected_slopes:
            limit = 1e-6 * np.max(np.abs(truth), initial=0.0)
            return in_words(~(np.abs(grad.astype(np.float64) - truth) <= limit), letters)
        return self._look_closer(case, self._close_by(site, reading), seen, expected, letters)

    def _look_closer(
        self, case: Drawn, site: Site, seen: Seen, expected: Seen, letters: Sequence[str]
    ) -> tuple[str, str] | MoreRuns:
        """Slopes along directions confined to parts of the array; the one wrong part is split once more."""
        shape = site.directions.shape[1:]
        within: dict[int, tuple[int, int]] = {}
        said = ("", "")
        for turn in range(CLOSER_LOOKS):
            examined = regions(shape, letters, within)
            look = self._confined(case, site, examined, turn)
            if look.sweep.label not in seen.runs:
                return MoreRuns((look.sweep,))
            if seen[look.sweep.label].status is not Status.OK:
                return said
            reading = self._read(look, seen, expected)
            wrong = [region for region, against in zip(examined, reading.against, strict=True) if against]
            said = of_regions(wrong, examined, letters) if turn == 0 else _refined(said, wrong, examined, letters)
            within = narrowed(wrong, shape)
            if not within:
                return said
        return said

    def _close_by(self, site: Site, reading: Reading) -> Site:
        """The same with the two rungs that served best: a place is sought with few evaluations, or not at all."""
        best = int(np.median(reading.slopes.chosen))
        return replace(site, ladder=site.ladder[best - 1 : best + 1])

    def _confined(self, case: Drawn, site: Site, examined: Sequence[Region], turn: int) -> Site:
        whole = draw_directions(case.seed, site.directions.shape[1:], count=len(examined), stream=200 + turn)
        directions = np.stack([unit(each * region.mask) for each, region in zip(whole, examined, strict=True)])
        label = f"{site.sweep.label}, closer {turn}"
        sweep = self._sweep(case.seed, label, site.base.inputs, directions, site.ladder)
        return replace(site, sweep=replace(sweep, optional=True), directions=directions)


def _refined(
    said: tuple[str, str], wrong: Sequence[Region], examined: Sequence[Region], letters: Sequence[str]
) -> tuple[str, str]:
    """A closer look's words, where it found anything."""
    return of_regions(wrong, examined, letters) if wrong else said


def _norm(array: np.ndarray) -> float:
    return float(np.linalg.norm(array))


def _eps(array: object) -> float:
    """The precision that an array of this dtype has; float64's for whole numbers."""
    dtype = np.asarray(array).dtype
    return float(np.finfo(dtype if dtype.kind == "f" else np.float64).eps)
