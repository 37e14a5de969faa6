"""One file per family of checks. A check sees what was observed and what was expected, and answers with a finding."""

from grader.checks.adjoint import Adjoint, Subgradient
from grader.checks.agreement import SameAs
from grader.checks.apart import Apart
from grader.checks.close import Close, Known, Stable, Within
from grader.checks.contract import InputsUnchanged, RandomStateUntouched, Repeatable
from grader.checks.convergence import Reaches
from grader.checks.gradient import Gradient
from grader.checks.growth import Grows
from grader.checks.metamorphic import BatchOfOne, Linear, PermutedBatch, ShiftInvariant, Translated
from grader.checks.penalty import Penalties
from grader.checks.precision import SinglePrecision
from grader.checks.sanity import InitialLoss, Regularization
from grader.checks.source import NoCalls, NoImports
from grader.checks.speed import Faster
from grader.checks.statistics import KeptFraction, Mean, Spread
from grader.checks.trajectory import Trajectory
from grader.checks.trend import Falls, Overfits

__all__ = [
    "Adjoint",
    "Apart",
    "BatchOfOne",
    "Close",
    "Falls",
    "Faster",
    "Gradient",
    "Grows",
    "InitialLoss",
    "InputsUnchanged",
    "KeptFraction",
    "Known",
    "Linear",
    "Mean",
    "NoCalls",
    "NoImports",
    "Overfits",
    "Penalties",
    "PermutedBatch",
    "RandomStateUntouched",
    "Reaches",
    "Regularization",
    "Repeatable",
    "SameAs",
    "ShiftInvariant",
    "SinglePrecision",
    "Spread",
    "Stable",
    "Subgradient",
    "Trajectory",
    "Translated",
    "Within",
]
