"""What a rule answers to a deal, as numbers.

0 clear, ``UNKNOWN``, ``OUT`` (does not apply), ``MISSING - n`` unknown for want of its n-th requirement.
When flagged it answers with a list: 1 + 2 x level, plus 1 when halved, and then which conditions of its
texts hold. A rule with ``each`` answers with a list of such answers, one an item and in a list of its
own, or with one number for the whole list.
"""

CLEAR = 0
UNKNOWN = -2
OUT = -3
MISSING = -10
