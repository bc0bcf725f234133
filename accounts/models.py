from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Store a person who may sign in; without a password they can't yet."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in; never an account under investigation."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    organization = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(
        default=False,
        help_text="Manages people, keys and health. Gives no access to any case.",
    )
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique_whatever_case")
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        if not self.is_active:
            return "deactivated"
        return "active" if self.has_usable_password() else "invited"

    def signed(self: Self) -> str:
        """The name and address that a signature shows."""
        return f"{self.name} <{self.email}>"


class Invitation(models.Model):
    """A link, good once and for a few days, by which a person sets their first password."""

    person = models.ForeignKey(User, models.PROTECT, related_name="invitations")
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="made_invitations"
    )
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(used_at=None) | models.Q(withdrawn_at=None),
                name="invitation_used_or_withdrawn_not_both",
            )
        ]

    def __str__(self) -> str:
        return f"of {self.person}"

    @property
    def is_open(self) -> bool:
        return not self.used_at and not self.withdrawn_at and timezone.now() < self.expires_at


class Scope(models.TextChoices):
    """What a token may be used for: the permissions of a case, by the same names."""

    READ = "read", "Read"
    WRITE = "write", "Add and change"
    DELETE = "delete", "Delete"
    APPROVE = "approve", "Countersign and approve"
    REVEAL = "reveal", "Reveal masked samples"
    EXPORT = "export", "Download and build packs"
    HOLD = "hold", "Place and lift legal holds"
    MANAGE = "manage", "Manage members, close and reopen"


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def usable(self) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=timezone.now(), owner__is_active=True)


class ApiToken(models.Model):
    """A key by which a program acts for its owner, within a scope and until a date."""

    owner = models.ForeignKey(User, models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12, unique=True)
    sha256 = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=10, choices=Scope))
    case_reference = models.CharField(
        max_length=20, blank=True, help_text="The one case that it opens; empty for all of yours."
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ApiTokenQuerySet] = ApiTokenQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "API token"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scopes__len__gt=0, scopes__contained_by=Scope.values),
                name="token_has_known_scopes",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")),
                name="token_expires_after_it_is_made",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}… ({self.name})"

    @property
    def state(self) -> str:
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_at <= timezone.now() else "in use"
