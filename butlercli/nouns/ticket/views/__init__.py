"""How tickets look."""
