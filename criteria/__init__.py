"""The cases that ship, a folder each."""
