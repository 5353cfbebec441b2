"""Floor 3: what every noun refers to: settings, units, residents, departments, the contact log."""
