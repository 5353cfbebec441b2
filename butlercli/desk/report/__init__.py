"""Reports: from figures to one document. Nothing is rendered here."""
