from accounts.models import User
from cases.core import access
from cases.core.models import Case
from cases.core.roles import Permission
from cases.telemetry.models import Import


def why_not_import(by: User, case: Case) -> str | None:
    """Why the person may not begin an import."""
    return access.why_not(by, case, Permission.WRITE)


def why_not_map(by: User, telemetry_import: Import) -> str | None:
    """Why the person may not settle the columns, try them or confirm them now."""
    if reason := access.why_not(by, telemetry_import.case, Permission.WRITE):
        return reason
    if not telemetry_import.waits_for_a_mapping:
        state = telemetry_import.get_state_display().lower()
        return f"{telemetry_import} is not waiting for its columns to be settled ({state})."
    return None


def why_not_withdraw(by: User, telemetry_import: Import) -> str | None:
    """Why the person may not take the import's rows out of what is counted."""
    if reason := access.why_not(by, telemetry_import.case, Permission.WRITE):
        return reason
    if telemetry_import.state != Import.State.READY:
        return f"{telemetry_import} is not ready, so that none of its rows is counted."
    return None
