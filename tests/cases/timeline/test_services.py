import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from audit.models import Entry
from cases.core import services as cases
from cases.core.dates import NotADate
from cases.core.models import Case
from cases.timeline import services
from cases.timeline.charts import timeline_figure
from cases.timeline.models import Event


@pytest.fixture
def event(case: Case, analyst: User) -> Event:
    return services.add_event(
        case=case,
        lane="said",
        title="Traffic is said to have begun",
        happened="2026-04-22/2026-06-05",
        became_public="2026-06-24~",
        by=analyst,
    )


def test_add_event_keeps_a_date_as_it_is_known(event: Event) -> None:
    assert (str(event.happened_earliest), str(event.happened_latest)) == (
        "2026-04-22",
        "2026-06-05",
    )
    assert event.happened_in_words == "April 22 to June 5, 2026"
    assert event.became_public_in_words == "about June 24, 2026"


@pytest.mark.parametrize("happened", ["in June", "2026-02-30", "2026-06-05/2026-04-22", "../.."])
def test_add_event_refuses_what_is_no_date(case: Case, analyst: User, happened: str) -> None:
    with pytest.raises(NotADate):
        services.add_event(case=case, lane="said", title="A", happened=happened, by=analyst)

    assert not case.events.exists()


def test_edit_event_keeps_what_it_said_before(event: Event, analyst: User) -> None:
    services.edit_event(event=event, lane="public", title="B", happened="2026-06", by=analyst)

    entry = Entry.objects.get(action="event.edited")
    assert entry.detail["before"]["title"] == "Traffic is said to have begun"
    assert entry.detail["after"]["happened"] == "2026-06"


def test_events_come_in_the_order_in_which_they_happened(
    case: Case, event: Event, analyst: User
) -> None:
    for happened in ("2026-06-10", "../2026-04-01", "2026-05"):
        services.add_event(case=case, lane="public", title="A", happened=happened, by=analyst)

    happened = list(case.events.order_by("sort_on", "number").values_list("happened", flat=True))
    assert happened == ["../2026-04-01", "2026-04-22/2026-06-05", "2026-05", "2026-06-10"]


def test_delete_event_is_for_the_lead_and_stays_on_record(
    event: Event, lead: User, analyst: User
) -> None:
    with pytest.raises(PermissionDenied):
        services.delete_event(event=event, by=analyst)

    services.delete_event(event=event, by=lead)
    assert Entry.objects.get(action="event.deleted").detail["title"].startswith("Traffic")


def test_a_closed_case_takes_no_event(case: Case, lead: User) -> None:
    case = cases.close_case(case=case, reason="Done", by=lead)
    with pytest.raises(PermissionDenied):
        services.add_event(case=case, lane="said", title="A", happened="2026", by=lead)


def test_the_figure_lets_no_markup_of_a_title_through(case: Case, analyst: User) -> None:
    services.add_event(
        case=case,
        lane="said",
        title='<a href="https://evil.example">x',
        happened="2026",
        by=analyst,
    )

    figure = timeline_figure(list(case.events.all()))
    assert "<a" not in str(figure)
