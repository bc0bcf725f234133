from cases.claims.standing import Party, Standing

LAB = Party(1, "Lab", "complainant")
LAB_NEWS = Party(2, "Lab News", "publisher", controlled_by=1)
GROUP = Party(3, "Group", "publisher")
ACCUSED = Party(4, "Accused", "subject", controlled_by=3)
GROUP_DAILY = Party(5, "Group Daily", "publisher", controlled_by=3)
WIRE = Party(6, "Wire", "publisher")
COURT = Party(7, "Court", "authority", is_public_body=True)
STATE_LAB = Party(8, "State lab", "subject", is_public_body=True)
CAST = [LAB, LAB_NEWS, GROUP, ACCUSED, GROUP_DAILY, WIRE, COURT, STATE_LAB]


def test_sides_of_what_a_complainant_controls_are_the_complainants() -> None:
    assert Standing(CAST).sides(LAB_NEWS.id) == {"complainant"}


def test_sides_of_a_sister_and_a_parent_of_the_subject_are_the_subjects() -> None:
    standing = Standing(CAST)

    assert standing.sides(GROUP_DAILY.id) == {"subject"}
    assert standing.sides(GROUP.id) == {"subject"}


def test_sides_of_an_independent_publisher_are_none() -> None:
    standing = Standing(CAST)

    assert standing.is_bystander(WIRE.id)
    assert standing.group(WIRE.id) != standing.group(GROUP_DAILY.id)


def test_an_authority_is_on_nobodys_side() -> None:
    standing = Standing(CAST)

    assert standing.is_authority(COURT.id)
    assert not standing.is_authority(STATE_LAB.id)
    assert not standing.is_authority(WIRE.id)


def test_parties_said_to_control_each_other_are_one_voice() -> None:
    ring = [
        Party(1, "A", "publisher", controlled_by=2),
        Party(2, "B", "publisher", controlled_by=3),
        Party(3, "C", "complainant", controlled_by=2),
    ]
    standing = Standing(ring)

    assert {standing.group(party.id) for party in ring} == {2}
    assert standing.sides(1) == {"complainant"}
