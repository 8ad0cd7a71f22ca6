import { createServer, type IncomingHttpHeaders, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A ring as it came. */
export type Ring = { path: string; headers: IncomingHttpHeaders; bytes: number };

/** A push service that takes every ring and keeps it in memory. */
export class PushService {
  readonly rings: Ring[] = [];
  readonly #server: HttpServer;

  private constructor() {
    this.#server = createServer((request, response) => {
      let bytes = 0;
      request.on("data", (part: Buffer) => {
        bytes += part.length;
      });
      request.on("end", () => {
        this.rings.push({ path: request.url ?? "", headers: request.headers, bytes });
        response.writeHead(201).end();
      });
    });
  }

  static async start(): Promise<PushService> {
    const started = new PushService();
    await new Promise<void>((resolve) => started.#server.listen(0, "127.0.0.1", resolve));
    return started;
  }

  /** What a browser of this name tells as its endpoint. */
  endpoint(browser: string): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/wpush/${browser}`;
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
