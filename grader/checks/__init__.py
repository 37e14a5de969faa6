"""One file per family of checks. A check sees what was observed and what was expected, and answers with a finding."""

from grader.checks.agreement import SameAs
from grader.checks.close import Close, Known, Stable, Within
from grader.checks.contract import InputsUnchanged, RandomStateUntouched, Repeatable
from grader.checks.gradient import Gradient
from grader.checks.penalty import Penalties
from grader.checks.precision import SinglePrecision
from grader.checks.sanity import InitialLoss, Regularization
from grader.checks.source import NoCalls, NoImports
from grader.checks.speed import Faster
from grader.checks.statistics import KeptFraction, Mean, Spread
from grader.checks.trend import Falls, Overfits

__all__ = [
    "Close",
    "Falls",
    "Faster",
    "Gradient",
    "InitialLoss",
    "InputsUnchanged",
    "KeptFraction",
    "Known",
    "Mean",
    "NoCalls",
    "NoImports",
    "Overfits",
    "Penalties",
    "RandomStateUntouched",
    "Regularization",
    "Repeatable",
    "SameAs",
    "SinglePrecision",
    "Spread",
    "Stable",
    "Within",
]
