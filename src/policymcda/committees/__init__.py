"""Several people and what each would choose: one order out of theirs, who loses what, whose leaving matters, who is alike."""
