import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Origin, paths } from '../../domain/addresses.ts';
import type { Incident, Update } from '../../domain/incident.ts';
import type { NotificationFile } from '../../domain/notification-file.ts';
import { isoSeconds } from '../../domain/time.ts';
import type { Language, Site } from '../../domain/site.ts';
import { NOBODY, type Snapshot, takeSnapshot } from '../../domain/snapshot.ts';
import { UserError } from '../../problems/errors.ts';
import { hasErrors } from '../../problems/index.ts';
import { alternatives, didYouMean } from '../../problems/suggest.ts';
import { feedOf } from '../../publications/feeds/entries.ts';
import {
  BLUESKY,
  countSms,
  discordOf,
  type Element,
  emailOf,
  FACEBOOK,
  INSTAGRAM,
  lengthOn,
  MASTODON,
  type Measure,
  missingElements,
  postOf,
  PUSH_BYTES,
  pushOf,
  slackOf,
  smsOf,
  statuspageOf,
  TEAMS_BYTES,
  teamsOf,
} from '../../publications/messages/index.ts';
import { X } from '../../publications/messages/measure-of-x.ts';
import { notificationFile, notificationIn } from '../../publications/notification.ts';
import { pictureOfUpdate } from '../../publications/picture.ts';
import { type Form, FORMS } from '../../publications/picture-files.ts';
import { basePath, servedFrom } from '../../site/environment.ts';
import { linesOf, loadRecord } from '../../site/record.ts';
import { defineCommand } from '../command.ts';
import { WrongCall, wrongSetting } from '../parse.ts';

/** One message as it is shown: to paste it, or to look at it before it goes out. */
interface Shown {
  channel: ChannelName;
  language: Language;
  /** How long it is, as its channel counts, and what it takes. */
  size: string;
  /** What a person pastes; a program's body where nobody pastes one. */
  text: string;
  picture: { url: string; width: number; height: number; alt: string } | null;
}

const CHANNELS = {
  sms: (told) => {
    const { text, segments } = smsOf(told, { stop: true });
    const { encoding, units } = countSms(text);
    return {
      size: `${units} of ${encoding.toUpperCase()}, ${counted(segments, 'segment')}`,
      text,
    };
  },
  'web-push': (told) => {
    const push = pushOf(told);
    return { size: bytes(push, PUSH_BYTES), text: `${push.title}\n${push.body}` };
  },
  email: (told, around) => {
    const { subject, text, html } = emailOf(told, around);
    return {
      size: `${text.length} letters of text, ${html.length} of HTML`,
      text: `Subject: ${subject}\n\n${text.trimEnd()}`,
    };
  },
  bluesky: (told) => post(told, BLUESKY),
  mastodon: (told) => post(told, MASTODON()),
  x: (told) => post(told, X),
  facebook: (told) => post(told, FACEBOOK),
  instagram: (told) => post(told, INSTAGRAM),
  slack: (told) => body(slackOf(told)),
  discord: (told) => body(discordOf(told)),
  teams: (told) => body(teamsOf(told), TEAMS_BYTES),
  webhook: (told, { unsubscribeUrl, at }) => body(statuspageOf(told, { unsubscribeUrl, generatedAt: at })),
} as const satisfies Record<string, Printer>;

type ChannelName = keyof typeof CHANNELS;
const NAMES = Object.keys(CHANNELS) as ChannelName[];
/** What nobody pastes: it is printed where it is asked for. */
const BODIES: readonly ChannelName[] = ['slack', 'discord', 'teams', 'webhook'];

type Printer = (
  told: NotificationFile,
  around: Parameters<typeof emailOf>[1] & { at: string },
) => { size: string; text: string; picture?: Shown['picture'] };

/** What a reader misses, and the key of the incident file that says it. */
const MISSING: Record<Element, string> = {
  source: 'who speaks (name of the site in nightlight.yaml)',
  guidance: 'what to do now (advice)',
  hazard: 'what failed (impact)',
  location: 'where, or for whom (scope)',
  time: 'since when (began)',
  next: 'when you speak next (next_update)',
  link: 'where to read on (url of the site in nightlight.yaml)',
};

