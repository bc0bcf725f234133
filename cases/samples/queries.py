from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from cases.clusters.models import ClusterMember
from cases.core.models import Case
from cases.samples.models import REVEAL_LASTS, Sample
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


def clusters_of(case: Case) -> dict[str, str]:
    """In which cluster each platform account is: an accepted one, or else that of lowest number."""
    members = ClusterMember.objects.filter(cluster__in=case.clusters.usable())
    found: dict[str, str] = {}
    for account, number in members.order_by("cluster__status", "cluster__number").values_list(
        "account__external_id", "cluster__number"
    ):
        found.setdefault(account, f"K-{number}")
    return found


def _pieces(text: str, spans: tuple[Span, ...]) -> list[Piece]:
    pieces, at = [], 0
    for span in spans:
        pieces += [Piece(text[at : span.start]), Piece("", span.reason)]
        at = span.end
    return [piece for piece in [*pieces, Piece(text[at:])] if piece.text or piece.removed]
