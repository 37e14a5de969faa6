"""Reports written by hand: one as students get them, one with everything right, and one that wants to do harm."""

from __future__ import annotations

from grader.model import ExerciseReport, GradedFinding, NamedMistake, Report, RunBlock, Verdict

RUN = RunBlock(
    wall="kernel",
    layers=("own uid", "rlimits", "no_new_privs", "seccomp"),
    missing_layers=("Landlock",),
    grader="0.1.0",
    python="3.11.7",
    numpy="2.4.6",
    started="2025-03-02T23:41:07+00:00",
    seconds=7.3819,
    fingerprint="9f2c1e0b7a64d8835be0f3f1c2a97d10",
)


def finding(check, case, verdict=Verdict.PASS, out_of=1.0, message="", hint="", *, visible=True, earned=None):
    if earned is None:
        earned = out_of if verdict is Verdict.PASS else 0.0
    return GradedFinding(check, case, visible, verdict, earned, out_of, message, hint)


def passed(check, cases, each=1.0):
    return [finding(check, case, out_of=each, visible=not case.startswith("one_")) for case in cases]


CASES = ("tiny_weights", "five_rows", "one_loud_row")

SUMMED = ExerciseReport(
    "softmax_loss_naive",
    "Softmax loss, with loops",
    earned=6.8,
    out_of=10.0,
    ungraded=0.0,
    found_in="cs231n/classifiers/softmax.py, line 7",
    mistakes=(NamedMistake("summed", "the loss is summed over the batch, not averaged", 0.2),),
    findings=(
        finding("initial_loss", "tiny_weights", Verdict.FAIL, 1.0,
                "With all weights zero the loss is 11.51; it should be log C = 2.303 (C = 10).",
                "Guessing among C classes costs log C: what is the loss of one example, and what of five?", earned=0.2),
        finding("loss", "tiny_weights", Verdict.FAIL, 1.0,
                "`loss` is 11.5129, expected 2.30258: 5 times too large (tolerance 1e-10).",
                "Divide by the number of examples before you add the penalty.", earned=0.2),
        finding("loss", "five_rows", Verdict.FAIL, 1.0,
                "`loss` is 14.0177, expected 2.80354: 5 times too large (tolerance 1e-10).",
                "Divide by the number of examples before you add the penalty.", earned=0.2),
        finding("loss", "one_loud_row", Verdict.FAIL, 1.0,
                "The loss is 4 times too large.",
                "Divide by the number of examples before you add the penalty.", visible=False, earned=0.2),
        *passed("dW", CASES),
        *passed("gradient", ("five_rows", "one_loud_row"), 1.0),
        finding("inputs_unchanged", "five_rows", out_of=1.0),
    ),
    printed="iteration 0 / 1: loss 11.512925\nnumeric: 0.180349 analytic: 0.180349, relative error: 2.1e-08\n",
)  # fmt: skip

OVERFLOWS = ExerciseReport(
    "softmax_loss_vectorized",
    "Softmax loss, vectorised",
    earned=7.0,
    out_of=10.0,
    ungraded=0.0,
    found_in="cs231n/classifiers/softmax.py, line 31",
    findings=(
        finding("initial_loss", "tiny_weights"),
        *passed("loss", ("tiny_weights", "five_rows")),
        *passed("dW", ("tiny_weights", "five_rows"), 1.5),
        finding("stability", "one_loud_row", Verdict.FAIL, 2.0, "The loss is not finite where scores are huge.",
                "`exp` overflows above 709. Subtracting a row's largest score changes no probability.", visible=False),
        finding("speed", "large", Verdict.FAIL, 1.0, "1.4 times as fast as the loops; 10 times is asked for.",
                "There is still a Python loop over the examples (line 36).", visible=True),
        finding("gradient", "five_rows"),
    ),
    notes=("Defined in softmax.py (line 31) and in softmax.ipynb (cell 4): the one in softmax.py was graded.",),
)  # fmt: skip

