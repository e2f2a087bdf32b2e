"""Composites are lettered in the order in which they are grouped: A to Z, then AA, AB."""

from string import ascii_uppercase


def letters(number: int) -> str:
    """Give the letters of the first, second, … group: 1 is A, 27 is AA."""
    if number < 1:
        raise ValueError("The first group is number 1.")
    said = ""
    while number:
        number, rest = divmod(number - 1, len(ascii_uppercase))
        said = ascii_uppercase[rest] + said
    return said


def order_of(letter: str) -> int:
    """Give which group has these letters: the inverse of `letters`."""
    number = 0
    for each in letter:
        number = number * len(ascii_uppercase) + ascii_uppercase.index(each) + 1
    return number
