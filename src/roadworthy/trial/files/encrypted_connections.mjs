// Loaded into the app before its own code: every connection that comes to it seems to be encrypted, as on a server that ends
// TLS itself. Cookies marked `secure` are handed out then also by apps that do not trust a proxy's word for it.
import http from "node:http";

const emit = http.Server.prototype.emit;
http.Server.prototype.emit = function (event, ...given) {
  if (event === "connection" && given[0]) given[0].encrypted = true;
  return emit.call(this, event, ...given);
};
