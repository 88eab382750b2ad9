"""What an analyst asks of a problem, one file per question; files here do not import each other."""
