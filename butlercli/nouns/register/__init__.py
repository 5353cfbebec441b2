"""The register: units, residents, departments, and the contact log."""
