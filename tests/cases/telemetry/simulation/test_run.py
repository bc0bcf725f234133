import hashlib
import ipaddress
import json
from pathlib import Path

import duckdb
import pytest

from cases.telemetry.simulation.run import Plan, simulate
from cases.telemetry.simulation.scenario import SCENARIOS


def _simulate(out: Path, name: str = "hydra", seed: int = 7, suffix: str = "parquet") -> Path:
    scenario = SCENARIOS[name]
    campaign = round(300 * scenario.campaign_accounts)
    plan = Plan(scenario, campaign, 300 - campaign, 6_000, seed, days=9, format=suffix)
    simulate(plan, out, lambda done, total: None)
    return out


def _digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _ask(query: str, *folders: Path) -> list[tuple]:
    with duckdb.connect(config={"threads": 1}) as database:
        return database.execute(query.format(*folders)).fetchall()


@pytest.fixture(scope="module")
def hydra(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _simulate(tmp_path_factory.mktemp("hydra"))


def test_the_same_seed_writes_the_same_bytes(hydra: Path, tmp_path: Path) -> None:
    assert _digests(_simulate(tmp_path)) == _digests(hydra)


def test_another_seed_writes_other_telemetry(hydra: Path, tmp_path: Path) -> None:
    another = _digests(_simulate(tmp_path, seed=8))

    assert another["interactions.parquet"] != _digests(hydra)["interactions.parquet"]


def test_counts_are_those_asked_for(hydra: Path) -> None:
    rows = _ask("SELECT count(*), count(DISTINCT request_id) FROM '{}/interactions.parquet'", hydra)
    accounts = _ask("SELECT count(*), count(DISTINCT account_id) FROM '{}/accounts.parquet'", hydra)

    assert rows == [(6_000, 6_000)]
    assert accounts == [(300, 300)]


def test_the_truth_is_kept_apart(hydra: Path) -> None:
    columns = _ask("DESCRIBE SELECT * FROM '{0}/accounts.parquet'", hydra)
    names = {name for name, *_ in columns}
    facts = json.loads((hydra / "truth/truth.json").read_text())
    operators = _ask(
        "SELECT operator, count(*) FROM '{}/truth/accounts.parquet' GROUP BY 1 ORDER BY 2", hydra
    )

    assert not names & {"operator", "group_kind", "group"}
    assert operators == [("Nine Lanterns", 60), (None, 240)]
    assert facts["seed"] == 7
    assert facts["scenario"]["name"] == "hydra"


def test_no_address_can_belong_to_anyone(hydra: Path) -> None:
    carriers = ipaddress.ip_network("100.64.0.0/10")
    rows = _ask("SELECT DISTINCT ip FROM '{}/interactions.parquet' WHERE ip <> ''", hydra)

    found = [ipaddress.ip_address(address) for (address,) in rows]

    assert not [ip for ip in found if ip.is_global and ip not in carriers]
    assert {ip.is_reserved for ip in found} == {True, False}


def test_nobody_acts_before_opening_or_after_closing(hydra: Path) -> None:
    rows = _ask(
        """SELECT count(*), count(closed_at),
                  count(*) FILTER (timestamp < created_at OR timestamp > closed_at)
           FROM '{0}/interactions.parquet' JOIN '{0}/accounts.parquet' USING (account_id)""",
        hydra,
    )

    [(joined, of_closed, outside)] = rows
    assert joined == 6_000
    assert of_closed > 0
    assert outside == 0


def test_a_campaign_shares_cards_and_spreads_its_load(hydra: Path) -> None:
    [(cards, accounts)] = _ask(
        """SELECT count(DISTINCT payment_instruments), count(*)
           FROM '{0}/accounts.parquet' JOIN '{0}/truth/accounts.parquet'
             ON account_id = platform_account WHERE operator IS NOT NULL""",
        hydra,
    )
    dispersion = dict(
        _ask(
            """WITH daily AS (
                 SELECT account_id, operator IS NOT NULL AS campaign,
                        timestamp::DATE AS day, count(*) AS n
                 FROM '{0}/interactions.parquet' JOIN '{0}/truth/accounts.parquet'
                   ON account_id = platform_account GROUP BY ALL)
               SELECT campaign, var_samp(n) / avg(n) FROM daily GROUP BY 1""",
            hydra,
        )
    )

    assert cards == accounts / 12
    assert dispersion[True] < 3 < dispersion[False]


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_every_scenario_runs(name: str, tmp_path: Path) -> None:
    folder = _simulate(tmp_path, name)

    operators = _ask(
        "SELECT DISTINCT operator FROM '{}/truth/accounts.parquet' WHERE operator NOT NULL", folder
    )
    assert {name for (name,) in operators} == {each.name for each in SCENARIOS[name].operators}


@pytest.mark.parametrize("suffix", ["csv.gz", "jsonl.gz"])
def test_other_formats_hold_the_same_rows(suffix: str, hydra: Path, tmp_path: Path) -> None:
    folder = _simulate(tmp_path, suffix=suffix)
    read = "read_csv" if suffix == "csv.gz" else "read_json"
    columns = "SELECT request_id, account_id, output_tokens FROM"

    written = _ask(columns + " '{}/interactions.parquet' ORDER BY 1", hydra)
    read_back = _ask(columns + f" {read}('{{}}/interactions.{suffix}') ORDER BY 1", folder)

    assert len(written) == 6_000
    assert read_back == written
