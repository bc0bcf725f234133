from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from cases.core.api import InCase, read
from cases.core.roles import Permission
from cases.jobs.api import JobSerializer
from cases.telemetry import services
from cases.telemetry.choosing import NoExhibits, choose
from cases.telemetry.models import AccountActivity, Figure, Import, RollUp
from cases.telemetry.serializers import (
    AccountActivitySerializer,
    ActivitySerializer,
    BeginImportSerializer,
    FigureRunSerializer,
    FigureSerializer,
    ImportSerializer,
    MappingSerializer,
    RefusedImportRowSerializer,
    RollUpSerializer,
    TrialSerializer,
    WithdrawSerializer,
)


class ImportViewSet(InCase, GenericViewSet[Any]):
    """Telemetry read out of exhibits, through a mapping of columns that a person confirms."""

    serializer_class = ImportSerializer
    queryset = Import.objects.none()
    lookup_field = "number"
    lookup_value_converter = "int"
    may: ClassVar[dict[str, Permission]] = {
        "list": Permission.READ,
        "create": Permission.WRITE,
        "retrieve": Permission.READ,
        "map": Permission.WRITE,
        "trial": Permission.WRITE,
        "confirm": Permission.WRITE,
        "withdraw": Permission.WRITE,
        "refused": Permission.READ,
    }

    def list(self, request: Request, reference: str) -> Response:
        """List the imports of a case."""
        rows = self.case.imports.select_related("requested_by")
        page = self.paginate_queryset(rows.prefetch_related("files__exhibit"))
        return self.get_paginated_response(ImportSerializer(page, many=True).data)

    @extend_schema(request=BeginImportSerializer, responses={202: ImportSerializer})
    def create(self, request: Request, reference: str) -> Response:
        """Begin an import: a job reads the files' columns and guesses what each is."""
        values = read(BeginImportSerializer, request)
        numbers = values["exhibits"]
        picked = list(self.case.exhibits.filter(number__in=numbers))
        if len(picked) < len(set(numbers)):
            raise exceptions.ValidationError({"exhibits": "Some are not exhibits of this case."})
        try:
            exhibits = choose(self.case, values["names"], picked)
        except NoExhibits as error:
            raise exceptions.ValidationError({"names": [str(error)]}) from error
        begun = services.request_import(
            case=self.case, kind=values["kind"], exhibits=exhibits, by=self.by
        )
        return Response(ImportSerializer(begun).data, status=status.HTTP_202_ACCEPTED)

    def retrieve(self, request: Request, reference: str, number: int) -> Response:
        """Show one import, with its counts."""
        return Response(ImportSerializer(self._import(number)).data)

    @extend_schema(request=MappingSerializer)
    @action(detail=True, methods=["put"])
    def map(self, request: Request, reference: str, number: int) -> Response:
        """Settle which column is which."""
        telemetry_import, sent = self._import(number), MappingSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        done = services.correct_mapping(
            telemetry_import=telemetry_import, mapping=sent.mapping(), by=self.by
        )
        return Response(ImportSerializer(done).data)

    @extend_schema(request=TrialSerializer, responses={202: ImportSerializer})
    @action(detail=True, methods=["post"])
    def trial(self, request: Request, reference: str, number: int) -> Response:
        """Try the first rows, or all, through the mapping, and keep none of them."""
        telemetry_import, values = self._import(number), read(TrialSerializer, request)
        done = services.try_mapping(telemetry_import=telemetry_import, **values, by=self.by)
        return Response(ImportSerializer(done).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(request=None, responses={202: ImportSerializer})
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, reference: str, number: int) -> Response:
        """Confirm the mapping and import every row through it."""
        done = services.confirm_mapping(telemetry_import=self._import(number), by=self.by)
        return Response(ImportSerializer(done).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(request=WithdrawSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, reference: str, number: int) -> Response:
        """Take an import's rows out of what is counted, for a reason."""
        telemetry_import, values = self._import(number), read(WithdrawSerializer, request)
        done = services.withdraw_import(telemetry_import=telemetry_import, **values, by=self.by)
        return Response(ImportSerializer(done).data)

    @extend_schema(responses=RefusedImportRowSerializer(many=True))
    @action(detail=True)
    def refused(self, request: Request, reference: str, number: int) -> Response:
        """List the first thousand rows that were not kept, and why."""
        rows = self._import(number).refused_rows.select_related("file__exhibit")
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(RefusedImportRowSerializer(page, many=True).data)

    def _import(self, number: int) -> Import:
        return get_object_or_404(self.case.imports.select_related("case", "job"), number=number)


class RollUpViewSet(InCase, GenericViewSet[Any]):
    """Telemetry counted by hour, day, capability, model or platform account."""

    serializer_class = RollUpSerializer
    queryset = RollUp.objects.none()
    lookup_field = "query"
    lookup_value_converter = "slug"
    may: ClassVar[dict[str, Permission]] = {
        "list": Permission.READ,
        "retrieve": Permission.READ,
        "accounts": Permission.READ,
    }

    def list(self, request: Request, reference: str) -> Response:
        """List the roll-ups of a case, with how each was derived."""
        page = self.paginate_queryset(self.case.roll_ups.all())
        return self.get_paginated_response(RollUpSerializer(page, many=True).data)

    @extend_schema(operation_id="cases_roll_ups_rows_list", responses=ActivitySerializer(many=True))
    def retrieve(self, request: Request, reference: str, query: str) -> Response:
        """List the rows of one roll-up, such as `by_day`."""
        roll_up = get_object_or_404(self.case.roll_ups, query=f"telemetry.{query}")
        page = self.paginate_queryset(roll_up.activities.all())
        return self.get_paginated_response(ActivitySerializer(page, many=True).data)

    @extend_schema(responses=AccountActivitySerializer(many=True))
    @action(detail=False)
    def accounts(self, request: Request, reference: str) -> Response:
        """List what each platform account did."""
        page = self.paginate_queryset(AccountActivity.objects.filter(roll_up__case=self.case))
        return self.get_paginated_response(AccountActivitySerializer(page, many=True).data)


class FigureViewSet(InCase, GenericViewSet[Any]):
    """Numbers measured in this case's telemetry, each of which can be run again."""

    serializer_class = FigureSerializer
    queryset = Figure.objects.none()
    lookup_field = "key"
    lookup_value_converter = "slug"
    may: ClassVar[dict[str, Permission]] = {
        "list": Permission.READ,
        "retrieve": Permission.READ,
        "runs": Permission.READ,
        "again": Permission.READ,
        "measure": Permission.WRITE,
    }

    def list(self, request: Request, reference: str) -> Response:
        """List the figures of a case."""
        page = self.paginate_queryset(self.case.figures.all())
        return self.get_paginated_response(FigureSerializer(page, many=True).data)

    def retrieve(self, request: Request, reference: str, key: str) -> Response:
        """Show one figure, with its derivation."""
        return Response(FigureSerializer(self._figure(key)).data)

    @extend_schema(responses=FigureRunSerializer(many=True))
    @action(detail=True)
    def runs(self, request: Request, reference: str, key: str) -> Response:
        """List how often a figure was run again, and what came out."""
        page = self.paginate_queryset(self._figure(key).runs.select_related("by"))
        return self.get_paginated_response(FigureRunSerializer(page, many=True).data)

    @extend_schema(request=None, responses={202: JobSerializer})
    @action(detail=True, methods=["post"])
    def again(self, request: Request, reference: str, key: str) -> Response:
        """Have a job derive a figure afresh, and say whether it is the same."""
        job = services.run_figure_again(figure=self._figure(key), by=self.by)
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(request=None, responses={202: JobSerializer})
    @action(detail=False, methods=["post"])
    def measure(self, request: Request, reference: str) -> Response:
        """Have a job count everything again."""
        job = services.measure_figures(case=self.case, by=self.by)
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)

    def _figure(self, key: str) -> Figure:
        return get_object_or_404(self.case.figures.select_related("case"), key=key)
