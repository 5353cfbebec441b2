"""The rows of a register as households: each unit with what is told about it and about the people in it."""

from typing import TYPE_CHECKING, Any

from butlercli.base.errors import ButlerError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.base.unitcode import UnitCode
from butlercli.kit.intake import values
from butlercli.kit.intake.problems import Problem
from butlercli.nouns.register.intake import fields as register_fields
from butlercli.nouns.register.intake import people
from butlercli.nouns.register.store.bulk import Household, Person

if TYPE_CHECKING:
    from butlercli.kit.intake.engine import Account
    from butlercli.kit.intake.table import SourceRow

_UNKNOWN_PERSON = N_("is not one of the owners and nothing tells who it is; kept in the unit's note.")
_NO_NUMBER = N_("is not a phone number; left out.")
_NO_NUMBER_BESIDE = N_("is not one of the owners and has no number beside it; left out.")
_UNNAMED = N_("has no name beside it; it stands with the first owner, {name}.")
_NOBODYS = N_("has no name, and no owner is named; kept in the unit's note.")
_SEVERAL = N_("may be several names; taken as one.")
_TITLES = ("先生", "女士", "小姐", "太太")


class Builder:
    """Reads rows into households; what is bad or doubtful goes to the account."""

    __slots__ = ("_account", "_headers", "found")

    def __init__(self, account: "Account", headers: dict[str, str]) -> None:
        """`headers` are those of the columns, by key."""
        self._account = account
        self._headers = headers
        self.found: dict[str, Household] = {}

    def add(self, row: "SourceRow", unit: UnitCode, given: Row) -> None:
        """Read one row: what it says of the unit, then whom it names."""
        home = self.found.get(unit.code)
        if home is None:
            home = self.found[unit.code] = Household(row.number, unit)
        self._facts(row, home, given)
        owners = self._own_person(row, home, given) if given.get("uid") else self._owners(row, home, given)
        self._tenants(row, home)
        if not given.get("uid"):
            self._numbers(row, home, owners)
        for key in self._keys(row, "remark"):
            self._remark(row, key, home)

    # --- the unit ---

    def _facts(self, row: "SourceRow", home: Household, given: Row) -> None:
        for name in ("area", "kind", "handover_date"):
            told = [given[key] for key in self._keys(row, name) if key in given]
            if name == "handover_date" and len(set(told)) > 1:
                shown = ", ".join(dict.fromkeys(told))
                self._warn(row, name, shown, N_("the columns for this date differ; none was taken."))
                continue
            value = told[0] if told else given.get(name)
            if value is None:
                continue
            known = home.facts.setdefault(name, value)
            if known != value:
                self._warn(
                    row,
                    name,
                    row.values.get(name),
                    N_("differs from what another row says of {unit}."),
                    unit=home.unit.code,
                )
        if "unit_note" in given:
            home.note(given["unit_note"])
        word = given.get("state")
        if word:
            self._state(row, home, word)

    def _state(self, row: "SourceRow", home: Household, word: str) -> None:
        from butlercli.nouns.register.model import UNIT_STATES

        text = word.strip()
        code = register_fields.STATES.get(text.lower()) or UNIT_STATES.find(text)
        if code is not None:
            home.facts["state"] = code
        elif text.lower() not in register_fields.SAYS_NOTHING:
            self._warn(row, "state", text, N_("is not a state known here; left out."))

    # --- the people ---

    def _own_person(self, row: "SourceRow", home: Household, given: Row) -> list[Person]:
        """Return the one person of a row that carries a uid: what we exported ourselves, taken as it is."""
        name = values.plain(row.first("name")).strip()
        if not name:
            return []
        person = home.person(name, given.get("role") or "owner", uid=given["uid"], row=row.number)
        for key in self._keys(row, "phone"):
            for number in values.words(row.values[key]):
                self._whole_or_masked(row, key, person, number)
        self._details(person, given)
        return [person]

    def _whole_or_masked(self, row: "SourceRow", key: str, person: Person, number: str) -> None:
        from butlercli.base.phones import normalise_phone

        if "*" in number:
            person.masked.append((number, row.number, self._header(key)))
            return
        try:
            person.add_phone(normalise_phone(number))
        except ButlerError as error:
            self._account.problems.append(Problem.of(row.number, self._header(key), number, error))

    def _details(self, person: Person, given: Row) -> None:
        person.since = given.get("since") or person.since
        person.until = given.get("until") or person.until
        person.note = given.get("note") or person.note
        person.tags.extend(tag for tag in given.get("tags", ()) if tag not in person.tags)
        person.preferences.extend(w for w in given.get("preferences", ()) if w not in person.preferences)

    def _owners(self, row: "SourceRow", home: Household, given: Row) -> list[Person]:
        role = given.get("role") or "owner"
        names: list[str] = []
        for key in self._keys(row, "name"):
            text = values.plain(row.values[key]).strip()
            if any(character.isdigit() for character in text):
                continue  # a number in the column of names: read with the numbers
            found, certain = people.split_names(text)
            if not certain:
                self._warn(row, key, text, _SEVERAL)
            names.extend(found)
        persons = []
        for name in dict.fromkeys(names):
            if len(name) > 200:
                error = UsageError(
                    N_("The text has {length} characters; at most {most} are kept."), length=len(name), most=200
                )
                self._account.problems.append(Problem.of(row.number, self._header("name"), name, error))
                continue
            persons.append(home.person(name, role, row=row.number))
        if len(persons) == 1:
            self._details(persons[0], given)
        elif given.get("note"):
            home.note(given["note"])
        return persons

    def _tenants(self, row: "SourceRow", home: Household) -> None:
        names: list[str] = []
        for key in self._keys(row, "tenant"):
            names.extend(people.split_names(values.plain(row.values[key]))[0])
        tenants = [home.person(name, "tenant", row=row.number) for name in dict.fromkeys(names)]
        for key in self._keys(row, "tenant_phone"):
            for mention in people.read_people(values.plain(row.values[key])):
                self._bad_numbers(row, key, mention)
                if mention.phones:
                    person = tenants[0] if tenants else home.person(people.TENANT_NAME, "tenant", row=row.number)
                    person.add_phones(mention.phones)

    def _numbers(self, row: "SourceRow", home: Household, owners: list[Person]) -> None:
        """Give the numbers of a row to those the cells name beside them."""
        keys = self._keys(row, "phone")
        keys += [k for k in self._keys(row, "name") if any(c.isdigit() for c in values.plain(row.values[k]))]
        family = people.split_names(values.plain(row.values.get("family")))[0] if row.values.get("family") else []
        mentions: list[tuple[str, people.Mention]] = []
        for key in keys:
            text = values.plain(row.values[key])
            if "*" in text and self._masked(row, key, text, owners):
                continue
            mentions.extend((key, mention) for mention in people.read_people(text))
        named = {phone for _key, mention in mentions if mention.name or mention.role for phone in mention.phones}
        for key, mention in mentions:
            self._bad_numbers(row, key, mention)
            if not mention.name and not mention.role:
                self._unnamed(row, key, home, owners, [phone for phone in mention.phones if phone not in named])
            elif mention.phones or (mention.role and mention.name):
                self._named(row, key, home, owners, family, mention)
            elif mention.name not in family and _owner_called(mention.name, owners) is None and not mention.bad:
                self._warn(row, key, mention.name, _NO_NUMBER_BESIDE)

    def _masked(self, row: "SourceRow", key: str, text: str, owners: list[Person]) -> bool:
        """A masked number is refused as a value, but for one the register knows whole."""
        import re

        found = re.findall(r"[0-9+]*\*+[0-9*]*", text)
        for number in found:
            if owners:
                owners[0].masked.append((number, row.number, self._header(key)))
            else:
                error = UsageError(N_("“{value}” is a masked phone number."), value=number)
                self._account.problems.append(Problem.of(row.number, self._header(key), text, error))
        return bool(found)

    def _bad_numbers(self, row: "SourceRow", key: str, mention: people.Mention) -> None:
        for number in mention.bad:
            self._warn(row, key, number, _NO_NUMBER)

    def _unnamed(self, row: "SourceRow", key: str, home: Household, owners: list[Person], phones: list[str]) -> None:
        phones = [phone for phone in phones if not any(phone in person.phones for person in owners)]
        if not phones:
            return
        if not owners:
            home.note(f"{self._header(key)}: {' '.join(phones)}")
            self._warn(row, key, " ".join(phones), _NOBODYS)
            return
        if len(owners) > 1:
            self._warn(row, key, " ".join(phones), _UNNAMED, name=owners[0].name)
        owners[0].add_phones(phones)

    def _named(
        self,
        row: "SourceRow",
        key: str,
        home: Household,
        owners: list[Person],
        family: list[str],
        mention: people.Mention,
    ) -> None:
        if mention.role == "tenant":
            self._tenant(row, key, home, mention)
            return
        owner = _owner_called(mention.name, owners)
        if owner is not None:
            owner.add_phones(mention.phones)
        elif mention.name in family and not any("公司" in person.name for person in owners):
            home.person(mention.name, "family", row=row.number).add_phones(mention.phones)
        else:
            text = f"{mention.name} {' '.join(mention.phones)}"
            home.note(f"{self._header(key)}: {text}")
            self._warn(row, key, text, _UNKNOWN_PERSON)

    def _tenant(self, row: "SourceRow", key: str, home: Household, mention: people.Mention) -> None:
        name = mention.name.removeprefix("户").removeprefix("客") or people.TENANT_NAME
        if not people.is_name(name):
            home.note(f"{self._header(key)}: {name} {' '.join(mention.phones)}")
            self._warn(row, key, name, _UNKNOWN_PERSON)
            return
        home.person(name, "tenant", row=row.number).add_phones(mention.phones)
        home.facts.setdefault("state", "let")

    def _remark(self, row: "SourceRow", key: str, home: Household) -> None:
        """Read a remark: whether the unit is let, a tenant with a number; other words become the unit's note."""
        text = values.plain(row.values[key]).strip()
        header = self._header(key)
        words = [word for word in text.replace("\\", "/").replace("、", "/").split("/") if word.strip()]
        if any(word.strip() in ("出租", "已出租") for word in words):
            home.facts["state"] = "let"
        elif text in ("自住", "自用"):
            home.facts.setdefault("state", "occupied")
        for mention in people.read_people(text) if "租" in text else ():
            if mention.role == "tenant" and (mention.phones or mention.bad):
                self._bad_numbers(row, key, mention)
                if mention.phones:
                    self._tenant(row, key, home, mention)
            elif mention.name and not mention.phones and any(character.isdigit() for character in text):
                self._warn(row, key, mention.name, N_("is not understood; the whole remark is in the unit's note."))
                home.note(f"{header}: {text}")
        if header.startswith("备注") and text not in ("出租", "已出租", "自住", "自用"):
            home.note(text)

    # --- small things ---

    def _keys(self, row: "SourceRow", field: str) -> list[str]:
        return [key for key in row.values if key.partition("#")[0] == field and row.values[key] is not None]

    def _header(self, key: str) -> str:
        return " ".join(self._headers.get(key, key).split())

    def _warn(self, row: "SourceRow", key: str, value: Any, why: str, **params: Any) -> None:
        self._account.warnings.append(Problem(row.number, self._header(key), value, why, **params))


def _owner_called(name: str, owners: list[Person]) -> Person | None:
    """Return the owner a word means: by full name, behind other words, or 王先生 where one owner is a 王."""
    for owner in owners:
        if name == owner.name:
            return owner
    behind = [owner for owner in owners if len(owner.name) > 1 and name.endswith(owner.name)]
    if len(behind) == 1:
        return behind[0]
    for title in _TITLES:
        if name.endswith(title) and len(name) > len(title):
            same = [owner for owner in owners if owner.name.startswith(name[: -len(title)])]
            return same[0] if len(same) == 1 else None
    return None
