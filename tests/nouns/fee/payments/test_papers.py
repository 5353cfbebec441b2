"""Papers of fees through the command line: what a payment settled, the account, the three years, letters of demand."""

import sqlite3
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.conftest import Butler

HOSTILE = '&<w:p>{{ x }} {% if y %}{_{ a }_} {_% =1+1 [red] 王"'


@pytest.fixture
def fees(butler: Butler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Butler:
    """Two homes with three years of bills each; 3-2-501 paid a part of one."""
    monkeypatch.chdir(tmp_path)
    butler.ok("init", "--community", "示例花园", "--butler", "小陈")
    for code, name in (("3-2-501", "王芳"), ("3-2-502", "李强")):
        butler.ok("unit", "add", code, "--area", "100", "--handover", "2020-06-01")
        butler.ok("resident", "add", name, "--unit", code, "--since", "2020-06-01")
    butler.ok(
        "fee",
        "item",
        "add",
        "wyf",
        "--name",
        "物业费",
        "--per",
        "area",
        "--rate",
        "2.00",
        "--cycle",
        "year",
        "--due-day",
        "15",
    )
    for year in ("2022", "2023", "2024"):
        butler.ok("fee", "bill", "--period", year)
    return butler


def _bills(butler: Butler, unit: str) -> list[int]:
    return [row["bill_id"] for row in butler.json("fee", "limitation", unit)]


def _row(butler: Butler, bill: int, *words: str) -> dict[str, Any]:
    rows = butler.json("fee", "limitation", *words)
    (found,) = [row for row in rows if row["bill_id"] == bill]
    return dict(found)


# --- the three years ----------------------------------------------------------------------------------


def test_bills_stand_by_the_day_their_three_years_end(fees: Butler) -> None:
    rows = fees.json("fee", "limitation")
    assert [row["cautious_date"] for row in rows] == ["2025-01-15"] * 2 + ["2026-01-15"] * 2 + ["2027-01-15"] * 2
    assert [row["acts_now"] for row in rows[-2:]] == [["demand", "payment", "promise", "suit"]] * 2
    assert rows[0]["acts_now"] == ["promise", "payment"] and rows[0]["after_cautious_date"]
    assert [row["unit"] for row in fees.json("fee", "limitation", "--within", "365d")][-1] == "3-2-502"
    assert len(fees.json("fee", "limitation", "--within", "10d")) == 4


def test_what_is_noted_without_proof_leaves_two_dates(fees: Butler) -> None:
    bill = _bills(fees, "3-2-501")[-1]
    fees.ok("fee", "remind", "3-2-501", "--channel", "phone", "--at", "2026-06-01")
    row = _row(fees, bill, "3-2-501")
    assert (row["cautious_date"], row["possible_date"]) == ("2027-01-15", "2029-06-01")
    assert row["interrupted_by"] is None and row["unproven_act"]["date"] == "2026-06-01"
    out = fees.ok("fee", "limitation", "3-2-501").out
    assert "possibly interrupted, unproven" in out and "2027-01-15" in out and "2029-06-01" in out
    assert _row(fees, bill, "3-2-501", "--as-of", "2026-05-31")["possible_date"] is None


@pytest.mark.parametrize(
    ("proof", "ends"),
    [
        (("--evidence", "delivered", "--number", "SF123"), "2029-06-01"),
        (("--evidence", "signed", "--file", "slip.jpg"), "2029-06-01"),
        (("--evidence", "recorded", "--file", "slip.jpg"), "2029-06-01"),
        (("--evidence", "signed"), "2027-01-15"),
        (("--file", "slip.jpg"), "2027-01-15"),
        (("--result", "unreached", "--evidence", "recorded", "--file", "slip.jpg"), "2027-01-15"),
    ],
)
def test_only_attached_evidence_begins_it_anew(fees: Butler, tmp_path: Path, proof: tuple[str, ...], ends: str) -> None:
    (tmp_path / "slip.jpg").write_bytes(b"slip")
    old, _middle, new = _bills(fees, "3-2-501")
    fees.ok("fee", "remind", "3-2-501", "--channel", "visit", "--at", "2026-06-01", *proof)
    assert _row(fees, new, "3-2-501")["cautious_date"] == ends
    assert _row(fees, old, "3-2-501")["cautious_date"] == "2025-01-15"  # a demand that came too late


def test_after_the_cautious_date_a_written_promise_and_a_payment_count(fees: Butler, tmp_path: Path) -> None:
    (tmp_path / "slip.jpg").write_bytes(b"slip")
    old, middle, new = _bills(fees, "3-2-501")
    words = ("--promise", "2026-12-01", "--evidence", "signed", "--file", "slip.jpg", "--bill", f"B{old}")
    fees.ok("fee", "remind", "3-2-501", "--channel", "visit", "--at", "2026-06-01", *words)
    row = _row(fees, old, "3-2-501")
    assert (row["cautious_date"], row["revived"], row["after_cautious_date"]) == ("2029-06-01", True, False)
    assert row["interrupted_by"]["grade"] == "written_promise"
    assert "begun anew after the cautious date (192)" in fees.ok("fee", "limitation", "3-2-501").out
    fees.ok("fee", "pay", "3-2-501", "100", "--bill", f"B{middle}", "--at", "2026-06-02")
    assert _row(fees, middle, "3-2-501")["cautious_date"] == "2029-06-02"
    assert _row(fees, new, "3-2-501")["cautious_date"] == "2027-01-15"  # the payment was not for this bill


def test_a_payment_given_back_interrupts_nothing(fees: Butler) -> None:
    new = _bills(fees, "3-2-501")[-1]
    fees.ok("fee", "pay", "3-2-501", "100", "--bill", f"B{new}", "--at", "2026-06-02")
    assert _row(fees, new, "3-2-501")["cautious_date"] == "2029-06-02"
    fees.ok("fee", "refund", "P1", "--reason", "误收")
    assert _row(fees, new, "3-2-501")["cautious_date"] == "2027-01-15"


def test_a_printed_letter_proves_nothing(fees: Butler) -> None:
    new = _bills(fees, "3-2-501")[-1]
    fees.ok("fee", "letter", "3-2-501", "-o", "函", "--log")
    row = _row(fees, new, "3-2-501")
    assert (row["cautious_date"], row["unproven_act"]["grade"]) == ("2027-01-15", "unproven")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_never_says_that_time_has_run_out(fees: Butler, lang: str) -> None:
    fees.ok("fee", "remind", "3-2-501", "--channel", "phone", "--at", "2026-06-01")
    shown = fees.ok("fee", "limitation", lang=lang)
    helped = fees.ok("fee", "limitation", "--help", lang=lang).out
    for format in ("csv", "md"):
        shown.out += fees.ok("fee", "limitation", "--format", format, lang=lang).out
    for text in (shown.out, helped):
        assert not any(word in text.lower() for word in ("expired", "过期", "已过时效", "已过诉讼时效", "time-barred"))
    assert "legal advice" in shown.out or "法律意见" in shown.out
    assert "188" in shown.out and "192" in shown.out


def test_bad_words_are_refused(fees: Butler) -> None:
    assert fees("fee", "limitation", "9-9-999").code == 3
    assert fees("fee", "limitation", "--within", "soon").code == 2
    assert fees("fee", "limitation", "--building", "77").code == 3
    assert fees.ok("fee", "limitation", "--building", "3", "--within", "3650d").out


# --- papers -------------------------------------------------------------------------------------------


def test_a_confirmation_is_no_receipt(fees: Butler, tmp_path: Path) -> None:
    fees.ok("fee", "pay", "3-2-501", "2500", "--method", "微信", "--at", "2026-06-02", "--ref", HOSTILE)
    data = fees.json("fee", "confirm", "P1")
    assert [part["settled_fen"] for part in data["settled"]] == [240_000, 10_000]
    assert (data["debtor"], data["unallocated_fen"], data["id"]) == ("王芳", 0, 1)
    for ending in ("docx", "html", "md", "txt", "xlsx"):
        fees.ok("fee", "confirm", "1", "-o", f"核对单.{ending}")
    file = docx.Document(str(tmp_path / "核对单.docx"))
    text = "\n".join(paragraph.text for paragraph in file.paragraphs)
    assert "缴费核对单" in text and "Not a receipt and not an invoice" in text
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    assert {HOSTILE, "2,500.00 yuan", "贰仟伍佰元整", "2026-06-02", "2,400.00"} <= set(cells)
    assert "&lt;w:p&gt;{{ x }}" in (tmp_path / "核对单.html").read_text(encoding="utf-8")
    assert fees("fee", "confirm", "P9").code == 3
    assert fees("fee", "confirm", "P1", "-o", "核对单.docx").code == 2
    assert fees("fee", "confirm", "P1", "--format", "docx").code == 2


def test_a_statement_runs_from_balance_to_balance(fees: Butler, tmp_path: Path) -> None:
    fees.ok("fee", "pay", "3-2-501", "3000", "--at", "2023-06-02")
    fees.ok("fee", "waive", "B3", "100", "--reason", "渗水", "--approved-by", "王经理", "--at", "2024-03-01")
    data = fees.json("fee", "statement", "3-2-501", "--from", "2023-06-01", "--to", "2024-12-31")
    assert (data["opening_fen"], data["closing_fen"]) == (480_000, 410_000)
    assert [entry["kind"] for entry in data["entries"]] == ["payment", "bill", "waiver"]
    assert data["outstanding_fen"] - data["prepaid_fen"] == data["closing_fen"]
    out = fees.ok("fee", "statement", "3-2-501", "--from", "2023-06-01", "--to", "2024-12-31").out
    assert "Opening balance" in out and "4,100.00" in out and "渗水" in out
    for ending in ("docx", "html", "xlsx", "md"):
        fees.ok("fee", "statement", "3-2-501", "-o", f"对账单.{ending}")
    assert fees("fee", "statement", "3-2-501", "--debtor", "谁").code == 3
    assert fees("fee", "statement", "3-2-501", "--from", "2024", "--to", "2023").code == 2


def test_a_statement_keeps_debtors_apart(fees: Butler) -> None:
    fees.ok("unit", "transfer", "3-2-501", "--to", "陈静", "--date", "2024-07-01")
    fees.ok("fee", "bill", "--period", "2025")
    both = fees.ok("fee", "statement", "3-2-501")
    assert "--debtor" in both.err
    old = fees.json("fee", "statement", "3-2-501", "--debtor", "王芳")
    new = fees.json("fee", "statement", "3-2-501", "--debtor", "陈静")
    assert old["closing_fen"] + new["closing_fen"] == fees.json("fee", "statement", "3-2-501")["closing_fen"]
    assert {entry["kind"] for entry in old["entries"]} == {"bill", "moved"}


def test_a_name_in_full_comes_before_joint_owners_who_hold_it(fees: Butler) -> None:
    fees.ok("unit", "transfer", "3-2-501", "--to", "李明", "--date", "2025-01-01")
    fees.ok("resident", "add", "王芳", "--unit", "3-2-501", "--role", "owner", "--since", "2025-01-01")
    fees.ok("fee", "bill", "--period", "2025", "--unit", "3-2-501")
    assert [row["debtor"] for row in fees.json("fee", "arrears") if row["unit"] == "3-2-501"] == ["王芳", "李明、王芳"]
    assert fees.json("fee", "statement", "3-2-501", "--debtor", "王芳")["debtor"] == "王芳"
    assert fees.json("fee", "statement", "3-2-501", "--debtor", "李明")["debtor"] == "李明、王芳"
    assert fees.json("fee", "remind", "3-2-501", "--debtor", "王芳")["debtor"] == "王芳"
    assert fees.json("fee", "remind", "3-2-501", "--debtor", "李明")["debtor"] == "李明、王芳"


def test_a_debtor_entered_twice_is_found_by_either_name(fees: Butler) -> None:
    fees.ok("unit", "transfer", "3-2-501", "--to", "王小芳", "--date", "2024-07-01")
    fees.ok("resident", "merge", "1", "3")
    (row,) = fees.json("fee", "show", "3-2-501")["outstanding"]
    for name in ("王芳", "王小芳"):
        found = fees.json("fee", "statement", "3-2-501", "--debtor", name)
        assert found["closing_fen"] == row["outstanding_fen"] == 720_000


# --- letters ------------------------------------------------------------------------------------------


def _text(path: Path) -> str:
    file = docx.Document(str(path))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in file.paragraphs), *cells])


