from fastapi import APIRouter, WebSocket, WebSocketDisconnect

router = APIRouter()


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
    await room.enter(socket)
    try:
        while True:
            text = await socket.receive_text()
            await room.tell(text)
    except WebSocketDisconnect:
        room.leave(socket)
