const jwt = require("jsonwebtoken");
const { Server } = require("socket.io");

let sockets;

/** Pages that are open hear of what changes. */
function openSocket(server) {
  sockets = new Server(server);
  sockets.use((socket, next) => {
    try {
      socket.user = jwt.verify(socket.handshake.auth.token, process.env.JWT_SECRET, { algorithms: ["HS256"] });
      next();
    } catch {
      next(new Error("Sign in first"));
    }
  });
  sockets.on("connection", (socket) => {
    socket.emit("hello");
  });
}

function tell(news) {
  sockets.emit("note", news);
}

module.exports = { openSocket, tell };
