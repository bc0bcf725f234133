from cases.packs.parts import Chosen, Content, Plan, Records, labels


def _choose(plan: Plan) -> Chosen:
    events = plan.case.events.select_related("source").prefetch_related("claims")
    return Chosen(
        [
            Records(
                "Events",
                "timeline/events.json",
                events.order_by("sort_on", "number"),
                {
                    "event": str,
                    "lane": "get_lane_display",
                    "title": "title",
                    "detail": "detail",
                    "happened": "happened",
                    "happened, in words": "happened_in_words",
                    "earliest": "happened_earliest",
                    "latest": "happened_latest",
                    "became public": "became_public",
                    "entered at": "entered_at",
                    "source": lambda event: str(event.source or ""),
                    "claims": lambda event: labels(event.claims.all()),
                },
            )
        ]
    )


CONTENT = Content(
    "timeline",
    "Timeline",
    "What is said to have happened, and what was publicly said and done, as exactly as is known.",
    _choose,
)
