"""One attempt at a job: what the work may say and ask while it runs."""

import logging
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from accounts.models import User
from cases.jobs import lease
from cases.jobs.models import Job

logger = logging.getLogger(__name__)


class Cancelled(Exception):
    """Someone asked for the job to stop."""


class Run:
    """What a job's function gets: ways to say how far it is and to learn that it should stop."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._progress: tuple[int, int | None, str] = (0, None, "")
        self._should_stop = False
        self._lost: lease.LeaseLost | None = None
        self._heart: threading.Thread | None = None
        self._over = threading.Event()

    @property
    def requested_by(self) -> User | None:
        """The person who asked for it; None for scheduled work."""
        return self.job.requested_by

    def progress(self, done: int, total: int | None = None, unit: str = "") -> None:
        """Say how far it is; raises Cancelled or LeaseLost where it should not go on.

        Costs nothing, so say it often: a thread writes it down once a second.
        """
        self._progress = (done, total, unit)
        self.stop_if_cancelled()

    def stop_if_cancelled(self) -> None:
        """Raise Cancelled if someone asked for that, LeaseLost if another worker has the job."""
        if self._heart is None:
            self.beat()
        if self._lost:
            raise self._lost
        if self._should_stop:
            raise Cancelled

    def log(self, text: str) -> None:
        """Write a line for the people who wait."""
        with self.holding():
            lease.log(self.job, text)

    def holding(self) -> AbstractContextManager[None]:
        """A transaction that a worker thought dead can't commit: where results are written."""
        return lease.holding(self.job)

    @contextmanager
    def heart(self) -> Iterator[None]:
        """Beat from a thread with a connection of its own while the work is busy elsewhere."""
        self._heart = threading.Thread(target=self._keep_beating, daemon=True)
        self._heart.start()
        try:
            yield
        finally:
            self._over.set()
            self._heart.join()
            self._heart = None

    def beat(self) -> None:
        """Write the progress down now, and hear what is asked of this run."""
        try:
            self._should_stop = lease.beat(self.job, *self._progress)
        except lease.LeaseLost as lost:
            self._lost = lost

    def _keep_beating(self) -> None:
        pace = min(1.0, settings.JOB_LEASE_SECONDS / 3)
        try:
            while not self._over.wait(pace) and not self._lost:
                try:
                    self.beat()
                except (OperationalError, InterfaceError):
                    logger.warning("No heartbeat for %s: the database is away.", self.job)
                    connection.close()
        finally:
            connection.close()
