"""What an analyst asks of a problem, a file a question; files here do not import each other."""
