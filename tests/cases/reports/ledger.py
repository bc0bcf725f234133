"""The ledger that the check's own corpus is written against: an exercise, with invented names.

Halden, a lab, wrote to Senator Ruiz that operators linked to Meridian Cloud and its Sable lab used
accounts to copy the model Aria. Nothing but the letter is confirmed.
"""

from decimal import Decimal

from cases.claims.quantity import Quantity
from cases.reports.charts import Measured, Series
from cases.reports.ledger import (
    ClaimRef,
    ExhibitRef,
    FigureRef,
    Ledger,
    ResponseRef,
    Speaker,
)

HALDEN = Speaker("Halden", ("Halden AI",), "complainant")
MERIDIAN = Speaker("Meridian Cloud", ("Meridian", "Sable"), "subject")
COURIER = Speaker("The Courier", ("the Courier", "Courier"), "publisher")
WIRE = Speaker("Harbour Wire", ("the Wire",), "publisher")
BLUEWATER = Speaker("Bluewater", (), "witness")
RUIZ = Speaker("Senator Ruiz", ("Ruiz",), "authority")
COMMISSION = Speaker("the Trade Commission", ("the Commission",), "authority")

ACCOUNTS = Quantity(
    Decimal(25_000), "accounts", precision="approximate", window="2026-04-22/2026-06-05"
)
INTERACTIONS = Quantity(
    Decimal(28_800_000), "interactions", precision="approximate", window="2026-04-22/2026-06-05"
)
LOSS = Quantity(Decimal(5_000_000), "USD")
COST = Quantity(Decimal(20), "%", Decimal(25), precision="range")


def _claims() -> dict[int, ClaimRef]:
    claims = [
        ClaimRef(
            1,
            "utterance",
            "confirmed",
            "Halden sent a letter to Senator Ruiz on June 10, 2026.",
            (HALDEN,),
            contents=(2,),
        ),
        ClaimRef(
            2, "conduct", "alleged", "Operators used resellers to reach Aria.", (HALDEN,), origins=1
        ),
        ClaimRef(
            3,
            "figure",
            "alleged",
            "Operators used nearly 25,000 accounts.",
            (HALDEN,),
            ACCOUNTS,
            origins=1,
        ),
        ClaimRef(
            4,
            "figure",
            "alleged",
            "The accounts made about 28.8 million interactions.",
            (HALDEN,),
            INTERACTIONS,
            origins=1,
        ),
        ClaimRef(
            5,
            "attribution",
            "alleged",
            "Meridian Cloud directed the operators.",
            (HALDEN,),
            origins=1,
            rung="L2",
        ),
        ClaimRef(
            6,
            "attribution",
            "assessed",
            "One team ran the accounts.",
            (),
            likelihood="very likely",
            confidence="moderate",
            basis="Three signals, and records of one side alone.",
            rung="L1",
        ),
        ClaimRef(
            7,
            "attribution",
            "not_established",
            "The outputs were used to train Sable's model.",
            rung="L4",
        ),
        ClaimRef(
            8,
            "utterance",
            "reported",
            "Meridian Cloud has not answered.",
            (COURIER, WIRE),
            origins=2,
        ),
        ClaimRef(9, "conduct", "disputed", "Bluewater sold the accounts.", (HALDEN,), origins=1),
        ClaimRef(
            10, "conduct", "refuted", "The outage of May 3 was caused by the operators.", (COURIER,)
        ),
        ClaimRef(
            11,
            "context",
            "confirmed",
            "The Trade Commission opened a consultation on model access.",
        ),
        ClaimRef(12, "conduct", "confirmed", "The accounts in the export shared 41 payment cards."),
        ClaimRef(
            13,
            "figure",
            "reported",
            "Between 20 and 25 per cent of traffic came from resellers.",
            (WIRE,),
            COST,
        ),
        ClaimRef(
            15,
            "figure",
            "alleged",
            "Halden lost revenue of 5 million dollars.",
            (HALDEN,),
            LOSS,
            origins=1,
        ),
        ClaimRef(14, "legal", "not_established", "A court has ruled on the complaint."),
    ]
    return {claim.number: claim for claim in claims}


LEDGER = Ledger(
    claims=_claims(),
    figures={
        "accounts": FigureRef(
            "accounts", "Accounts in the export", Quantity(Decimal(24_987), "accounts")
        ),
        "interactions": FigureRef(
            "interactions",
            "Interactions in the export",
            Quantity(Decimal(28_812_345), "interactions"),
        ),
    },
    exhibits={7: ExhibitRef(7, "export.parquet", "ab" * 32, 1000, "2026-06-12")},
    parties=(HALDEN, MERIDIAN, COURIER, WIRE, BLUEWATER, RUIZ, COMMISSION),
    charts={
        "chart:by-day": Measured(
            title="Interactions on each day",
            across="Day (UTC)",
            unit="interactions",
            labels=("2026-04-22", "2026-04-23", "2026-04-24"),
            series=(Series("Interactions", (1_200, 0, 3_400)),),
            facts=("n = 4,600 interactions; zone: UTC.", "Counted: once.", "Derived from E-7."),
            derived_from=("ab" * 32,),
        )
    },
    responses=(ResponseRef("Meridian Cloud", "no answer", "2026-06-20"),),
)
