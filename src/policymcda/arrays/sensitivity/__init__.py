"""What would change a result, and what holds whatever is not known."""
