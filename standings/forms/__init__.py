"""Forms of the officials' pages. They hold what was typed; services judge it."""
