"""Adds the way out: an endpoint that erases whoever is signed in, table by table."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.edits import Brief, Edits, Review
from roadworthy.patterns.compliance.no_erasure.finding import ErasureGap
from roadworthy.patterns.compliance.no_erasure.fix_express import express_edits
from roadworthy.patterns.compliance.no_erasure.fix_fastapi import fastapi_edits
from roadworthy.patterns.compliance.no_erasure.paths import account_path
from roadworthy.views.people.erasure_plan import ErasurePlan, erasure_plan

# Services that keep data of the people themselves, by what their packages and variables are called.
_PROCESSORS = {
    "stripe": "Stripe (delete the customer)",
    "resend": "Resend",
    "sendgrid": "SendGrid",
    "twilio": "Twilio",
    "openai": "OpenAI",
    "intercom": "Intercom",
    "mixpanel": "Mixpanel",
    "posthog": "PostHog",
    "sentry": "Sentry",
    "cloudinary": "Cloudinary (pictures)",
    "firebase": "Firebase",
    "mailchimp": "Mailchimp",
    "@aws-sdk/client-s3": "S3 (files)",
}


def fix(gap: Gap, app: App) -> Edits | Brief:
    """The endpoint where there is none; a brief for one that forgets tables, and for stacks without an edit."""
    found: ErasureGap = gap.details
    plan = erasure_plan(app)
    written = None
    if found.endpoint is None and plan is not None:
        written = express_edits(app, plan) or fastapi_edits(app, plan)
    if written is None:
        return _brief(gap, app, found, plan)
    changes, files = written
    return Edits(
        title=f"Let people delete their account ({account_path(app)})"[:72],
        why=f"{gap.message}. DELETE {account_path(app)} now erases whoever is signed in, in one transaction.",
        review=Review.THINK,
        changes=tuple(changes),
        files=tuple(files),
        notes=tuple(_notes(app, plan)) if plan is not None else (),
    )


def _notes(app: App, plan: ErasurePlan) -> list[str]:
    notes = [f"rows of {table} stay without the person: {reason}" for table, reason in plan.kept]
    processors = _processors(app)
    if processors:
        notes.append(f"these keep data of their own and must be told: {', '.join(processors)}")
    if plan.keeps_row and "fastapi" in app.stacks:
        notes.append(
            "tokens that were handed out stay valid until they run out, for an account that is empty by then"
        )
    notes.append("backups keep the person until they run out: write down after how many days")
    return notes


def _processors(app: App) -> list[str]:
    packages = " ".join(name.lower() for name, _ in app.deployment.packages)
    called = " ".join(call.service.lower() for endpoint in app.endpoints for call in endpoint.services)
    return [words for name, words in _PROCESSORS.items() if name in packages or name in called]


def _brief(gap: Gap, app: App, found: ErasureGap, plan: ErasurePlan | None) -> Brief:
    if found.endpoint is not None:
        missed = "; ".join(f"{name}: {why}" for name, why in found.missed)
        task = f"{found.endpoint.subject} leaves the person in some tables ({missed}). Let it cover them too."
    else:
        steps = (
            ", ".join(f"{step.kind} {step.table.name}" for step in plan.steps)
            if plan is not None
            else found.people
        )
        task = (
            f"Add DELETE {account_path(app)} that erases whoever is signed in, in one transaction: {steps}."
        )
    return Brief(
        title="Let people delete their account",
        task=task,
        constraints=(
            "rows that the law wants kept stay, without anything that names the person",
            "rows of other people stay as they are",
            *(f"tell {processor} too" for processor in _processors(app)),
        ),
        acceptance=("the reproduction finds nothing that names the person", "the app's own tests pass"),
    )
