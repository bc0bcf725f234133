"""What cannot be done in the ledger; each message is fit to show to the person who tried."""

from cases.core.errors import Refused


class LineageClosesCycle(Refused):
    pass


class AlreadyRests(Refused):
    pass


class NotOfThisCase(Refused):
    pass


class PassageMissing(Refused):
    pass


class AlreadySaid(Refused):
    pass


class NotADenial(Refused):
    pass


class ReasonMissing(Refused):
    pass


class ClaimMalformed(Refused):
    pass


class ClaimIsSigned(Refused):
    pass


class ClaimInUse(Refused):
    pass


class SourceInUse(Refused):
    pass


class AboveTheCeiling(Refused):
    pass


class NoChange(Refused):
    pass


class ProposalOpen(Refused):
    pass


class ProposalDecided(Refused):
    pass


class ResponseIncomplete(Refused):
    pass


class AnsweredAlready(Refused):
    pass


class NotAnAddress(Refused):
    pass


class NoSecondOrigin(Refused):
    pass


class RunsSpeak(Refused):
    pass


class GroundsMissing(Refused):
    pass


class QuotationGone(Refused):
    pass


class ClaimThere(Refused):
    pass


class NotInTheText(Refused):
    pass
