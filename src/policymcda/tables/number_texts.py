"""What a cell that is not a number may stand for, so that a message can say what to write instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_ALIKE = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63", "-"),
    **dict.fromkeys("\u2018\u2019\u02bc\u00b4\u2032", "'"),
    "\u066b": ".",
    "\u066c": ",",
    "\u00b7": ".",
}
"""Signs that look like one of the keyboard: hyphens and the minus sign, apostrophes, Arabic and raised marks."""

RuleAndHint = tuple[str, str]
"""The rule that a cell breaks, and what would do."""

EXPONENT = r"(?:[eE][+-]?\d+)?"
PLAIN = re.compile(rf"[+-]?(?:\d+\.?\d*|\.\d+){EXPONENT}", re.ASCII)
"""A number as Python and JSON write it."""

EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
"""One mark with three digits behind it: decimals in one country, thousands in another."""

POINTED = re.compile(
    rf"[+-]?(?:(?:\d+\.\d*|\.\d+){EXPONENT}|\d{{1,3}}(?:,\d{{3}})+\.\d*|\d{{1,3}}(?:,\d{{3}}){{2,}})", re.ASCII
)
"""Where the mark of decimals can only be a point."""

SWAPPED = str.maketrans(".,", ",.")

_GROUPED = re.compile(r"([+-]?)(\d{1,3})((?:[ '_]\d{3})+)([.,]\d*)?", re.ASCII)
_ERROR = re.compile(r"#[^\s\d].*|#+|[^\W\d]{3,10}:\s*\d{3}", re.DOTALL)
_NUMBER = r"[+-]?\d[\d.,]*(?<!,)"
_TO = r"\s*(?:-|\.\.\.?|to|bis|à|a|till|…|;|\b(?:and|und|et|y|e)\b)\s*"
_RANGE = re.compile(
    rf"(?:between|from|zwischen|von|entre|de|tra)?\s*(?P<low>{_NUMBER}){_TO}(?P<high>{_NUMBER})(?P<rest>\D*)",
    re.IGNORECASE,
)
_RANGE_IN_BRACKETS = re.compile(rf"[(\[](?P<low>{_NUMBER})(?:{_TO}|,\s+|\s*,\s*)(?P<high>{_NUMBER})[)\]]")
_MODE_AND_RANGE = re.compile(rf"(?P<mode>{_NUMBER})\s*[(\[](?P<low>{_NUMBER})(?:{_TO}|,\s+)(?P<high>{_NUMBER})[)\]]")
_ABOUT = re.compile(
    r"(?:[<>~≈≤≥=]+|>=|<=|ca\.?|c\.|circa|about|approx\.?|around|etwa|env\.?)\s*(?P<rest>.*\d.*)", re.IGNORECASE
)
_PLUS_MINUS = re.compile(r"(?P<mode>\S+)\s*(?:±|\+/-|\+-)\s*(?P<sd>\S+)")
_AROUND = {")": ("brackets", "they mean"), "-": ("a minus sign behind it", "it means")}
_MINUS_BEHIND = re.compile(r"(?P<number>[^-]*\d[^-]*)-")
_BRACKETS = re.compile(r"\((?P<number>.*)\)")
_RATIO = re.compile(r"(?P<whole>\d+\s+)?(?P<over>\d+)\s*/\s*(?P<under>\d+)", re.ASCII)
_UNIT = re.compile(r"(?P<before>[^\d\s+.,-]{0,12})\s*(?P<number>[+-]?[\d.,][\d.,' ]*)(?P<after>[^\d]{0,40})")
_TIME = re.compile(r"(?:\d+ days?,? )?\d{1,3}:\d{2}(:\d{2}(\.\d+)?)?(\s*[ap]m)?", re.IGNORECASE)
_MONTHS = (
    "jan january januar janvier janv enero ene gennaio gen janeiro januari "
    "feb february februar février fév fevrier febrero febbraio fevereiro fev februari "
    "mar march märz mrz mär mars marzo março maart mrt apr april avril avr abril abr aprile "
    "may mai mayo maggio mag maio mei jun june juni juin junio giugno giu junho "
    "jul july juli juillet juil julio luglio lug julho aug august août aout agosto ago augustus "
    "sep sept september septembre septiembre settembre set setembro "
    "oct october oktober okt octobre octubre ottobre ott outubro out "
    "nov november novembre noviembre novembro dec december dezember dez décembre déc decembre diciembre dic dicembre "
    "dezembro"
)
_MONTH = "|".join(sorted(set(_MONTHS.split()), key=len, reverse=True))
_DATES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\d{4}-(?:0[1-9]|1[0-2])",
        r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ]\d{1,2}:\d{2}.*)?",
        r"\d{1,2}([-/.])\d{1,2}\1(?:\d{2}|\d{4})?(?: \d{1,2}:\d{2}.*)?",
        r"0\d/\d{1,2}|\d{1,2}/0\d",
        rf"\d{{1,4}}(?:st|nd|rd|th)?[-./ ]{{1,2}}(?:of )?(?:{_MONTH})(?:[-./ ]{{1,2}}(?:\d{{2}}|\d{{4}}))?\.?",
        rf"(?:{_MONTH})[-./ ]{{1,2}}\d{{1,4}}(?:,? \d{{4}})?",
    )
]

_WORDS_FOR_ABSENT = (
    "na|n/a|n.a.|n.a|n.d.|n.d|nd|nan|nil|null|none|missing|unknown|not available|not known|not applicable|no data|"
    "tbd|tbc|tba|?|??|???|-|--|---|.|..|...|…|*|x|k.a.|k.a|k. a.|keine|keine angabe|unbekannt|fehlt|offen|(blank)|"
    "(leer)|inconnu|inconnue|s/d|desconocido|sconosciuto|onbekend"
)
ABSENT = frozenset(_WORDS_FOR_ABSENT.split("|"))
"""Words for what is not there."""

INFINITE = {"inf", "infinity", "∞", "infinite", "unendlich"}

_TRUTH = {
    **dict.fromkeys(("true", "yes", "wahr", "ja", "vrai", "oui", "verdadero", "sí", "si", "vero", "waar", "y"), "1"),
    **dict.fromkeys(("false", "no", "falsch", "nein", "faux", "non", "falso", "onwaar", "nee", "n"), "0"),
}

_WORDS_FOR_MULTIPLES = (
    "k tsd tausend thousand thousands mille m mn mio million millions millionen millones bn billion billions mrd "
    "milliard milliards milliarden lakh lakhs crore crores hundred dozen"
)
_MULTIPLES = frozenset(_WORDS_FOR_MULTIPLES.split())
"""Words that say how many times a number counts."""

NOT_FINITE: RuleAndHint = ("is not finite", "give a finite number, or leave the cell blank if it is not known")
BLANK = "leave the cell blank if it is not known"


def explained(cell: str, fraction: bool, mark: str = ".") -> RuleAndHint:
    """The rule that a cell breaks which is not a number, and what would do.

    Parameters
    ----------
    fraction : bool
        Whether a fraction such as 1/3 would do.
    mark : {".", ","}
        The decimal mark of the file, in which numbers to write are given.
    """
    if len(cell) <= 400:
        text = _cleaned(cell)
        for explain in _EXPLANATIONS:
            sentence = explain(text, cell, fraction)
            if sentence is not None:
                return sentence if mark == "." else (sentence[0], _in_mark(sentence[1], mark))
    plain = "write a decimal such as 0.5 or a fraction such as 1/3" if fraction else "write a decimal such as 7.5"
    return "is not a number", _in_mark(plain, mark)


def readings(text: str) -> list[str]:
    """The numbers that a text may stand for, in Python's writing: none, one, or two where the mark is not clear."""
    text = text.strip()
    grouped = _GROUPED.fullmatch(text)
    if grouped:
        sign, first, rest, decimals = grouped.groups()
        text = sign + first + re.sub(r"\D", "", rest) + (decimals or "").replace(",", ".")
    if EITHER.fullmatch(text):
        return [_shortest(re.sub("[.,]", ".", text)), re.sub("[.,]", "", text).lstrip("+")]
    for marks in (text, text.translate(SWAPPED)):
        if POINTED.fullmatch(marks):
            return [_shortest(marks.replace(",", ""))]
    return [_shortest(text)] if PLAIN.fullmatch(text) else []


