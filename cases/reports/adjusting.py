"""The templates of a case: as they come, or as a lead has adjusted them."""

from dataclasses import asdict

from django.db import transaction

from accounts.models import User
from audit import services as audit
from cases.core import access
from cases.core.models import Case
from cases.core.roles import Permission
from cases.reports import queries
from cases.reports.check import Passage, check
from cases.reports.compose import wording_of
from cases.reports.document import to_plain
from cases.reports.errors import ReasonMissing, ReportSaysTooMuch
from cases.reports.models import TemplateVersion
from cases.reports.templates import Template, require_fair


@transaction.atomic
def adjust_template(*, case: Case, template: Template, reason: str, by: User) -> TemplateVersion:
    """Print this from now on in the case's reports for that reader; what is frozen stays.

    Raises `TemplateRefused` where it would leave out what no reader may miss, and
    `ReportSaysTooMuch` where its own words say more than the ledger.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    access.require(by, case, Permission.MANAGE)
    if not reason.strip():
        raise ReasonMissing("Say why.")
    require_fair(template)
    passages = [Passage(place, text) for place, text in wording_of(template)]
    findings = check(passages, queries.ledger_of(case))
    if any(finding.is_error for finding in findings):
        raise ReportSaysTooMuch(findings)
    version = case.report_templates.create(
        key=template.key,
        number=case.report_templates.filter(key=template.key).count() + 1,
        name=template.name,
        reader=template.reader,
        pages=template.pages,
        is_numbered=template.is_numbered,
        choices=to_plain([asdict(choice) for choice in template.choices]),
        reason=reason.strip(),
        changed_by=by,
    )
    detail = {"template": template.key, "version": version.number, "reason": version.reason}
    audit.record(
        by=by, action="report.template_adjusted", subject=version, case=case.reference,
        detail=detail,
    )  # fmt: skip
    return version
