"""English conflict prose to candidate claims."""
