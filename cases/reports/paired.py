"""The figures of a ledger, each that is stated beside those that were measured for it."""

from cases.claims.beside import Beside, beside, match
from cases.reports.ledger import Ledger


def pairs(ledger: Ledger) -> tuple[Beside, ...]:
    """Every stated figure with what was measured for it, then the figures that stand alone."""
    measured = {key: figure.quantity for key, figure in ledger.figures.items()}
    found: list[Beside] = []
    for claim in sorted(ledger.claims.values(), key=lambda claim: claim.number):
        if claim.figure is None:
            continue
        keys = match(claim.figure, claim.measured_by, measured)
        found += [beside(claim.figure, measured[k], claim=claim.number, figure=k) for k in keys]
        if not keys:
            found.append(Beside(claim.number, ""))
    taken = {pair.figure for pair in found}
    return (*found, *(Beside(None, key) for key in sorted(measured) if key not in taken))
