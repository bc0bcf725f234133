from typing import Any

from django.db import transaction

from accounts.models import User
from audit import services as audit
from cases.claims import passages
from cases.claims.entry import open_ledger
from cases.claims.errors import NotInTheText
from cases.claims.models import Claim, Source
from cases.claims.services.assertions import assert_claim
from cases.claims.services.claims import add_claim


@transaction.atomic
def take_claim(
    *,
    source: Source,
    quotation: str,
    stance: str,
    by: User,
    credibility: str = "6",
    claim: Claim | None = None,
    **fields: Any,
) -> Claim:
    """Take a claim out of a source's text, with the words that say it.

    The words are a claim of the case already, or `fields` describe a new one.
    """
    open_ledger(source.case, by)
    if passages.find(source.text, quotation) is None:
        raise NotInTheText("These words are not in the text of the source: quote it exactly.")
    if claim is None:
        claim = add_claim(case=source.case, by=by, **fields)
    assert_claim(
        source=source,
        claim=claim,
        stance=stance,
        quotation=quotation.strip(),
        locator=passages.place(source.text, quotation),
        credibility=credibility,
        by=by,
    )
    audit.record(
        by=by,
        action="claim.taken_from_text",
        subject=claim,
        case=source.case.reference,
        detail={"source": str(source), "quotation": quotation.strip()},
    )
    return claim
