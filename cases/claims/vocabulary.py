"""The closed lists of the ledger: what a claim can be, who says what, and how far it holds."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """What a claim is about, which decides how it could be confirmed."""

    UTTERANCE = "utterance", "Utterance: a party said something"
    CONDUCT = "conduct", "Conduct: something was done"
    ATTRIBUTION = "attribution", "Attribution: someone is responsible"
    FIGURE = "figure", "Figure: a quantity"
    LEGAL = "legal", "Legal: a charge or a finding"
    CONTEXT = "context", "Context: what the reader should know"


class Rung(TextChoices):
    """The ladder of attribution: each rung is a claim of its own, and none raises another."""

    L0 = "L0", "L0: the traffic happened"
    L1 = "L1", "L1: the accounts are operated together"
    L2 = "L2", "L2: by whom"
    L3 = "L3", "L3: for what purpose"
    L4 = "L4", "L4: the outputs were used in training"


#: From here up a claim says who, what for or to what end, and platform data can't show that.
ATTRIBUTING_RUNGS = frozenset({Rung.L2, Rung.L3, Rung.L4})


class Status(TextChoices):
    """How far a claim holds, in the words that every screen and export uses."""

    CONFIRMED = "confirmed", "Confirmed"
    REPORTED = "reported", "Reported"
    ALLEGED = "alleged", "Alleged"
    DISPUTED = "disputed", "Disputed"
    REFUTED = "refuted", "Refuted"
    NOT_ESTABLISHED = "not_established", "Not established"
    ASSESSED = "assessed", "Assessed"


#: From the weakest to the strongest thing that assertions can support for a claim.
#: Refuted speaks against the claim and assessed is our own judgement: neither is on the scale.
STRENGTH = (
    Status.NOT_ESTABLISHED,
    Status.ALLEGED,
    Status.DISPUTED,
    Status.REPORTED,
    Status.CONFIRMED,
)

#: What one person may never sign alone.
NEEDS_TWO = frozenset({Status.CONFIRMED, Status.REFUTED})


class Stance(TextChoices):
    """What a source says about a claim."""

    ASSERTS = "asserts", "asserts"
    REPEATS = "repeats", "repeats"
    CORROBORATES = "corroborates", "corroborates"
    DENIES = "denies", "denies"
    CONTRADICTS = "contradicts", "contradicts"
    DECLINES = "declines", "declines to comment"


SUPPORTS = frozenset({Stance.ASSERTS, Stance.REPEATS, Stance.CORROBORATES})
OPPOSES = frozenset({Stance.DENIES, Stance.CONTRADICTS})
#: Stances taken in the source's own voice rather than passed on from another.
OWN_VOICE = frozenset({Stance.ASSERTS, Stance.CORROBORATES}) | OPPOSES


class SourceKind(TextChoices):
    """What a source is."""

    OFFICIAL_RECORD = "official_record", "Official record"
    LETTER = "letter", "Letter"
    STATEMENT = "statement", "Statement"
    ARTICLE = "article", "Article"
    DATASET = "dataset", "Dataset"
    TESTIMONY = "testimony", "Testimony"
    OBSERVATION = "observation", "Observation"
    OTHER = "other", "Other document"


class Weight(TextChoices):
    """Whom a claim would burden if it were true."""

    AGAINST_SUBJECT = "against", "Speaks against the subject"
    FOR_SUBJECT = "for", "Speaks for the subject"
    NEITHER = "neither", "Neither"


class Precision(TextChoices):
    """How exactly a figure is stated."""

    EXACT = "exact", "exactly"
    APPROXIMATE = "approximate", "about"
    AT_MOST = "at_most", "nearly, at most"
    AT_LEAST = "at_least", "over, at least"
    RANGE = "range", "a range"


class Standard(TextChoices):
    """By what a claim can be confirmed or refuted."""

    RECORD = "record", "Record"
    ADMISSION = "admission", "Admission"
    INDEPENDENT = "independent_origins", "Independent origins"
    OBSERVATION = "direct_observation", "Direct observation"
    UTTERANCE_SEEN = "utterance_seen", "Utterance seen"
    WITHDRAWAL = "withdrawal", "Withdrawal"
