from factory.django import DjangoModelFactory

from cases.jobs.models import Job


class JobFactory(DjangoModelFactory[Job]):
    class Meta:
        model = Job

    kind = "tests.count"
    subject = "E-1"
