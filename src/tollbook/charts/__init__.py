"""Charts of claims: one function a chart, from a built table to a picture with its title, caption, alternative text and data.

A claim is a mark with its bounds. Nothing is averaged, no line joins rival claims, and what was not said is shown as not said.
"""

from tollbook.charts.campaign import running_totals
from tollbook.charts.chart import Chart, save, style, with_title
from tollbook.charts.contested import contested
from tollbook.charts.coverage import accounted_for
from tollbook.charts.disagreement import disagreement
from tollbook.charts.floors import floors_and_ceilings
from tollbook.charts.ladder import ladder
from tollbook.charts.least_totals import least_totals
from tollbook.charts.outcomes import who_states_what
from tollbook.charts.parties import own_enemy_civilians
from tollbook.charts.readings import ledger_strip, readings
from tollbook.charts.sides import who_counts_whom
from tollbook.charts.strip import article_strip
from tollbook.charts.timeline import calendar
from tollbook.charts.voices import silence

__all__ = ["Chart", "accounted_for", "article_strip", "calendar", "contested", "disagreement", "floors_and_ceilings", "ladder",
           "least_totals", "ledger_strip", "own_enemy_civilians", "readings", "running_totals", "save", "silence", "style",
           "who_counts_whom", "who_states_what", "with_title"]
