"""Our own certificate authority, made anew for each trial; only the sandbox trusts it."""

from __future__ import annotations

import ssl
from pathlib import Path

import trustme


class Certificates:
    """`authority` is a file with our root beside this machine's usual ones; `database` has a key and certificate."""

    def __init__(self, folder: Path, *database_hosts: str) -> None:
        folder.mkdir(mode=0o755)
        self._root = trustme.CA(organization_name="Roadworthy trial")
        self._contexts: dict[str, ssl.SSLContext] = {}
        self.authority = folder / "authority.pem"
        self.database = folder / "database.pem"
        self._root.cert_pem.write_to_path(str(self.authority))
        self._root.issue_cert(
            "localhost", "127.0.0.1", "::1", *database_hosts
        ).private_key_and_cert_chain_pem.write_to_path(str(self.database))

    def database_context(self) -> ssl.SSLContext:
        """A database server's TLS settings, under the names by which the app knows this machine."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.database)
        return context

    def context(self, host: str) -> ssl.SSLContext:
        """A server's TLS settings with a certificate for a host name."""
        if host not in self._contexts:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.set_alpn_protocols(["http/1.1"])
            self._root.issue_cert(host).configure_cert(context)
            self._contexts[host] = context
        return self._contexts[host]
