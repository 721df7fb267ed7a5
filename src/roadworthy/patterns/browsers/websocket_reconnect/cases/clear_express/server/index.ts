import { createHash } from "crypto";
import { createServer, type Server } from "http";
import { createApp } from "./app";
import { errorHandler } from "./requests";
import { serveStatic, setupVite } from "./static";

/** Accepts sockets at /live; what the page hears there is a later matter. */
function acceptLive(server: Server): void {
  server.on("upgrade", (req, socket) => {
    if (req.url !== "/live") return socket.destroy();
    const key = `${req.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash("sha1").update(key).digest("base64");
    socket.on("error", () => socket.destroy());
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
  });
}

async function main(): Promise<void> {
  const app = createApp();
  const server = createServer(app);
  acceptLive(server);
  if (app.get("env") === "development") {
    await setupVite(app, server);
  } else {
    serveStatic(app);
  }
  app.use(errorHandler);
  const port = Number(process.env.PORT || 5000);
  server.listen({ port, host: "0.0.0.0" }, () => console.log(`listening on ${port}`));
}

main().catch((error) => {
  console.error("could not start:", error);
  process.exit(1);
});
