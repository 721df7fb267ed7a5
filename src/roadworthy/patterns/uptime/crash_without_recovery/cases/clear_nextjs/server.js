// Our host starts a file, not a command
const { createServer } = require("http");
const next = require("next");

const port = parseInt(process.env.PORT || "3000", 10);
const app = next({ dev: process.env.NODE_ENV !== "production" });
const handle = app.getRequestHandler();

app.prepare().then(() => {
  const server = createServer((req, res) => handle(req, res));
  process.on("SIGTERM", () => server.close(() => process.exit(0)));
  server.listen(port, () => {
    console.log(`> Ready on http://localhost:${port}`);
  });
});
