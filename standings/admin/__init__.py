"""Pages of the officials that show what follows from what they record."""
