"""The ledger of Exercise Meridian: who said what, what the evidence shows, and what it can't."""

from cases.claims import services as ledger
from cases.claims.models import Claim, Source
from cases.core.models import Case, Party
from cases.demo import meridian_timeline
from cases.demo.meridian_desk import LAB, SUBJECT, WINDOW, Desk, Evidence
from cases.demo.people import People
from cases.telemetry.models import Import

LETTER = """EXERCISE. Invented names; nothing here happened.

Meridian Models to the Department of Digital Affairs, 20 April 2026

Between 2 March and 15 April 2026 nearly 420 platform accounts, opened under false names, sent our
models about 125,000 requests for software engineering, planning with tools, and reasoning written
out in full. We hold Orchard Deep Research to be behind them. We believe that the answers were meant
for the training of a model of its own. In the same weeks the whole platform answered about 205,000
requests. We ask the Department to look into it.
"""


def write(case: Case, people: People, evidence: Evidence) -> None:
    """Enter the parties, sources, claims, signatures, the response and the timeline."""
    desk = Desk(case, people)
    parties = {
        "lab": desk.party(LAB, "organization", "complainant"),
        "subject": desk.party(SUBJECT, "organization", "subject"),
        "authority": desk.party("Department of Digital Affairs", "public_body", "authority"),
        "wire": desk.party("Harbour Wire", "organization", "publisher"),
        "evening": desk.party("The Evening Ledger", "organization", "publisher"),
    }
    sources = _sources(desk, parties, evidence)
    said = _what_is_alleged(desk, parties, sources)
    shown = _what_is_shown(desk, evidence)
    _what_is_assessed(desk)
    _what_can_be_measured(desk, parties["lab"], sources["letter"], said["utterance"])
    _response(desk, parties, sources, said)
    meridian_timeline.write(desk, sources, said, shown)


def _sources(desk: Desk, parties: dict[str, Party], evidence: Evidence) -> dict[str, Source]:
    letter = desk.source(
        "Letter to the Department of Digital Affairs",
        parties["lab"],
        "letter",
        published="2026-04-20",
        exhibit=evidence.letter,
        text=LETTER,
        reliability="C",
        reliability_reason="A complainant about its own complaint; its telemetry is held.",
    )
    ledger.state_first_hand(
        source=letter, reason="It speaks of the complainant's own records.", by=desk.analyst
    )
    wire = desk.source(
        "Laboratory accused of milking a rival's models",
        parties["wire"],
        "article",
        published="2026-04-21",
        reliability="B",
        reliability_reason="A wire service that has seen the letter and quotes it.",
    )
    evening = desk.source(
        "Hundreds of fake accounts, says Meridian",
        parties["evening"],
        "article",
        published="2026-04-22",
        reliability="C",
        reliability_reason="It quotes the wire and adds nothing of its own.",
    )
    answer = desk.source(
        "Statement on the letter",
        parties["subject"],
        "statement",
        published="2026-04-24",
        reliability="C",
        reliability_reason="The subject about itself.",
        text="We did not instruct anyone to open accounts with Meridian Models.",
    )
    ledger.rest_source_on(
        source=wire,
        rests_on=letter,
        passage="“according to the letter, seen by us”",
        by=desk.analyst,
    )
    ledger.rest_source_on(
        source=evening, rests_on=wire, passage="“as Harbour Wire reports”", by=desk.analyst
    )
    ledger.state_first_hand(
        source=answer, reason="It speaks of the subject's own conduct.", by=desk.analyst
    )
    return {"letter": letter, "wire": wire, "evening": evening, "answer": answer}


def _what_is_alleged(
    desk: Desk, parties: dict[str, Party], sources: dict[str, Source]
) -> dict[str, Claim]:
    """The letter, and what it says: each content is a claim of its own."""
    utterance = desk.claim(
        "utterance",
        f"{LAB} wrote to the Department of Digital Affairs on 20 April 2026 and accused {SUBJECT}.",
        speaker=parties["lab"],
        happened="2026-04-20",
        weight="neither",
    )
    by_the_lab = {"speaker": parties["lab"], "content_of": [utterance]}
    counted = by_the_lab | {"window": WINDOW, "as_of": "2026-04-20"}
    said = {
        "accounts": desk.claim(
            "figure",
            "Nearly 420 platform accounts opened under false names took part.",
            value=420,
            unit="platform accounts",
            precision="at_most",
            counting_rule="Accounts that the complainant holds to belong to the campaign.",
            **counted,
        ),
        "requests": desk.claim(
            "figure",
            "These accounts sent about 125,000 requests.",
            value=125_000,
            unit="interactions",
            precision="approximate",
            counting_rule="Requests of those accounts, refused ones among them.",
            **counted,
        ),
        "direction": desk.claim(
            "attribution",
            f"{SUBJECT} directed the accounts.",
            rung="L2",
            actor=parties["subject"],
            **by_the_lab,
        ),
        "purpose": desk.claim(
            "attribution",
            f"The requests were meant to yield training data for a model of {SUBJECT}.",
            rung="L3",
            actor=parties["subject"],
            **by_the_lab,
        ),
    }
    desk.says(sources["letter"], utterance, "asserts", has_seen=True, credibility="2")
    desk.says(sources["wire"], utterance, "asserts", has_seen=True, credibility="2")
    for claim in said.values():
        desk.says(sources["letter"], claim, "asserts", credibility="3")
        desk.says(sources["wire"], claim, "repeats", credibility="6")
        desk.says(sources["evening"], claim, "repeats", credibility="6")
    desk.says(
        sources["answer"],
        said["direction"],
        "denies",
        credibility="6",
        quotation="We did not instruct anyone to open accounts with Meridian Models.",
    )
    desk.sign(utterance, "confirmed", "The letter itself is held.")
    for name in ("accounts", "requests", "purpose"):
        desk.sign(said[name], "alleged", "One origin, the complainant; two outlets repeat it.")
    desk.sign(said["direction"], "disputed", "The complainant says so, and the subject denies it.")
    return said | {"utterance": utterance}


