# Tries to survive being stopped: ignores every signal, swallows every exception, in every thread.
# Must be stopped all the same.
# outcome: nothing
# says: did not finish
import signal
import threading


def stubborn():
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


def l2_penalty(W, reg):
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    threading.Thread(target=stubborn).start()
    stubborn()
