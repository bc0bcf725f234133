import fcntl
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cases.core.models import Case
from cases.demo import people
from cases.jobs import lease
from config import embedded, env
from config.processes import Processes

HOST = "127.0.0.1"
SECONDS_TO_ANSWER = 60


class Command(BaseCommand):
    help = "Run the whole app on this machine until Ctrl-C: servers, web process and worker."
    requires_system_checks: list[str] = []

    def handle(self, **_options: Any) -> None:
        """Prepare everything, start everything, wait for the end, stop everything."""
        port = env.number("PORT", 8000)
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, _interrupt)
        try:
            with _alone():
                with _free(port):
                    self._prepare()
                self._serve(port)
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")
        except embedded.CannotStart as error:
            raise CommandError(str(error)) from error

    def _prepare(self) -> None:
        if not os.environ.get("BROKER_URL"):
            embedded.start_redis()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        if not os.environ.get("DATABASE_URL"):
            lease.let_go_of_all()
        if settings.DEMO and not Case.objects.exists():
            self.stdout.write("Loading the demo cases…")
            call_command("demo")

    def _serve(self, port: int) -> None:
        processes = Processes(settings.BASE_DIR)
        try:
            _start(processes, port)
            self._wait_for_answer(processes, port)
            self._greet(port)
            while not (name := processes.ended()):
                time.sleep(0.2)
            raise CommandError(f"The {name} process ended by itself; see above. Stopped the rest.")
        finally:
            for again in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(again, signal.SIG_IGN)
            processes.stop()

    def _wait_for_answer(self, processes: Processes, port: int) -> None:
        until = time.monotonic() + SECONDS_TO_ANSWER
        while not _answers(port):
            if name := processes.ended():
                raise CommandError(f"The {name} process ended at once; see above.")
            if time.monotonic() > until:
                raise CommandError(f"The web process does not answer on port {port}.")
            time.sleep(0.05)

    def _greet(self, port: int) -> None:
        self.stdout.write(f"\nProbata runs at http://localhost:{port}/ (Ctrl-C stops it)\n\n")
        if settings.DEMO:
            self.stdout.write(f"Sign in with the password {people.PASSWORD} as\n")
            for part, name in people.NAMES.items():
                self.stdout.write(f"  {people.email_of(part):32}{name}, {part}\n")
            self.stdout.write("\n")
        self.stdout.flush()


def _start(processes: Processes, port: int) -> None:
    workers = str(min(4, os.cpu_count() or 1))
    processes.start(
        "web", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}", "--preload",
        "--workers", workers, "--threads", "4", "--timeout", "120", "--graceful-timeout", "1",
        "--log-level", "warning", "--no-control-socket",
    )  # fmt: skip
    # The clock (beat) lives in the worker, since here there is one: a process less to start.
    processes.start(
        "worker", "celery", "--app", "config", "--quiet", "worker", "--concurrency", workers,
        "--beat", "--schedule", str(embedded.VAR / "beat"),
        "--without-gossip", "--without-mingle", "--loglevel", "WARNING",
    )  # fmt: skip


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _answers(port: int) -> bool:
    with socket.socket() as client:
        client.settimeout(1)
        return client.connect_ex((HOST, port)) == 0


@contextmanager
def _free(port: int) -> Iterator[None]:
    """Keep the port while we prepare; say so plainly if someone else has it."""
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} can't be used ({error.strerror}). Choose another: make run PORT=8001"
            ) from error
        yield


@contextmanager
def _alone() -> Iterator[None]:
    """One app a folder: two would share one database and one set of files."""
    with (embedded.VAR / "run.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CommandError("Probata runs from this folder already. Stop it first.") from error
        yield
