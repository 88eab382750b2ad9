"""Would the tests see a mistake? `make mutants` makes one small mistake at a time and runs the tests of its module."""
