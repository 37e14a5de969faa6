"""How far the statistics of honest random numbers stray: pure bounds, each with its source.

Each is an inequality that holds for every number of draws n, not an approximation for large ones, so that a right
answer is called wrong with a probability of at most `doubt`:

- *Mean.* The mean of n independent draws with mean 0, each sub-Gaussian with variance proxy s² (normal draws of
  standard deviation s are, and so are all draws from an interval of length 2s), strays by t or more with a probability
  of at most 2·exp(-n·t² / 2s²). Chernoff's method; Boucheron, Lugosi & Massart, Concentration Inequalities (2013), 2.3
  and 2.6.
- *Spread.* The mean square of n normal draws is s²·z, where n·z has a χ² distribution with n degrees of freedom, and
  P(z ≥ a) for a > 1, like P(z ≤ a) for a < 1, is at most (a·exp(1 - a))^(n/2). Chernoff's method; Dasgupta & Gupta, An
  elementary proof of a theorem of Johnson and Lindenstrauss (2003), lemma 2.2. The upper bound holds for all draws
  whose even moments are no larger than the normal ones (uniform, truncated).
- *Fraction.* Of n draws that are kept with probability p, P(kept / n ≥ a) for a > p, like P(kept / n ≤ a) for a < p, is
  at most exp(-n·KL(a‖p)), where KL(a‖p) = a·ln(a/p) + (1 - a)·ln((1 - a)/(1 - p)). Chernoff (1952); Hoeffding,
  Probability inequalities for sums of bounded random variables (1963), theorem 1.
"""

from __future__ import annotations

import math

import numpy as np

DOUBT = 1e-9
"""How often, at most, a right answer may be called wrong: once in a thousand million gradings."""


def is_likely_mean(drawn: np.ndarray, mean: float, proxy: float, doubt: float = DOUBT) -> bool:
    """Whether such a mean comes from independent draws with this mean and (sub-Gaussian) standard deviation."""
    return abs(float(np.mean(drawn)) - mean) <= proxy * math.sqrt(2 * math.log(2 / doubt) / drawn.size)


def is_likely_spread(drawn: np.ndarray, sd: float, doubt: float = DOUBT) -> bool:
    """Whether such a mean square comes from independent normal draws with mean 0 and this standard deviation."""
    ratio = float(np.mean(drawn * drawn)) / sd**2 if sd else math.inf
    return 0 < ratio < math.inf and drawn.size / 2 * (ratio - 1 - math.log(ratio)) <= math.log(2 / doubt)


def is_likely_fraction(kept: int, total: int, fraction: float, doubt: float = DOUBT) -> bool:
    """Whether `kept` of `total` are kept when each is with this probability."""
    return total * divergence(kept / total, fraction) <= math.log(2 / doubt)


def is_likely_agreement(groups: int, members: int, fraction: float, doubt: float = DOUBT) -> bool:
    """Whether in so many groups all members agree by chance, when each is kept with this probability."""
    agree = fraction**members + (1 - fraction) ** members
    return agree > 0 and groups * math.log(agree) >= math.log(doubt)


def divergence(seen: float, fraction: float) -> float:
    """KL(seen‖fraction) of two coins, in nats; infinite where the one does what the other never does."""
    parts = ((seen, fraction), (1 - seen, 1 - fraction))
    if any(one > 0 and other <= 0 for one, other in parts):
        return math.inf
    return sum(one * math.log(one / other) for one, other in parts if one > 0)