def test_a_letter_names_bills_total_and_period(fees: Butler, tmp_path: Path) -> None:
    fees.ok("config", "set", "letter.company", "安居 & <物业>")
    fees.ok("fee", "pay", "3-2-501", "100", "--bill", "B1", "--at", "2026-06-02")
    (row,) = fees.json("fee", "letter", "3-2-501", "-o", "函", "--days", "20")
    assert (row["outstanding_fen"], row["pay_by"], row["tone"], row["reminder_id"]) == (
        710_000,
        "2026-07-21",
        "formal",
        None,
    )
    text = _text(tmp_path / row["file"])
    for part in (
        "王芳",
        "3-2-501",
        "7,100.00",
        "柒仟壹佰元整",
        "2026-07-21",
        "100.00",
        "2,300.00",
        "安居 & <物业>",
        "object or complain",
    ):
        assert part in text
    assert "{{" not in text and "{%" not in text
    assert fees.json("fee", "reminders", "3-2-501") == []


def test_hostile_text_is_never_markup(fees: Butler, tmp_path: Path) -> None:
    fees.ok("unit", "add", "3-2-503", "--area", "100", "--handover", "2020-06-01")
    fees.ok("resident", "add", "--unit", "3-2-503", "--since", "2020-06-01", "--", HOSTILE)
    fees.ok("fee", "bill", "--period", "2024", "--unit", "3-2-503")
    fees.ok("config", "set", "letter.contact", HOSTILE)
    (row,) = fees.json("fee", "letter", "3-2-503", "-o", "函", "--tone", "gentle")
    assert not set(Path(row["file"]).name) & set('<>:"/\\|?*')
    assert _text(tmp_path / row["file"]).count(HOSTILE) == 2


