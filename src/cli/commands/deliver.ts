import { adopt } from '../../delivery/identity.ts';
import { defineCommand } from '../command.ts';
import { type Delivering, engineOf, logTo, openStore, prepare } from '../delivering.ts';

export const command = defineCommand({
  more: [
    'It reads what the public reads, the feeds and the heartbeat of the site, and goes on until you end it. What was there at its first start is history, and is not sent.',
    'Where no channel is configured it prints what it would send. Its store is a folder, or the PostgreSQL server of DATABASE_URL, which any number of processes may share.',
  ],
  args: {
    what: {
      choices: ['check', 'status', 'adopt'],
      says: 'With check it looks whether every channel would tell people, and says what keeps it from that; with status it says what was owed and what became of it; with adopt it takes this store, a copy or a restored one, for the one from now on. Without a word it delivers.',
    },
  },
  flags: {
    once: { says: 'Reads once, sends all that is due, and ends: for a timer.' },
    'dry-run': { says: 'Prints what it would send to whom, and sends and keeps nothing.' },
    from: { value: 'URL', says: 'The public address of the site, if it is not the one in the config.' },
    store: { value: 'DIR', says: 'The folder of the store; .delivery beside the config without it.' },
  },
  ofSite: true,
  variables: {
    DATABASE_URL: 'A PostgreSQL server as the store, such as postgres://name:password@host/database.',
    NIGHTLIGHT_STORE: 'The folder of the store, where --store does not say it.',
    SITE_URL: 'The host that the site is served from, if it is not the one in the config.',
    BASE_PATH: 'The path that it is served below, if it is not /.',
  },
  examples: [
    { when: 'To see what would be sent', call: 'deliver --dry-run' },
    { when: 'Before the night when it matters', call: 'deliver check' },
    { when: 'By a timer or a scheduled workflow', call: 'deliver --once' },
  ],
  exits: {
    0: 'What was due is told, or it was asked to end.',
    1: 'It could not be done.',
    3: 'Something was not told, or a check found what would keep it from that.',
  },
  run: async ({ flags, args, env, io, place }) => {
    const { from, store } = flags;
    const call: Delivering = { place: place(), env, io, from, store };
    if (args.what === 'adopt') return adoptStore(call);
    const log = logTo(io);
    const prepared = await prepare(call);
    const database = await openStore(call, log);
    try {
      const engine = engineOf(prepared, database, call, log);
      const stop = io.stopped?.() ?? new AbortController().signal;
      if (flags.once) return { code: (await engine.once(stop)) ? 0 : 3 };
      await engine.run(stop);
      return { code: 0 };
    } finally {
      await Promise.all(prepared.channels.map((channel) => channel.close?.()));
      await database.close();
    }
  },
});

async function adoptStore(call: Delivering): Promise<{ code: number }> {
  const database = await openStore(call, logTo(call.io));
  try {
    const owed = await adopt(database, call.io.now());
    call.io.stdout.write(
      `This store is the one from now on. What is published by now counts as told; ${owed} messages that it owed are looked up where that can be done, and left where it cannot.\n`,
    );
    return { code: 0 };
  } finally {
    await database.close();
  }
}
