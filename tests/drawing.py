"""What the tests of charts share: an invented ledger, what was drawn where, and pictures to compare.

The ledger is invented, and so are its places and sources.
"""

import re
from datetime import date
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.transforms import Affine2D
from PIL import Image

from tollbook import charts, schema

PROCESSED = Path(__file__).resolve().parent.parent / "data/processed"
BASELINE = Path(__file__).with_name("baseline")
SIZES = ("wide", "narrow")
FULL = {
    "article_id": "port-orrin", "section": "The first week", "paragraph": 1, "sentence": 1, "exact": "-", "quantity_text": None, "low": None,
    "high": None, "qualifier": "exact", "outcome": "killed", "outcome_text": "killed", "outcome_explicit": "yes", "victims": "people",
    "victim_side": "unspecified", "victim_group": None, "perpetrator_side": "unspecified", "attribution_text": None, "source_id": "voice",
    "mode": "states", "date_start": "2031-03-03", "date_end": "2031-03-03", "date_precision": "stated", "scope": "incident", "part_of": None, "besides": None,
    "incident_id": "shelling", "measure_id": "-", "link": "-", "note": None,
}
SOURCES = {
    "observatory": ("Coastal Observatory (COB)", "monitor", None), "captain": ("a militia captain", "rebel", "rebel"),
    "ministry": ("Ministry of Ports", "government", "government"), "radio": ("Radio Orrin", "state_media", "government"),
    "relief": ("relief groups", "aid_group", None), "reports": ("reports, source not named", "unnamed_report", None),
    "voice": ("the article's own voice", "unattributed", None),
}
SHELLING, FERRY = {"incident_id": "shelling", "incident_title": "Shelling of Port Orrin"}, {"incident_id": "ferry",
                                                                                          "incident_title": "Sinking of the ferry"}


def claim(number, source, words, low, high, qualifier="exact", **more):
    """Write one claim; what is not given is a killed person of no stated side on 3 March 2031."""
    name, kind, _ = SOURCES[source]
    return FULL | SHELLING | {"claim_id": f"ORR-{number:03d}", "source_id": source, "source_name": name, "source_type": kind,
                              "quantity_text": words, "low": low, "high": high, "qualifier": qualifier} | more


def table(*rows):
    return schema.typed(pd.DataFrame(list(rows))[schema.CLAIMS.names], schema.CLAIMS)


def invented_claims():
    """Eleven claims: one with every kind of bounds, days and scope."""
    return table(
        claim(1, "observatory", "40", 40, 40, date_start="2031-03-01", scope="period"),
        claim(2, "observatory", "12", 12, 12, victims="children", victim_side="civilian", date_start="2031-03-01", part_of="ORR-001",
              scope="breakdown"),
        claim(3, "captain", "more than 90", 91, None, "more_than", date_start="2031-03-01", date_end="2031-03-02", scope="cumulative",
              date_precision="start_inferred"),
        claim(4, "voice", "61", 61, 61, date_start="2031-03-01", date_end="2031-03-09", scope="cumulative", date_precision="start_inferred"),
        claim(5, "relief", "between 12 and 20", 12, 20, "range", date_end="2031-03-12", date_start="2031-03-12", **FERRY),
        claim(6, "reports", "up to 30", 0, 30, "up_to", date_end="2031-03-12", date_start="2031-03-12", **FERRY),
        claim(7, "reports", "dozens of", 24, None, "vague", outcome="captured", victims="sailors", date_start=None, date_end="2031-03-08",
              date_precision="open_start"),
        claim(8, "ministry", None, 1, None, "unquantified", outcome="casualties", victims="both sides", victim_side="mixed",
              date_start="2031-03-05", date_end="2031-03-05"),
        claim(9, "captain", "14", 14, 14, victims="soldiers", victim_side="government", date_start="2031-03-06", date_end="2031-03-06"),
        claim(10, "observatory", "At least five", 5, None, "at_least", victims="soldiers", victim_side="government",
              date_start="2031-03-06", date_end="2031-03-06"),
        claim(11, "ministry", "three", 3, 3, outcome="materiel", victims="trucks", victim_side="government"),
    )


def invented_sources():
    """The seven sources: how often each speaks, and how often with a toll."""
    spoken = {"observatory": (5, 3), "captain": (2, 2), "ministry": (4, 0), "radio": (1, 0), "relief": (1, 1), "reports": (9, 2), "voice": (0, 0)}
    return schema.typed(pd.DataFrame([
        {"source_id": name, "article_id": "port-orrin", "name": full, "source_type": kind, "aliases": None, "own_side": side,
         "statements": spoken[name][0], "statements_with_toll": spoken[name][1], "claims": 0, "materiel_claims": 0, "note": "invented"}
        for name, (full, kind, side) in SOURCES.items()]), schema.SOURCES)


