"""`patrol facility import`: the register of facilities (设备台账), out of the file it is kept in."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.kit.intake import keyed
from butlercli.nouns.facility import store as facilities
from butlercli.nouns.facility.fields import COMPUTED, FIELDS, RETIRED
from butlercli.nouns.facility.model import FACILITY_KINDS

# How the files of offices call the kinds; a longer word that holds one of them is of that kind.
_KINDS = {
    "电梯": "elevator", "扶梯": "elevator", "消防": "fire", "灭火": "fire", "喷淋": "fire", "给排水": "water", "给水": "water",
    "排水": "water", "供水": "water", "水泵": "water", "供配电": "power", "配电": "power", "强电": "power", "发电": "power",
    "燃气": "gas", "照明": "lighting", "门禁": "access", "监控": "access", "安防": "access", "弱电": "access", "道闸": "access",
    "环境卫生": "environment", "环卫": "environment", "绿化": "greening", "游乐": "playground", "健身": "playground", "儿童": "playground",
    "房屋本体": "building", "其他": "other", "其它": "other",
}  # fmt: skip


def _kind(text: str) -> str:
    """Read a kind: our own word, or one that holds a word offices use for one kind and for no other."""
    code = FACILITY_KINDS.find(text)
    if code is not None:
        return code
    held = {kind for word, kind in _KINDS.items() if word in text}
    return held.pop() if len(held) == 1 else FACILITY_KINDS.parse(text)


class Facilities(keyed.Keyed):
    """The import of facilities."""

    verb = "patrol facility import"
    table = "facility"
    fields = (*FIELDS, RETIRED)
    noun = keyed.noun(table, fields, COMPUTED, ("overdue", "schedules", "points", "faults", "repairs", "readings"))
    twice = N_("stands in row {first} already; a code is one facility's.")
    words: ClassVar[Mapping[str, Callable[[str], str]]] = {"kind": _kind}

    def known(self) -> dict[str, Row]:
        """Return the facilities here by their codes in small letters."""
        return facilities.by_codes(self.db)

    def record(self, id: int) -> Row:
        """Return a facility as JSON."""
        return facilities.record(self.db, facilities.by_id(self.db, id))
