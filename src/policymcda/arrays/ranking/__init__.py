"""Ranks from scores, how alike rankings are, and the plane of GAIA."""
