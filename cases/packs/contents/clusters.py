from cases.clusters.models import ClusterMember, Judgement, Link
from cases.packs.parts import Chosen, Content, Plan, Reader, Records, held_back


def _choose(plan: Plan) -> Chosen:
    clusters = plan.case.clusters.select_related("run", "judged_by").order_by("number")
    if not plan.profile.has_files:
        why = "They name accounts of people who were accused of nothing publicly."
        return Chosen(withheld=held_back(clusters, "clusters", why))
    of_case = {"cluster__case": plan.case}
    members = ClusterMember.objects.filter(**of_case).select_related("cluster", "account")
    links = Link.objects.filter(**of_case).select_related("cluster", "a", "b")
    judgements = Judgement.objects.filter(**of_case).select_related("cluster", "by")
    return Chosen(
        [
            Records("Clusters", "clusters/clusters.json", clusters, _cluster(plan)),
            Records(
                "Members of clusters",
                "clusters/members.json",
                members.order_by("cluster__number", "account__external_id"),
                MEMBER,
                is_shuffled=True,
            ),
            Records(
                "Links between platform accounts",
                "clusters/links.json",
                links.order_by("pk"),
                LINK,
                is_shuffled=True,
            ),
            Records(
                "Judgements of clusters",
                "clusters/judgements.json",
                judgements.order_by("cluster__number", "pk"),
                _judgement(plan),
            ),
        ]
    )


def _cluster(plan: Plan) -> dict[str, Reader]:
    return {
        "cluster": str,
        "name": "name",
        "status": "get_status_display",
        "origin": "get_origin_display",
        "platform accounts": "member_count",
        "interactions": "interaction_count",
        "families of signals": "families",
        "explanation": "explanation",
        "sha256 of the members": lambda c: c.digest if plan.profile.names_people else "",
        "linker run": lambda cluster: str(cluster.run or ""),
        "judged at": "judged_at",
        "judged by": lambda c: plan.person(c.judged_by) if c.judged_by else "",
        "reason": "reason",
    }


def _judgement(plan: Plan) -> dict[str, Reader]:
    return {
        "cluster": lambda judgement: str(judgement.cluster),
        "verb": "get_verb_display",
        "reason": "reason",
        "at": "at",
        "by": lambda judgement: plan.person(judgement.by),
    }


MEMBER: dict[str, Reader] = {
    "cluster": lambda member: str(member.cluster),
    "platform account": "account.external_id",
    "links": "link_count",
}
LINK: dict[str, Reader] = {
    "cluster": lambda link: str(link.cluster),
    "a": "a.external_id",
    "b": "b.external_id",
    "bits": "bits",
    "stands alone": "stands_alone",
    "families": "families",
    "evidence": "evidence",
}

CONTENT = Content(
    "clusters",
    "Clusters",
    "Platform accounts held together by shared signals, the evidence of each link, and judgements.",
    _choose,
)
