"""Who may do what in a case. The table is the rule: policies and documents read it from here."""

from django.db.models import TextChoices


class Permission(TextChoices):
    READ = "read", "read this case"
    WRITE = "write", "add to and change this case"
    DELETE = "delete", "delete from this case"
    APPROVE = "approve", "countersign and approve"
    REVEAL = "reveal", "reveal masked samples"
    EXPORT = "export", "download and build packs"
    HOLD = "hold", "place and lift a legal hold"
    MANAGE = "manage", "manage members, close and reopen this case"


class Role(TextChoices):
    LEAD = "lead", "Lead"
    ANALYST = "analyst", "Analyst"
    REVIEWER = "reviewer", "Reviewer"
    LEGAL = "legal", "Legal"
    POLICY = "policy", "Policy"


P = Permission
GRANTS: dict[Role, frozenset[Permission]] = {
    Role.LEAD: frozenset(
        {P.READ, P.WRITE, P.DELETE, P.APPROVE, P.REVEAL, P.EXPORT, P.MANAGE},
    ),
    Role.ANALYST: frozenset({P.READ, P.WRITE, P.REVEAL, P.EXPORT}),
    Role.REVIEWER: frozenset({P.READ, P.WRITE, P.APPROVE, P.REVEAL, P.EXPORT}),
    Role.LEGAL: frozenset({P.READ, P.EXPORT, P.HOLD}),
    Role.POLICY: frozenset({P.READ, P.EXPORT}),
}

#: What a closed case refuses to everyone.
CHANGES = frozenset({P.WRITE, P.DELETE, P.APPROVE})


def roles_with(permission: Permission) -> list[Role]:
    """The roles whose members may do this."""
    return [role for role, granted in GRANTS.items() if permission in granted]
