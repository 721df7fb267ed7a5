"""The folders of browser extensions that stand beside the app."""

from __future__ import annotations

import posixpath

from roadworthy.app.model import App


def of_extension(app: App, path: str) -> bool:
    """Whether a file is part of an extension: it runs in the browser of whoever installed it, and on no phone."""
    return any(path.startswith(folder) for folder in app.view(extension_folders))


def extension_folders(app: App) -> frozenset[str]:
    """Every folder with an extension's manifest, with a slash at its end; one at the top may hold a server as well. A view."""
    return frozenset(
        posixpath.dirname(file.path) + "/"
        for file in app.repository.files
        if file.path.endswith("/manifest.json") and '"manifest_version"' in app.text(file.path)
    )
