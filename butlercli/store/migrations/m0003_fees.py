"""Fees: items with their rates and discounts, meter readings, bills, waivers, payments, refunds, allocations, reminders.

Money is integer fen; rates and shares are decimal text. What a change of owner moves from a bill to the new owner's is a
waiver with `moved_to`. What a bill still owes is never stored: it is its amount less waivers less allocations, of those
that count by the moment asked for. Nothing of a bill or a payment is deleted.
"""

SQL = """
CREATE TABLE fee_item (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
  code TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (code <> ''), name TEXT NOT NULL CHECK (name <> ''),
  per TEXT NOT NULL CHECK (per IN ('area', 'unit', 'fixed', 'reading')),
  cycle TEXT NOT NULL CHECK (cycle IN ('month', 'quarter', 'half', 'year')),
  anniversary INTEGER NOT NULL DEFAULT 0 CHECK (anniversary IN (0, 1)),
  timing TEXT NOT NULL DEFAULT 'prepaid' CHECK (timing IN ('prepaid', 'postpaid')),
  due_day INTEGER NOT NULL CHECK (due_day BETWEEN 1 AND 31),
  rounding TEXT NOT NULL DEFAULT 'fen' CHECK (rounding IN ('fen', 'jiao', 'yuan')),
  unit_kind TEXT CHECK (unit_kind IN ('home', 'shop', 'villa', 'parking')), meter TEXT,
  late_rate TEXT, late_grace INTEGER CHECK (late_grace >= 0), late_cap TEXT,
  since TEXT CHECK (since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'), until TEXT CHECK (until IS NULL OR since IS NULL OR until >= since),
  source TEXT NOT NULL DEFAULT 'user' CHECK (source IN ('user', 'import', 'charge', 'late')), note TEXT
) STRICT;
CREATE TABLE fee_rate (
  id INTEGER PRIMARY KEY AUTOINCREMENT, item_id INTEGER NOT NULL REFERENCES fee_item (id) ON DELETE RESTRICT,
  since TEXT NOT NULL CHECK (since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'), rate TEXT NOT NULL, UNIQUE (item_id, since)
) STRICT;
CREATE TABLE fee_discount (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
  item_id INTEGER REFERENCES fee_item (id) ON DELETE RESTRICT, unit_id INTEGER REFERENCES unit (id) ON DELETE RESTRICT,
  state TEXT CHECK (state IN ('occupied', 'let', 'vacant', 'undelivered', 'renovating')), share TEXT NOT NULL,
  since TEXT, until TEXT, reason TEXT NOT NULL CHECK (reason <> ''),
  CHECK ((unit_id IS NULL) <> (state IS NULL)), CHECK (until IS NULL OR since IS NULL OR until >= since)
) STRICT;
CREATE INDEX fee_discount_unit ON fee_discount (unit_id) WHERE unit_id IS NOT NULL;

CREATE TABLE meter_reading (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, unit_id INTEGER NOT NULL REFERENCES unit (id) ON DELETE RESTRICT,
  meter TEXT NOT NULL CHECK (meter <> ''), at TEXT NOT NULL, entered_at TEXT, value TEXT NOT NULL,
  replaced INTEGER NOT NULL DEFAULT 0 CHECK (replaced IN (0, 1)), final TEXT, UNIQUE (unit_id, meter, at)
) STRICT;

CREATE TABLE fee_bill (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, ref TEXT,
  item_id INTEGER NOT NULL REFERENCES fee_item (id) ON DELETE RESTRICT, unit_id INTEGER NOT NULL REFERENCES unit (id) ON DELETE RESTRICT,
  debtor_kind TEXT NOT NULL CHECK (debtor_kind IN ('owner', 'developer', 'unknown')),
  debtor_id INTEGER REFERENCES resident (id) ON DELETE RESTRICT, debtor TEXT NOT NULL DEFAULT '',
  period_start TEXT NOT NULL CHECK (period_start GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  period_end TEXT NOT NULL CHECK (period_end >= period_start), due_date TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0), source TEXT NOT NULL CHECK (source IN ('run', 'charge', 'late', 'import')),
  late_of INTEGER REFERENCES fee_bill (id) ON DELETE RESTRICT, rule TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(rule)),
  entered_at TEXT NOT NULL, cancelled_at TEXT, cancel_reason TEXT, note TEXT,
  CHECK ((cancelled_at IS NULL) = (cancel_reason IS NULL)), CHECK ((source = 'late') = (late_of IS NOT NULL)),
  CHECK (debtor_kind <> 'owner' OR debtor_id IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX fee_bill_ref ON fee_bill (ref) WHERE ref IS NOT NULL;
CREATE UNIQUE INDEX fee_bill_place ON fee_bill (item_id, unit_id, period_start, period_end) WHERE cancelled_at IS NULL AND source IN ('run', 'import');
CREATE INDEX fee_bill_unit ON fee_bill (unit_id, due_date);
CREATE INDEX fee_bill_start ON fee_bill (period_start);
CREATE INDEX fee_bill_late_of ON fee_bill (late_of) WHERE late_of IS NOT NULL;
CREATE INDEX fee_bill_debtor ON fee_bill (debtor_id) WHERE debtor_id IS NOT NULL;

CREATE TABLE fee_waiver (
  id INTEGER PRIMARY KEY AUTOINCREMENT, bill_id INTEGER NOT NULL REFERENCES fee_bill (id) ON DELETE RESTRICT,
  amount INTEGER NOT NULL CHECK (amount > 0), at TEXT NOT NULL, entered_at TEXT NOT NULL, reason TEXT NOT NULL CHECK (reason <> ''),
  approved_by TEXT CHECK (approved_by <> ''), moved_to INTEGER REFERENCES fee_bill (id) ON DELETE RESTRICT,
  CHECK ((approved_by IS NULL) = (moved_to IS NOT NULL))
) STRICT;
CREATE INDEX fee_waiver_bill ON fee_waiver (bill_id, at, amount);
CREATE INDEX fee_waiver_moved ON fee_waiver (moved_to) WHERE moved_to IS NOT NULL;

CREATE TABLE fee_payment (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, ref TEXT, unit_id INTEGER NOT NULL REFERENCES unit (id) ON DELETE RESTRICT,
  amount INTEGER NOT NULL CHECK (amount > 0),
  method TEXT CHECK (method IN ('wechat', 'alipay', 'card', 'transfer', 'corporate', 'debit', 'cash')),
  channel TEXT CHECK (channel IN ('online', 'visit', 'phone', 'wechat', 'desk', 'letter', 'sms')),
  paid_at TEXT NOT NULL, entered_at TEXT NOT NULL, imported INTEGER NOT NULL DEFAULT 0 CHECK (imported IN (0, 1)), note TEXT
) STRICT;
CREATE UNIQUE INDEX fee_payment_ref ON fee_payment (ref) WHERE ref IS NOT NULL;
CREATE INDEX fee_payment_unit ON fee_payment (unit_id, paid_at);
CREATE INDEX fee_payment_paid ON fee_payment (paid_at, amount);

CREATE TABLE fee_refund (
  id INTEGER PRIMARY KEY AUTOINCREMENT, payment_id INTEGER NOT NULL REFERENCES fee_payment (id) ON DELETE RESTRICT,
  amount INTEGER NOT NULL CHECK (amount > 0), at TEXT NOT NULL, entered_at TEXT NOT NULL, reason TEXT NOT NULL CHECK (reason <> '')
) STRICT;
CREATE INDEX fee_refund_payment ON fee_refund (payment_id, at, amount);

CREATE TABLE fee_allocation (
  id INTEGER PRIMARY KEY AUTOINCREMENT, payment_id INTEGER NOT NULL REFERENCES fee_payment (id) ON DELETE RESTRICT,
  bill_id INTEGER NOT NULL REFERENCES fee_bill (id) ON DELETE RESTRICT, refund_id INTEGER REFERENCES fee_refund (id) ON DELETE RESTRICT,
  amount INTEGER NOT NULL CHECK (amount <> 0), at TEXT NOT NULL, CHECK ((amount < 0) = (refund_id IS NOT NULL))
) STRICT;
CREATE INDEX fee_allocation_bill ON fee_allocation (bill_id, at, amount);
CREATE INDEX fee_allocation_payment ON fee_allocation (payment_id, at, amount);
CREATE INDEX fee_allocation_refund ON fee_allocation (refund_id) WHERE refund_id IS NOT NULL;

CREATE TABLE fee_reminder (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, unit_id INTEGER NOT NULL REFERENCES unit (id) ON DELETE RESTRICT,
  debtor_kind TEXT NOT NULL CHECK (debtor_kind IN ('owner', 'developer', 'unknown')),
  debtor_id INTEGER REFERENCES resident (id) ON DELETE RESTRICT, debtor TEXT NOT NULL DEFAULT '', at TEXT NOT NULL, entered_at TEXT NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('online', 'visit', 'phone', 'wechat', 'desk', 'letter', 'sms')),
  result TEXT CHECK (result IN ('promised', 'refused', 'unreached', 'disputed', 'paid')),
  promise_date TEXT, promise_amount INTEGER CHECK (promise_amount > 0),
  why TEXT CHECK (why IN ('quality', 'service', 'vacant', 'hardship', 'title', 'lost', 'other')), note TEXT,
  evidence TEXT NOT NULL DEFAULT 'none' CHECK (evidence IN ('signed', 'delivered', 'arrived', 'recorded', 'none')), evidence_number TEXT,
  outstanding INTEGER NOT NULL CHECK (outstanding >= 0),
  CHECK ((result IS 'promised') = (promise_date IS NOT NULL))
) STRICT;
CREATE INDEX fee_reminder_unit ON fee_reminder (unit_id, at);
CREATE INDEX fee_reminder_promise ON fee_reminder (promise_date) WHERE promise_date IS NOT NULL;
CREATE TABLE fee_reminder_bill (
  id INTEGER PRIMARY KEY AUTOINCREMENT, reminder_id INTEGER NOT NULL REFERENCES fee_reminder (id) ON DELETE RESTRICT,
  bill_id INTEGER NOT NULL REFERENCES fee_bill (id) ON DELETE RESTRICT, UNIQUE (reminder_id, bill_id)
) STRICT;
CREATE INDEX fee_reminder_bill_bill ON fee_reminder_bill (bill_id);

ALTER TABLE attachment ADD COLUMN reminder_id INTEGER REFERENCES fee_reminder (id) ON DELETE RESTRICT;
CREATE INDEX attachment_reminder ON attachment (reminder_id) WHERE reminder_id IS NOT NULL;

CREATE VIEW v_fee_item AS SELECT i.id, i.uid, i.code, i.name, i.per, i.cycle, i.anniversary, i.timing, i.due_day, i.rounding, i.unit_kind,
  i.since, i.until, (SELECT r.rate FROM fee_rate r WHERE r.item_id = i.id ORDER BY r.since DESC LIMIT 1) AS rate FROM fee_item i;

CREATE VIEW v_bill AS SELECT b.id, b.uid, b.ref, u.code AS unit, u.building, i.code AS item, i.name AS item_name, b.debtor, b.debtor_kind,
  b.period_start, b.period_end, b.due_date, b.amount AS amount_fen,
  coalesce((SELECT sum(w.amount) FROM fee_waiver w WHERE w.bill_id = b.id), 0) AS waived_fen,
  coalesce((SELECT sum(a.amount) FROM fee_allocation a WHERE a.bill_id = b.id), 0) AS paid_fen,
  CASE WHEN b.cancelled_at IS NULL THEN b.amount - coalesce((SELECT sum(w.amount) FROM fee_waiver w WHERE w.bill_id = b.id), 0)
    - coalesce((SELECT sum(a.amount) FROM fee_allocation a WHERE a.bill_id = b.id), 0) ELSE 0 END AS outstanding_fen,
  b.source, b.cancelled_at, b.cancel_reason
  FROM fee_bill b JOIN unit u ON u.id = b.unit_id JOIN fee_item i ON i.id = b.item_id;

CREATE VIEW v_payment AS SELECT p.id, p.uid, p.ref, u.code AS unit, p.amount AS amount_fen, p.method, p.channel, p.paid_at,
  coalesce((SELECT sum(a.amount) FROM fee_allocation a WHERE a.payment_id = p.id), 0) AS allocated_fen,
  coalesce((SELECT sum(r.amount) FROM fee_refund r WHERE r.payment_id = p.id), 0) AS refunded_fen,
  p.amount - coalesce((SELECT sum(a.amount) FROM fee_allocation a WHERE a.payment_id = p.id), 0)
    - coalesce((SELECT sum(r.amount) FROM fee_refund r WHERE r.payment_id = p.id), 0) AS unallocated_fen, p.note
  FROM fee_payment p JOIN unit u ON u.id = p.unit_id;

CREATE VIEW v_reminder AS SELECT m.id, m.uid, u.code AS unit, m.debtor, m.at, m.channel, m.result, m.promise_date,
  m.promise_amount AS promise_amount_fen, m.why, m.evidence, m.evidence_number, m.note
  FROM fee_reminder m JOIN unit u ON u.id = m.unit_id;
"""