def invented_coverage():
    """Thirty figures: ten claims and twenty others."""
    rows = [("One", "claim", "killed", 6), ("Two", "claim", "killed", 3), ("One", "claim", "wounded", 1), ("One", "other_number", "date", 18),
            ("Two", "other_number", "distance", 2)]
    return schema.typed(pd.DataFrame(rows, columns=["section", "kind", "code", "rows"]).assign(article_id="port-orrin")[
        schema.COVERAGE.names], schema.COVERAGE)


def real(name):
    """Read a built table of the real article."""
    path = PROCESSED / f"{name}.csv"
    if not path.is_file():
        pytest.skip(f"{path} is not built")
    return schema.typed(pd.read_csv(path, dtype="str", keep_default_na=False), getattr(schema, name.upper()))


def day(text):
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def drawn(figure, gid):
    """Find what was drawn under a name."""
    return [artist for axes in figure.axes for artist in axes.get_children() if artist.get_gid() == gid]


def segments(figure, gid):
    """Give the corners of the lines drawn under a name, one array a line."""
    return [np.asarray(line) for artist in drawn(figure, gid) for line in artist.get_segments()]


def marks(figure, source_type):
    """Give the places of a source type's marks in the units of their axes; those of the key, on the paper, left out."""
    return [tuple(place) for axes in figure.axes[1:] for artist in axes.get_children() if artist.get_gid() == f"marks-{source_type}"
            for place in artist.get_offsets().data]


def written(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts if text.get_text()]


def aside(figure, days):
    """How many days the marks of a wide figure may stand aside: 6 points."""
    axes = figure.axes[1]
    return 6.01 * days / (axes.get_position().width * figure.get_size_inches()[0] * 72)


def must_be_in_house_style(chart):
    """Check the words of a chart: neutral, of one line, an alternative text of some length, and data to go with them."""
    assert not re.search(r"\b(deaths?|dead|regime|terrorists?|martyrs?)\b", f"{chart.title} {chart.alt} {chart.caption}", re.I)
    assert chart.title[0].isupper() or chart.title[0].isdigit()
    assert "\n" not in chart.title
    assert 20 <= len(chart.alt.split()) <= 125
    assert chart.caption.endswith(".")
    assert not chart.table.empty


def must_be_readable(figure, size):
    """Check the text of a picture: as wide as its page, nothing over anything, nothing outside, nothing small."""
    assert figure.get_size_inches()[0] == pytest.approx({"wide": 7.4, "narrow": 3.7}[size])
    assert overlapping(figure) == []
    assert min(text.get_fontsize() for axes in figure.axes for text in axes.texts) >= 8


def overlapping(figure):
    """List the pairs of texts that cover one another by more than a point, and the texts that leave the sheet."""
    figure.set_dpi(144)
    with charts.style():
        renderer = FigureCanvasAgg(figure).get_renderer()
        boxes = [(text.get_text(), text.get_window_extent(renderer).transformed(Affine2D().scale(0.5))) for axes in figure.axes
                 for text in axes.texts if text.get_text() and not text.get_rotation()]
    width, height = figure.get_size_inches() * 72
    outside = [text for text, box in boxes if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1]
    return outside + [(a, b) for (a, one), (b, other) in combinations(boxes, 2)
                      if min(one.x1, other.x1) - max(one.x0, other.x0) > 1 and min(one.y1, other.y1) - max(one.y0, other.y0) > 1]


def grey(figure):
    """Draw a figure as shades from 0 to 255, at 40 dots to the inch."""
    figure.set_dpi(40)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3].mean(axis=2).round().astype("uint8")


def must_look_as_kept(pictures):
    """Compare pictures, shades by name, with those in tests/baseline."""
    for name, shades in pictures.items():
        kept = np.asarray(Image.open(BASELINE / f"{name}.png"))
        assert kept.shape == shades.shape, name
        changed = (np.abs(kept.astype("int16") - shades) > 40).mean()
        assert changed <= 0.001, f"{name}: {changed:.2%} of the picture has changed"


def keep(pictures):
    """Put pictures, shades by name, into tests/baseline: look at them before keeping them."""
    BASELINE.mkdir(exist_ok=True)
    for name, shades in pictures.items():
        Image.fromarray(shades).save(BASELINE / f"{name}.png", optimize=True)
