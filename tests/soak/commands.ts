import { MINUTE } from '../../src/domain/time.ts';
import fc from '../chance.ts';
import { NETWORKS, World } from './world.ts';

/** One thing that happens to the world. */
class Happening implements fc.Command<object, World> {
  private readonly name: string;
  private readonly act: (world: World) => void;
  private readonly may: (world: World) => boolean;

  constructor(name: string, act: (world: World) => void, may: (world: World) => boolean = () => true) {
    this.name = name;
    this.act = act;
    this.may = may;
  }

  check(): boolean {
    return true;
  }

  run(_: object, world: World): void {
    if (this.may(world)) this.act(world);
  }

  toString(): string {
    return this.name;
  }
}

const minutes = fc.integer({ min: 1, max: 600 });
const seconds = fc.oneof(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 90, max: 3600 }));

const happenings = [
  seconds.map((count) => new Happening(`pass ${count} s`, (world) => world.pass(count * 1000))),
  fc
    .tuple(minutes, fc.boolean())
    .map(
      ([count, stops]) =>
        new Happening(`sleep ${count} min${stops ? ', clock stops' : ''}`, (world) =>
          world.sleep(count * MINUTE, stops),
        ),
    ),
  fc
    .oneof(
      fc.constant(0),
      fc.integer({ min: -1500 * 60, max: 1500 * 60 }),
      fc.integer({ min: -900, max: 900 }),
    )
    .map((count) => new Happening(`clock ${count} s off`, (world) => world.setClock(count * 1000))),
  fc
    .integer({ min: -120, max: 120 })
    .map((count) => new Happening(`clock moved by ${count} s`, (world) => world.moveClock(count * 1000))),
  fc
    .constantFrom(...NETWORKS)
    .map((network) => new Happening(`network: ${network}`, (world) => world.setNetwork(network))),
  fc
    .constantFrom(50, 900, 4000, 12_000)
    .map((ms) => new Happening(`answers take ${ms} ms`, (world) => world.setLatency(ms))),
  fc
    .record({ builder: fc.boolean(), watcher: fc.boolean() })
    .map((server) => new Happening(`server ${JSON.stringify(server)}`, (world) => world.setServer(server))),
  fc
    .boolean()
    .map((trouble) => new Happening(trouble ? 'outage' : 'all clear', (world) => world.turn(trouble))),
  fc
    .constantFrom('watch', 'nobody', 'no word', 'old word')
    .map((word) => new Happening(`beat: ${word}`, (world) => world.beat(word))),
  fc.constant(new Happening('commit that does not go live', (world) => world.commit())),
  fc
    .integer({ min: 1, max: 120 })
    .map((count) => new Happening(`announced in ${count} min`, (world) => world.announce(count * MINUTE))),
  fc
    .boolean()
    .map(
      (down) =>
        new Happening(`heartbeat’s address ${down ? 'down' : 'up'}`, (world) => world.setAddress(!down)),
    ),
  fc.constant(
    new Happening(
      'reload',
      (world) => world.reload(),
      (world) => world.mayReload,
    ),
  ),
];

/**
 * Plays random days of a page, its server and what lies between, and holds the page to its promise.
 * @param options how many runs, or for how long; a seed and a path to repeat one.
 * @throws Error with the shortest run found in which the page was green for too long, or did not recover.
 */
export function playDays(options: fc.Parameters<unknown>): void {
  fc.assert(
    fc.property(fc.commands(happenings, { maxCommands: 60, size: 'max' }), (commands) => {
      const world = new World();
      fc.modelRun(() => ({ model: {}, real: world }), commands);
      world.assertRecovery();
    }),
    options as fc.Parameters<[Iterable<fc.Command<object, World>>]>,
  );
}
