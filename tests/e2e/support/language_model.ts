import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";

type Passage = { id: string; text: string };

/** A language model on this machine: sums up whatever it reads by saying the first text once more, and invents something. */
export class LanguageModelServer {
  readonly #server: HttpServer;
  /** The texts of each question. */
  readonly read: Passage[][] = [];

  private constructor() {
    this.#server = createServer(async (request, response) => {
      let body = "";
      for await (const part of request) {
        body += part;
      }
      const question = JSON.parse(body);
      const { signals } = JSON.parse(question.messages[1].content) as { signals: Passage[] };
      this.read.push(signals);
      const [first] = signals;
      const answer = {
        title: first?.text.split(/[.,]/)[0]?.slice(0, 80) ?? "",
        summary: first?.text ?? "",
        claims: [
          { text: first?.text ?? "", signalIds: [first?.id, "S999"] },
          { text: "De gemeente beloofde 4321 extra plaatsen.", signalIds: [first?.id] },
        ],
      };
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ choices: [{ message: { content: JSON.stringify(answer) } }] }));
    });
  }

  static async start(): Promise<LanguageModelServer> {
    const started = new LanguageModelServer();
    await new Promise<void>((resolve) => started.#server.listen(0, "127.0.0.1", resolve));
    return started;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