export const command = defineCommand({
  more: [
    'It reads your files as they lie there, committed or not, and sends nothing: to look at the words before you publish, and to paste them by hand where no program may.',
    'It also says which of the things people need before they act the update does not tell. docs/messages.md explains both.',
  ],
  flags: {
    language: { value: 'LANGUAGE', says: 'Only in this language of the site. Without it in each.' },
    channel: {
      value: 'CHANNEL',
      choices: NAMES,
      says: 'Only for this channel. Without it for each that a person can paste into.',
    },
    pictures: {
      value: 'DIR',
      says: 'Draw the pictures of the update into this folder, wide and upright, to post them by hand.',
    },
  },
  args: {
    id: {
      says: 'An incident, for its newest update, or incident/update. Without it the newest update of all.',
    },
  },
  ofSite: true,
  variables: {
    SITE_URL: 'The host that the site is served from, if it is not the one in the config.',
    BASE_PATH: 'The path that it is served below, if it is not /.',
    NIGHTLIGHT_NOW: 'The time that it is taken to be.',
  },
  examples: [
    { when: 'Before you publish what you have just written', call: 'messages' },
    {
      when: 'To paste the text of an incident into one channel',
      call: 'messages 2019-11-30-follow-outage --channel bluesky --language es',
    },
    {
      when: 'To post by hand where a picture is asked for',
      call: 'messages --channel instagram --pictures pictures',
    },
    { when: 'For a program', call: 'messages --channel slack --json' },
  ],
  exits: {
    0: 'They are printed, whatever the update leaves unsaid.',
    1: 'There is nothing to print, or the files have errors.',
  },
  json: {
    update: 'The incident and the update, as incident/update.',
    missing:
      'A list of what people need and the update does not tell: source, guidance, hazard, location, time, next, link.',
    drawn: 'A list of the pictures that were drawn, each a path.',
    messages:
      'A list of messages, each with channel, language, size (how long it is, as its channel counts), text (for slack, discord, teams and webhook the JSON of the body) and picture, null or an object with url, width, height and alt.',
  },
  run: async ({ flags, args, env, io, place, tell, warn }) => {
    const record = await loadRecord(place());
    const { site, incidents, now, git, problems } = record;
    if (hasErrors(problems)) throw new UserError(problems, { lineOf: linesOf(record) });
    const origin = { url: servedFrom(env, site.url), base: basePath(env) };
    const snapshot = takeSnapshot(site, incidents, NOBODY, now, git);
    const [incident, update] = sought(args.id, snapshot);
    const toldIn = (language: Language) =>
      notificationFile(notificationIn(snapshot, incident, update, language, origin));
    const languages = flags.language === undefined ? site.languages : [oneOf(flags.language, site)];
    const names = flags.channel ? [flags.channel] : NAMES.filter((name) => !BODIES.includes(name));
    const shown = languages.flatMap((language) =>
      names.map((channel) => show(channel, toldIn(language), isoSeconds(now))),
    );
    const told = toldIn(site.languages[0]);
    const { id, first } = told;
    const missing = missingElements(told);
    tell(`${id}, ${first ? 'the first word of it' : 'not the first word of it'}`);
    for (const words of [...shown.map(printed), ...picturesOf(shown)]) tell(words);
    const drawn =
      flags.pictures === undefined
        ? []
        : await drawnInto(resolve(io.cwd, flags.pictures), [incident, update], languages, snapshot, origin);
    if (drawn.length > 0) tell(`\n== pictures, drawn now\n${drawn.join('\n')}`);
    if (!flags.channel) tell(`\nFor programs there are ${alternatives(BODIES)} too: --channel prints one.`);
    if (missing.length > 0) warn(`It does not say ${missing.map((element) => MISSING[element]).join('; ')}.`);
    return { code: 0, report: { update: id, missing, drawn, messages: shown } };
  },
});

/**
 * The update that is meant.
 * @throws WrongCall where there is none of that name, with the one that was probably meant.
 */
