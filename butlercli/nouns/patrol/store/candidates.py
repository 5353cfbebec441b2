"""What the shell may offer of the patrol while a line is typed (see butlercli/store/candidates.py)."""

import re
from collections.abc import Sequence

from butlercli.store.candidates import Candidate, Candidates, begun_so, coded


def candidates_route(source: Candidates, begun: str, _words: Sequence[str]) -> list[Candidate]:
    """Return the routes in use, and those that were: name and points."""
    pairs = source.pairs(
        "SELECT r.name, (SELECT group_concat(q.code, ' ') FROM patrol_plan_point x JOIN patrol_point q ON q.id = x.point_id "
        "WHERE x.plan_id = (SELECT p.id FROM patrol_plan p WHERE p.route_id = r.id ORDER BY p.since DESC LIMIT 1)) "
        "FROM patrol_route r ORDER BY r.retired IS NOT NULL, r.id"
    )
    return begun_so(pairs, begun)


def candidates_point(source: Candidates, begun: str, _words: Sequence[str]) -> list[Candidate]:
    """Return the patrol points in use, and those that were: code and name."""
    return coded(source.pairs("SELECT code, name FROM patrol_point ORDER BY retired IS NOT NULL, id"), begun)


def candidates_points(source: Candidates, begun: str, words: Sequence[str]) -> list[Candidate]:
    """Return points for the last of a list: `GATE,RO` offers `GATE,ROOF`."""
    before, last = re.fullmatch(r"(.*[,+、])?([^,+、]*)", begun).groups(default="")  # type: ignore[union-attr]
    return [(before + value, text) for value, text in candidates_point(source, last, words)]
