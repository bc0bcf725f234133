"""A draft with every kind of prose, some of it hostile, and its document."""

from cases.reports.charts import Placed
from cases.reports.compose import Draft, compose
from tests.cases.reports.ledger import LEDGER

HOSTILE = (
    '#panic("boom") #read("/etc/passwd") $1/0$ @ref <script>alert(1)</script> '
    '<b onclick="alert(1)">bold</b> {{ 7*7 }} {% load static %} =cmd()'
)
PROSE = {
    "alleged": (
        "Halden alleges that nearly 25,000 accounts were used [[C-3]]; they rest on one origin.\n\n"
        "- An item of the list [[C-7]]\n- Another\n\n> A quotation [[C-9]]\n\n### A heading\n\n"
        "| Who | What |\n|---|---|\n| The Courier [[C-10]] | An outage |\n\n"
        "[click](javascript:alert(1)) ![picture](https://tracker.example/x.png) `code`"
    ),
    "method": HOSTILE,
}
DRAFT = Draft(
    reference="R-1",
    case="PRB-2026-0001",
    case_title="Exercise Meridian",
    title=f"What the letter says {HOSTILE}",
    marking="TLP:AMBER+STRICT",
    rating="Serious allegation, not adjudicated",
    summary=f"Halden alleges **a campaign** through resellers [[C-2]]. {HOSTILE}",
    prose=PROSE,
    is_synthetic=True,
    charts=(Placed(1, "evidence", "by-day", "Halden alleges a campaign [[C-2]]."),),
    written="Written by Ana Analyst on 2026-06-20 10:00 UTC",
)
DOCUMENT = compose(DRAFT, LEDGER)
