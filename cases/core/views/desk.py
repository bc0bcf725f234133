"""What the people of a case write down for each other: tasks, notes, what to watch."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from accounts.requests import SignedInRequest
from cases.core import access, paperwork
from cases.core.access import get_case
from cases.core.acts import attempt
from cases.core.errors import Refused
from cases.core.forms import LookAgainForm, NoteForm, TaskForm, WatchForm, accepted
from cases.core.listings import NoteListing, TaskListing, WatchListing
from cases.core.models import Case
from cases.core.roles import Permission

FINISHING = {"finish": paperwork.finish_task, "reopen": paperwork.reopen_task}


@require_GET
def tasks(request: SignedInRequest, reference: str) -> HttpResponseBase:
    case = get_case(request.user, reference, may=Permission.READ)
    people = User.objects.filter(memberships__case=case).order_by("name").values_list("pk", "name")
    rows = case.tasks.select_related("assignee", "added_by", "done_by")
    listing = TaskListing(rows, request.GET, case=case, choices={"assignee": list(people)})
    return listing.respond(request, "cases/core/tasks.html", _about(request, case))


@require_http_methods(["GET", "POST"])
def task_add(request: SignedInRequest, reference: str) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    form = TaskForm(request.POST or None, case=case)
    if request.method == "POST" and accepted(form, paperwork.add_task, case=case, by=request.user):
        messages.success(request, "The task is on the list.")
        return redirect("cases:tasks", reference)
    context = {"case": case, "form": form, "list_name": "cases:tasks", "list": "Tasks"}
    context |= {"heading": "Add a task", "submit": "Add the task"}
    return render(request, "cases/core/form.html", context)


@require_POST
def task_finish(request: SignedInRequest, reference: str, pk: int, act: str) -> HttpResponse:
    """Finish a task, or take back that it is done."""
    case = get_case(request.user, reference, may=Permission.WRITE)
    task = get_object_or_404(case.tasks, pk=pk)
    done = "is done" if act == "finish" else "is open again"
    finish = partial(FINISHING[act], task=task, by=request.user)
    attempt(request, finish, f"“{task.title}” {done}.")
    return redirect("cases:tasks", reference)


@require_http_methods(["GET", "POST"])
def notes(request: SignedInRequest, reference: str) -> HttpResponseBase:
    may = Permission.WRITE if request.method == "POST" else Permission.READ
    case = get_case(request.user, reference, may=may)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and accepted(
        form, paperwork.write_note, case=case, by=request.user
    ):
        messages.success(request, "The note is kept.")
        return redirect("cases:notes", reference)
    listing = NoteListing(case.notes.select_related("written_by"), request.GET, case=case)
    return listing.respond(request, "cases/core/notes.html", _about(request, case) | {"form": form})


@require_GET
def watch(request: SignedInRequest, reference: str) -> HttpResponseBase:
    case = get_case(request.user, reference, may=Permission.READ)
    listing = WatchListing(case.watch_items.select_related("added_by"), request.GET, case=case)
    return listing.respond(request, "cases/core/watch.html", _about(request, case))


@require_http_methods(["GET", "POST"])
def watch_add(request: SignedInRequest, reference: str) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    form = WatchForm(request.POST or None)
    if request.method == "POST" and accepted(form, paperwork.watch_for, case=case, by=request.user):
        messages.success(request, "It is on the watch list.")
        return redirect("cases:watch", reference)
    context = {"case": case, "form": form, "list_name": "cases:watch", "list": "Watch list"}
    context |= {"heading": "Watch for something", "submit": "Put it on the watch list"}
    return render(request, "cases/core/form.html", context)


@require_http_methods(["GET", "POST"])
def watch_look(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    item = get_object_or_404(case.watch_items, pk=pk)
    form = LookAgainForm(request.POST or None, instance=item)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data | {"note": form.cleaned_data["outcome_note"]}
        found.pop("outcome_note")
        try:
            paperwork.look_again(item=item, by=request.user, **found)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "What was found is on record.")
            return redirect("cases:watch", reference)
    context = {"case": case, "form": form, "list_name": "cases:watch", "list": "Watch list"}
    context |= {"heading": item.what, "lede": item.why, "submit": "Save what was found"}
    return render(request, "cases/core/form.html", context)


def _about(request: SignedInRequest, case: Case) -> dict[str, Any]:
    why_not = access.why_not(request.user, case, Permission.WRITE)
    return {"case": case, "why_not": why_not, "today": timezone.localdate()}