def _cleaned(cell: str) -> str:
    """The cell with every kind of digit, minus, blank and apostrophe as the keyboard has it."""
    text = "".join(char if char.isascii() else _on_keyboard(char) for char in cell)
    return re.sub(r"[\s\u200b\u2060\ufeff]+", " ", text).strip()


def _on_keyboard(char: str) -> str:
    """The character of the keyboard that another stands for, itself where there is none."""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if char in _ALIKE:
        return _ALIKE[char]
    form = unicodedata.decomposition(char)
    if form.startswith("<fraction>"):
        return " " + unicodedata.normalize("NFKC", char).replace("\u2044", "/")
    return unicodedata.normalize("NFKC", char) if form.startswith("<wide>") else char


def _shortest(number: str) -> str:
    """A number without a plus sign and without zeros behind its decimals."""
    number = number.lstrip("+")
    if "." in number and "e" not in number.lower():
        number = number.rstrip("0").rstrip(".")
    return f"0{number}" if number.startswith(".") else number


def _in_mark(hint: str, mark: str) -> str:
    """The numbers of a hint with the decimal mark of the file."""
    return re.sub(r"(?<=\d)\.(?=\d)", mark, hint) if mark != "." else hint


def _write(numbers: list[str], more: str = "") -> str:
    return f"write {' or '.join(numbers)}{more}"


