const { WebSocketServer } = require("ws");
const { pool } = require("./database");

/** Notes are written down as they are said. */
function openSocket(server) {
  const sockets = new WebSocketServer({ server, path: "/live" });
  sockets.on("connection", (socket) => {
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
