"""Review: what was read out of a text, what a person decided about it, and how both stand to a ledger."""

from tollbook.review.report import Review, open

__all__ = ["Review", "open"]
