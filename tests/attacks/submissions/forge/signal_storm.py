# Tries to break in between the worker's steps: a timer whose handler raises, again and again.
# Must earn nothing, and harm nobody else.
# outcome: nothing
# varies: with the moment at which it strikes
import signal


def strike(*rest):
    raise KeyboardInterrupt


def l2_penalty(W, reg):
    signal.signal(signal.SIGALRM, strike)
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.0005)
    return 0.0, W * 0
