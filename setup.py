"""Which packages the wheel holds: every one under src, and the cases."""

from setuptools import find_packages, setup

setup(packages=[*find_packages("src"), "policymcda.criteria"])
