"""One file per family of checks. A check sees what was observed and what was expected, and answers with a finding."""

from grader.checks.agreement import SameAs
from grader.checks.apart import Apart
from grader.checks.close import Close, Known, Stable, Within
from grader.checks.contract import InputsUnchanged, RandomStateUntouched, Repeatable
from grader.checks.convergence import Reaches
from grader.checks.gradient import Gradient
from grader.checks.sanity import InitialLoss, Regularization
from grader.checks.source import NoCalls, NoImports
from grader.checks.speed import Faster
from grader.checks.trajectory import Trajectory
from grader.checks.trend import Falls, Overfits

__all__ = [
    "Apart",
    "Close",
    "Falls",
    "Faster",
    "Gradient",
    "InitialLoss",
    "InputsUnchanged",
    "Known",
    "NoCalls",
    "NoImports",
    "Overfits",
    "RandomStateUntouched",
    "Reaches",
    "Regularization",
    "Repeatable",
    "SameAs",
    "Stable",
    "Trajectory",
    "Within",
]
