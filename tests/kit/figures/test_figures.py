"""The machine of figures, by a room that exists here alone: parcels that came in, were fetched, and cost something."""

import statistics
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from butlercli.base.errors import UsageError
from butlercli.base.figures import Figure, Span, interpolated
from butlercli.base.i18n import set_language
from butlercli.base.vocabulary import Vocabulary
from butlercli.kit.figures import reading, stats
from butlercli.kit.figures.snapshot import Snapshot, begun
from butlercli.kit.figures.table import Dimension, Records, Split, count, mean, rate, share, spread, total
from butlercli.kit.report.parts import Noun, Report, spoken
from butlercli.kit.report.spans import Asked
from butlercli.kit.report.wording import Mask
from butlercli.store import database
from butlercli.store.database import Database

SIZES = Vocabulary("size", {"small": ("Small", "小"), "large": ("Large", "大"), "huge": ("Huge", "特大")})


class Parcels(Snapshot):
    """The parcels of a period as they stood."""

    name = "parcel"
    select = """SELECT id, size, shelf, cost, hours, came, coalesce(fetched <= :as_of, 0) AS fetched FROM parcel
      WHERE came BETWEEN :first AND :last_at"""
    begins = "SELECT EXISTS (SELECT 1 FROM parcel WHERE came <= :as_of)"
    measures = (
        count("parcel.total", "Parcels", "parcels that came in the period"),
        Split("size", SIZES, "size", (count("parcel.{code}", "{size} parcels", "of this size"),), every=True),
        count("parcel.here", "Here", "parcels nobody fetched", "NOT fetched"),
        total("parcel.cost", "Cost", "fen", "what they cost", "cost"),
        rate("parcel.fetched_rate", "Fetched", "fetched ÷ came", "fetched"),
        rate("parcel.large_fetched_rate", "Large fetched", "the same of large ones", "fetched", "size = 'large'"),
        share("parcel.paid_share", "Paid", "cost of those fetched ÷ cost", "cost * fetched", "cost", "fen"),
        mean("parcel.cost_mean", "Mean cost", "fen", "mean of the cost", "cost"),
        spread("parcel.hours_median", "Hours", "hours", "until fetched", "hours", "fetched"),
        spread("parcel.hours_p90", "Hours (90th)", "hours", "until fetched", "hours", "fetched", 0.9),
        Split(
            "shelf",
            "SELECT DISTINCT shelf AS grp, shelf AS code, 'No. ' || shelf AS name FROM parcel ORDER BY 1",
            "shelf",
            (
                rate("shelf.{code}.fetched_rate", "{shelf}: fetched", "fetched ÷ came", "fetched"),
                spread("shelf.{code}.hours_median", "{shelf}: hours", "hours", "until fetched", "hours", "fetched"),
            ),
        ),
    )
    records: ClassVar = {
        "": Records(
            "parcel.explain",
            "SELECT b.id, b.value, b.part, b.whole, b.part AS in_numerator FROM {behind} b ORDER BY id",
        )
    }
    dimensions: ClassVar = {
        "size": Dimension("Size", "size", ("尺寸",)),
        "month": Dimension("Month", "substr(came, 1, 7)", ("月",), in_time=True),
    }


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "butler.db"
    database.open_write(path).close()
    opened = database.open_read(path, named=True)
    opened.execute("PRAGMA temp_store = MEMORY")  # as a snapshot does: where it changes, temporary tables are gone
    opened.execute(
        "CREATE TEMP TABLE parcel (id INTEGER PRIMARY KEY, size TEXT, shelf TEXT, cost INTEGER, hours REAL, came TEXT, fetched TEXT)"
    )
    yield opened
    opened.close()


def put(db: Database, *rows: tuple[Any, ...]) -> None:
    db.execute("DELETE FROM parcel")
    db.executemany("INSERT INTO parcel (size, shelf, cost, hours, came, fetched) VALUES (?, ?, ?, ?, ?, ?)", rows)


MARCH = Span(date(2026, 3, 1), date(2026, 3, 31), "month", datetime(2026, 3, 31, 23, 59, 59))


def of(db: Database, span: Span = MARCH) -> dict[str, Figure]:
    return {one.key: one for one in reading.compared(Parcels(db, span), Parcels(db, span.before(), "before"))}