def _same_number(text: str, cell: str, fraction: bool) -> RuleAndHint | None:
    """A number whose marks, blanks, digits or sign are not those of the keyboard."""
    if text[:1] == "'" or (text[:1] == '"' and text[-1:] == '"'):
        inner = readings(text.strip("'\""))
        return ("is not a number: it is in quotation marks", _write(inner)) if inner else None
    numbers = readings(text)
    if not numbers or (PLAIN.fullmatch(cell) and len(numbers) == 1):
        return None
    if len(numbers) == 2:
        mark = "comma" if "," in text else "point"
        rule = f"is {numbers[0]} if the {mark} is a decimal {mark}, and {numbers[1]} if it separates thousands"
        return rule, _write(numbers)
    if "," in text:
        decimal = re.fullmatch(r"[^,]*,\d*", text)
        return f"is not a number: {'a decimal comma' if decimal else 'commas between thousands'}", _write(numbers)
    if re.search(r"\d[ '_]\d", text):
        return "is not a number: blanks or marks between its digits", _write(numbers)
    if text.count(".") > 1:
        return "is not a number: points between thousands", _write(numbers)
    return "is not a number: its signs are not those of the keyboard", _write(numbers)


def _spreadsheet_error(text: str, cell: str, fraction: bool) -> RuleAndHint | None:
    if re.fullmatch("#+", text):
        return "is what a sheet shows where a column is too narrow", "widen the column and save again"
    if _ERROR.fullmatch(text):
        return "is the error of a formula", f"mend the formula in the sheet, or {BLANK}"
    return None


def _absent(text: str, cell: str, fraction: bool) -> RuleAndHint | None:
    if text.casefold().lstrip("+-") in INFINITE:
        return NOT_FINITE
    return ("is not a number", BLANK) if text.casefold() in ABSENT else None


def _date(text: str, cell: str, fraction: bool) -> RuleAndHint | None:
    if any(pattern.fullmatch(text) for pattern in _DATES):
        number = "1/3" if fraction else "3.1 or 1/3"
        hint = f"a sheet turns {number} into a date: format the cells as text, then type the number again"
        return "is a date", hint
    if _TIME.fullmatch(text):
        hint = "a sheet turns 1:3 into a time: format the cells as text, then type the number again"
        return "is a time", hint
    return None


