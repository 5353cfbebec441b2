"""Figures: what is counted, summed, shared and spread over the records of a span, and the records behind each.

A room declares a snapshot: its records of a span as they stood at a moment, and a table of the figures read off them.

    class Permits(Snapshot):
        name = "permit"
        select = '''SELECT p.id, u.code AS unit, p.kind, p.deposit, p.state = 'open' AND p.until < :day AS overdue
          FROM permit p JOIN unit u ON u.id = p.unit_id WHERE p.since BETWEEN :first_day AND :last_day AND p.created_at <= :as_of'''
        begins = "SELECT EXISTS (SELECT 1 FROM permit WHERE created_at <= :as_of)"
        measures = (
            count("permit.total", N_("Permits"), N_("permits that begin in the period")),
            Split("kind", KINDS, "kind", (count("permit.{code}", N_("Permits: {kind}"), N_("of this kind")),), every=True),
            count("permit.open_overdue", N_("Overdue"), N_("open though their last day is over"), "overdue"),
            total("permit.deposits", N_("Deposits held"), "fen", N_("deposits not yet returned"), "deposit"),
        )
        records: ClassVar = {"": Records("report.explain", '''SELECT p.id, p.code AS title, b.unit, p.created_at, b.value,
          b.part AS in_numerator FROM {behind} b JOIN permit p ON p.id = b.id ORDER BY p.id''')}
        dimensions: ClassVar = {"kind": Dimension(N_("Kind"), "kind", ("类型",)), "month": Dimension(N_("Month"), "substr(since, 1, 7)", ("月",), in_time=True)}

Into reports (`ANSWERS["report_noun"]` of its facts names the module) it comes with the period before, `--explain` and a sentence:

    def report_noun() -> Noun:
        return Noun(Permits, spoken("facilities", "permit.total", "permit.open_overdue", "permit.deposits"))

`stats.page` with `stats.groups` make a page of statistics of it, drawn by output/views/stats.

Every expression is SQL over a row of the snapshot, so that a figure and the records behind it cannot differ. A figure of
another source says so (`source`: what stands behind FROM, with `{table}` for the snapshot). SQL may name the moments of a span
(`base/figures.Span.params`): first, last, as_of, last_at; the days first_day, last_day, day. A snapshot that one SELECT does
not make overrides `take`; a figure that SQL does not tell has `told`.
"""
