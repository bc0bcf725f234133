"""The access table: who may open what, for every URL and method that Probata answers.

Each slice has a module here, named after it, with two things:

    ROWS = [
        Row("claims:list", READ),
        Row("claims:detail", READ, args=lambda w: {"number": w["claim"].number}),
        Row("claims:propose", WRITE, "POST", args=...),
        Row("api:claim-list", READ),
    ]
    def furnish(case, people): return {"claim": ClaimFactory(case=case)}   # one of each kind

The second argument says who is let in: a Permission (the members whose role grants it), or one of
ANYONE, SIGNED_IN, ADMINISTRATORS, or a set of `Who`. Everybody else must be refused: without a
session they are sent to sign in, strangers and administrators are told 404 inside a case, and
members without the permission 403. `reference` is filled in; forms are posted empty unless `data`
is given. A URL or a method that has no row fails, and so does an object reached through a case
that it is not in. `tests/access/frame.py` has the details.
"""
