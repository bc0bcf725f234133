from tests.access.frame import READ, SIGNED_IN, Row, World


def furnish(case, people) -> World:
    return {}


ROWS = [
    Row("cases:home", SIGNED_IN),
    Row("cases:help", SIGNED_IN),
    Row("cases:gallery", SIGNED_IN),
    Row("cases:overview", READ),
    Row("cases:search", READ),
    Row("cases:exposure", READ),
]