def test_arrears_choose_whom_to_write_to(fees: Butler, tmp_path: Path) -> None:
    fees.ok("fee", "pay", "3-2-502", "5000", "--at", "2026-06-02")
    assert len(fees.json("fee", "letter", "--arrears", "-n")) == 2
    rows = fees.json("fee", "letter", "--arrears", "--min-amount", "3000", "-n")
    assert [row["unit"] for row in rows] == ["3-2-501"]
    assert fees.json("fee", "letter", "--arrears", "--min-months", "60", "-n") == []
    fees.ok("fee", "letter", "--arrears", "--building", "3", "-o", "函", "--tone", "final", "--log")
    assert len(list((tmp_path / "函").iterdir())) == 2
    assert [row["evidence"] for row in fees.json("fee", "reminders")] == ["none", "none"]


def test_a_dry_run_and_a_refusal_write_nothing(fees: Butler, tmp_path: Path) -> None:
    fees.ok("fee", "letter", "3-2-501", "-o", "函", "--log", "-n")
    assert not (tmp_path / "函").exists()
    fees.ok("fee", "letter", "3-2-501", "-o", "函")
    again = fees("fee", "letter", "3-2-502", "3-2-501", "-o", "函", "--log")
    assert again.code == 2 and len(list((tmp_path / "函").iterdir())) == 1
    assert fees.json("fee", "reminders") == []
    fees.ok("fee", "letter", "3-2-502", "3-2-501", "-o", "函", "--force")
    for words in (
        (), ("3-2-501",), ("3-2-501", "--arrears", "-o", "函"), ("3-2-501", "--min-months", "2", "-o", "函"),
        ("3-2-501", "-o", "函", "--tone", "rude"), ("3-2-501", "-o", "函", "--days", "0"),
        ("3-2-501", "--save-template", "t.docx"),
    ):  # fmt: skip
        assert fees("fee", "letter", *words).code == 2, words
    assert fees("fee", "letter", "9-9-999", "-o", "函").code == 3


