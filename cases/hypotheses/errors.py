"""What cannot be done to the matrix; each message is fit to show to the person who tried."""

from cases.core.errors import Refused

#: Why a mark needs words.
WHY_MARKS = "a mark that is not neutral is a judgement that others must be able to weigh."


class NothingSaid(Refused):
    pass


class ReasonMissing(Refused):
    pass


class AlreadyListed(Refused):
    pass


class RatedAlready(Refused):
    pass


class NotOpen(Refused):
    pass


class NotOfThisCase(Refused):
    pass


class NothingToAdd(Refused):
    pass


class RatedMeanwhile(Refused):
    pass


class UnknownHypothesis(Refused):
    pass
