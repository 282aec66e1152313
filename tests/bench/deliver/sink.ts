import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { certificate } from '../../delivery/fakes/certificate.ts';

/**
 * What a sink is asked to be: `smtp` is a few lines of our own, `smtp-server` the package of that name; `push` is the
 * push service of browsers, over TLS, and `twilio` answers as Twilio does.
 */
export type SinkKind = 'smtp' | 'smtp-server' | 'push' | 'twilio';

/** What has arrived at a sink, and when, by the clock of the machine. */
export interface Arrived {
  count: number;
  /** To how many different recipients. */
  people: number;
  first: number;
  last: number;
}

/** A process that takes messages and only counts them. It hands on its port, and answers each question with `Arrived`. */
const [kind = 'smtp', latency = '0'] = process.argv.slice(2);
const people = new Set<string>();
const arrived: Arrived = { count: 0, people: 0, first: 0, last: 0 };
const server = serverOf(kind);
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('message', () => process.send?.({ ...arrived, people: people.size }));
process.on('disconnect', () => process.exit());

function serverOf(kind: string) {
  const kept = { keepAliveTimeout: 60_000 };
  if (kind === 'twilio') return createHttpServer(kept, answer(Number(latency)));
  if (kind === 'push') return createHttpsServer({ ...certificate(), ...kept }, answer(Number(latency)));
  return kind === 'smtp-server' ? keptServer().server : createServer({ noDelay: true }, converse);
}

function took(recipient: string): void {
  arrived.last = Date.now();
  if (arrived.count === 0) arrived.first = arrived.last;
  arrived.count += 1;
  people.add(recipient);
}

/** Answers as a push service and as Twilio do, as far as a channel reads it, after the time that they take. */
function answer(latency: number): RequestListener {
  return (request, response) => {
    let body = '';
    request.setEncoding('latin1').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () =>
      setTimeout(() => {
        const to = /(?:^|&)To=([^&]*)/.exec(body)?.[1];
        took(to ?? request.url ?? '');
        response.writeHead(201, { 'Content-Type': 'application/json', Location: '/message' });
        response.end(
          to === undefined ? '' : JSON.stringify({ sid: `SM${'0'.repeat(32)}`, status: 'queued' }),
        );
      }, latency),
    );
  };
}

/** RFC 5321 as far as a client that makes no mistakes needs it. */
function converse(socket: Socket): void {
  let [rest, isLetter, recipient] = ['', false, ''];
  socket.setEncoding('latin1').on('error', () => undefined);
  socket.write('220 sink.test ESMTP\r\n');
  socket.on('data', (text: string) => {
    rest += text;
    for (;;) {
      const end = isLetter ? rest.indexOf('\r\n.\r\n') : rest.indexOf('\r\n');
      if (end < 0) return;
      const line = rest.slice(0, end);
      rest = rest.slice(end + (isLetter ? 5 : 2));
      if (isLetter) {
        isLetter = false;
        took(recipient);
        socket.write('250 taken\r\n');
        continue;
      }
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'RCPT') recipient = /<([^>]*)>/.exec(line)?.[1] ?? '';
      if (verb === 'DATA') isLetter = true;
      socket.write(REPLIES[verb] ?? '250 well\r\n');
      if (verb === 'QUIT') socket.end();
    }
  });
}

const REPLIES: Record<string, string> = {
  EHLO: '250-sink.test\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n',
  DATA: '354 go on\r\n',
  QUIT: '221 farewell\r\n',
};

function keptServer(): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onData(stream, { envelope }, done) {
      stream.resume();
      stream.on('end', () => {
        for (const { address } of envelope.rcptTo) took(address);
        done();
      });
    },
  });
}
