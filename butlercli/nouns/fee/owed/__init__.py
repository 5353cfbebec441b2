"""What a bill owes, by whom and as of when: the one place for it."""
