// Runs all edge functions of a project in one process: each registers its handler in place of listening itself, and a
// request for `/NAME` is answered by the function of that name, as the service's edge runtime does.
type Handler = (request: Request) => Response | Promise<Response>;

const [folder, port, ...names] = Deno.args;
const handlers = new Map<string, Handler>();
let current = "";

function register(...given: unknown[]): unknown {
  const options = given.find((one) => typeof one === "object" && one !== null) as { handler?: Handler; fetch?: Handler } | undefined;
  const handler = (given.find((one) => typeof one === "function") ?? options?.handler ?? options?.fetch) as Handler | undefined;
  if (handler) handlers.set(current, handler);
  return { finished: new Promise(() => {}), shutdown: async () => {}, ref() {}, unref() {}, addr: { hostname: "127.0.0.1", port: 0, transport: "tcp" } };
}

const listen = Deno.serve;
Object.defineProperty(Deno, "serve", { value: register });
Object.assign(globalThis, {
  roadworthyServe: register,
  EdgeRuntime: { waitUntil: (work: Promise<unknown>) => work },
});

for (const name of names) {
  current = name;
  try {
    const module = await import(`file://${folder}/${name}/index.ts`);
    if (!handlers.has(name) && module.default) register(module.default);
  } catch (error) {
    console.error(`function ${name} does not load: ${(error as Error).message.split("\n")[0]}`);
  }
}

// Answered by this process alone, as any server answers for an address that it does not have.
const light = (request: Request) => new URL(request.url).pathname.split("/")[2] === "roadworthy-light";

listen({ hostname: "127.0.0.1", port: Number(port), onListen: () => console.log(`functions: ${[...handlers.keys()].join(" ")}`) }, (request) => {
  if (light(request)) return new Response(null, { status: 404 });
  const handler = handlers.get(new URL(request.url).pathname.split("/")[1]);
  return handler ? handler(request) : Response.json({ code: "NOT_FOUND", message: "Requested function was not found" }, { status: 404 });
});
