"""Asking people: a questionnaire in one file, and the answers as tables of the case."""
