"""Facilities, patrol points and routes with their plans, rounds and results; tickets may name a facility.

A plan says what a route expects from a day on: a change of a route is a new plan, so that past expectations stay as
they were. Readings and limits are decimal text. Whether a round is done, late or missed is computed, never stored.
"""

SQL = """
CREATE TABLE facility (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
  code TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (code <> ''), name TEXT NOT NULL CHECK (name <> ''),
  kind TEXT NOT NULL CHECK (kind IN ('elevator', 'fire', 'water', 'power', 'gas', 'lighting', 'access', 'environment', 'greening',
    'playground', 'building', 'other')),
  place TEXT, installed TEXT CHECK (installed GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  inspect TEXT, test TEXT,
  inspected TEXT CHECK (inspected GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  tested TEXT CHECK (tested GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  maker TEXT, model TEXT, vendor TEXT, vendor_phone TEXT, note TEXT,
  retired TEXT CHECK (retired GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')
) STRICT;

CREATE TABLE patrol_point (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
  code TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (code <> ''), name TEXT NOT NULL CHECK (name <> ''),
  facility_id INTEGER REFERENCES facility (id) ON DELETE RESTRICT, place TEXT,
  checks TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(checks)),
  reading TEXT, reading_unit TEXT, low TEXT, high TEXT,
  retired TEXT CHECK (retired GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  CHECK (reading IS NOT NULL OR coalesce(reading_unit, low, high) IS NULL)
) STRICT;
CREATE INDEX patrol_point_facility ON patrol_point (facility_id) WHERE facility_id IS NOT NULL;

CREATE TABLE patrol_route (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (name <> ''), note TEXT,
  retired TEXT CHECK (retired GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')
) STRICT;
CREATE TABLE patrol_plan (
  id INTEGER PRIMARY KEY AUTOINCREMENT, route_id INTEGER NOT NULL REFERENCES patrol_route (id) ON DELETE RESTRICT,
  since TEXT NOT NULL CHECK (since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  until TEXT CHECK (until >= since), every TEXT NOT NULL CHECK (every <> ''),
  anchor TEXT NOT NULL CHECK (anchor GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  windows TEXT NOT NULL CHECK (windows <> ''), UNIQUE (route_id, since)
) STRICT;
CREATE TABLE patrol_plan_point (
  id INTEGER PRIMARY KEY AUTOINCREMENT, plan_id INTEGER NOT NULL REFERENCES patrol_plan (id) ON DELETE RESTRICT,
  point_id INTEGER NOT NULL REFERENCES patrol_point (id) ON DELETE RESTRICT, position INTEGER NOT NULL CHECK (position > 0),
  UNIQUE (plan_id, point_id)
) STRICT;
CREATE INDEX patrol_plan_point_point ON patrol_plan_point (point_id);
CREATE TABLE patrol_pause (
  id INTEGER PRIMARY KEY AUTOINCREMENT, route_id INTEGER NOT NULL REFERENCES patrol_route (id) ON DELETE RESTRICT,
  since TEXT NOT NULL CHECK (since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  until TEXT CHECK (until >= since), reason TEXT
) STRICT;
CREATE INDEX patrol_pause_route ON patrol_pause (route_id);

CREATE TABLE patrol_round (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
  route_id INTEGER NOT NULL REFERENCES patrol_route (id) ON DELETE RESTRICT,
  plan_id INTEGER NOT NULL REFERENCES patrol_plan (id) ON DELETE RESTRICT,
  date TEXT NOT NULL CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  window_start TEXT, window_end TEXT, course TEXT NOT NULL CHECK (course IN ('walking', 'ended', 'abandoned')),
  started_at TEXT NOT NULL, ended_at TEXT, note TEXT,
  CHECK ((window_start IS NULL) = (window_end IS NULL)), CHECK ((course = 'walking') = (ended_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX patrol_round_place ON patrol_round (route_id, date, coalesce(window_start, ''));
CREATE INDEX patrol_round_date ON patrol_round (date);
CREATE INDEX patrol_round_plan ON patrol_round (plan_id);
CREATE INDEX patrol_round_walking ON patrol_round (route_id) WHERE course = 'walking';

CREATE TABLE patrol_result (
  id INTEGER PRIMARY KEY AUTOINCREMENT, round_id INTEGER NOT NULL REFERENCES patrol_round (id) ON DELETE RESTRICT,
  point_id INTEGER NOT NULL REFERENCES patrol_point (id) ON DELETE RESTRICT, at TEXT NOT NULL, entered_at TEXT,
  result TEXT NOT NULL CHECK (result IN ('ok', 'fault', 'skipped')),
  entry TEXT NOT NULL CHECK (entry IN ('each', 'all-ok', 'device', 'late')),
  reading TEXT, note TEXT, person TEXT, ticket_id INTEGER REFERENCES ticket (id) ON DELETE RESTRICT,
  CHECK ((result = 'fault') = (ticket_id IS NOT NULL)), CHECK (result <> 'skipped' OR note <> '')
) STRICT;
CREATE UNIQUE INDEX patrol_result_place ON patrol_result (round_id, point_id, at);
CREATE INDEX patrol_result_fault ON patrol_result (point_id, at) WHERE result = 'fault';
CREATE INDEX patrol_result_ticket ON patrol_result (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX patrol_result_reading ON patrol_result (point_id, at) WHERE reading IS NOT NULL;

ALTER TABLE ticket ADD COLUMN facility_id INTEGER REFERENCES facility (id) ON DELETE RESTRICT;
CREATE INDEX ticket_facility ON ticket (facility_id) WHERE facility_id IS NOT NULL;
ALTER TABLE attachment ADD COLUMN result_id INTEGER REFERENCES patrol_result (id) ON DELETE RESTRICT;
CREATE INDEX attachment_result ON attachment (result_id) WHERE result_id IS NOT NULL;

DROP VIEW v_ticket;
CREATE VIEW v_ticket AS SELECT t.id, t.uid, t.ref, t.kind, c.code AS category, c.name AS category_name, t.title, t.detail,
  u.code AS unit, u.building AS building, t.place, f.code AS facility, t.reporter,
  CASE WHEN t.phone IS NULL THEN NULL WHEN length(t.phone) < 8 THEN '****' ELSE substr(t.phone, 1, 3) || '****' || substr(t.phone, -4) END AS phone,
  t.source, t.priority, t.party, d.code AS department, t.assignee, t.state, t.tags, t.created_at, t.response_due_at,
  t.responded_at, t.dispatched_at, t.arrived_at, t.due_at, t.resolved_at, t.called_back_at, t.verified_at, t.closed_at,
  t.escalated_at, t.defer_until, t.defer_reason, t.score, t.feedback, t.cause, t.reopen_count, t.unreached, t.callback_owed
  FROM ticket t LEFT JOIN category c ON c.id = t.category_id LEFT JOIN unit u ON u.id = t.unit_id
  LEFT JOIN department d ON d.id = t.department_id LEFT JOIN facility f ON f.id = t.facility_id;

CREATE VIEW v_ticket_link AS SELECT id, ticket_id, other_id, relation FROM ticket_link;

CREATE VIEW v_facility AS SELECT id, uid, code, name, kind, place, installed, inspect, test, inspected, tested, maker, model, vendor,
  CASE WHEN vendor_phone IS NULL THEN NULL WHEN length(vendor_phone) < 8 THEN '****'
    ELSE substr(vendor_phone, 1, 3) || '****' || substr(vendor_phone, -4) END AS vendor_phone, note, retired FROM facility;

CREATE VIEW v_patrol_point AS SELECT p.id, p.uid, p.code, p.name, f.code AS facility, f.kind AS facility_kind, p.place, p.checks,
  p.reading, p.reading_unit, p.low, p.high, p.retired FROM patrol_point p LEFT JOIN facility f ON f.id = p.facility_id;

CREATE VIEW v_patrol_route AS SELECT r.id, r.uid, r.name, r.retired, p.since, p.until, p.every, p.windows,
  (SELECT group_concat(code, ',') FROM (SELECT q.code FROM patrol_plan_point x JOIN patrol_point q ON q.id = x.point_id
    WHERE x.plan_id = p.id ORDER BY x.position)) AS points
  FROM patrol_route r JOIN patrol_plan p ON p.route_id = r.id;

CREATE VIEW v_patrol_round AS SELECT o.id, o.uid, r.name AS route, o.date, o.window_start, o.window_end, o.course, o.started_at,
  o.ended_at, o.note FROM patrol_round o JOIN patrol_route r ON r.id = o.route_id;

CREATE VIEW v_patrol_result AS SELECT s.id, s.round_id, r.name AS route, o.date, q.code AS point, q.name AS point_name,
  f.code AS facility, s.at, s.entered_at, s.result, s.entry, s.reading, q.reading_unit, s.note, s.person, s.ticket_id
  FROM patrol_result s JOIN patrol_round o ON o.id = s.round_id JOIN patrol_route r ON r.id = o.route_id
  JOIN patrol_point q ON q.id = s.point_id LEFT JOIN facility f ON f.id = q.facility_id;

CREATE VIEW search_facility AS SELECT id AS ref, code || char(10) || name || char(10) || coalesce(place, '') || char(10)
  || coalesce(maker, '') || char(10) || coalesce(model, '') || char(10) || coalesce(vendor, '') || char(10)
  || coalesce(vendor_phone, '') || char(10) || coalesce(note, '') AS body FROM facility;

CREATE VIEW search_patrol_point AS SELECT id AS ref, code || char(10) || name || char(10) || coalesce(place, '') || char(10)
  || checks || char(10) || coalesce(reading, '') AS body FROM patrol_point;

CREATE VIEW search_patrol_route AS SELECT id AS ref, name || char(10) || coalesce(note, '') AS body FROM patrol_route;

CREATE VIEW search_patrol_round AS SELECT o.id AS ref, o.date || char(10) || coalesce(o.note, '') || char(10)
  || coalesce((SELECT group_concat(coalesce(s.note, '') || ' ' || coalesce(s.person, ''), char(10)) FROM patrol_result s
    WHERE s.round_id = o.id AND coalesce(s.note, s.person) IS NOT NULL), '') AS body FROM patrol_round o;
"""