def test_filling_in_letters_keeps_nobody_from_writing(fees: Butler, monkeypatch: pytest.MonkeyPatch) -> None:
    from butlercli.output import letters

    fill = letters.fill
    free: list[bool] = []

    def watched(template: bytes, fields: dict[str, Any]) -> bytes:
        other = sqlite3.connect(fees.path, isolation_level=None, timeout=0)
        try:
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
            free.append(True)
        finally:
            other.close()
        return fill(template, fields)

    monkeypatch.setattr(letters, "fill", watched)
    rows = fees.json("fee", "letter", "--arrears", "-o", "函", "--log")
    assert free == [True, True] and [row["reminder_id"] for row in rows] == [1, 2]


def test_saving_the_template_makes_no_file_but_that(
    butler: Butler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    butler.ok("fee", "letter", "--save-template", "模板.docx", "-n")
    butler.ok("fee", "letter", "--save-template", "模板.docx")
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["模板.docx"] and not butler.path.exists()
    assert butler("fee", "letter", "3-2-501", "-o", "函").code == 3 and not butler.path.exists()


def test_who_owes_nothing_gets_no_letter(fees: Butler, tmp_path: Path) -> None:
    fees.ok("fee", "pay", "3-2-501", "7200", "--at", "2026-06-02")
    outcome = fees.ok("fee", "letter", "3-2-501", "-o", "函")
    assert "no letter" in outcome.err and not (tmp_path / "函").exists()


def test_a_letter_goes_to_the_debtor_and_not_to_the_door(fees: Butler) -> None:
    fees.ok("unit", "transfer", "3-2-501", "--to", "陈静", "--date", "2024-07-01")
    rows = fees.json("fee", "letter", "3-2-501", "-n")
    assert sorted((row["debtor"], len(row["bills"])) for row in rows) == [("王芳", 3), ("陈静", 1)]
    assert len({row["file"] for row in rows}) == 2


def test_the_template_can_be_saved_changed_and_set(fees: Butler, tmp_path: Path) -> None:
    fees.ok("fee", "letter", "--save-template", "模板.docx")
    file = docx.Document(str(tmp_path / "模板.docx"))
    file.add_paragraph("附言 {{ debtor }}，{{ bills[0].item }}")
    file.save(str(tmp_path / "模板.docx"))
    fees.ok("config", "set", "letter.template", "模板.docx")
    (row,) = fees.json("fee", "letter", "3-2-501", "-o", "函")
    assert "附言 王芳，物业费" in _text(tmp_path / row["file"])
    assert fees("fee", "letter", "--save-template", "模板.docx").code == 2


@pytest.mark.parametrize("where", ["body", "runs", "table", "header", "footer", "box"])
def test_a_template_with_a_threat_is_refused(fees: Butler, tmp_path: Path, where: str) -> None:
    file, threat = docx.Document(), "逾期将停水停电。"
    if where == "body":
        file.add_paragraph(f"您好。{threat}")
    elif where == "runs":
        paragraph = file.add_paragraph("您好。")
        for letter in threat:
            paragraph.add_run(letter).bold = letter == "水"
    elif where == "table":
        file.add_table(1, 1).rows[0].cells[0].text = threat
    elif where == "header":
        file.sections[0].header.paragraphs[0].text = threat
    elif where == "footer":
        file.sections[0].footer.paragraphs[0].text = threat
    else:
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        run = file.add_paragraph().add_run()
        run._r.append(
            parse_xml(
                f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent>'
                f"<w:p><w:r><w:t>{threat}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
            )
        )
    file.save(str(tmp_path / "坏.docx"))
    outcome = fees("fee", "letter", "3-2-501", "-o", "函", "--template", "坏.docx", "--json")
    assert outcome.code == 4 and threat in outcome.error["message"]
    assert not (tmp_path / "函").exists()


def test_bad_templates_are_refused_in_one_sentence(fees: Butler, tmp_path: Path) -> None:
    (tmp_path / "文.docx").write_text("不是 Word")
    file = docx.Document()
    file.add_paragraph("{{ secret }}")
    file.save(str(tmp_path / "空.docx"))
    file = docx.Document()
    file.add_paragraph("{{ ().__class__.__base__.__subclasses__() }}")
    file.save(str(tmp_path / "险.docx"))
    file = docx.Document()
    file.add_paragraph("{% if x %}")
    file.save(str(tmp_path / "半.docx"))
    for name in ("文.docx", "空.docx", "险.docx", "半.docx"):
        outcome = fees("fee", "letter", "3-2-501", "-o", "函", "--template", name)
        assert outcome.code == 2 and "Traceback" not in outcome.err, (name, outcome.err)
    assert fees("fee", "letter", "3-2-501", "-o", "函", "--template", "无.docx").code == 3


def test_what_is_filled_in_may_not_threaten_either(fees: Butler, tmp_path: Path) -> None:
    fees.ok("fee", "item", "edit", "wyf", "--name", "滞纳金")
    outcome = fees("fee", "letter", "3-2-501", "-o", "函")
    assert outcome.code == 4 and "滞纳金" in outcome.err and not (tmp_path / "函").exists()
