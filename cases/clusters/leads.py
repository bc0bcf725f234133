"""From candidate campaigns that the linker found to rows, put into words for a person to judge.

A candidate is known again by its marks, not by its accounts: one that a person dismissed or drew
is never proposed to them a second time, however many accounts more bear its marks.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from cases.clusters import shape
from cases.clusters.campaigns import CandidateCampaign
from cases.clusters.candidates import Candidate, Tie
from cases.clusters.explain import listed, value_in_words
from cases.clusters.linker import Result
from cases.clusters.models import Cluster, LinkerRun, PlatformAccount
from cases.clusters.signals import KINDS, Family
from cases.core.numbering import next_number

#: How many of its marks and ties are shown, the most used first.
MOST_MARKS, MOST_TIES = 20, 10
_SAME_PLACE = {Family.NETWORK, Family.CLIENT, Family.IDENTITY, Family.REGISTRATION}


def propose_candidates(
    run: LinkerRun, result: Result, known: Mapping[str, PlatformAccount]
) -> dict[str, int]:
    """Propose what is new, tell anew what waits, leave alone what is judged, withdraw the rest."""
    before = {one.digest: one for one in run.case.candidate_campaigns.all()}
    counts = {"new": 0, "again": 0, "decided": 0, "withdrawn": 0}
    for found in result.candidates:
        digest = _digest(result, found)
        candidate = before.pop(digest, None)
        if candidate and candidate.is_judged:
            counts["decided"] += 1
            continue
        counts["again" if candidate else "new"] += 1
        candidate = candidate or CandidateCampaign(
            case=run.case, number=next_number(run.case, "candidate"), digest=digest
        )
        _tell(candidate, run, result, found, known)
    gone = [one.pk for one in before.values() if one.status == CandidateCampaign.Status.PROPOSED]
    CandidateCampaign.objects.filter(pk__in=gone).update(status=CandidateCampaign.Status.WITHDRAWN)
    return counts | {"withdrawn": len(gone)}


def _digest(result: Result, found: Candidate) -> str:
    return shape.digest("\x1f".join(result.uses.values[value]) for value in found.values)


def _tell(
    candidate: CandidateCampaign,
    run: LinkerRun,
    result: Result,
    found: Candidate,
    known: Mapping[str, PlatformAccount],
) -> None:
    """What this run says of the candidate, and who bears its marks."""
    candidate.run, candidate.status = run, CandidateCampaign.Status.PROPOSED
    candidate.member_count, candidate.clustered_count = len(found.members), found.in_clusters
    candidate.explanation = explanation(result, found, _marked_cluster(run, result, found))
    candidate.save()
    bears = CandidateCampaign.members.through
    bears.objects.filter(candidatecampaign=candidate).delete()
    bears.objects.bulk_create(
        [
            bears(candidatecampaign=candidate, platformaccount=known[result.uses.accounts[member]])
            for member in found.members
        ],
        batch_size=5000,
    )


def _marked_cluster(run: LinkerRun, result: Result, found: Candidate) -> str:
    """What people call the cluster that the values mark, if they mark one."""
    if found.cluster < 0:
        return ""
    digest = result.clusters[found.cluster].digest
    return str(Cluster.objects.filter(case=run.case, digest=digest).latest("number"))


def explanation(result: Result, found: Candidate, cluster: str) -> dict[str, Any]:
    """Everything that a candidate's page says, ready to be stored."""
    degree = result.makers.degree
    inside = np.isin(result.uses.account, found.members)
    within = np.bincount(result.uses.value[inside], minlength=len(result.uses.values))
    most = sorted(found.values.tolist(), key=lambda value: (-within[value], value))
    values = Counter(KINDS[result.uses.values[value][0]].family for value in most)
    ties = sorted(found.ties, key=lambda tie: (tie.log_p, tie.rarer, tie.broader))
    return {
        "sentence": _sentence(found, values, cluster),
        "marks": [value_in_words(result, v, int(within[v])) for v in most[:MOST_MARKS]],
        "mark_count": len(most),
        "ties": [_tie(result, tie) for tie in ties[:MOST_TIES]],
        "innocent": _innocent(result, found, set(values)),
        "against": _against(result, found, int(sum(degree[most] > within[most]))),
    }


def _sentence(found: Candidate, values: Mapping[Family, int], cluster: str) -> str:
    said = listed([family.counted(number) for family, number in values.items()])
    who = f"{len(found.members):,} platform accounts"
    if cluster:
        return f"{who} use what marks {cluster} ({said}); {found.in_clusters:,} of them are in it."
    return f"{who} use {said} that go together and that hardly anyone else uses."


def _tie(result: Result, tie: Tie) -> str:
    """For example "Of the 900 who use the prompt template a1, 890 use the client x too…"."""
    rarer, broader = (result.uses.values[value] for value in (tie.rarer, tie.broader))
    return (
        f"Of the {tie.used_by[0]:,} who use the {KINDS[rarer[0]].label} {rarer[1]}, {tie.both:,} "
        f"use the {KINDS[broader[0]].label} {broader[1]} too (all in all {tie.used_by[1]:,} do); "
        f"by chance it would be {tie.by_chance:,.0f}."
    )


def _innocent(result: Result, found: Candidate, families: set[Family]) -> list[str]:
    """The innocent readings that the marks leave room for."""
    said = []
    if Family.PROMPT in families:
        said.append("The users of one public tool send its prompt, as a rule from its own client.")
    if families & {Family.PAYMENT, Family.RESELLER}:
        said.append("Unrelated customers of one bank, card programme or reseller share these.")
    if families <= _SAME_PLACE:
        said.append("A campus, an office, a class or a carrier would share the same things.")
    declared = result.uses.organization[found.members]
    known = declared[declared >= 0]
    if len(known) and (most := int(np.bincount(known).max())) * 2 >= len(found.members):
        said.append(f"{most:,} declare one verified organisation: colleagues, perhaps.")
    return said


def _against(result: Result, found: Candidate, wider: int) -> list[str]:
    """What speaks against one campaign, said whether or not anyone asks."""
    said = ["Nothing rare links them: each of these values is too common to make a link."]
    if found.presumed_innocent:
        said.append(
            f"{found.presumed_innocent:,} are presumed innocent (of a verified organisation, or "
            "opened half a year before the telemetry begins)."
        )
    if wider:
        said.append(f"{wider:,} of the values are used by others, too.")
    if found.ties:
        said.append(
            "What chance would make is reckoned as if families were independent. The users of one "
            "tool, firm or town are not."
        )
    return [*said, "Nothing here says who operates the accounts, or why."]
