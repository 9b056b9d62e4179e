"""A person's word on a row: shown where the row is, and given where its sentence stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import dcc, html

from dashboard.reviewing import REVIEW
from dashboard.view import Section, View, href
from dashboard.words import Words
from extract import Observation
from extract.bulletins.bulletin import KAZAKHSTAN_TIME
from extract.record.reviews import LONGEST_REASON

SAID = ("review", "reviewed_by", "reviewed_at", "review_reason", "value_as_printed")


def chip(row: Observation, words: Words) -> html.Span | None:
    """That a row was reviewed, with who and when on pointing; None where nobody has."""
    if row.review == "machine":
        return None
    return html.Span(words(f"review.{row.review}"), title=said(row, words), className=f"chip reviewed {row.review}")


def said(row: Observation, words: Words) -> str:
    """Who said what of a row, when and why, in a sentence."""
    return sentence({name: getattr(row, name) for name in SAID}, words)


def sentence(row: Mapping[str, Any], words: Words) -> str:
    """The same of a row of a table; "" where nobody has reviewed it. Fields are those in SAID."""
    if row["review"] == "machine":
        return ""
    who = words("review.local") if row["reviewed_by"] == "local" else row["reviewed_by"]
    day = words.day(row["reviewed_at"].astimezone(KAZAKHSTAN_TIME).date())
    told = words("review.by", what=words(f"review.{row['review']}"), who=who, day=day)
    reason = row["review_reason"] if isinstance(row["review_reason"], str) else ""  # a table says "none" with NaN
    if row["review"] == "corrected":
        told += f" ({words('review.printed', value=row['value_as_printed'])})"
    return f"{told}. {reason}" if reason else told


def form(row: Observation, section: Section, view: View, words: Words) -> html.Details:
    """Confirm, correct or reject a row; a plain form, which leads back to where it stood."""
    hidden = {
        "bulletin": row.bulletin_id,
        "reservoir": row.reservoir_id,
        "quantity": row.quantity,
        "date": row.date.isoformat(),
        "status": row.status,
        "printed": row.value_as_printed,
        "start": str(row.start),
        "back": href(section, view),
    }
    value, reason = f"review-value-{row.start}-{row.reservoir_id}", f"review-reason-{row.start}-{row.reservoir_id}"
    buttons = [("confirmed", "review.confirm"), ("corrected", "review.correct"), ("rejected", "review.reject")]
    if row.review != "machine":
        buttons.append(("machine", "review.take_back"))
    return html.Details(
        [
            html.Summary(words("review.form")),
            html.P(said(row, words), className="quiet") if row.review != "machine" else None,
            html.Form(
                [
                    *[dcc.Input(type="hidden", name=name, value=shown) for name, shown in hidden.items()],
                    html.Label(words("review.value", unit=words(f"unit.{row.quantity}")), htmlFor=value),
                    dcc.Input(name="value", id=value, inputMode="decimal", autoComplete="off"),
                    html.Label(words("review.reason"), htmlFor=reason),
                    dcc.Input(name="reason", id=reason, maxLength=LONGEST_REASON, autoComplete="off"),
                    html.Div(
                        [
                            html.Button(words(key), type="submit", name="review", value=review, className="plain")
                            for review, key in buttons
                        ],
                        className="decisions",
                    ),
                ],
                action=REVIEW,
                method="post",
            ),
        ],
        className="review",
    )
