"""Seeded chance: every random choice of the sample company comes from here.

Streams are named, so a choice made for one developer never shifts another's. What is chosen is decided
elsewhere.
"""

import hashlib
import string
from random import Random

_ALPHANUMERIC = string.ascii_letters + string.digits

Dice = Random


def dice_for(seed: int, *names: object) -> Dice:
    """Return the stream of choices that belongs to a seed and a name."""
    return Dice(":".join(str(part) for part in (seed, *names)))


def uuid(dice: Dice) -> str:
    """Return a random version 4 UUID."""
    digits = f"{dice.getrandbits(128):032x}"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


def token(dice: Dice, prefix: str, length: int = 22) -> str:
    """Return an identifier in the vendor's style: a prefix and letters or digits."""
    return prefix + "".join(dice.choices(_ALPHANUMERIC, k=length))


def hexadecimal(dice: Dice, length: int) -> str:
    """Return `length` random lower-case hexadecimal digits."""
    return f"{dice.getrandbits(4 * length):0{length}x}"


def fingerprint(*names: object) -> str:
    """Return 64 hexadecimal digits that are the same for the same names, ever."""
    return hashlib.sha256(":".join(str(part) for part in names).encode()).hexdigest()


def lognormal(dice: Dice, median: float, spread: float, *, low: int, high: int) -> int:
    """Return a whole number around a median with a long right tail, held between two bounds."""
    return int(min(max(median * dice.lognormvariate(0.0, spread), low), high))


def chance(dice: Dice, share: float) -> bool:
    """Return whether something that happens in a share of cases happens now."""
    return dice.random() < share
