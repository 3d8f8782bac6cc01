"""What programs fetch again and again: calendars of matches, news of results and rulings.

The same facts give the same bytes, so that whoever asks again is told that nothing changed.
"""
