"""What should not stand on any page or terminal that calls things by their names."""

import re

MARKS = {
    "a word of Python": r"(?<![\w.'=-])(None|True|False|nan|NaN|NaT|<NA>|dtype|inf)(?![\w'=-])",
    "a number that says nothing": r"(?<![\d.])-?0\.0000+(?!\d)",
    "one of several": r"(?<![\w.,])1 (ratings|options|criteria|groups|methods|stakeholders|people|rows|draws|tables|tests|others)\b",
    "an interval without a width": r"\((\S+) to \1\)",
}


def labels(names):
    """Labels that could be no word of a sentence and have a name of their own."""
    return {
        label for found in names.full.values() for label, name in found.items() if label != name and not label.isalpha()
    }


def faults(text, names):
    """What should not stand in a text, with what is around it."""
    patterns = MARKS | {"a label": rf"(?<![\w/.-])({'|'.join(map(re.escape, sorted(labels(names))))})(?![\w-])"}
    return [
        (what, text[max(found.start() - 30, 0) : found.end() + 30])
        for what, pattern in patterns.items()
        for found in re.finditer(pattern, text)
    ]
