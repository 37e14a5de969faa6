# Tries to pass through the error handling: exceptions that raise when they are told, or claim another class.
# Must be an error like any other.
# outcome: nothing
class Passed(BaseException):
    def __str__(self):
        raise SystemExit(0)

    __repr__ = __str__
    __class__ = property(__str__)


def l2_penalty(W, reg):
    raise Passed from Passed()
