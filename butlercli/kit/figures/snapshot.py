"""The records of a span as they stood, and sums over them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from butlercli.base.figures import Span
from butlercli.base.result import Row
from butlercli.kit.figures.table import ROWS, TABLE, Dimension, Measure, Records, Split
from butlercli.store.database import Database


class Snapshot:
    """The records of a span as they stood at its as-of moment: a temporary table, gone with the connection.

    A room's own class says name, select or take, begins (SQL that says whether there is any record by then: before that, counts
    and sums are None), measures, records, dimensions, and `places`: names its SQL has for further tables, and `rows` where not all count.
    """

    __slots__ = ("_begun", "db", "params", "span", "table")
    name: ClassVar[str]
    select: ClassVar[str] = ""
    begins: ClassVar[str]
    measures: ClassVar[tuple[Measure | Split, ...]]
    records: ClassVar[Mapping[str, Records]] = {}
    dimensions: ClassVar[Mapping[str, Dimension]] = {}
    places: ClassVar[Mapping[str, str]] = {}

    def __init__(self, db: Database, span: Span, reading: str = "period") -> None:
        """Read the records; `reading` tells two readings of one run apart."""
        self.db = db
        self.span = span
        self.params: dict[str, Any] = span.params
        self._begun: bool | None = None
        db.execute("PRAGMA temp_store = MEMORY")
        self.table = self.take(f"{self.name}_{reading}")

    def take(self, name: str) -> str:
        """Make the temporary table `name` and return its name with its schema."""
        self.db.execute(f"DROP TABLE IF EXISTS temp.{name}")
        self.db.execute(f"CREATE TEMP TABLE {name} AS {self.select}", self.params)
        return f"temp.{name}"

    @property
    def begun(self) -> bool:
        """Say whether there is any record by the as-of moment."""
        if self._begun is None:
            self._begun = begun(type(self), self.db, self.span)
        return self._begun

    def rows(self, sql: str, **more: Any) -> list[Row]:
        """Run a query of the code's own with the span's moments and `more`; `{table}` is the snapshot."""
        for name, place in self.places.items():
            sql = sql.replace(f"{{{name}}}", place)
        return self.db.rows(sql.replace(ROWS, TABLE).replace(TABLE, self.table), {**self.params, **more})


def begun(snapshot: type[Snapshot], db: Database, span: Span) -> bool:
    """Say whether a room has any record by the as-of moment."""
    return bool(db.value(snapshot.begins, span.params))


def sums(rows: Callable[[str], list[Row]], measures: Iterable[Measure], grouped: str = "") -> list[Row]:
    """Return numerators under the keys of figures and denominators under key and slash; a row a group, where grouped.

    rows: runs a query. Figures of one source are summed in one pass over it.
    """
    found: dict[Any, Row] = {}
    sources: dict[str, list[Measure]] = {}
    for one in measures:
        if one.told is None:
            sources.setdefault(one.source, []).append(one)
    for source, own in sources.items():
        wanted = [f"{grouped or 'NULL'} AS grp"]
        for one in own:
            if one.percentile is None:
                wanted.append(f'{_summed(one, one.part)} AS "{one.key}"')
            if one.whole:
                wanted.append(f'{_summed(one, one.whole)} AS "{one.key}/"')
        for row in rows(f"SELECT {', '.join(wanted)} FROM {source} {'GROUP BY 1' if grouped else ''}"):
            found.setdefault(row["grp"], {}).update(row)
    return list(found.values())


def _summed(one: Measure, adds: str) -> str:
    """Return the sum of what each row adds; rows are counted where that is the same, for it is faster."""
    if one.amounts and one.percentile is None:
        return f"coalesce(sum({adds}), 0)"
    return "count(*)" if adds == "1" else f"count(*) FILTER (WHERE {adds})"


def medians(rows: Callable[[str], list[Row]], measure: Measure, group: str) -> dict[Any, float]:
    """Return the median of a spread by group; groups without a value are left out."""
    sql = f"""WITH v AS (SELECT {group} AS grp, {measure.part} AS x FROM (SELECT * FROM {measure.source}) WHERE {measure.whole}),
      ranked AS (SELECT grp, x, row_number() OVER (PARTITION BY grp ORDER BY x) AS place, count(*) OVER (PARTITION BY grp) AS n
        FROM v WHERE x IS NOT NULL)
      SELECT grp, avg(x) AS median FROM ranked WHERE place IN ((n + 1) / 2, (n + 2) / 2) GROUP BY grp"""
    return {row["grp"]: row["median"] for row in rows(sql)}
