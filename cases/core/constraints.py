"""Rules of one column that several tables share, as constraints of the database."""

from django.db.models import CheckConstraint, Q, TextChoices


def one_of(
    field: str, choices: type[TextChoices], name: str, *, blank: bool = False
) -> CheckConstraint:
    """The column holds a word of the closed list, or nothing where that is allowed."""
    words = [*choices.values, ""] if blank else choices.values
    return CheckConstraint(condition=Q(**{f"{field}__in": words}), name=name)


def reasoned(field: str, default: str, reason: str, name: str) -> CheckConstraint:
    """Whoever chooses another word than the default says why in `reason`."""
    return CheckConstraint(condition=Q(**{field: default}) | ~Q(**{reason: ""}), name=name)


def filled(field: str, name: str) -> CheckConstraint:
    """The column is never without words."""
    return CheckConstraint(condition=~Q(**{field: ""}), name=name)
