"""Any order of lines, in any number of runs, gives the same rounds and the same tickets."""

import io
import shutil
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from butlercli import main as entry
from butlercli.base import clock
from butlercli.kit.intake.engine import Options
from butlercli.nouns.patrol.intake import stream
from butlercli.nouns.patrol.store import rounds as stored_rounds
from butlercli.nouns.patrol.verbs import record as round_records
from butlercli.store.database import open_write
from tests.nouns.patrol.made import BEGUN, SETUP, Row, line, text


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with three routes, as it was on the first of May."""
    path = tmp_path_factory.mktemp("stream") / "butler.db"
    for words in SETUP:
        assert entry.run(["--db", str(path), "--now", BEGUN, *words]) == 0
    clock.fix(None)
    return path


MOMENTS = st.builds(
    lambda day, hour, minute, second: f"2026-06-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}",
    st.integers(27, 29), st.sampled_from((0, 1, 2, 7, 8, 9, 10, 12, 16, 21, 22, 23)), st.sampled_from((0, 30, 59)),
    st.sampled_from((0, 1, 59)),
)  # fmt: skip
PLACES = st.sampled_from((("早巡", "GATE"), ("早巡", "B1-PUMP"), ("夜巡", "GATE"), ("夜巡", "ROOF"), ("周巡", "ROOF")))
LINES = st.dictionaries(
    st.tuples(PLACES, MOMENTS), st.sampled_from(("ok", "fault", "skip:门锁着")), min_size=1, max_size=12
)


def facts(path: Path) -> tuple[list[Any], list[Any], list[Any]]:
    """Rounds, lines and states, apart from serial numbers and the moment they were typed."""
    db = open_write(path)
    try:
        sql = "SELECT route, date, point, at, result, entry, reading, note, person FROM v_patrol_result ORDER BY 1, 2, 3, 4"
        rounds = "SELECT route, date, window_start, window_end, course, started_at, ended_at FROM v_patrol_round ORDER BY 1, 2, 3"
        ids = db.column("SELECT id FROM patrol_round ORDER BY route_id, date, window_start")
        records = round_records.records(db, stored_rounds.facts_of(db, ids, "2026-07-01T09:30:00"))
        for record in records:
            for name in ("id", "uid"):
                del record[name]
            for point in record["points"]:
                del point["ticket_id"]
        return db.rows(rounds), db.rows(sql), records
    finally:
        db.close()


def play(made: Path, path: Path, runs: Sequence[Sequence[Row]]) -> tuple[list[Any], list[Any], list[Any]]:
    """Log lines in several runs into a fresh copy of the file."""
    shutil.copy(made, path)
    clock.fix("2026-07-01T09:30")
    for lines in runs:
        if lines:
            db = open_write(path)
            with db.operation("patrol log"):
                stream.Lines(db, Options("-", stdin=io.BytesIO(text(*lines).encode())), again=True).run()
            db.close()
    return facts(path)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES, data=st.data())
def test_any_order_and_any_number_of_runs_give_the_same_rounds(
    made: Path, tmp_path_factory: pytest.TempPathFactory, lines: dict[Any, str], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("runs")
    rows = [line(point, at, route=route, result=result) for ((route, point), at), result in lines.items()]
    whole = play(made, folder / "whole.db", [rows])
    assert len(whole[1]) == len(rows)
    shuffled = data.draw(st.permutations(rows))
    runs: list[list[Row]] = [[], [], []]
    for one in shuffled:
        for run in data.draw(st.sets(st.integers(0, 2), min_size=1, max_size=2)):
            runs[run].append(one)
    assert play(made, folder / "runs.db", runs) == whole


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES, data=st.data())
def test_any_order_within_a_file_gives_the_same_tickets(
    made: Path, tmp_path_factory: pytest.TempPathFactory, lines: dict[Any, str], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("orders")
    rows = [line(point, at, route=route, result=result) for ((route, point), at), result in lines.items()]
    logs = []
    for number, order in enumerate((rows, data.draw(st.permutations(rows)))):
        path = folder / f"{number}.db"
        play(made, path, [order])
        with sqlite3.connect(path) as connection:
            logs.append(
                connection.execute(
                    """SELECT t.id, t.title, t.state, t.created_at, e.verb, e.at, e.note FROM ticket t
                    LEFT JOIN ticket_event e ON e.ticket_id = t.id ORDER BY t.id, e.id"""
                ).fetchall()
            )
    assert logs[0] == logs[1]