moments = st.dates(date(2026, 2, 1), date(2026, 4, 10)).map(lambda day: f"{day}T10:00:00")
parcels = st.tuples(
    st.sampled_from(list(SIZES)), st.sampled_from("ABC"), st.integers(0, 900), st.integers(0, 99).map(float),
    moments, st.none() | moments,
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(parcels, max_size=12))
def test_every_figure_is_what_counting_one_by_one_says(db: Database, rows: list[tuple[Any, ...]]) -> None:
    put(db, *rows)
    found = of(db)
    own = [row for row in rows if "2026-03-01" <= row[4] < "2026-04"]
    gone = [row for row in own if row[5] is not None and row[5] < "2026-04"]
    known = any(row[4] < "2026-04" for row in rows)
    assert found["parcel.total"].value == (len(own) if known else None)
    for size in SIZES:
        assert found[f"parcel.{size}"].value == (sum(row[0] == size for row in own) if known else None)
    assert found["parcel.here"].value == (len(own) - len(gone) if known else None)
    assert found["parcel.cost"].numerator == (sum(row[2] for row in own) if known else None)
    assert found["parcel.fetched_rate"].value == (len(gone) / len(own) if own else None)
    large = [row for row in own if row[0] == "large"]
    made = found["parcel.large_fetched_rate"]
    assert (made.numerator, made.denominator) == (sum(row in gone for row in large), len(large))
    cost = sum(row[2] for row in own)
    assert found["parcel.paid_share"].value == (sum(row[2] for row in gone) / cost if cost else None)
    assert found["parcel.cost_mean"].value == (cost / len(own) if own else None)
    hours = sorted(row[3] for row in gone)
    assert found["parcel.hours_median"].value == (statistics.median(hours) if hours else None)
    place = int(0.9 * (len(hours) - 1))
    assert found["parcel.hours_p90"].value == interpolated(hours[place : place + 2], len(hours), 0.9)
    shelves = {row[1] for row in own}
    assert {key.split(".")[1] for key in found if key.endswith(".fetched_rate") and key[0] == "s"} <= shelves
    for shelf in {row[1] for row in gone}:
        assert found[f"shelf.{shelf}.hours_median"].value == statistics.median(r[3] for r in gone if r[1] == shelf)
    _check_explained(Parcels(db, MARCH), found)


def _check_explained(snapshot: Parcels, found: dict[str, Figure]) -> None:
    """The records behind a figure make it: so many, or so much."""
    for key, figure in found.items():
        rows = reading.explain(snapshot, key)
        assert rows is not None, key
        if ".hours" in key:
            assert len(rows) == figure.denominator
            assert all(row["in_numerator"] for row in rows)
        elif figure.value is not None:
            assert sum(row["part"] for row in rows) == figure.numerator
            assert figure.denominator is None or sum(row["whole"] for row in rows) == figure.denominator
    assert reading.explain(snapshot, "parcel.nothing") is None
    assert reading.explain(snapshot, "shelf.Z.fetched_rate") is None


def test_the_period_before_is_read_as_ripe_and_a_new_group_had_nothing(db: Database) -> None:
    put(
        db,
        ("small", "A", 100, 2.0, "2026-02-10T10:00:00", "2026-03-05T10:00:00"),
        ("large", "B", 300, 4.0, "2026-03-10T10:00:00", "2026-03-11T10:00:00"),
    )
    found = of(db)
    assert (found["parcel.total"].value, found["parcel.total"].previous) == (1, 1)
    assert found["parcel.fetched_rate"].previous == 0, "at the end of February it lay there"
    assert (found["parcel.large"].previous, found["parcel.small"].value) == (0, 0)
    assert found["shelf.B.fetched_rate"].previous is None
    assert found["shelf.B.fetched_rate"].said(found["shelf.B.fetched_rate"].label) == "No. B: fetched"
    early = Span(date(2026, 2, 1), date(2026, 2, 28), "month", datetime(2026, 2, 9))
    assert not begun(Parcels, db, early)
    assert of(db, early)["parcel.total"].value is None


def test_counts_by_a_dimension_are_the_figures_group_by_group(db: Database) -> None:
    put(
        db,
        ("small", "A", 100, 2.0, "2026-03-10T10:00:00", None),
        ("large", "A", 300, 4.0, "2026-03-11T10:00:00", "2026-03-11T10:00:00"),
        ("large", "B", 300, 4.0, "2026-03-12T10:00:00", None),
    )
    assert stats.parse_by("尺寸", Parcels.dimensions, "no “{value}”") == "size"
    with pytest.raises(UsageError):
        stats.parse_by("colour", Parcels.dimensions, "no “{value}”")
    snapshot = Parcels(db, MARCH)
    plain = [one for one in Parcels.measures if not isinstance(one, Split)]
    rows = stats.groups(snapshot.rows, Parcels.dimensions["size"], plain[:4])
    assert [(row["grp"], row["parcel.total"], row["parcel.cost"]) for row in rows] == [
        ("large", 2, 600),
        ("small", 1, 100),
    ]
    assert (rows[0]["parcel.fetched_rate"], rows[0]["parcel.fetched_rate/"]) == (1, 2)
    page = stats.page("parcel.stats", snapshot, "size", rows, {}, {"shelves": 2})
    assert list(page.data) == ["from", "to", "as_of", "metrics", "by", "groups", "shelves"]
    assert page.data["metrics"]["parcel.total"]["value"] == 3


def test_a_noun_without_anything_special_says_its_figures_in_a_sentence(db: Database) -> None:
    set_language("en")
    noun = Noun(
        Parcels, spoken("facilities", "parcel.total", "parcel.huge"), none="No parcels.", sections=("facilities",)
    )
    put(db)
    report = Report(db, Asked("monthly", MARCH), of(db), Mask(list))
    assert [part.paragraphs for part in noun.summary(Parcels(db, MARCH), report)] == [["No parcels."]]
    put(db, ("small", "A", 100, 2.0, "2026-03-10T10:00:00", None))
    report = Report(db, Asked("monthly", MARCH), of(db), Mask(list))
    assert [part.paragraphs for part in noun.summary(Parcels(db, MARCH), report)] == [["Parcels: 1."]]
    assert noun.brief(Parcels(db, MARCH), report) == []
