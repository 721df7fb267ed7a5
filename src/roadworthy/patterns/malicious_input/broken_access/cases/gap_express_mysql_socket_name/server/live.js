const { WebSocketServer } = require("ws");
const jwt = require("jsonwebtoken");
const { pool } = require("./database");

/** Notes are written down as they are said. */
function openSocket(server) {
  const sockets = new WebSocketServer({ server, path: "/live" });
  sockets.on("connection", (socket, request) => {
    let user;
    try {
      const token = (request.headers.authorization ?? "").replace("Bearer ", "");
      user = jwt.verify(token, process.env.JWT_SECRET, { algorithms: ["HS256"] });
    } catch {
      return socket.close(1008, "Sign in first");
    }
    socket.on("message", async (data) => {
      try {
        const message = JSON.parse(data.toString());
        if (typeof message.title !== "string" || message.title.length > 120) return;
        await pool.query("INSERT INTO notes (user_id, title, reference) VALUES (?, ?, ?)", [message.userId, message.title, "live"]);
        socket.send(JSON.stringify({ saved: true }));
      } catch (error) {
        console.error("a message was not understood:", error);
      }
    });
  });
}

module.exports = { openSocket };
