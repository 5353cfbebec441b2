"""Floor 2: the SQLite file. Connections, operations, the journal, migrations, backup, full text."""
