"""An import by a table of fields reads every kind a field may have."""

from typing import Any, cast

import pytest

from butlercli.base.errors import NotFoundError, UsageError
from butlercli.base.fields import Field, Reference
from butlercli.base.money import parse_fen
from butlercli.kit.intake import keyed
from butlercli.kit.intake.engine import Options
from butlercli.nouns.facility.model import FACILITY_KINDS

FIELDS = (
    Field("code", "Code", "", "text", ("编号",), wanted="names no code.", most=5),
    Field("unit", "Unit", "", Reference("facility"), ("房号",)),
    Field("kind", "Kind", "", FACILITY_KINDS),
    Field("since", "From", "", "day"),
    Field("seen", "Seen", "", "past"),
    Field("deposit", "Deposit", "", cast(Any, parse_fen)),
    Field("phone", "Phone", "", "phone"),
    Field("tags", "Tags", "", "words"),
    Field("note", "Note", "", "note"),
)


class Permits(keyed.Keyed):
    table = "permit"
    fields = FIELDS
    noun = keyed.noun(table, FIELDS, {})


def test_every_kind_is_read_as_it_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    def find(_db: Any, kind: str, text: str) -> dict[str, Any]:
        if text != "3-2-501":
            raise NotFoundError("no {kind}", kind=kind)
        return {"id": 7}

    monkeypatch.setattr("butlercli.kit.fields.find", find)
    run = Permits(cast(Any, None), Options("-"))
    read = run.readers({})
    cells = {
        "code": " P1 ", "unit": "3-2-501", "kind": "电梯", "since": "2026/1/5", "seen": "2026-01-06", "deposit": "2000",
        "phone": "137 0013 7000", "tags": "急、夜", "note": "a\r\nb",
    }  # fmt: skip
    found = {name: read[name](cell) for name, cell in cells.items()}
    assert found == {
        "code": "P1", "unit": 7, "kind": "elevator", "since": "2026-01-05", "seen": "2026-01-06", "deposit": 200000,
        "phone": "13700137000", "tags": '["急", "夜"]', "note": "a\nb",
    }  # fmt: skip
    assert (run.days, run.noun.required) == (["since", "seen"], ["code"])
    for name, cell in (("code", "P12345"), ("unit", "9-9"), ("kind", "?"), ("phone", "1")):
        with pytest.raises((UsageError, NotFoundError)):
            read[name](cell)
