from cases.reports.life import Link, Version, is_revoked, line_of, runs, since

LINK = Link("C-6", "Meridian Cloud", "assessed: It ran the accounts.")


def _version(
    number: int, approved: str, retracted: str = "", links: tuple[Link, ...] = ()
) -> Version:
    return Version(number, approved, retracted, frozenset({f"C-{number}", "C-9"}), links)


def test_revisions_that_follow_one_another_are_one_line() -> None:
    first, second = approved = [_version(1, "01"), _version(2, "02")]

    assert line_of(second, approved) == [first, second]
    assert line_of(first, approved) == [first]


def test_a_retraction_of_the_latest_ends_the_line() -> None:
    first, second = approved = [_version(1, "01", retracted="02"), _version(2, "03")]

    assert is_revoked(first, approved)
    assert line_of(second, approved) == [second]


def test_a_retraction_of_an_old_one_leaves_what_stands() -> None:
    """To revoke what a later revision stands under would take that from its readers too."""
    first, second = approved = [_version(1, "01", retracted="03"), _version(2, "02")]

    assert not is_revoked(first, approved)
    assert line_of(second, approved) == [first, second]


def test_a_line_that_ended_never_comes_back() -> None:
    approved = [_version(1, "01"), _version(2, "02", retracted="03"), _version(3, "04")]

    assert line_of(approved[2], approved) == [approved[2]]


def test_a_claim_is_as_old_as_the_revision_that_brought_it() -> None:
    assert dict(since([_version(1, "01"), _version(2, "02")])) == {
        "C-1": "01", "C-9": "01", "C-2": "02",
    }  # fmt: skip


def test_a_link_that_comes_back_is_another_link() -> None:
    line = [
        _version(1, "01", links=(LINK,)), _version(2, "02", links=(LINK,)), _version(3, "03"),
        _version(4, "04", links=(LINK,)),
    ]  # fmt: skip

    assert [(run.begun, run.created, run.ended) for run in runs(line)] == [
        (1, "01", "03"), (4, "04", ""),
    ]  # fmt: skip
