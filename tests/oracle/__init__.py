"""A slow, plain second opinion on a deal, written from the documents alone, to hold the engine against."""

from .evaluate import Answer, Review, evaluate
from .facts import Limits
from .table import RULES, same_place
from .waivers import Waived

__all__ = ["RULES", "Answer", "Limits", "Review", "Waived", "evaluate", "same_place"]
