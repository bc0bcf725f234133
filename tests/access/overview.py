from tests.access.frame import SIGNED_IN, Row, World


def furnish(case, people) -> World:
    return {}


ROWS = [
    Row("cases:gallery", SIGNED_IN),
]
