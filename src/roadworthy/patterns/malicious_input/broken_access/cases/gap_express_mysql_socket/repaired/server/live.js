const jwt = require("jsonwebtoken");
const { WebSocket, WebSocketServer } = require("ws");

const listeners = new Set();

/** Whether whoever opens the socket shows a token of ours. */
function signedIn(req) {
  try {
    return Boolean(jwt.verify((req.headers.authorization || "").replace("Bearer ", ""), process.env.JWT_SECRET, { algorithms: ["HS256"] }));
  } catch {
    return false;
  }
}

/** Pages that are open hear of what changes. */
function openSocket(server) {
  const sockets = new WebSocketServer({ server, path: "/live", verifyClient: ({ req }) => signedIn(req) });
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
