"""The register in other people's files."""
