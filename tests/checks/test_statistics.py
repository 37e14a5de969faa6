"""Random numbers are judged by bounds that call no honest draw wrong, and tell what a wrong one is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from grader.authoring import BASE, Drawn, KeptFraction, Mean, Seen, Spread, Status, Verdict
from grader.checks.chance import DOUBT, is_likely_fraction, is_likely_mean, is_likely_spread
from grader.model import Finding, Observation

RNG = np.random.default_rng(7)


def judged(check: Any, output: np.ndarray, **inputs: Any) -> Finding:
    """What the check says of this output."""
    case = Drawn("drawn", inputs, visible=True)
    (label,) = [run.label for run in check.needs(case)] or [BASE]
    seen = Seen({BASE: Observation(Status.OK), label: Observation(Status.OK, {check.output: output})})
    found = check.judge(case, seen, seen)
    assert isinstance(found, Finding)
    return found


# ---------------------------------------------------------------- the bounds, against exact probabilities


@pytest.mark.parametrize("n", [1, 2, 10, 1000, 100_000])
def test_a_spread_is_refused_only_where_its_exact_probability_is_below_the_doubt(n: int) -> None:
    """For every number of draws, on both sides: the bound is no approximation."""
    for ratio in np.exp(np.linspace(-3, 3, 301)):
        drawn = np.full(n, np.sqrt(ratio))
        exact = min(stats.chi2.sf(n * ratio, n), stats.chi2.cdf(n * ratio, n))
        if not is_likely_spread(drawn, 1.0):
            assert exact <= DOUBT / 2


@pytest.mark.parametrize(("n", "factor"), [(1000, 1.25), (10_000, 1.07)])
def test_a_wrong_spread_is_refused_with_enough_draws(n: int, factor: float) -> None:
    """As precise as the check promises."""
    drawn = RNG.standard_normal((50, n))
    assert not any(is_likely_spread(factor**2 * row, 1.0) for row in drawn)
    assert not any(is_likely_spread(row / factor**2, 1.0) for row in drawn)


@pytest.mark.parametrize(("total", "fraction"), [(20, 0.3), (500, 0.9), (5000, 0.25)])
def test_a_fraction_is_refused_only_where_its_exact_probability_is_below_the_doubt(total: int, fraction: float) -> None:
    """Against the binomial distribution itself."""
    kept = np.arange(total + 1)
    exact = np.minimum(stats.binom.sf(kept - 1, total, fraction), stats.binom.cdf(kept, total, fraction))
    refused = np.array([not is_likely_fraction(int(k), total, fraction) for k in kept])
    assert refused.any()
    assert np.all(exact[refused] <= DOUBT / 2)


def test_a_mean_is_refused_only_where_its_exact_probability_is_below_the_doubt() -> None:
    """Against the normal distribution itself."""
    for n in (1, 30, 4000):
        for mean in np.linspace(0, 8, 200) / np.sqrt(n):
            if not is_likely_mean(np.full(n, mean), 0.0, 1.0):
                assert 2 * stats.norm.sf(mean * np.sqrt(n)) <= DOUBT


# ---------------------------------------------------------------- spread

HONEST = {
    "normal": RNG.standard_normal,
    "normal in float32": lambda shape: RNG.standard_normal(shape).astype(np.float32),
    "uniform with that deviation": lambda shape: np.sqrt(3) * RNG.uniform(-1, 1, shape),
    "cut off at two deviations": lambda shape: stats.truncnorm.rvs(-2, 2, size=shape, random_state=RNG) / 0.87963,
}


@pytest.mark.parametrize("kind", HONEST)
def test_honest_draws_pass(kind: str) -> None:
    """Thousands of them, in sizes as small networks have."""
    check = Spread("W", sd="scale")
    for _ in range(500):
        drawn = (0.03 * HONEST[kind]((20, 30))).astype(np.float64)
        found = judged(check, drawn, scale=0.03)
        assert found.verdict is Verdict.PASS, found.message
        assert found.telling


@pytest.mark.parametrize(
    ("drawn", "words"),
    [
        (lambda: RNG.standard_normal((50, 40)), "standard normal"),
        (lambda: 0.04**2 * RNG.standard_normal((50, 40)), "square"),
        (lambda: 0.2 * RNG.standard_normal((100, 60)), "root"),
        (lambda: 25.0 * RNG.standard_normal((50, 40)), "divided by"),
        (lambda: 0.04 * RNG.uniform(-1, 1, (50, 40)), "uniform"),
        (lambda: 0.04 * RNG.random((50, 40)), "np.random.rand"),
        (lambda: 0.04 + 0.04 * RNG.standard_normal((50, 40)), "centred"),
        (lambda: np.zeros((50, 40)), "0 in every entry"),
        (lambda: np.tile(0.04 * RNG.standard_normal((1, 40)), (50, 1)), "repeats"),
        (lambda: 0.14 * RNG.standard_normal((50, 40)), "size"),
        (lambda: 0.05 * RNG.standard_normal((50, 40)), "standard deviation"),
        (lambda: np.full((50, 40), np.nan), "finite"),
    ],
)
def test_wrong_draws_are_told_what_they_are(drawn: Any, words: str) -> None:
    """The sentence names the slip."""
    found = judged(Spread("W", sd="scale", called="scale"), drawn(), scale=0.04)
    assert found.verdict is Verdict.FAIL
    assert words in found.message


def test_a_draw_may_have_a_run_of_its_own() -> None:
    """The inputs that ask for it are changed, and no other check sees it."""
    check = Spread("W", sd=lambda case: 2 * case.inputs["scale"], inputs={"with_weights": True})
    case = Drawn("drawn", {"scale": 0.5}, visible=True)
    (run,) = check.needs(case)
    assert run.inputs == {"scale": 0.5, "with_weights": True}
    assert judged(check, RNG.standard_normal((30, 40)), scale=0.5).verdict is Verdict.PASS


# ---------------------------------------------------------------- mean and kept fraction


def dropped(keep: np.ndarray | float, shape: tuple[int, ...] = (40, 50)) -> np.ndarray:
    return (RNG.random(shape) < keep) / 0.8


def test_honest_masks_pass() -> None:
    """Each entry kept by a draw of its own."""
    for _ in range(500):
        assert judged(KeptFraction("out", fraction="p"), dropped(0.8), p=0.8).verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("mask", "words"),
    [
        (lambda: dropped(0.2), "one minus"),
        (lambda: dropped(1.0), "nothing is dropped"),
        (lambda: (RNG.standard_normal((40, 50)) > 0.2) * 1.0, "randn"),
        (lambda: dropped(0.6), "should be"),
        (lambda: np.repeat(dropped(0.8, (40, 1)), 50, axis=1), "axis 1"),
        (lambda: np.full((40, 50), np.inf), "finite"),
    ],
)
def test_wrong_masks_are_told_what_they_are(mask: Any, words: str) -> None:
    """Kept for dropped, nothing dropped, randn for rand, one draw for a whole row."""
    found = judged(KeptFraction("out", fraction="p", called="p"), mask(), p=0.8)
    assert found.verdict is Verdict.FAIL
    assert words in found.message


def test_a_mean_over_many_draws_tells_scaled_from_unscaled() -> None:
    """Inverted dropout of ones keeps the mean at 1; without the division it is p."""
    check = Mean("out", mean=1.0, within=0.625)
    assert judged(check, dropped(0.8)).verdict is Verdict.PASS
    assert judged(check, 0.8 * dropped(0.8)).verdict is Verdict.FAIL