RIGHT = ExerciseReport(
    "svm_loss_naive",
    "Multiclass SVM loss, with loops",
    earned=8.0,
    out_of=8.0,
    ungraded=0.0,
    found_in="cs231n/classifiers/linear_svm.py, line 6",
    findings=(*passed("loss", CASES), *passed("dW", CASES), finding("initial_loss", "tiny_weights"),
              finding("gradient", "five_rows")),
    notes=("Recognised the convention that the penalty is halved: ½ · reg · ‖W‖².",),
)  # fmt: skip

MISSING = ExerciseReport(
    "elastic_net_penalty",
    "Elastic net penalty",
    earned=0.0,
    out_of=3.0,
    ungraded=0.0,
    found_in="",
    findings=(
        finding("value", "sparse_against_spread", Verdict.FAIL, 2.0, "No file defines `elastic_net_penalty`.",
                "Names must be exactly those of the handout; `elastic_net` in penalties.py, line 20, is close."),
        finding("dW", "sparse_against_spread", Verdict.SKIP, 1.0, "Not tried, because there is nothing to call."),
    ),
)  # fmt: skip

BROKE = ExerciseReport(
    "svm_loss_vectorized",
    "Multiclass SVM loss, vectorised",
    earned=4.0,
    out_of=8.0,
    ungraded=4.0,
    found_in="cs231n/classifiers/linear_svm.py, line 44",
    findings=(
        *passed("loss", ("tiny_weights", "five_rows"), 2.0),
        finding("speed", "large", Verdict.UNGRADED, 4.0, "The machine was too busy to compare times fairly."),
    ),
)

WRITTEN = ExerciseReport(
    "q1", "Question 1: why does the loss start at log C?", earned=0.0, out_of=2.0, ungraded=2.0, found_in=""
)

FAILING = Report(
    student="Ada Nguyễn",
    assignment="linear_classifiers",
    run=RUN,
    earned=25.8,
    out_of=41.0,
    ungraded=6.0,
    exercises=(SUMMED, OVERFLOWS, RIGHT, BROKE, MISSING, WRITTEN),
    notes=("cs231n/data_utils.py needs `six`, which is not here; nothing that is graded depends on it.",),
)

PERFECT = Report("grace", "linear_classifiers", RUN, earned=8.0, out_of=8.0, ungraded=0.0, exercises=(RIGHT,))

OPEN = Report("alan", "linear_classifiers", RUN, earned=4.0, out_of=10.0, ungraded=6.0, exercises=(BROKE, WRITTEN))

REFUSED = Report(
    "bomb", "linear_classifiers", RUN, earned=0.0, out_of=8.0, ungraded=0.0,
    refusal="homework.zip would unpack to 4.5 GB; 64 MB are allowed.",
)  # fmt: skip

EVIL = (
    "</style></title><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "[bold red]markup[/] [link=javascript:alert(1)]x[/link]",
    "javascript:alert(1)",
    "\x1b]0;owned\x07\x1b[2J\x1b[31mred\x9b31m",
    "user\u202egnp.exe\u2066x\u200b\ufeff",
    "{{ 7 * 7 }}{% raw %}",
    "a\x00b\x08c\x7fd",
    "half\udcff\ud800",
    "line\r\nbreak\u2028and\u2029\x85\x0bmore",
    '=HYPERLINK("http://x")',
    "Z̷̢̛͎a͏l̡g̵o " + "o\u0301\u0302\u0303" * 20,
    "😀👩‍💻 \U000e0041",
    "x" * 5000,
)  # fmt: skip


def hostile(evil: str) -> Report:
    """A report in which every string is `evil`."""
    findings = tuple(GradedFinding(evil, evil, flag, verdict, 0.0, 1.0, evil, evil)
                     for verdict in Verdict for flag in (True, False))  # fmt: skip
    mistakes = (NamedMistake(evil, evil, 0.25),)
    exercise = ExerciseReport(evil, evil, 1.0, 3.0, 1.0, evil, mistakes, findings, (evil,), evil)
    run = RunBlock(evil, (evil,), (evil,), evil, evil, evil, evil, 1.0, evil)
    return Report(evil, evil, run, 1.0, 3.0, 1.0, (exercise, exercise), (evil,), evil)


ALL = (FAILING, PERFECT, OPEN, REFUSED, *map(hostile, EVIL))
