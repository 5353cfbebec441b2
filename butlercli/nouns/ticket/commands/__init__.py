"""The commands of tickets."""