def _what_is_shown(desk: Desk, evidence: Evidence) -> list[Claim]:
    """What the telemetry that is held shows: that there was traffic, and that it was joint."""
    both = [evidence.interactions, evidence.accounts]
    run = evidence.clusters[0].run
    rows = Import.objects.ready().get(case=desk.case, kind="interactions").kept_count
    traffic = desk.claim(
        "conduct",
        "The platform answered the interactions that the export lists, from 2 March to 15 April "
        "2026.",
        rung="L0",
        weight="neither",
        happened=WINDOW,
    )
    desk.shown(
        traffic,
        [evidence.interactions],
        f"The export holds {rows:,} interactions, each with its account and its time.",
        "Import E-1 and E-2 and measure the figures again.",
    )
    desk.sign(traffic, "confirmed", "The export is held and was counted again.")
    shown = [traffic]
    for cluster in evidence.clusters:
        joint = desk.claim(
            "conduct",
            f"The {cluster.member_count} platform accounts of {cluster} were operated together.",
            rung="L1",
            happened=WINDOW,
        )
        desk.shown(
            joint,
            both,
            f"{cluster.sentence} Stability when a tenth of all uses is lost: "
            f"{cluster.stability:.0%}.",
            f"Run the linker over {both[0]} and {both[1]} with the parameters of {run}; the digest "
            f"of the members is {cluster.digest[:16]}….",
        )
        desk.sign(
            joint,
            "confirmed",
            "Two families of signals or more hold it together, whichever one is left out, and the "
            "reviewer found the same members in a second run.",
        )
        shown.append(joint)
    return shown


def _what_is_assessed(desk: Desk) -> None:
    """Our own judgement, and what nothing here can show."""
    one_hand = desk.claim(
        "attribution",
        "One operator runs both groups of accounts.",
        rung="L2",
        would_settle="Payment records of the two groups' cards, or the proxy service's customers.",
    )
    ledger.assess_claim(
        claim=one_hand,
        likelihood="unlikely",
        confidence="low",
        basis="Telemetry alone: the groups share proxies, and no card, device or client.",
        reasoning="A proxy service has many customers; operators who share more are common, too.",
        by=desk.analyst,
    )
    desk.sign(one_hand, "assessed", "Our own judgement, on telemetry alone.")
    desk.claim(
        "attribution",
        f"Answers from these accounts were used to train a model of {SUBJECT}.",
        rung="L4",
        would_settle="The training data, a witness from the laboratory, or an admission.",
    )


def _what_can_be_measured(desk: Desk, lab: Party, letter: Source, utterance: Claim) -> None:
    """A figure of the letter that the export can be set beside."""
    whole = desk.claim(
        "figure",
        "The whole platform answered about 205,000 requests in the same weeks.",
        weight="neither",
        value=205_000,
        unit="interactions",
        precision="approximate",
        window=WINDOW,
        as_of="2026-04-20",
        counting_rule="All requests to the platform, refused ones among them.",
        figure_key="interactions",
        speaker=lab,
        content_of=[utterance],
    )
    desk.says(letter, whole, "asserts", credibility="3")
    desk.sign(whole, "alleged", "The letter says so; the export that is held counts fewer.")


def _response(
    desk: Desk, parties: dict[str, Party], sources: dict[str, Source], said: dict[str, Claim]
) -> None:
    ledger.record_response(
        case=desk.case,
        party=parties["subject"],
        asked_on="2026-04-23",
        asked_by="The Department of Digital Affairs",
        channel="Letter",
        question="Did you direct the accounts that Meridian Models names?",
        outcome="denied",
        answered_on="2026-04-24",
        answer="It denies having instructed anyone; it says nothing of resellers.",
        source=sources["answer"],
        claims=[said["direction"], said["purpose"]],
        by=desk.analyst,
    )
