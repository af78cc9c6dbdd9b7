"""Casualty figures as claims: who states them, in which words, of whom, when, and where in the article."""

__version__ = "0.1.0"
