"""Permits (装修 · 搬家 · 动火) with their deposits and what was seen on site. A deposit is no fee: no bill knows of it."""

SQL = """
CREATE TABLE permit (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
  code TEXT UNIQUE COLLATE NOCASE CHECK (code <> ''), unit_id INTEGER NOT NULL REFERENCES unit (id) ON DELETE RESTRICT,
  kind TEXT NOT NULL CHECK (kind IN ('renovation', 'moving', 'hotwork', 'other')), contractor TEXT, phone TEXT,
  since TEXT CHECK (since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  until TEXT CHECK (until GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND (since IS NULL OR until >= since)),
  deposit INTEGER CHECK (deposit >= 0), taken TEXT, returned TEXT CHECK (taken IS NULL OR returned >= taken), note TEXT,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed', 'revoked')), ended TEXT, outcome TEXT
) STRICT;
CREATE INDEX permit_unit ON permit (unit_id);
CREATE INDEX permit_due ON permit (until) WHERE state = 'open' OR (deposit > 0 AND returned IS NULL);
CREATE TABLE permit_inspection (
  id INTEGER PRIMARY KEY AUTOINCREMENT, permit_id INTEGER NOT NULL REFERENCES permit (id) ON DELETE RESTRICT,
  at TEXT NOT NULL, text TEXT NOT NULL CHECK (text <> '')
) STRICT;
CREATE INDEX permit_inspection_permit ON permit_inspection (permit_id);
ALTER TABLE attachment ADD COLUMN permit_id INTEGER REFERENCES permit (id) ON DELETE RESTRICT;
CREATE INDEX attachment_permit ON attachment (permit_id) WHERE permit_id IS NOT NULL;

CREATE VIEW v_permit AS SELECT p.id, p.uid, p.code, u.code AS unit, p.kind, p.contractor,
  CASE WHEN p.phone IS NULL THEN NULL WHEN length(p.phone) < 8 THEN '****' ELSE substr(p.phone, 1, 3) || '****' || substr(p.phone, -4) END AS phone,
  p.since, p.until, p.deposit / 100.0 AS deposit_yuan, p.taken, p.returned, p.state, p.ended, p.outcome, p.note,
  (SELECT count(*) FROM permit_inspection i WHERE i.permit_id = p.id) AS inspections
  FROM permit p JOIN unit u ON u.id = p.unit_id;

CREATE VIEW search_permit AS SELECT p.id AS ref, coalesce(p.code, '') || char(10) || u.code || char(10) || coalesce(p.contractor, '')
  || char(10) || coalesce(p.phone, '') || char(10) || coalesce(p.note, '') || char(10) || coalesce(p.outcome, '') || char(10)
  || coalesce((SELECT group_concat(i.text, char(10)) FROM permit_inspection i WHERE i.permit_id = p.id), '') AS body
  FROM permit p JOIN unit u ON u.id = p.unit_id;
"""
