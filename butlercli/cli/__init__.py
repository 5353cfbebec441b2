"""Floor 6: argv in, Result out. Typer lives here and nowhere below."""
