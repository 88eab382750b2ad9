"""What people prefer: statements that hold together or not, and what to ask next."""
