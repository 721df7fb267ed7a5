"""A mail server that takes every mail and sends none: SMTP as RFC 5321, 3207 (STARTTLS) and 4954 (AUTH) tell it."""

from __future__ import annotations

import asyncio
import email
import email.policy
import ssl
import time
from collections.abc import Callable

from roadworthy.regex import regex
from roadworthy.trial.behaviour import DoubleRequest, Steady

# Relaying, submission with STARTTLS and with TLS from the start, and the port that hosts offer beside them.
MAIL_PORTS = (25, 465, 587, 2525)
TLS_FROM_START = 465
MAIL_HOST = regex(r"(^|[.-])(e?mail|smtp|mx|relay)\d*([.-]|$)")
METHOD = "MAIL"
_LARGEST = 8 << 20
_LONGEST_HANG_SECONDS = 600.0
_ADDRESS = regex(r"<([^>]*)>")
_FAILED = 400


class MailDouble:
    """One connection. `behaviour` is asked once, when it comes: a host that hangs does not even greet."""

    def __init__(
        self,
        host: str,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        context: ssl.SSLContext,
        record: Callable[[DoubleRequest], None],
    ) -> None:
        self._host, self._reader, self._writer = host, reader, writer
        self._context, self._record = context, record
        self._recipients: list[str] = []

    async def serve(self, behaviour: Steady) -> None:
        """Speaks to its end. A host that is to fail says 421, or takes a mail and refuses it where it is to answer with an error."""
        match behaviour:
            case "hang":
                self._taken(b"")
                await asyncio.sleep(_LONGEST_HANG_SECONDS)
                return
            case "reset" | "refuse":
                self._taken(b"")
                return
            case ("status", _):
                self._taken(b"")
                await self._say("421 4.3.2 The service is not available (trial)")
                return
            case ("slow", float() | int() as seconds):
                await asyncio.sleep(seconds)
            case ("answer", int(status), _) if status >= _FAILED:
                self._taken(b"")
                await self._say("554 5.3.0 No mail is taken (trial)")
                return
        await self._say(f"220 {self._host} ESMTP")
        while line := (await self._reader.readline()).decode("latin-1").strip():
            if not await self._obey(line):
                return

    async def _obey(self, line: str) -> bool:
        """Whether the conversation goes on."""
        verb = line.split(" ")[0].upper()
        if verb == "EHLO":
            tls = () if self._writer.get_extra_info("ssl_object") else ("STARTTLS",)
            offers = (self._host, *tls, "AUTH PLAIN LOGIN", "8BITMIME")
            lines = [f"250-{offer}" for offer in offers[:-1]] + [f"250 {offers[-1]}"]
            await self._say("\r\n".join(lines))
        elif verb == "STARTTLS":
            await self._say("220 go ahead")
            await self._writer.start_tls(self._context)
        elif verb == "AUTH":
            await self._let_in(line)
        elif verb == "DATA":
            await self._say("354 go ahead")
            self._taken(await self._mail())
            await self._say("250 2.0.0 taken")
        elif verb == "QUIT":
            await self._say("221 2.0.0 bye")
            return False
        else:
            if verb == "MAIL":
                self._recipients = []
            if verb == "RCPT" and (address := _ADDRESS.search(line)):
                self._recipients.append(address[1])
            await self._say("250 2.0.0 well")
        return True

    async def _let_in(self, line: str) -> None:
        """Everybody, whatever they say of themselves."""
        asked = {"LOGIN": 2, "PLAIN": 1}.get(line.split(" ")[1].upper() if " " in line else "", 1)
        given = max(0, len(line.split(" ")) - 2)
        for _ in range(max(0, asked - given)):
            await self._say("334 ")
            await self._reader.readline()
        await self._say("235 2.7.0 let in")

    async def _mail(self) -> bytes:
        content = bytearray()
        while (line := await self._reader.readline()) not in (b".\r\n", b".\n", b""):
            content += line.removeprefix(b".")
            del content[_LARGEST:]
        return bytes(content)

    def _taken(self, content: bytes) -> None:
        """Takes a mail down as a call: to whom in its path, its subject and text in the clear."""
        self._record(
            DoubleRequest(
                host=self._host,
                method=METHOD,
                path="/" + ",".join(self._recipients),
                headers={"content-type": "text/plain; charset=utf-8"},
                body=_readable(content),
                at=time.monotonic(),
            )
        )

    async def _say(self, line: str) -> None:
        self._writer.write(f"{line}\r\n".encode())
        await self._writer.drain()


def _readable(content: bytes) -> bytes:
    """The subject and every text of a mail, decoded."""
    mail = email.message_from_bytes(content, policy=email.policy.default)
    texts = [str(mail.get("subject", ""))]
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            payload = part.get_payload(decode=True)
            texts.append(payload.decode("utf-8", "replace") if isinstance(payload, bytes) else "")
    return "\n".join(texts).encode()
