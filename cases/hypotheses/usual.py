"""The rival explanations that every case about a pool of platform accounts has to face."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Usual:
    """A hypothesis in general words, and what would tell it from its rivals."""

    key: str
    statement: str
    would_change: str


USUAL = (
    Usual(
        "run_by_lab",
        "The platform accounts were run by the subject itself, for its own ends.",
        "Records of payment, hiring or infrastructure that lead to the subject, or that lead "
        "elsewhere; an admission; a finding by an authority.",
    ),
    Usual(
        "reseller_unrelated",
        "A reseller ran the platform accounts and sold access to customers unrelated to "
        "one another.",
        "The reseller's customer list; prompts that serve one purpose throughout, which would "
        "speak against it; many unlike purposes, which would speak for it.",
    ),
    Usual(
        "reseller_logs_sold",
        "A reseller ran the platform accounts for ordinary customers, and its logs of prompts and "
        "outputs were sold on to somebody who never used the platform.",
        "A sale or offer of such logs; traffic that shows no interest in the outputs as a set.",
    ),
    Usual(
        "mixed_pool",
        "The pool mixed traffic of the subject with that of customers who have nothing to do "
        "with it.",
        "A split of the interactions by template and time: one part of one purpose and a rest "
        "unlike it.",
    ),
    Usual(
        "shared_infrastructure",
        "The platform accounts belong to unrelated people who legitimately share "
        "infrastructure: a network, a payment service, a tool or an employer.",
        "How common the shared values are outside this case; an innocent explanation that covers "
        "every shared value at once.",
    ),
    Usual(
        "stolen_keys",
        "The platform accounts are genuine, and their keys were stolen and used by somebody else.",
        "Reports of theft by the holders; a break in each account's habits when the traffic began.",
    ),
)
