import { type AddressInfo, createServer, type Server as TcpServer, type Socket } from "node:net";

/** A mail as it came over the wire, with its transfer encoding undone. */
export type Mail = { to: string; text: string };

/** An SMTP server that takes every mail and keeps it in memory. */
export class MailServer {
  readonly received: Mail[] = [];
  readonly #server: TcpServer;

  private constructor() {
    this.#server = createServer((socket) => this.#talk(socket));
  }

  static async start(): Promise<MailServer> {
    const started = new MailServer();
    await new Promise<void>((resolve) => started.#server.listen(0, "127.0.0.1", resolve));
    return started;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #talk(socket: Socket): void {
    let waiting = "";
    let to = "";
    let body: string[] | null = null;
    const say = (line: string) => socket.write(`${line}\r\n`);
    const hear = (line: string) => {
      if (body) {
        if (line !== ".") {
          body.push(line.replace(/^\.\./, "."));
          return;
        }
        this.received.push({ to, text: decoded(body) });
        body = null;
        say("250 kept");
        return;
      }
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === "RCPT") {
        to = /<([^>]*)>/.exec(line)?.[1] ?? "";
      }
      if (verb === "DATA") {
        body = [];
        say("354 go on");
      } else if (verb === "QUIT") {
        say("221 bye");
        socket.end();
      } else {
        say("250 ok");
      }
    };
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk) => {
      waiting += chunk.toString("latin1");
      for (let end = waiting.indexOf("\r\n"); end >= 0; end = waiting.indexOf("\r\n")) {
        const line = waiting.slice(0, end);
        waiting = waiting.slice(end + 2);
        hear(line);
      }
    });
    say("220 stories");
  }
}

/** Quoted-printable and base64 parts become readable; everything else stays as it came. */
function decoded(lines: string[]): string {
  const whole = lines.join("\n");
  const parts = whole.split(/\n(?=--)/);
  return parts.map(decodedPart).join("\n");
}

function decodedPart(part: string): string {
  const border = part.indexOf("\n\n");
  const [head, body] = [part.slice(0, border), part.slice(border)];
  const encoding = /^content-transfer-encoding:\s*(\S+)/im.exec(head)?.[1]?.toLowerCase();
  if (encoding === "base64") {
    return `${head}\n\n${Buffer.from(body, "base64").toString("utf8")}`;
  }
  if (encoding === "quoted-printable") {
    const bytes = body
      .replace(/=\n/g, "")
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    return `${head}\n\n${Buffer.from(bytes, "latin1").toString("utf8")}`;
  }
  return part;
}
