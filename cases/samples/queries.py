from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from accounts.models import User
from cases.samples.draw import Interval, wilson
from cases.samples.models import REVEAL_LASTS, Draw, Label, Sample
from cases.samples.redaction import Span, find


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a sample's text; a removed one says why, and shows nothing of what it was."""

    text: str
    removed: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A sample as one person may read it now."""

    prompt: list[Piece]
    output: list[Piece]
    is_revealed: bool
    removed_count: int


@dataclass(frozen=True, slots=True)
class Share:
    """How many samples of a draw at least one person labelled so."""

    capability: str
    count: int
    interval: Interval


def reading_of(sample: Sample, user: User) -> Reading:
    """The sample masked, or as it is for someone who gave a reason within the last hour."""
    prompt, output = find(sample.prompt), find(sample.output)
    revealed = is_revealed_to(user, sample)
    return Reading(
        prompt=_pieces(sample.prompt, () if revealed else prompt),
        output=_pieces(sample.output, () if revealed else output),
        is_revealed=revealed,
        removed_count=len(prompt) + len(output),
    )


def is_revealed_to(user: User, sample: Sample) -> bool:
    """Whether the person gave a reason to read it unmasked, not too long ago."""
    since = timezone.now() - REVEAL_LASTS
    return sample.reveals.filter(by=user, at__gt=since).exists()


def label_shares(draw: Draw) -> list[Share]:
    """Each capability's share of a draw's labelled samples, with its 95 % interval.

    Empty for a stratified draw: its strata have different chances, so a plain share would mislead.
    """
    labelled = draw.samples.filter(labels__isnull=False).distinct().count()
    if draw.method == Draw.Method.STRATIFIED or not labelled:
        return []
    counts = dict(
        Label.objects.filter(sample__draw=draw)
        .values_list("capability")
        .annotate(count=Count("sample", distinct=True))
    )
    return [
        Share(str(choice.label), counts.get(choice, 0), wilson(counts.get(choice, 0), labelled))
        for choice in Label.Capability
    ]


def _pieces(text: str, spans: tuple[Span, ...]) -> list[Piece]:
    pieces, at = [], 0
    for span in spans:
        pieces += [Piece(text[at : span.start]), Piece("", span.reason)]
        at = span.end
    return [piece for piece in [*pieces, Piece(text[at:])] if piece.text or piece.removed]
