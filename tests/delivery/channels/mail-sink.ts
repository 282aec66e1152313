import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { connect } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** What a mail server took. */
export interface Taken {
  from: string;
  to: string[];
  raw: Buffer;
  read(): Promise<ParsedMail>;
}

/** A mail server on loopback that keeps what it takes, with what a test changes. */
export interface Sink {
  url: string;
  port: number;
  taken: Taken[];
  /** What it does from now on, in place of what it does by itself. */
  doing: SMTPServerOptions;
  close(): Promise<void>;
}

export async function openSink(options: SMTPServerOptions = {}): Promise<Sink> {
  const taken: Taken[] = [];
  const doing: SMTPServerOptions = {};
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 1,
    onConnect: (session, done) => (doing.onConnect ?? ((_, next) => next()))(session, done),
    onAuth: (auth, session, done) => doing.onAuth?.(auth, session, done) ?? done(null, { user: 'us' }),
    onMailFrom: (address, session, done) =>
      (doing.onMailFrom ?? ((_, __, next) => next()))(address, session, done),
    onRcptTo: (address, session, done) =>
      (doing.onRcptTo ?? ((_, __, next) => next()))(address, session, done),
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        if (doing.onData) return doing.onData(stream, session, done);
        const raw = Buffer.concat(parts);
        const { mailFrom, rcptTo } = session.envelope;
        taken.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw,
          read: () => simpleParser(raw),
        });
        return done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `smtp://us:secret-word@127.0.0.1:${port}`,
    port,
    taken,
    doing,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Where a wire is cut: before the n-th thing that one side says is let through. */
export interface Cut {
  side: 'client' | 'server';
  /** What is said then. */
  at: RegExp;
  /** How: an end in good order, a reset, or silence. */
  how: 'end' | 'reset' | 'hang';
  /** Whether what is said still goes through. */
  after?: true;
}

/** A wire between a client and a mail server that a test can cut at any word. */
export async function openWire(
  port: number,
  cut: Cut,
): Promise<{ port: number; cut: Promise<void>; close(): void }> {
  const hitOnce = Promise.withResolvers<void>();
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const far = connect(port, '127.0.0.1');
    const ends = [client, far];
    for (const socket of ends) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        for (const one of ends) one.destroy();
      });
    }
    let isCut = false;
    const pass = (side: Cut['side'], from: Socket, to: Socket) =>
      from.on('data', (words: Buffer) => {
        if (isCut) return;
        const hit = side === cut.side && cut.at.test(words.toString('latin1'));
        if (!hit || cut.after) to.write(words);
        if (!hit) return;
        isCut = true;
        hitOnce.resolve();
        const end = () => {
          if (cut.how === 'end') client.end();
          if (cut.how === 'reset') client.resetAndDestroy();
        };
        if (cut.after) setTimeout(end, 20);
        else end();
      });
    pass('client', client, far);
    pass('server', far, client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    cut: hitOnce.promise,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
