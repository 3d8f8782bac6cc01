"""Stages of a season opened together: last year's tree taken over, or a whole level at once."""
