"""What happens in the demo, told by the rooms and run in the order of time."""

from collections.abc import Callable
from datetime import datetime

Event = tuple[datetime, int, Callable[[], None]]
"""When something happens, its place among what happens at the same moment, and what does it."""
