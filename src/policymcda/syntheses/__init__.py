"""Answers that need several questions at once."""
