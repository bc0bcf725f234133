"""The report of the June letter: what is said, by whom, and how little of it is established."""

from cases.core.models import Case
from cases.demo.june_letter_ledger import CONTENT
from cases.demo.people import People
from cases.reports import services

TITLE = "The June letter: what it alleges, and what is not established"
RATING = "Serious allegation, not adjudicated"
SUMMARY = """\
Anthropic sent two U.S. senators a letter dated June 10, 2026 [[C-{sent}]]. In it, Anthropic \
alleges that operators linked to Alibaba's Qwen lab ran the accounts [[C-{operators}]]. \
Anthropic puts them at nearly 25,000 accounts [[C-{accounts}]] and about 28.8 million \
interactions [[C-{interactions}]].

All of it rests on one origin, the letter: the newsrooms that carry it repeat it \
[[C-{traffic}]] [[C-{accounts}]] [[C-{interactions}]] [[C-{targets}]] [[C-{together}]] \
[[C-{operators}]] [[C-{purpose}]]. Whether Alibaba itself directed the activity is not \
established [[C-{directed}]]. According to CNBC, Alibaba had not answered when the letter was \
first reported [[C-{silent}]], and that report has a single origin too.
"""
PROSE = {
    "alleged": """\
Anthropic says that fraudulent accounts sent requests to Claude at scale [[C-{traffic}]], and \
it alleges that they were operated together [[C-{together}]]. The letter says that the \
requests targeted software engineering, agentic reasoning and long tasks [[C-{targets}]].

Anthropic alleges that the purpose was to distil Claude's capabilities into a competing model \
[[C-{purpose}]]. Distilling a model is ordinary practice and not unlawful in itself, NoDechev \
reports, as the only source for it here [[C-{ordinary}]].
""",
    "confirmed": """\
It is confirmed that Anthropic sent the letter [[C-{sent}]]. That confirms nothing of what the \
letter says.
""",
    "not_established": """\
It is not established that Alibaba directed the activity [[C-{directed}]]. Whether the outputs \
were used to train a model is not established either [[C-{trained}]]. The technical evidence \
behind the attribution is not public, so it has not been shown that it can be tested \
[[C-{published}]].

No court or authority has made a finding, according to NoDechev alone, a single source \
[[C-{untested}]].
""",
    "hypotheses": """\
One explanation is that operators acted for the lab. Another explanation is that resellers \
opened accounts for many customers, some of them linked to the lab. A third hypothesis is that \
the link is mistaken. Nothing public discriminates between the three.
""",
    "response": """\
Silence before a deadline is neither a denial nor an admission.
""",
    "watch": """\
Officials and companies are debating limits on distillation and access, NoDechev reports; \
nobody else is on record for it here [[C-{debate}]].
""",
    "method": """\
We hold no copy of the letter and no telemetry. What the letter says is known through \
newsrooms that report having read it.
""",
}


def write(case: Case, people: People) -> None:
    """Write the report, and have a second person approve it."""
    numbers = _numbers(case)
    report = services.open_report(case=case, title=TITLE, by=people.analyst)
    report = services.save_draft(
        report=report,
        title=TITLE,
        rating=RATING,
        summary=SUMMARY.format(**numbers),
        prose={key: text.format(**numbers) for key, text in PROSE.items()},
        version=report.version,
        by=people.analyst,
    )
    revision = services.request_approval(report=report, by=people.analyst)
    services.approve_revision(revision=revision, digest=revision.digest, by=people.reviewer)


def _numbers(case: Case) -> dict[str, int]:
    """The claims' numbers, by the names that the ledger of the demo gives them."""
    begins = {key: statement for key, (_, statement, _) in CONTENT.items()} | {
        "sent": "Anthropic sent Senators",
        "silent": "Alibaba had not answered",
        "ordinary": "Distilling a model",
        "debate": "Officials and companies",
        "untested": "No court or authority",
        "directed": "Alibaba itself directed",
        "trained": "The outputs were used",
        "published": "The technical evidence",
    }
    return {
        key: case.claims.get(statement__startswith=statement).number
        for key, statement in begins.items()
    }
