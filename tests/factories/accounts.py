from factory.declarations import Sequence
from factory.django import DjangoModelFactory

from accounts.models import User


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    email = Sequence(lambda n: f"person{n}@lab.example")
    name = Sequence(lambda n: f"Person {n}")
