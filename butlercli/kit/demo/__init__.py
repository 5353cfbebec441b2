"""What the rooms' shares of the demo have in common."""
