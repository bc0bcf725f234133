from django.http import HttpRequest

from accounts.models import User


class SignedInRequest(HttpRequest):
    """What a page gets: LoginRequiredMiddleware has seen to it that somebody is signed in."""

    user: User
