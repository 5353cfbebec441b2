"""Reading tickets: lists, the whole of one, and the slip for the department's chat."""

from collections.abc import Sequence
from typing import Any

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.domains.ticket import create, model, store, verbs
from butlercli.register import departments, units
from butlercli.store import fulltext
from butlercli.store.database import Database

Row = dict[str, Any]
MOST_FOUND = 100_000


class Wanted:
    """What a list of tickets is filtered by, in the words of the command line; `start` and `end` are stored moments."""

    __slots__ = (
        "building", "category", "department", "end", "kind", "overdue", "party", "priority", "source", "start", "state",
        "tags", "text", "unit",
    )  # fmt: skip

    def __init__(self, **values: Any) -> None:
        """Keep the words given; all others are None."""
        for name in self.__slots__:
            setattr(self, name, values.get(name))

    def filter(self, db: Database) -> store.Filter:
        """Turn the words into conditions; raises UsageError or NotFoundError for words that name nothing."""
        chosen = store.Filter(db)
        for name, vocabulary in (
            ("kind", model.KINDS),
            ("priority", model.PRIORITIES),
            ("source", model.SOURCES),
            ("party", model.PARTIES),
        ):
            words = getattr(self, name)
            if words:
                chosen.any_of(
                    f"t.{name}", [vocabulary.parse(word) for word in words.replace("，", ",").split(",")]
                )
        self._state(chosen)
        if self.category:
            chosen.where("t.category_id = :category", category=create.find_category(db, self.category)["id"])
        if self.department:
            chosen.where(
                "t.department_id = :department", department=departments.find(db, self.department)["id"]
            )
        if self.unit:
            chosen.where("t.unit_id = :unit", unit=units.find(db, self.unit)["id"])
        if self.building:
            chosen.where("u.building = :building", building=units.require_building(db, self.building))
        for tag in self.tags or ():
            name = f"tag{len(chosen.params)}"
            chosen.where(
                f"EXISTS (SELECT 1 FROM json_each(t.tags) WHERE value = :{name})",
                **{name: tag.lstrip("+#＋＃")},
            )
        if self.overdue:
            chosen.where(store.OVERDUE)
        if self.start:
            chosen.where("t.created_at >= :start", start=self.start)
        if self.end:
            chosen.where("t.created_at <= :end", end=self.end)
        if self.text:
            chosen.any_of("t.id", fulltext.find(db, self.text, "ticket", 10_000))
        return chosen

    def _state(self, chosen: store.Filter) -> None:
        if not self.state:
            return
        wanted: list[str] = []
        for word in self.state.replace("，", ",").split(","):
            if word in ("open", "未闭环", "未关闭"):
                wanted.extend(model.OPEN_STATES)
            elif word in ("待确认",):
                wanted.append("resolved")
            else:
                wanted.append(model.STATES.parse(word))
        if not {"closed", "cancelled"} & set(wanted):
            chosen.where("t.state NOT IN ('closed', 'cancelled')")  # lets the index of open tickets serve
        chosen.any_of(f"({store.STATE})", wanted)


def list_tickets(db: Database, wanted: Wanted, sort: str, limit: int | None) -> Result:
    """List the tickets that are wanted; raises UsageError for an unknown order."""
    if sort not in store.SORTS:
        raise UsageError(
            N_("“{value}” is not an order."),
            hint=N_("One of: {choices}."),
            value=sort,
            choices=", ".join(store.SORTS),
        )
    chosen = wanted.filter(db)
    rows = store.select(db, chosen, sort, limit)
    total = len(rows) if limit is None or len(rows) < limit else store.count(db, chosen)
    return Result(
        "ticket.list", store.records(db, rows), total=total, extra={"rows": {row["id"]: row for row in rows}}
    )


def show(db: Database, refs: Sequence[int]) -> Result:
    """Return tickets with their logs; what is linked and attached goes beside the JSON."""
    rows = verbs.load(db, refs)
    records = store.records(db, rows)
    extra = {
        "linked": {row["id"]: store.linked(db, row["id"]) for row in rows},
        "photos": {row["id"]: store.photos(db, row["id"]) for row in rows},
        "events": store.events(db, [row["id"] for row in rows]),
        "rows": {row["id"]: row for row in rows},
    }
    for record, row in zip(records, rows, strict=True):
        record["linked"] = [
            {
                "id": other["id"],
                "title": other["title"],
                "state": other["state"],
                "relation": other["relation"],
            }
            for other in extra["linked"][row["id"]]
        ]
        record["photos"] = extra["photos"][row["id"]]
    data: Any = records[0] if len(records) == 1 else records
    return Result("ticket.show", data, refs=",".join(f"T{ref}" for ref in refs), extra=extra)
