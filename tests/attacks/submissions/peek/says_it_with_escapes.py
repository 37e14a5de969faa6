# Tells what it sees in exceptions whose type, text and arguments hold escapes, markup, formulas and halves of letters.
# Must be shown without being obeyed, and of hidden cases not at all.
# outcome: nothing
# says: raises an error
NAME = "\x1b[2J\x1b]0;owned\x07<img src=x onerror=alert(1)>\u202e"


def l2_penalty(W, reg):
    print("\x1b]8;;javascript:alert(1)\x07=HYPERLINK(1)\r\x9b31m\u2028")
    raise type(NAME, (Exception,), {"__module__": "<script>alert(1)</script>"})("\ud800</pre>", NAME)
