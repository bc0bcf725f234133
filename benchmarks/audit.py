"""How long the audit takes to verify, beside bare SHA-256 over the same bytes.

    python -m benchmarks.audit [--records 1000000]

The records are in memory: what is measured is the chain, the tree of hashes and ten signed roots,
not the reading of a database. Nothing is asserted: a figure is for people to read.
"""

import argparse
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from time import perf_counter

from audit.chain import GENESIS, Link, next_hash, verify
from audit.merkle import Tree
from audit.roots import SignedRoot, state
from cases.packs import seal

START = datetime(2026, 1, 1, tzinfo=UTC)
RECORD = (
    '{{"action":"claim.proposed","actor":"Lena Lead <lead@lab.example> #{}","at":"2026-06-10",'
    '"case":"PRB-2026-0001","detail":{{"status":"alleged","why":"As the letter says."}},'
    '"subject":"claim C-{}"}}'
)


def main() -> None:
    """Print seconds for all records, and how many times those of bare SHA-256."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--records", type=int, default=1_000_000)
    count = parser.parse_args().records
    links, roots = _audit(count)
    started = perf_counter()
    verdict = verify(links, roots)
    ours = perf_counter() - started
    started, whole = perf_counter(), sha256()
    for link in links:
        whole.update(link.content.encode())
    bare = perf_counter() - started
    print(f"{verdict.count} records, {verdict.root_count} roots, holds: {verdict.holds}")
    print(f"verified in {ours:.2f} s; bare SHA-256 {bare:.2f} s; {ours / bare:.1f} times")


def _audit(count: int) -> tuple[list[Link], list[SignedRoot]]:
    """A chain of so many records, with a root after each tenth of them."""
    private = seal.make_private_key()
    pem, head, tree = seal.public_pem(private), GENESIS, Tree()
    links: list[Link] = []
    roots: list[SignedRoot] = []
    for position in range(1, count + 1):
        content = RECORD.format(position % 40, position)
        links.append(Link(position, content, head, next_hash(head, content)))
        head = links[-1].hash
        tree.add(content.encode())
        if position % max(count // 10, 1) == 0:
            at = START + timedelta(days=len(roots))
            said = state(at=at, count=position, root=tree.root(), head=head)
            roots.append(SignedRoot(said, seal.sign(private, said.encode()).signature, pem))
    return links, roots


if __name__ == "__main__":
    main()
