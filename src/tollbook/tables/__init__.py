"""What a reader sees of the tables, in plain words and with claim ids beside every count: of claims, of pairs, of totals."""

from tollbook.tables.claims import (
    by_month,
    campaigns,
    claims_table,
    corroborated,
    days,
    ids,
    interests,
    of_whom,
    other_numbers,
    read_as,
    running_totals,
    said,
    silent,
    speaking,
    uncorroborated,
    voices_of_incident,
)
from tollbook.tables.pairs import (
    agreements,
    contested,
    contradictory,
    directions,
    every_pair,
    incidents_at_odds,
    near_misses,
    not_compared,
    rivals,
    under_each_rule_set,
)
from tollbook.tables.totals import (
    allowed,
    by_rule,
    by_side,
    by_voices,
    holding,
    monthly,
    of_incident,
    of_rules,
    of_voices,
    rules_compared,
    rules_explained,
    variants,
    without_each_source,
)

__all__ = [
    "agreements", "allowed", "by_month", "by_rule", "by_side", "by_voices", "campaigns", "claims_table", "contested", "contradictory",
    "corroborated", "days", "directions", "every_pair", "holding", "ids", "incidents_at_odds", "interests", "monthly", "near_misses",
    "not_compared", "of_incident", "of_rules", "of_voices", "of_whom", "other_numbers", "read_as", "rivals", "rules_compared",
    "rules_explained", "running_totals", "said", "silent", "speaking", "uncorroborated", "under_each_rule_set", "variants",
    "voices_of_incident", "without_each_source",
]
