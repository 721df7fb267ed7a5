import jwt
from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from app.auth import ALGORITHM, SECRET_KEY

router = APIRouter()


def signed_in(header: str) -> bool:
    """Whether it holds a token of ours."""
    try:
        jwt.decode(header.removeprefix("Bearer "), SECRET_KEY, algorithms=[ALGORITHM])
    except jwt.PyJWTError:
        return False
    return True


class Room:
    """Everybody who is there."""

    def __init__(self) -> None:
        self.people: list[WebSocket] = []

    async def enter(self, socket: WebSocket) -> None:
        await socket.accept()
        self.people.append(socket)

    def leave(self, socket: WebSocket) -> None:
        self.people.remove(socket)

    async def tell(self, text: str) -> None:
        for person in self.people:
            await person.send_text(text)


room = Room()


@router.websocket("/chat")
async def chat(socket: WebSocket) -> None:
    if not signed_in(socket.headers.get("authorization", "")):
        await socket.close(code=1008)
        return
    await room.enter(socket)
    try:
        while True:
            text = await socket.receive_text()
            await room.tell(text)
    except WebSocketDisconnect:
        room.leave(socket)
