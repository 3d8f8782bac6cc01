"""Ranking without Django: plain values in, plain values out.

Import order: record, criteria, ranking, then explain, places and zones.
"""
