"""User text is never markup, never a formula, never a template, never a control sequence: it comes out as typed."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from butlercli.base.text import visible
from tests.conftest import NOW, Butler

HOSTILE = [
    "[red]红[/red] [link=x]",
    "[/] [bold",
    "\x1b[31m红\x1b[0m \x07 \x1b]0;标题\x07",
    "=1+1",
    "＝HYPERLINK(1)",
    "+86 @SUM(A1)",
    "-2+3",
    "{{ x }} {x} {0} %s %(x)s ${HOME} `id` $(id)",
    "<b>粗</b> & &amp; | 竖 | *星* _下_ # 井",
    "👨‍👩‍👧 🏠 é ﷽",
    "\u202e反转\u2066隔离\u200b零宽\ufeff",
    "'; DROP TABLE ticket; --",
    "第一行\n第二行\t制表",
    "长" * 10_000,
]
IDS = [ascii(text[:18]) for text in HOSTILE]


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_a_ticket_keeps_every_text_as_typed(butler: Butler, text: str) -> None:
    made = butler.ok(
        "ticket", "add", "--detail", text, "--place", text, "--reporter", text, "--tag", text, "--json", "--", text,
    ).json  # fmt: skip
    typed = text.strip()
    assert (made["title"], made["detail"], made["place"], made["reporter"]) == (typed, text, text, text)
    butler.ok("ticket", "note", "--", "1", text)
    butler.ok("ticket", "resolve", "--cause", text, "--", "1", text)
    butler.ok("ticket", "callback", "1", "--feedback", text)
    shown = butler.json("ticket", "show", "1")
    assert shown["cause"] == text and shown["feedback"] == text
    assert [step["note"] for step in shown["log"][1:]] == [text, text, text]


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_plain_pages_show_escapes_and_not_controls(butler: Butler, text: str) -> None:
    butler.ok("ticket", "add", "--detail", text, "--", text)
    butler.ok("ticket", "note", "--", "1", text)
    for words in (("ticket", "show", "1"), ("ticket", "list"), ("today",), ("search", "第一"), ("ticket", "slip", "1")):
        out = butler.ok(*words).out
        assert not any(character in out for character in "\x1b\x07\u202e\u2066\u200b\ufeff")
    shown = butler.ok("ticket", "list").out
    assert visible(text.strip()) in shown


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_csv_holds_text_and_never_a_formula(butler: Butler, text: str) -> None:
    butler.ok("ticket", "add", "--", text)
    out = butler.ok("ticket", "list", "--csv").out
    assert out.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(out.removeprefix("\ufeff"))))
    assert all(len(row) == len(rows[0]) for row in rows)
    for cell in rows[1]:
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) or cell.lstrip("-").isdigit()
    safe = visible(text.strip(), keep_newlines=True)
    assert {safe, "'" + safe, visible(safe)} & set(rows[1])


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_the_register_keeps_every_text_as_typed(butler: Butler, text: str) -> None:
    short = text[:60].strip()
    butler.ok("unit", "add", "3-2-501", "--note", text)
    butler.ok(
        "resident", "add", "--unit", "3-2-501", "--note", text, "--tag", short, "--preference", short, "--", short
    )
    butler.ok("resident", "contact", "--channel", "phone", "--", "3-2-501", text)
    shown = butler.json("unit", "show", "3-2-501")
    assert shown["note"] == text
    assert shown["residents"][0]["name"] == short
    assert shown["residents"][0]["note"] == text
    out = butler.ok("unit", "show", "3-2-501").out
    assert not any(character in out for character in "\x1b\x07\u202e\u2066\u200b\ufeff")


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_fees_keep_every_text_as_typed(butler: Butler, text: str) -> None:
    short = text[:60].strip()
    butler.ok("resident", "add", "--unit", "3-2-501", "--new-unit", "--", short)
    made = butler.ok(
        "fee", "item", "add", "wyf", "--name", short, "--per", "unit", "--rate", "100", "--cycle", "month", "--note", text, "--json"
    ).json  # fmt: skip
    assert (made["name"], made["note"]) == (short, text)
    butler.ok("fee", "discount", "add", "90%", "--unit", "3-2-501", "--reason", short)
    butler.ok("fee", "bill", "--period", "2026-06", "--item", short)
    butler.ok("fee", "bill", "add", "3-2-501", "--item", "wyf", "--amount", "20", "--note", text)
    butler.ok("fee", "pay", "3-2-501", "50", "--ref", short, "--note", text)
    butler.ok("fee", "waive", "B1", "10", "--reason", text, "--approved-by", text)
    butler.ok("fee", "cancel", "B2", "--reason", text)
    butler.ok("fee", "refund", "P1", "10", "--reason", text)
    bill, charge = butler.json("fee", "show", "B1,B2")
    assert bill["debtor"] == short and bill["rule"]["reason"] == short
    assert (bill["waivers"][0]["reason"], bill["waivers"][0]["approved_by"]) == (text, text)
    assert (charge["note"], charge["cancel_reason"]) == (text, text)
    payment = butler.json("fee", "show", "P1")
    assert (payment["ref"], payment["note"], payment["refunds"][0]["reason"]) == (short, text, text)
    for words in (
        "list",
        "payments",
        "show B1,B2",
        "show P1",
        "show 3-2-501",
        "item show wyf",
        "item list",
        "discount list",
    ):
        out = butler.ok("fee", *words.split()).out
        assert not any(character in out for character in "\x1b\x07\u202e\u2066\u200b\ufeff")
        if words in ("list", "payments", "item list", "discount list"):
            for row in csv.reader(io.StringIO(butler.ok("fee", *words.split(), "--csv").out.removeprefix("\ufeff"))):
                assert not any(cell.startswith(("=", "+", "@", "＝", "＋", "＠")) for cell in row)


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal is needed")
@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_a_terminal_gets_no_control_of_the_users(butler: Butler, text: str) -> None:
    butler.ok("ticket", "add", "--detail", text, "--", text)
    for words in (["ticket", "show", "1"], ["ticket", "list"], ["today"]):
        out = on_terminal(butler.path, words)
        assert "\x1b]" not in out and "\x07" not in out
        assert "\x1b[31m红" not in out
        assert not any(character in out for character in "\u202e\u2066\ufeff")


def on_terminal(path: Path, words: list[str], columns: int = 80) -> str:
    """Run a command with a pseudo-terminal as its stdout and return what it drew."""
    import pty

    leader, follower = pty.openpty()
    environment = {
        **os.environ,
        "BUTLER_DB": str(path),
        "BUTLER_NOW": NOW,
        "COLUMNS": str(columns),
        "LINES": "24",
        "TERM": "xterm-256color",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "butlercli", *words],
        stdout=follower,
        stderr=follower,
        stdin=subprocess.DEVNULL,
        env=environment,
    )
    os.close(follower)
    drawn = b""
    try:
        while chunk := os.read(leader, 65536):
            drawn += chunk
    except OSError:
        pass
    process.wait()
    os.close(leader)
    return drawn.decode("utf-8", "replace")


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal is needed")
@pytest.mark.parametrize("columns", [80, 120])
def test_no_line_is_wider_than_the_terminal(butler: Butler, columns: int) -> None:
    import re

    from butlercli.base.text import width

    butler.ok(
        "ticket",
        "add",
        "客厅外墙渗水" * 40,
        "-u",
        "13-2-2501",
        "--reporter",
        "欧阳娜娜",
        "--detail",
        "很长的说明" * 80,
        "-p",
        "urgent",
    )
    butler.ok(
        "ticket", "add", "a very long English title about water " * 10, "--place", "地下车库B2层东侧消防泵房旁边的走道"
    )
    butler.ok("ticket", "escalate", "1", "三次返修未好" * 20)
    for words in (["ticket", "show", "1"], ["ticket", "list"], ["today"], ["evening"]):
        for line in on_terminal(butler.path, words, columns).splitlines():
            bare = re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip("\r\n")
            assert width(bare) <= columns, f"{words}: {bare}"
