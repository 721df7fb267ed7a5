"""Asks the documents three questions: how is it put together, how is it run, which settings does it need."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import App
from roadworthy.catalogue import Severity, Verdict, clear, gap
from roadworthy.views.operations.explained import (
    example_files,
    explains_settings,
    missing_files,
    missing_scripts,
    own_documents,
    readme_place,
    running,
    settings,
    structure,
    unexplained_settings,
)
from roadworthy.views.operations.hosting import manifest_place


def detect(app: App) -> Iterable[Verdict]:
    """One verdict, for the app."""
    yield _judge(app)


def _judge(app: App) -> Verdict:
    built, run = structure(app), running(app)
    facts = [*_of_structure(app, built is not None), *_of_running(app), *_of_settings(app)]
    if not facts and built is not None and run is not None:
        return clear("app", f"{built.path} says how it is put together, {run.path} how it is run")
    places = [place for place in (readme_place(app),) if place is not None]
    partly = built is not None and run is not None
    return gap(
        "app",
        _words(built is not None, run is not None),
        impact="Running cost: whoever takes over searches the code for what a page would say, and changes the wrong thing",
        locations=places or (manifest_place(app),),
        evidence=tuple(facts),
        severity=Severity.LOW if partly else None,
    )


def _words(built: bool, run: bool) -> str:
    if built and run:
        return "Whoever follows the documents does not get it to run"
    if run:
        return "Nothing says how the app is put together"
    return (
        "Nothing says how the app is run"
        if built
        else "Nothing says how the app is put together, nor how it is run"
    )


def _of_structure(app: App, told: bool) -> list[str]:
    if told:
        return []
    number = len(own_documents(app))
    return [
        "no page on its architecture, no decision record and no section on its structure"
        + ("" if number else "; it has no documents of its own")
    ]


def _of_running(app: App) -> list[str]:
    section = running(app)
    if section is None:
        return ["no document has a command that starts it"]
    absent = missing_scripts(app, section)
    facts = [f"{section.location} tells to run {absent[0]}, which no package.json has"] if absent else []
    return facts + [
        f"{told.location} tells to copy {name}, which is not in the repository"
        for told, name in missing_files(app)[:1]
    ]


def _of_settings(app: App) -> list[str]:
    if explains_settings(app):
        return []
    missing = unexplained_settings(app)
    where = " or in an example file" if not example_files(app) else f" or in {example_files(app)[0]}"
    return [
        f"{len(missing)} of the {len(settings(app))} settings it reads stand in no document{where}: {', '.join(missing[:5])}"
    ]
