/** Passes requests below a path of this site on to another server of this machine, so that pages need no other origin. */
import { request as ask, type IncomingMessage, type ServerResponse } from "node:http";

/** By path such as `/keeper`: where what is below it is answered, such as `http://127.0.0.1:9000`. */
export type Behind = Readonly<Record<string, string>>;

/** @returns whether the request was one to pass on */
export function passOn(behind: Behind, request: IncomingMessage, response: ServerResponse): boolean {
  const url = request.url ?? "/";
  const path = Object.keys(behind).find((one) => url.startsWith(`${one}/`));
  if (path === undefined) return false;
  const { method, headers } = request;
  const target = new URL(url.slice(path.length), behind[path]);
  const passed = ask(target, { method, headers: { ...headers, host: target.host } }, (answer) => {
    response.writeHead(answer.statusCode!, answer.headers);
    answer.pipe(response);
  });
  passed.on("error", ({ message }) => {
    if (!response.headersSent) response.writeHead(502, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: `The server behind ${path} cannot be reached: ${message}` }));
  });
  request.pipe(passed);
  return true;
}
