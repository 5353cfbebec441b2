"""The day's verbs in other forms: tables in files, options before the command, words that look like something else."""

import csv
import io
from pathlib import Path

import pytest

from tests.conftest import Butler


@pytest.mark.parametrize("command", [("today",), ("evening",), ("search", "灯")])
def test_the_day_as_a_table_has_a_row_a_record(butler: Butler, command: tuple[str, ...], tmp_path: Path) -> None:
    butler.ok("ticket", "add", "灯坏", "-k", "repair", "--phone", "13800138000")
    butler.ok("ticket", "add", "楼道灯坏", "-k", "repair", "-p", "urgent")
    rows = list(csv.reader(io.StringIO(butler(*command, "--csv").out.lstrip("\ufeff"))))
    assert rows[0][:2] == ["Heading", "Ref"]
    assert sorted(row[1] for row in rows[1:]) == ["1", "2"]
    for ending in ("csv", "md", "xlsx", "json"):
        butler(*command, "-o", str(tmp_path / f"day.{ending}"))
    assert (tmp_path / "day.md").read_text(encoding="utf-8").startswith("| Heading | Ref |")


def test_nouns_of_different_columns_stand_in_one_table(butler: Butler) -> None:
    butler.ok("resident", "add", "王芳", "--unit", "1-1-101", "--phone", "13800138000")
    butler.ok("ticket", "add", "灯坏", "-u", "1-1-101", "--reporter", "王芳")
    rows = list(csv.DictReader(io.StringIO(butler.ok("search", "王芳", "--csv").out.lstrip("\ufeff"))))
    assert [(row["Heading"], row["Name"], row["Title"], row["Phone"]) for row in rows] == [
        ("Residents", "王芳", "", "138****8000"),
        ("Tickets", "", "灯坏", ""),
    ]


def test_a_day_with_nothing_is_a_table_with_headers(butler: Butler) -> None:
    butler.ok("ticket", "category", "add", "solar", "--name", "光伏")
    assert butler.ok("today", "--csv").out.count("\n") == 1


def test_json_may_stand_before_the_command(butler: Butler) -> None:
    butler.ok("ticket", "add", "灯坏")
    assert butler.ok("--json", "ticket", "show", "1").json["id"] == 1
    assert butler.ok("--json").json["counts"]["response_owed"] == 1


def test_a_text_with_a_leading_dash_says_how_to_type_it(butler: Butler) -> None:
    butler.ok("ticket", "add", "灯坏")
    assert "behind --" in butler("ticket", "note", "1", "-5度结冰").err
    butler.ok("ticket", "note", "1", "--", "-5度结冰")


def test_a_folder_or_a_missing_list_is_no_title(butler: Butler, tmp_path: Path) -> None:
    assert butler("add", str(tmp_path)).code == 2
    assert butler("add", str(tmp_path / "夜里.txt")).code == 3
    assert butler.ok("add", "灯坏.", "-n").code == 0


def test_a_loose_callback_takes_no_number_for_a_feedback(butler: Butler) -> None:
    butler.ok("ticket", "add", "灯坏", "-k", "repair")
    butler.ok("ticket", "resolve", "1", "好了")
    assert butler("回", "1", "9").code == 2
    assert butler.json("回", "1", "不在家")["unreached"] == 1
    found = butler.json("回", "1", "5分", "师傅很快")
    assert (found["score"], found["feedback"]) == (5, "师傅很快")


def test_many_lines_do_not_say_every_guess(butler: Butler) -> None:
    said = butler.ok("add", "-", stdin="".join(f"{number}号灯坏\n" for number in range(40))).err
    assert "Of 40 something was guessed" in said and len(said.splitlines()) < 5
