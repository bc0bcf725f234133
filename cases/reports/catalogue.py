"""The rules as a document: each with its reason, an example, and the example mended."""

from cases.reports.rules import RULES, Rule


def as_markdown() -> str:
    """Every rule, as docs/report-check.md prints it."""
    return "\n\n".join(_section(rule) for rule in RULES.values())


def _section(rule: Rule) -> str:
    lines = [f"### `{rule.id}`: {rule.title}", "", rule.why]
    lines += ["", f"> {rule.example}"]
    if rule.given:
        lines += ["", f"({rule.given})"]
    if rule.mended:
        lines += ["", "becomes", "", f"> {rule.mended}"]
    return "\n".join(lines)
