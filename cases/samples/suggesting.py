"""Labels that documented rules suggest for a prompt. A person labels; a rule never does.

A rule reads the masked prompt, so that it can show no word that its reader may not see, and of a
long one the first part only. docs/samples.md prints this table, and a test holds it to that.
"""

import re
from dataclasses import dataclass

from cases.samples.models import Label

#: How much of a prompt the rules read: what a request is for stands at its beginning, as a rule.
READ = 4_000
_SHOWN = 80
C = Label.Capability


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that suggest a label, what they are, and a prompt that has them."""

    capability: Label.Capability
    meaning: str
    pattern: re.Pattern[str]
    example: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A label, and the words of the prompt for which a rule suggests it."""

    capability: Label.Capability
    meaning: str
    words: str


def _rule(capability: Label.Capability, meaning: str, pattern: str, example: str) -> Rule:
    return Rule(capability, meaning, re.compile(pattern, re.IGNORECASE | re.MULTILINE), example)


RULES: tuple[Rule, ...] = (
    _rule(C.SOFTWARE, "code in a block", r"```\w*|^\s*(?:def|class|import|#include)\s\S+",
          "```python"),
    _rule(C.SOFTWARE, "something to be done to code",
          r"\b(?:fix|write|implement|refactor|debug|port)\b[^.?!\n]{0,60}"
          r"\b(?:function|method|unit tests?|bug|api|pull request|(?:python|shell) script)\b",
          "Refactor this function so that it is thread-safe"),
    _rule(C.AGENTIC, "a call of a tool",
          r"<tool_call>|\btool_calls?\b|\bfunction[ _]call(?:s|ing)?\b"
          r"|\buse (?:the|a|your) (?:browser|shell|terminal|search tool|tools?)\b",
          "Use the browser to find its price"),
    _rule(C.AGENTIC, "turns of an agent", r"^\s*(?:thought|action|observation|action input)\s*:",
          "Observation: 404"),
    _rule(C.LONG_HORIZON, "work over many steps",
          r"\bmulti[- ]step\b|\bmilestones?\b|\bend[- ]to[- ]end\b"
          r"|\bover the (?:next|following) \d+ (?:steps|hours|days|weeks)\b"
          r"|\bkeep (?:working|going) until\b",
          "Keep working until all tests pass"),
    _rule(C.REASONING, "reasoning that is asked for",
          r"\bstep[- ]by[- ]step\b|\bchain[- ]of[- ]thought\b"
          r"|\b(?:show|explain|write out) (?:all )?(?:your|the) (?:reasoning|thinking|working)\b"
          r"|\bthink (?:out loud|aloud|carefully)\b",
          "Show all your reasoning"),
    _rule(C.REASONING, "a place for reasoning", r"</?(?:think|thinking|reasoning|scratchpad)>",
          "<think>"),
    _rule(C.GRADING, "a rubric or a score",
          r"\brubrics?\b|\b(?:score|rate|grade) (?:the|this|each|both|these)\b"
          r"|\bon a scale (?:of|from)\b",
          "Rate each answer from 1 to 10"),
    _rule(C.GRADING, "a choice between answers",
          r"\bwhich (?:of the (?:two )?)?(?:answer|response|completion)s? is (?:better|best)\b",
          "Which response is better?"),
    _rule(C.CLEANING, "data to be put in order",
          r"\b(?:clean|normali[sz]e|de-?duplicate|reformat|standardi[sz]e)\b[^.?!\n]{0,40}"
          r"\b(?:data(?:set)?|rows?|records?|csv|jsonl?|columns?|entries)\b",
          "Deduplicate the following rows"),
)  # fmt: skip


def suggest(masked_prompt: str) -> list[Suggestion]:
    """What the rules suggest, one suggestion for each rule that finds its words."""
    text = masked_prompt[:READ]
    found = ((rule, match) for rule in RULES if (match := rule.pattern.search(text)))
    return [
        Suggestion(rule.capability, rule.meaning, match[0].strip()[:_SHOWN])
        for rule, match in found
    ]


def as_markdown() -> str:
    """The rules as a table for people."""
    rows = [f"| {rule.capability.label} | {rule.meaning} | `{rule.example}` |" for rule in RULES]
    return "\n".join(["| suggests | for | as in |", "|---|---|---|", *rows])
