"""Small worlds of platform accounts, for tests: who used what, and when."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa

from cases.clusters.uses import SCHEMA, Uses, read_uses

START = datetime(2026, 4, 22, tzinfo=UTC)


class World:
    """A population of `size` platform accounts; `use` says what some of them did."""

    def __init__(self, size: int = 2000) -> None:
        self.accounts = [f"a{n:05}" for n in range(size)]
        self.rows: list[dict[str, object]] = []

    def use(self, kind: str, value: str | None, *users: int, day: int = 0, days: int = 40) -> None:
        first = START + timedelta(days=day)
        for user in users:
            self.rows.append(
                {
                    "account": self.accounts[user],
                    "kind": kind,
                    "value": value,
                    "first_at": first,
                    "last_at": first + timedelta(days=days),
                }
            )

    def everyone_apart(self) -> None:
        """Give every account an instrument and an address of its own."""
        for user in range(len(self.accounts)):
            self.use("instrument", f"own-card-{user}", user)
            self.use("address", f"198.{18 + user // 65536}.{user // 256 % 256}.{user % 256}", user)

    def operate(self, *users: int, name: str = "crew") -> None:
        """Run accounts in teams of three; each team shares a card and a device with the next."""
        for place, user in enumerate(users):
            for team in (place // 3, place // 3 + 1):
                self.use("instrument", f"{name}-card-{team}", user)
                self.use("device", f"{name}-device-{team}", user)

    def deal(self, *users: int, name: str = "pool") -> None:
        """Run accounts from separate pools, so that hardly any two share two things."""
        for place, user in enumerate(users):
            self.use("instrument", f"{name}-card-{place // 10}", user)
            self.use("device", f"{name}-device-{place * 7 % len(users) // 12}", user)
            self.use("phone", f"{name}-phone-{place * 11 % len(users) // 9}", user)

    def table(self) -> pa.Table:
        return pa.Table.from_pylist(self.rows, schema=SCHEMA)

    def uses(self) -> Uses:
        return read_uses(self.table(), self.accounts)
