// Serves an app's built pages and hands everything else to its server, as whoever hosts such pages sets it up.
// node pages_door.mjs PORT SERVER_PORT (FOLDER | next:PORT)
import { createReadStream, statSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import path from "node:path";
import zlib from "node:zlib";

const [port, server, pages] = process.argv.slice(2);
const nextPort = pages.startsWith("next:") ? Number(pages.slice(5)) : 0;
const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8", ".json": "application/json", ".map": "application/json", ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
  ".webp": "image/webp", ".avif": "image/avif", ".ico": "image/x-icon", ".woff": "font/woff", ".woff2": "font/woff2",
  ".ttf": "font/ttf", ".wasm": "application/wasm", ".webmanifest": "application/manifest+json", ".mp4": "video/mp4",
};
const TEXT = /^(text|application\/(json|manifest|wasm)|image\/svg)/;
const HASHED = /[-.][\w-]{8,}\.\w+$/;

// Somebody goes to a page; a script that asks for data says otherwise.
const navigates = (request) =>
  ["GET", "HEAD"].includes(request.method) && !request.url.startsWith("/api/") &&
  (request.headers["sec-fetch-mode"] === "navigate" || (request.headers.accept ?? "").startsWith("text/html"));

const ofNext = (request) =>
  request.url.startsWith("/_next/") || ["rsc", "next-action", "next-router-state-tree"].some((name) => name in request.headers);

function file(url) {
  try {
    const found = path.join(pages, decodeURIComponent(new URL(url, "http://pages").pathname));
    return found.startsWith(pages + path.sep) && statSync(found).isFile() ? found : null;
  } catch {
    return null;
  }
}

function send(request, response, found) {
  const { size, mtimeMs } = statSync(found);
  const type = TYPES[path.extname(found).toLowerCase()] ?? "application/octet-stream";
  const etag = `"${size.toString(16)}-${Math.floor(mtimeMs).toString(16)}"`;
  const lasting = HASHED.test(found) ? "public, max-age=31536000, immutable" : "no-cache";
  const headers = { "content-type": type, "cache-control": lasting, etag, vary: "accept-encoding" };
  if (request.headers["if-none-match"] === etag) return response.writeHead(304, headers).end();
  const packed = TEXT.test(type) && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
  response.writeHead(200, packed ? { ...headers, "content-encoding": "gzip" } : { ...headers, "content-length": size });
  if (request.method === "HEAD") return response.end();
  const content = createReadStream(found);
  (packed ? content.pipe(zlib.createGzip()) : content).pipe(response);
}

function forward(request, response, to, otherwise) {
  const asked = http.request({ host: "127.0.0.1", port: to, method: request.method, path: request.url, headers: request.headers });
  asked.on("response", (answer) => {
    if (otherwise && answer.statusCode === 404) return answer.resume(), forward(request, response, otherwise);
    response.writeHead(answer.statusCode, answer.statusMessage, answer.rawHeaders);
    answer.pipe(response);
    answer.on("error", () => response.destroy());
  });
  asked.on("error", () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
  response.on("close", () => asked.destroy());
  request.pipe(asked);
}

function serve(request, response) {
  if (nextPort && (navigates(request) || ofNext(request))) return forward(request, response, nextPort);
  if (nextPort) return forward(request, response, server, request.method === "GET" ? nextPort : 0);
  const found = ["GET", "HEAD"].includes(request.method) ? file(request.url) : null;
  if (found) return send(request, response, found);
  if (navigates(request)) return send(request, response, path.join(pages, "index.html"));
  return forward(request, response, server);
}

const door = http.createServer({ keepAliveTimeout: 60_000 }, serve);
door.on("upgrade", (request, socket, head) => {
  const inner = net.connect(nextPort && ofNext(request) ? nextPort : Number(server), "127.0.0.1", () => {
    const lines = request.rawHeaders.map((text, index) => (index % 2 ? `${text}\r\n` : `${text}: `)).join("");
    inner.write(`${request.method} ${request.url} HTTP/1.1\r\n${lines}\r\n`);
    inner.write(head);
    inner.pipe(socket).pipe(inner);
  });
  inner.on("error", () => socket.destroy());
  socket.on("error", () => inner.destroy());
});
door.listen(Number(port), "127.0.0.1");
