"""Work as a number that is the same on every machine."""

import sys


def steps(function, *arguments):
    """How many lines of Python a call runs, its callees included; what is written in C counts as one line."""
    count = 0

    def tally(_frame, event, _argument):
        nonlocal count
        count += event == "line"
        return tally

    before = sys.gettrace()
    sys.settrace(tally)
    try:
        function(*arguments)
    finally:
        sys.settrace(before)
    return count