function sought(id: string | undefined, snapshot: Snapshot): [Incident, Update] {
  const { incidents } = snapshot;
  const origin = { url: 'https://unused.example', base: '/' };
  const wanted = id ?? feedOf(snapshot, snapshot.site.languages[0], origin, paths.json).entries[0]?.told.id;
  if (wanted === undefined)
    throw new UserError(
      'Nothing has been said yet: there is no incident file. Write one, and call it again.',
    );
  const [name = '', updateId] = wanted.split('/');
  const incident = incidents.find((one) => one.id === name);
  const update = incident?.updates.findLast((one) => updateId === undefined || one.id === updateId);
  if (incident && update) return [incident, update];
  const known = incident
    ? incident.updates.map((one) => `${incident.id}/${one.id}`)
    : incidents.map((one) => one.id);
  throw new WrongCall(
    wrongSetting(
      { argument: 'ID' },
      {
        found: wanted,
        expected: incident
          ? alternatives(known)
          : 'the name of an incident file without .md, or incident/update',
        remedy: `Write one that there is.${didYouMean(wanted, known)}`,
      },
    ),
  );
}

/** @throws WrongCall where the site does not have that language, with those that it has. */
function oneOf(language: Language, { languages }: Site): Language {
  if (languages.includes(language)) return language;
  throw new WrongCall(
    wrongSetting(
      { flag: '--language' },
      {
        found: language,
        expected: alternatives(languages),
        remedy: `Write one that the site has.${didYouMean(language, languages)}`,
      },
    ),
  );
}

/**
 * Draws the pictures of an update in some languages.
 * @returns their paths.
 */
async function drawnInto(
  folder: string,
  [incident, update]: [Incident, Update],
  languages: readonly Language[],
  snapshot: Snapshot,
  origin: Origin,
): Promise<string[]> {
  const { draw } = await import('../../pictures/draw.ts');
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const language of languages)
    for (const form of Object.keys(FORMS) as Form[]) {
      const { bytes } = await draw(pictureOfUpdate(incident, update, snapshot, language, origin), form);
      const path = join(folder, `${incident.id}-${update.id}.${language}.${FORMS[form].ending}`);
      await writeFile(path, bytes);
      paths.push(path);
    }
  return paths;
}

/** What stands around an e-mail that goes to nobody. */
const NOBODYS = {
  preferencesUrl: '(an address of the reader’s own)',
  unsubscribeUrl: '(an address of the reader’s own)',
  why: 'subscriber' as const,
  postalAddress: '(your postal address)',
};

function show(channel: ChannelName, told: NotificationFile, at: string): Shown {
  const printer: Printer = CHANNELS[channel];
  const { size, text, picture = null } = printer(told, { ...NOBODYS, at });
  return { channel, language: told.language, size, text, picture };
}

function post(told: NotificationFile, measure: Measure) {
  const { text, image } = postOf(told, measure);
  return { size: `${lengthOn(measure, text)} of ${measure.limit}`, text, picture: image ?? null };
}

function body(message: object, limit?: number) {
  return { size: bytes(message, limit), text: JSON.stringify(message, null, 1) };
}

function bytes(message: object, limit?: number): string {
  const size = Buffer.byteLength(JSON.stringify(message));
  return limit === undefined ? `${size} bytes` : `${size} of ${limit} bytes`;
}

function counted(count: number, one: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${one}s`;
}

function printed({ channel, language, size, text }: Shown): string {
  return `\n== ${channel} (${language}): ${size}\n${text}`;
}

/** Each picture once, with the channels that it is for. */
function picturesOf(shown: readonly Shown[]): string[] {
  const groups = Map.groupBy(shown, ({ language, picture }) => `${language} ${picture?.url}`);
  return [...groups.values()].flatMap((group) => {
    const [{ picture, language } = { picture: null, language: '' }] = group;
    if (picture === null) return [];
    const channels = group.map(({ channel }) => channel).join(', ');
    return [
      `\n== picture (${language}) for ${channels}: ${picture.width} x ${picture.height}`,
      picture.url,
      `What it says to those who do not see it: ${picture.alt}`,
    ].join('\n');
  });
}
