"""Work that crosses nouns: what needs two of them in one transaction, and files in and out."""
