"""Scenarios as data: who runs a campaign, with what, and who else is on the platform."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Ban:
    """At this part of the window, this share of an operator's open accounts is closed."""

    at: float
    share: float


@dataclass(frozen=True)
class Operator:
    """One campaign operator and the pools that its accounts draw from; None is not shared."""

    name: str
    share: float = 1.0
    accounts_per_instrument: int | None = 12
    accounts_per_device: int | None = 20
    accounts_per_address: float | None = 8
    addresses_per_account: int = 3
    proxies: Literal["residential", "data centre"] = "residential"
    proxy_pool: str = ""
    resellers: int = 0
    accounts_per_burst: int | None = 25
    has_own_client: bool = False
    has_disposable_mail: bool = True
    templates: int = 6
    rhythm: Literal["flat", "office", "night"] = "flat"
    hours_from_utc: int = 0
    is_balanced: bool = True
    bans: tuple[Ban, ...] = (Ban(0.55, 0.3),)
    honest_traffic: float = 0.0


@dataclass(frozen=True)
class Others:
    """Everyone else, as shares of the accounts that no operator runs; the rest are on their own."""

    campus: float = 0.10
    carrier: float = 0.15
    office: float = 0.12
    household: float = 0.06
    households_at_one_address: float = 0.3
    offices_on_one_card: float = 0.0
    privacy_vpn: float = 0.05
    pool_customers: float = 0.0
    disposable_mail: float = 0.03
    launch_minute: float = 0.03
    benchmark_prompts: float = 0.04


@dataclass(frozen=True)
class Scenario:
    """A whole platform during one window."""

    name: str
    title: str
    operators: tuple[Operator, ...] = ()
    others: Others = field(default_factory=Others)
    campaign_accounts: float = 0.2
    campaign_traffic: float = 0.6


SCENARIOS: dict[str, Scenario] = {
    scenario.name: scenario
    for scenario in (
        Scenario(
            "hydra",
            "One network of accounts with shared payment, proxies and devices",
            (Operator("Nine Lanterns"),),
        ),
        Scenario(
            "resellers",
            "Many small resellers, each with its own cards and devices",
            tuple(
                Operator(
                    f"Reseller crew {number}",
                    share=1 / 12,
                    accounts_per_instrument=6,
                    accounts_per_device=8,
                    accounts_per_address=4,
                    resellers=1,
                    accounts_per_burst=8,
                    hours_from_utc=number % 6 + 3,
                    rhythm="office" if number % 2 else "flat",
                )
                for number in range(1, 13)
            ),
            campaign_accounts=0.18,
        ),
        Scenario(
            "rhythm",
            "A careful operator whose accounts share little but templates and working rhythm",
            (
                Operator(
                    "Quiet Harbour",
                    accounts_per_instrument=None,
                    accounts_per_device=None,
                    accounts_per_address=None,
                    accounts_per_burst=None,
                    has_disposable_mail=False,
                    has_own_client=True,
                    rhythm="office",
                    hours_from_utc=8,
                    bans=(),
                ),
            ),
        ),
        Scenario(
            "innocents",
            "No campaign at all: campus, offices, carriers and families",
            others=Others(campus=0.2, carrier=0.2, office=0.2, household=0.12),
            campaign_accounts=0.0,
            campaign_traffic=0.0,
        ),
        Scenario(
            "two-operators",
            "Two unrelated operators behind one proxy pool",
            (
                Operator("Copper Kite", share=0.6, proxy_pool="harbour", hours_from_utc=8),
                Operator(
                    "Glass Orchard",
                    share=0.4,
                    proxy_pool="harbour",
                    rhythm="office",
                    has_own_client=True,
                    hours_from_utc=-5,
                    accounts_per_instrument=20,
                ),
            ),
        ),
        Scenario(
            "mixed-pool",
            "A pool whose accounts carry honest customers' traffic among the campaign's",
            (Operator("Tall Ferry", resellers=2, honest_traffic=0.4, proxy_pool="ferry"),),
            Others(pool_customers=0.08),
        ),
    )
}