def _percentage(text: str, cell: str, fraction: bool) -> RuleAndHint | None:
    per = re.fullmatch(
        r"(?P<number>.*?\d[.,]?)\s*(?P<sign>%|‰|percent|per cent|pct\.?|prozent|pour ?cent)", text, re.IGNORECASE
    )
    numbers = readings(per["number"]) if per else []
    if not per or not numbers:
        return None
    shares = [_divided(number, 1000 if per["sign"] == "‰" else 100) for number in numbers]
    return "is a percentage", _write(numbers, f", or {' or '.join(shares)} where the column has shares of 1")


def _range(text: str, cell: str, fraction: bool) -> RuleAndHint | None:
    whole = _MODE_AND_RANGE.fullmatch(text)
    ends = whole or _RANGE.fullmatch(text) or _RANGE_IN_BRACKETS.fullmatch(text)
    low, high = (readings(ends["low"]), readings(ends["high"])) if ends else ([], [])
    if not low or not high:
        return None
    mode = readings(whole["mode"]) if whole else []
    most = f"{mode[0]} in mode" if mode else "the most plausible number in mode"
    return "is a range", f"write {low[0]} in the column low, {high[0]} in the column high, and {most}"


def _plus_minus(text: str, cell: str, fraction: bool) -> RuleAndHint | None:
    parts = _PLUS_MINUS.fullmatch(text)
    mode, sd = (readings(parts["mode"]), readings(parts["sd"])) if parts else ([], [])
    if not mode or not sd:
        return None
    return (
        "is a number and its error",
        f"write {mode[0]} in the column mode, and {sd[0]} in sd if it is a standard error",
    )


def _about(text: str, cell: str, fraction: bool) -> RuleAndHint | None:
    about = _ABOUT.fullmatch(text)
    if about:
        formula = text.startswith("=")
        if formula:
            return "is a formula", "write the number that it gives"
        numbers = readings(about["rest"])
        sentence = f", such as {numbers[0]}" if numbers else ""
        return (
            "is a limit or a rough number",
            f"write one number{sentence}; how far it may be off goes into low and high",
        )
    return None


def _ratio(text: str, cell: str, fraction: bool) -> RuleAndHint | None:
    ratio = _RATIO.fullmatch(text)
    if not ratio or len(text) > 40 or int(ratio["under"]) == 0:
        return None
    value = int(ratio["whole"] or 0) + int(ratio["over"]) / int(ratio["under"])
    return "is not a number: a fraction", f"write {value:.12g}"


def _brackets(text: str, cell: str, fraction: bool) -> RuleAndHint | None:
    inside = _BRACKETS.fullmatch(text) or _MINUS_BEHIND.fullmatch(text)
    numbers = readings(inside["number"]) if inside else []
    if not numbers:
        return None
    what, means = _AROUND[text[-1]]
    return f"is not a number: {what}", f"write {numbers[0]}, or -{numbers[0]} if {means} below 0"


def _truth(text: str, cell: str, fraction: bool) -> RuleAndHint | None:
    number = _TRUTH.get(text.casefold())
    return ("is a truth value, not a number", f"write {number} if that is meant") if number else None


def _unit(text: str, cell: str, fraction: bool) -> RuleAndHint | None:
    parts = _UNIT.fullmatch(text)
    numbers = readings(parts["number"]) if parts else []
    if not parts or not numbers or not (parts["before"] + parts["after"]).strip():
        return None
    words = (parts["before"] + parts["after"]).strip(" .")
    if words.casefold() in _MULTIPLES:
        return "is a number and more", f"write it in full, or {numbers[0]} where the unit of the criterion is {words}"
    return "is a number and more", _write(
        numbers, "; a unit goes into the column unit of criteria, a remark into rationale"
    )


def _divided(number: str, by: int) -> str:
    return f"{float(number) / by:.12g}"


_EXPLANATIONS: tuple[Callable[[str, str, bool], RuleAndHint | None], ...] = (
    *(_absent, _same_number, _spreadsheet_error, _date, _percentage, _plus_minus, _range),
    *(_about, _ratio, _brackets, _truth, _unit),
)
"""From the most to the least particular; the first that fits is given."""
