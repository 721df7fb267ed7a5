"""The authorities that packages of Python bring along in a file of their own, and ask instead of what the environment names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from roadworthy.trial.sandbox import Mount

# certifi (urllib3, requests, Cloudinary), botocore, httplib2 (Google), Stripe.
_FILES = ("*/cacert.pem", "*/cacerts.txt", "*/data/ca-certificates.crt")


def replaced_authorities(packages: Sequence[Mount], authority: Path) -> Iterator[Mount]:
    """The trial's own authority in the place of each such file of the packages: without it what stands in for a service is turned
    away before the app has asked it anything."""
    for mount in packages:
        for pattern in _FILES:
            for file in sorted(mount.outside.glob(f"lib/python*/site-packages/{pattern}")):
                yield Mount(authority, str(Path(mount.inside, file.relative_to(mount.outside))))
