"""The first schema: bookkeeping, the register, tickets with their event log, and the documented views.

Child rows (phones, residencies, ticket events ...) have no uid of their own: their parent's identifies them.
Times are civil `YYYY-MM-DDTHH:MM:SS`; areas are integers of 0.0001 m².
"""

SQL = """
PRAGMA application_id = 1651797106;

CREATE TABLE operation (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, verb TEXT NOT NULL, refs TEXT NOT NULL DEFAULT '',
  at TEXT NOT NULL, open INTEGER NOT NULL DEFAULT 0 CHECK (open IN (0, 1)), group_uid TEXT,
  schema_version INTEGER NOT NULL, undoes INTEGER, undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX operation_open ON operation (open) WHERE open = 1;

CREATE TABLE journal (
  id INTEGER PRIMARY KEY, op INTEGER, tbl TEXT NOT NULL, row INTEGER NOT NULL,
  act TEXT NOT NULL CHECK (act IN ('I', 'U', 'D')), old TEXT
) STRICT;
CREATE INDEX journal_row ON journal (tbl, row);
CREATE INDEX journal_op ON journal (op);

CREATE TABLE access_log (
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, command TEXT NOT NULL, refs TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE VIRTUAL TABLE search USING fts5(body, tokenize = 'unicode61 remove_diacritics 2');
CREATE TABLE search_mark (id INTEGER PRIMARY KEY CHECK (id = 1), journal_id INTEGER NOT NULL) STRICT;
INSERT INTO search_mark VALUES (1, 0);

CREATE TABLE setting (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, value TEXT NOT NULL) STRICT;

CREATE TABLE department (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
  code TEXT NOT NULL UNIQUE CHECK (code <> ''), name TEXT NOT NULL CHECK (name <> ''),
  aliases TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(aliases)), phone TEXT,
  arrive_minutes INTEGER CHECK (arrive_minutes > 0), note TEXT
) STRICT;
CREATE TABLE department_person (
  id INTEGER PRIMARY KEY AUTOINCREMENT, department_id INTEGER NOT NULL REFERENCES department (id) ON DELETE RESTRICT,
  name TEXT NOT NULL CHECK (name <> ''), phone TEXT, UNIQUE (department_id, name)
) STRICT;

CREATE TABLE unit (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, code TEXT NOT NULL UNIQUE CHECK (code <> ''),
  building TEXT NOT NULL DEFAULT '', entrance TEXT NOT NULL DEFAULT '', room TEXT NOT NULL,
  kind TEXT NOT NULL DEFAULT 'home' CHECK (kind IN ('home', 'shop', 'villa', 'parking')),
  area INTEGER CHECK (area > 0),
  state TEXT CHECK (state IN ('occupied', 'let', 'vacant', 'undelivered', 'renovating')),
  handover_date TEXT CHECK (handover_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'), note TEXT
) STRICT;
CREATE INDEX unit_building ON unit (building);

CREATE TABLE resident (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL CHECK (name <> ''),
  spelling TEXT NOT NULL DEFAULT '', tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
  preferences TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(preferences)), note TEXT
) STRICT;
CREATE INDEX resident_name ON resident (name);
CREATE TABLE resident_phone (
  id INTEGER PRIMARY KEY AUTOINCREMENT, resident_id INTEGER NOT NULL REFERENCES resident (id) ON DELETE RESTRICT,
  phone TEXT NOT NULL CHECK (phone <> ''), UNIQUE (resident_id, phone)
) STRICT;
CREATE INDEX resident_phone_phone ON resident_phone (phone);
CREATE TABLE residency (
  id INTEGER PRIMARY KEY AUTOINCREMENT, resident_id INTEGER NOT NULL REFERENCES resident (id) ON DELETE RESTRICT,
  unit_id INTEGER NOT NULL REFERENCES unit (id) ON DELETE RESTRICT,
  role TEXT NOT NULL CHECK (role IN ('owner', 'tenant', 'family', 'occupant', 'emergency', 'former')),
  since TEXT, until TEXT, CHECK (until IS NULL OR since IS NULL OR until >= since)
) STRICT;
CREATE INDEX residency_resident ON residency (resident_id);
CREATE INDEX residency_unit ON residency (unit_id);

CREATE TABLE contact (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, unit_id INTEGER NOT NULL REFERENCES unit (id) ON DELETE RESTRICT,
  resident_id INTEGER REFERENCES resident (id) ON DELETE RESTRICT, at TEXT NOT NULL, entered_at TEXT NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('online', 'visit', 'phone', 'wechat', 'desk', 'letter', 'sms')), text TEXT NOT NULL
) STRICT;
CREATE INDEX contact_unit ON contact (unit_id, at);
CREATE INDEX contact_at ON contact (at);
CREATE INDEX contact_resident ON contact (resident_id) WHERE resident_id IS NOT NULL;

CREATE TABLE category (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, code TEXT NOT NULL UNIQUE CHECK (code <> ''),
  name TEXT NOT NULL CHECK (name <> ''), english TEXT NOT NULL, keywords TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(keywords)),
  kind TEXT CHECK (kind IN ('consult', 'complaint', 'suggestion', 'repair', 'service', 'praise')),
  department_id INTEGER REFERENCES department (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE ticket (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, ref TEXT,
  kind TEXT NOT NULL CHECK (kind IN ('consult', 'complaint', 'suggestion', 'repair', 'service', 'praise')),
  category_id INTEGER REFERENCES category (id) ON DELETE RESTRICT,
  title TEXT NOT NULL CHECK (title <> ''), detail TEXT,
  unit_id INTEGER REFERENCES unit (id) ON DELETE RESTRICT, place TEXT,
  reporter TEXT, resident_id INTEGER REFERENCES resident (id) ON DELETE RESTRICT, phone TEXT,
  source TEXT NOT NULL CHECK (source IN ('phone', 'wechat', 'group', 'visit', 'desk', 'app', 'hotline', 'street', 'company',
    'committee', 'patrol', 'incident', 'event')),
  priority TEXT NOT NULL CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
  party TEXT NOT NULL DEFAULT 'property' CHECK (party IN ('property', 'developer', 'owner', 'contractor', 'municipal')),
  department_id INTEGER REFERENCES department (id) ON DELETE RESTRICT, assignee TEXT,
  tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
  state TEXT NOT NULL CHECK (state IN ('new', 'active', 'resolved', 'closed', 'deferred', 'cancelled')),
  created_at TEXT NOT NULL, entered_at TEXT NOT NULL, imported INTEGER NOT NULL DEFAULT 0 CHECK (imported IN (0, 1)),
  allowances TEXT NOT NULL, response_base TEXT NOT NULL, due_base TEXT NOT NULL, due_fixed INTEGER NOT NULL DEFAULT 0,
  response_due_at TEXT NOT NULL, due_at TEXT NOT NULL,
  defer_until TEXT, defer_reason TEXT CHECK (defer_reason IN ('parts', 'owner', 'developer', 'contractor', 'weather', 'approval', 'other')),
  responded_at TEXT, dispatched_at TEXT, arrived_at TEXT, resolved_at TEXT, called_back_at TEXT, verified_at TEXT,
  closed_at TEXT, escalated_at TEXT, score INTEGER CHECK (score BETWEEN 1 AND 5), feedback TEXT, cause TEXT,
  reopen_count INTEGER NOT NULL DEFAULT 0 CHECK (reopen_count >= 0), unreached INTEGER NOT NULL DEFAULT 0 CHECK (unreached >= 0),
  callback_owed INTEGER CHECK (callback_owed IN (0, 1)),
  CHECK ((state = 'deferred') = (defer_until IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX ticket_ref ON ticket (ref) WHERE ref IS NOT NULL;
CREATE INDEX ticket_created ON ticket (created_at);
CREATE INDEX ticket_unit ON ticket (unit_id) WHERE unit_id IS NOT NULL;
CREATE INDEX ticket_open ON ticket (state, due_at) WHERE state NOT IN ('closed', 'cancelled');
CREATE INDEX ticket_resident ON ticket (resident_id) WHERE resident_id IS NOT NULL;

CREATE TABLE ticket_event (
  id INTEGER PRIMARY KEY AUTOINCREMENT, ticket_id INTEGER NOT NULL REFERENCES ticket (id) ON DELETE RESTRICT,
  verb TEXT NOT NULL CHECK (verb IN ('respond', 'dispatch', 'arrive', 'resolve', 'callback', 'verify', 'close', 'defer', 'resume',
    'reopen', 'escalate', 'cancel', 'note', 'edit', 'link')),
  at TEXT NOT NULL, entered_at TEXT, note TEXT,
  responds INTEGER CHECK (responds = 1), reopens INTEGER CHECK (reopens = 1), reached INTEGER CHECK (reached IN (0, 1)),
  score INTEGER CHECK (score BETWEEN 1 AND 5), owed INTEGER CHECK (owed IN (0, 1)), until TEXT, due TEXT, response_due TEXT,
  department_id INTEGER REFERENCES department (id) ON DELETE RESTRICT, person TEXT
) STRICT;
CREATE INDEX ticket_event_ticket ON ticket_event (ticket_id, at);

CREATE TABLE ticket_link (
  id INTEGER PRIMARY KEY AUTOINCREMENT, ticket_id INTEGER NOT NULL REFERENCES ticket (id) ON DELETE RESTRICT,
  other_id INTEGER NOT NULL REFERENCES ticket (id) ON DELETE RESTRICT,
  relation TEXT NOT NULL CHECK (relation IN ('related', 'duplicate')), UNIQUE (ticket_id, other_id), CHECK (ticket_id <> other_id)
) STRICT;
CREATE INDEX ticket_link_other ON ticket_link (other_id);

CREATE TABLE attachment (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  name TEXT NOT NULL, size INTEGER NOT NULL CHECK (size >= 0),
  ticket_id INTEGER REFERENCES ticket (id) ON DELETE RESTRICT, event_id INTEGER REFERENCES ticket_event (id) ON DELETE RESTRICT
) STRICT;
CREATE INDEX attachment_ticket ON attachment (ticket_id);
CREATE INDEX attachment_event ON attachment (event_id) WHERE event_id IS NOT NULL;

CREATE VIEW v_unit AS SELECT id, uid, code, building, entrance, room, kind, area / 10000.0 AS area_m2, state, handover_date, note FROM unit;

CREATE VIEW v_resident AS SELECT r.id, r.uid, r.name, u.code AS unit, s.role, s.since, s.until,
  (SELECT group_concat(substr(p.phone, 1, 3) || '****' || substr(p.phone, -4), ' ') FROM resident_phone p WHERE p.resident_id = r.id) AS phones,
  r.tags, r.preferences, r.note
  FROM resident r LEFT JOIN residency s ON s.resident_id = r.id LEFT JOIN unit u ON u.id = s.unit_id;

CREATE VIEW v_department AS SELECT d.id, d.uid, d.code, d.name, d.arrive_minutes,
  (SELECT count(*) FROM department_person p WHERE p.department_id = d.id) AS people FROM department d;

CREATE VIEW v_contact AS SELECT c.id, c.uid, u.code AS unit, r.name AS resident, c.at, c.channel, c.text
  FROM contact c JOIN unit u ON u.id = c.unit_id LEFT JOIN resident r ON r.id = c.resident_id;

CREATE VIEW v_ticket AS SELECT t.id, t.uid, t.ref, t.kind, c.code AS category, c.name AS category_name, t.title, t.detail,
  u.code AS unit, u.building AS building, t.place, t.reporter,
  CASE WHEN t.phone IS NULL THEN NULL WHEN length(t.phone) < 8 THEN '****' ELSE substr(t.phone, 1, 3) || '****' || substr(t.phone, -4) END AS phone,
  t.source, t.priority, t.party, d.code AS department, t.assignee, t.state, t.tags, t.created_at, t.response_due_at,
  t.responded_at, t.dispatched_at, t.arrived_at, t.due_at, t.resolved_at, t.called_back_at, t.verified_at, t.closed_at,
  t.escalated_at, t.defer_until, t.defer_reason, t.score, t.feedback, t.cause, t.reopen_count, t.unreached, t.callback_owed
  FROM ticket t LEFT JOIN category c ON c.id = t.category_id LEFT JOIN unit u ON u.id = t.unit_id
  LEFT JOIN department d ON d.id = t.department_id;

CREATE VIEW v_ticket_event AS SELECT e.id, e.ticket_id, e.verb, e.at, e.entered_at, e.note, e.responds, e.reopens, e.reached, e.score,
  e.owed, e.until, e.due, d.code AS department, e.person
  FROM ticket_event e LEFT JOIN department d ON d.id = e.department_id;

CREATE VIEW search_ticket AS SELECT t.id AS ref, t.title || char(10) || coalesce(t.detail, '') || char(10) || coalesce(u.code, '') || char(10)
  || coalesce(t.place, '') || char(10) || coalesce(t.reporter, '') || char(10) || coalesce(t.phone, '') || char(10) || coalesce(t.ref, '')
  || char(10) || coalesce(t.feedback, '') || char(10) || coalesce(t.cause, '') || char(10) || t.tags || char(10)
  || coalesce((SELECT group_concat(e.note, char(10)) FROM ticket_event e WHERE e.ticket_id = t.id), '') AS body
  FROM ticket t LEFT JOIN unit u ON u.id = t.unit_id;

CREATE VIEW search_resident AS SELECT r.id AS ref, r.name || char(10) || r.spelling || char(10) || r.tags || char(10) || r.preferences
  || char(10) || coalesce(r.note, '') || char(10)
  || coalesce((SELECT group_concat(p.phone, char(10)) FROM resident_phone p WHERE p.resident_id = r.id), '') || char(10)
  || coalesce((SELECT group_concat(u.code, char(10)) FROM residency s JOIN unit u ON u.id = s.unit_id WHERE s.resident_id = r.id), '') AS body
  FROM resident r;

CREATE VIEW search_unit AS SELECT id AS ref, code || char(10) || coalesce(note, '') AS body FROM unit;

CREATE VIEW search_contact AS SELECT c.id AS ref, u.code || char(10) || c.text AS body FROM contact c JOIN unit u ON u.id = c.unit_id;
"""
