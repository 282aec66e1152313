import { setTimeout as pause } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';

/** A mail server on loopback that counts what arrives for whom, and takes its time to say so. */
export interface PostOffice {
  url: string;
  /** How often each letter arrived, by the key that stands in its Message-ID. */
  arrived: Map<string, number>;
  /** Whether it takes letters and says nothing. */
  isSilent: boolean;
  /** How many letters arrived. */
  count(): number;
  close(): Promise<void>;
}

export async function postOffice(): Promise<PostOffice> {
  const arrived = new Map<string, number>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 1,
    onAuth: (_auth, _session, done) => done(null, { user: 'us' }),
    onData: (stream, _session, done) => {
      let letter = '';
      stream.on('data', (part: Buffer) => (letter += part.toString('latin1')));
      stream.on('end', () => {
        const [, key = ''] = /^Message-ID: <([^@]+)@/im.exec(letter) ?? [];
        arrived.set(key, (arrived.get(key) ?? 0) + 1);
        if (!office.isSilent) void pause(20).then(() => done());
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.server.address();
  const office: PostOffice = {
    arrived,
    url: `smtp://us:word@127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    isSilent: false,
    count: () => [...arrived.values()].reduce((sum, count) => sum + count, 0),
    close: () => new Promise<void>((done) => server.close(() => done())),
  };
  return office;
}
