"""The pages a butler reads every day, letter by letter, from the made-up community.

`UPDATE_GOLDEN=1 pytest tests/golden` writes them anew; read the difference before you commit it.
"""

import os
from pathlib import Path

import pytest

from butlercli import main as entry
from tests.conftest import NOW

HERE = Path(__file__).parent
PAGES = {
    "today": ("today",),
    "evening": ("evening",),
    "ticket": ("ticket", "show", "3097"),
    "slip": ("ticket", "slip", "3097"),
    "tickets": ("ticket", "list", "--state", "open", "--sort", "due"),
    "unit": ("unit", "show", "3-2-501"),
    "stats": ("ticket", "stats"),
    "weekly": ("report", "weekly"),
    "annual": ("report", "annual"),
    "chat": ("report", "daily", "--format", "text"),
    "settings": ("config", "list"),
    "fault": ("ticket", "show", "3086"),
    "due": ("patrol", "due"),
    "missed": ("patrol", "missed"),
    "calendar": ("patrol", "calendar", "2026-06"),
    "round": ("patrol", "show", "758"),
    "facility": ("patrol", "facility", "show", "PUMP-1"),
    "route": ("patrol", "route", "show", "早巡"),
    "patrol-stats": ("patrol", "stats", "2026-06"),
    "fees": ("fee", "show", "3-2-501"),
    "arrears": ("fee", "arrears", "--building", "4"),
    "aging": ("fee", "aging"),
    "plan": ("fee", "plan", "--building", "5"),
    "limitation": ("fee", "limitation", "--within", "120d"),
    "fee-stats": ("fee", "stats", "2026-Q2"),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_the_page_is_as_it_was(demo_file: Path, capsys: pytest.CaptureFixture[str], page: str, language: str) -> None:
    entry.run(["--db", str(demo_file), "--now", NOW, "--lang", language, *PAGES[page]])
    drawn = capsys.readouterr().out
    golden = HERE / f"{page}.{language}.txt"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        golden.write_text(drawn, encoding="utf-8")
    assert drawn == golden.read_text(encoding="utf-8")
