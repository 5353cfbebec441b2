"""What `butler 催` alone shows: the promises due and broken, and the top of the plan."""

from butlercli.base.result import Result
from butlercli.nouns.fee.dunning.verbs import plan, promises
from butlercli.store.database import Database

TOP = 10


def brief(db: Database) -> Result:
    """Return the promises of the day and whom to ask next; those to wait for are left out."""
    due, broken = promises.of_today(db)
    route = plan.plan(db)
    next_ones = [
        (row, kind)
        for row, kind in zip(route.data, route.extra["kinds"], strict=True)
        if row["group"] not in ("wait", "promise")
    ]
    data = {"promises": [*due, *broken], "plan": [row for row, _kind in next_ones[:TOP]]}
    extra = {**route.extra, "left": len(next_ones) - len(data["plan"])}
    extra["kinds"] = [kind for _row, kind in next_ones[:TOP]]
    return Result("dunning.brief", data, extra=extra)
