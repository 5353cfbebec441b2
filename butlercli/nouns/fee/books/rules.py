"""Names of accounts in a second ledger (hledger): safe for any unit and item, and never the same for two. Pure."""

# Marks that mean something in a journal: levels, comments, virtual postings, prices, assertions, quotes, tags.
_MARKS = frozenset(":;()[]{}<>|\"'`@=*!#%,\\")

RECEIVABLE = "assets:receivable"
PREPAID = "liabilities:prepaid"
INCOME = "income"
WAIVED = "expenses:waived"
BANK = "assets:bank"
OPENING = "equity:opening"


def segment(text: str) -> str:
    """Return a text as one level of an account's name.

    Letters, figures and most marks stay as they are. What a journal gives a meaning, blanks but single ones inside,
    and what cannot be seen becomes `%` and two hexadecimal figures for each byte of its UTF-8, as in a web address;
    `%` itself too, so no two texts share a name. An empty text is `%`.
    """
    found = []
    for place, char in enumerate(text):
        inside = 0 < place < len(text) - 1 and text[place - 1] != " "
        if (char == " " and inside) or (char.isprintable() and not char.isspace() and char not in _MARKS):
            found.append(char)
        else:
            found.extend(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))
    return "".join(found) or "%"


def receivable(unit: str) -> str:
    """Return the account of what is owed for a unit."""
    return f"{RECEIVABLE}:{segment(unit)}"


def prepaid(unit: str) -> str:
    """Return the account of what is prepaid for a unit."""
    return f"{PREPAID}:{segment(unit)}"


def income(item: str) -> str:
    """Return the account of what an item brings."""
    return f"{INCOME}:{segment(item)}"
