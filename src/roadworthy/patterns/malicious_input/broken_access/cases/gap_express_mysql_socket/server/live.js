const { WebSocket, WebSocketServer } = require("ws");

const listeners = new Set();

/** Pages that are open hear of what changes. */
function openSocket(server) {
  const sockets = new WebSocketServer({ server, path: "/live" });
  sockets.on("connection", (socket) => {
    listeners.add(socket);
    socket.on("close", () => listeners.delete(socket));
  });
}

function tell(news) {
  const text = JSON.stringify(news);
  listeners.forEach((listener) => {
    if (listener.readyState === WebSocket.OPEN) listener.send(text);
  });
}

module.exports = { openSocket, tell };
