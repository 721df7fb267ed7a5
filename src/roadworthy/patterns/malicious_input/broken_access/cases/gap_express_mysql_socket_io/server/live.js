const { Server } = require("socket.io");

let sockets;

/** Pages that are open hear of what changes. */
function openSocket(server) {
  sockets = new Server(server);
  sockets.on("connection", (socket) => {
    socket.emit("hello");
  });
}

function tell(news) {
  sockets.emit("note", news);
}

module.exports = { openSocket, tell };
