"""How every part of the API reaches its case.

A viewset declares in `may` the permission of each of its actions; `InCase` opens the case with it
before the action runs, so that no action can forget to. Actions call the services that pages call.
"""

from typing import Any, ClassVar, cast

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from accounts.models import User
from audit.models import Entry
from cases.core import services
from cases.core.access import get_case
from cases.core.models import Case, LegalHold, Member
from cases.core.roles import Permission, Role
from cases.core.serializers import (
    AddMemberSerializer,
    CaseSerializer,
    ChangeRoleSerializer,
    DescribeCaseSerializer,
    EntrySerializer,
    HoldSerializer,
    MemberSerializer,
    OpenCaseSerializer,
    ReasonSerializer,
)


class InCase:
    """A part of one case: `self.case` is opened, with the permission of the action, before it."""

    may: ClassVar[dict[str, Permission]]
    by: User
    case: Case

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        self.by = cast(User, request.user)
        action = getattr(self, "action", None)
        if action and "reference" in kwargs:
            self.case = get_case(self.by, kwargs["reference"], may=self.may[action])


def read(serializer: type[BaseSerializer[Any]], request: Request) -> dict[str, Any]:
    """What was sent, checked; refused with what is wrong with which field."""
    sent = serializer(data=request.data)
    sent.is_valid(raise_exception=True)
    values: dict[str, Any] = sent.validated_data
    return values


class CaseViewSet(InCase, GenericViewSet[Case]):
    """The cases that you are a member of."""

    serializer_class = CaseSerializer
    queryset = Case.objects.none()
    lookup_field = "reference"
    lookup_value_converter = "str"
    may: ClassVar[dict[str, Permission]] = {
        "list": Permission.READ,
        "create": Permission.WRITE,
        "retrieve": Permission.READ,
        "update": Permission.WRITE,
        "close": Permission.MANAGE,
        "reopen": Permission.MANAGE,
    }

    def list(self, request: Request) -> Response:
        """List the cases that you are a member of."""
        mine = Case.objects.visible_to(self.by).select_related("opened_by", "closed_by")
        page = self.paginate_queryset(mine)
        return self.get_paginated_response(CaseSerializer(page, many=True).data)

    @extend_schema(request=OpenCaseSerializer, responses={201: CaseSerializer})
    def create(self, request: Request) -> Response:
        """Open a case; you become its lead."""
        values = read(OpenCaseSerializer, request)
        case = services.open_case(**values, by=self.by)
        return Response(CaseSerializer(case).data, status=status.HTTP_201_CREATED)

    def retrieve(self, request: Request, reference: str) -> Response:
        """Show one case."""
        return Response(CaseSerializer(self.case).data)

    @extend_schema(request=DescribeCaseSerializer)
    def update(self, request: Request, reference: str) -> Response:
        """Say anew what a case is called, its bottom line, its rating and its marking."""
        values = read(DescribeCaseSerializer, request)
        case = services.describe_case(case=self.case, **values, by=self.by)
        return Response(CaseSerializer(case).data)

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, reference: str) -> Response:
        """Close a case: from then on it can only be read."""
        values = read(ReasonSerializer, request)
        case = services.close_case(case=self.case, **values, by=self.by)
        return Response(CaseSerializer(case).data)

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, reference: str) -> Response:
        """Reopen a closed case, with a reason."""
        values = read(ReasonSerializer, request)
        case = services.reopen_case(case=self.case, **values, by=self.by)
        return Response(CaseSerializer(case).data)


class MemberViewSet(InCase, GenericViewSet[Member]):
    """Who works on the case, and in which role."""

    serializer_class = MemberSerializer
    queryset = Member.objects.none()
    lookup_value_converter = "int"
    may: ClassVar[dict[str, Permission]] = {
        "list": Permission.READ,
        "create": Permission.MANAGE,
        "partial_update": Permission.MANAGE,
        "destroy": Permission.MANAGE,
    }

    def list(self, request: Request, reference: str) -> Response:
        """List the members of a case."""
        page = self.paginate_queryset(self.case.members.select_related("user"))
        return self.get_paginated_response(MemberSerializer(page, many=True).data)

    @extend_schema(request=AddMemberSerializer, responses={201: MemberSerializer})
    def create(self, request: Request, reference: str) -> Response:
        """Let a person into the case, in a role."""
        values = read(AddMemberSerializer, request)
        user = User.objects.filter(email__iexact=values["email"], is_active=True).first()
        if user is None:
            raise exceptions.ValidationError({"email": "Nobody who signs in has this address."})
        member = services.add_member(
            case=self.case, user=user, role=Role(values["role"]), by=self.by
        )
        return Response(MemberSerializer(member).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ChangeRoleSerializer)
    def partial_update(self, request: Request, reference: str, pk: int) -> Response:
        """Give a member another role."""
        member = get_object_or_404(self.case.members, pk=pk)
        values = read(ChangeRoleSerializer, request)
        member = services.change_role(member=member, role=Role(values["role"]), by=self.by)
        return Response(MemberSerializer(member).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, reference: str, pk: int) -> Response:
        """Take a person out of the case."""
        services.remove_member(member=get_object_or_404(self.case.members, pk=pk), by=self.by)
        return Response(status=status.HTTP_204_NO_CONTENT)


class HoldViewSet(InCase, GenericViewSet[LegalHold]):
    """Orders to keep everything; while one stands, nothing in the case can be deleted."""

    serializer_class = HoldSerializer
    queryset = LegalHold.objects.none()
    may: ClassVar[dict[str, Permission]] = {
        "list": Permission.READ,
        "create": Permission.HOLD,
        "lift": Permission.HOLD,
    }

    def list(self, request: Request, reference: str) -> Response:
        """List the legal holds of a case, lifted ones too."""
        page = self.paginate_queryset(
            self.case.legal_holds.select_related("placed_by", "lifted_by")
        )
        return self.get_paginated_response(HoldSerializer(page, many=True).data)

    @extend_schema(request=ReasonSerializer, responses={201: HoldSerializer})
    def create(self, request: Request, reference: str) -> Response:
        """Place a legal hold."""
        values = read(ReasonSerializer, request)
        hold = services.place_hold(case=self.case, **values, by=self.by)
        return Response(HoldSerializer(hold).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ReasonSerializer)
    @action(detail=False, methods=["post"])
    def lift(self, request: Request, reference: str) -> Response:
        """Lift the legal hold that stands."""
        values = read(ReasonSerializer, request)
        hold = services.lift_hold(case=self.case, **values, by=self.by)
        return Response(HoldSerializer(hold).data)


class AuditViewSet(InCase, GenericViewSet[Entry]):
    """Who did what in the case: records that nobody can change."""

    serializer_class = EntrySerializer
    queryset = Entry.objects.none()
    may: ClassVar[dict[str, Permission]] = {"list": Permission.READ}

    def list(self, request: Request, reference: str) -> Response:
        """List the audit of a case, from its first record."""
        entries = Entry.objects.for_case(self.case.reference).filter(seal__isnull=False)
        page = self.paginate_queryset(entries.select_related("seal"))
        return self.get_paginated_response(EntrySerializer(page, many=True).data)
