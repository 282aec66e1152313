import { join } from 'node:path';
import { gitIn, type RunGit } from '../../authoring/git.ts';
import type { Act } from '../../authoring/notice.ts';
import type { Typed } from '../../authoring/said.ts';
import { exactly, iso, MINUTE, printTimeRange } from '../../domain/time.ts';
import { UserError } from '../../problems/errors.ts';
import { hasErrors, type Problem, problemIn } from '../../problems/index.ts';
import { REPORTERS } from '../../problems/reporters.ts';
import { currentInstant } from '../../site/environment.ts';
import type { Place } from '../../site/place.ts';
import { type FolderRecord, loadRecord } from '../../site/record.ts';
import type { Call } from '../command.ts';
import { missingSetting, WrongCall } from '../parse.ts';
import { refresh } from '../speaking.ts';
import type { Written } from '../writing/report.ts';
import { write } from '../writing/write.ts';
import { wholeMinute } from '../../authoring/moment.ts';
import { asCode, escaped, problemsAsMarkdown, readersAsMarkdown } from './comment.ts';
import { formsOfAll } from './committed.ts';
import { type IssueEvent, readEvent } from './event.ts';
import { apiIn, type Forge, gitHub } from './forge.ts';
import { type Form, LABEL } from './layout.ts';
import { branchFor, commitFile, commitOf, pushBranch, trailersOf } from './propose.ts';
import { byHeading, formOfBody, readForm, type Taken } from './read.ts';

/** The workflow that publishes, as it is called in a status repository. */
const PUBLISHING = 'pages.yml';

/** From when on a form is of another time than the one at which it is told, in ms: so the check has it too. */
const LONG = 30 * MINUTE;

const NO_TOKEN = 'Set it to github.token in the step, as form.yml does; or look only, with --dry-run.';

/** What a program is told of it. */
export interface TakenReport {
  issue: number;
  /** What became of it. */
  outcome: 'published' | 'proposed' | 'refused' | 'written before' | 'left alone' | 'shown' | 'held up';
  incident: string | null;
  commit: string | null;
  /** The pull request, or where one can be opened. */
  pull: string | null;
}

type Taking = Pick<Call, 'io' | 'env' | 'tell' | 'warn'> & {
  place: Place;
  flags: { event?: string | undefined; 'dry-run': boolean };
};

interface Session extends Taking {
  event: IssueEvent;
  /** The issue as a commit names it. */
  issue: string;
  git: RunGit;
  forge: Forge;
  form: Form;
  record: FolderRecord;
  taken: Taken;
  /** What whoever sent it is told of how it was read. */
  notes: readonly string[];
}

/**
 * Makes the notice of a form that somebody sent: published at once where its author may write in the repository,
 * proposed by a pull request where not. What is wrong is said in a comment on the issue.
 */
export async function take(taking: Taking): Promise<{ code: number; report: TakenReport }> {
  const { flags, io, place, tell, warn } = taking;
  const event = await readEvent(eventPath(taking));
  const env = withIdentity(taking.env);
  const git = gitIn(place.site, env, false);
  const forge = flags['dry-run']
    ? nowhere(tell)
    : gitHub({ ...apiIn(taking.env, NO_TOKEN), ...event, issue: event.number, fetch: io.fetch });
  // What was written since the event, such as by a run before this one.
  if (!flags['dry-run'])
    await refresh(git, { info: (what, facts) => warn(`${what}: ${JSON.stringify(facts)}`), error: warn });
  const record = await loadRecord(place).catch(async (error: unknown) => {
    await forge.comment(
      'Nothing is published: the files of this page have mistakes of their own, which the log of the workflow names. Whoever runs the page can mend them; then edit this issue, and it is read again.',
    );
    throw error;
  });
  const forms = await formsOfAll(record);
  const report: TakenReport = {
    issue: event.number,
    outcome: 'left alone',
    incident: null,
    commit: null,
    pull: null,
  };
  const form = formOfBody(event.body, forms);
  if (!form) return strange(event, forms, forge, taking, report);
  const { taken, problems, notes } = readForm(form, event);
  const session: Session = {
    ...taking,
    env,
    event,
    issue: `${event.repository}#${event.number}`,
    git,
    forge,
    form,
    record,
    taken,
    notes,
  };
  const before = flags['dry-run'] ? undefined : await commitOf(git, session.issue);
  if (before !== undefined) return again(session, { ...report, commit: before, outcome: 'written before' });
  try {
    if (hasErrors(problems)) throw new UserError(problems);
    if (flags['dry-run'])
      return {
        code: 0,
        report: {
          ...report,
          outcome: 'shown',
          incident: (await writeIt(session, { publish: false })).incident,
        },
      };
    return (await mayPublish(session)) ? await publishIt(session, report) : await proposeIt(session, report);
  } catch (error) {
    if (!(error instanceof UserError) || error.problems.length === 0 || error.problems.some(isOfService))
      throw error;
    const told = byHeading(error.problems, form);
    warn(REPORTERS.terminal(told));
    await forge.comment(problemsAsMarkdown(told));
    return { code: 1, report: { ...report, outcome: 'refused' } };
  }
}

function isOfService({ source }: Problem): boolean {
  return 'service' in source;
}

function eventPath({ flags, env, io }: Taking): string {
  const path = flags.event ?? env.GITHUB_EVENT_PATH;
  if (path) return path.startsWith('/') ? path : join(io.cwd, path);
  throw new WrongCall(
    missingSetting(
      { flag: '--event' },
      {
        expected: '--event FILE',
        remedy: 'Name the event of an issue; in a workflow GITHUB_EVENT_PATH does.',
      },
    ),
  );
}

/** Whoever looks only says on the terminal what would be said there. */
function nowhere(tell: Call['tell']): Forge {
  return {
    mayWrite: async () => false,
    isOpen: async () => true,
    comment: async (markdown) => tell(markdown),
    close: async () => undefined,
    publish: async () => undefined,
    pullOf: async () => undefined,
    openPull: async () => undefined,
  };
}

/**
 * Git as the workflow, with its token for the pushes. It stands in no file and on no command line: whatever else runs
 * in that job cannot read it there.
 */
function withIdentity(env: Call['env']): Call['env'] {
  const who = { NAME: 'github-actions[bot]', EMAIL: '41898282+github-actions[bot]@users.noreply.github.com' };
  const token = env.GITHUB_TOKEN;
  const basic = token && Buffer.from(`x-access-token:${token}`).toString('base64');
  // Beside what the job has git set to.
  const at = Number(env.GIT_CONFIG_COUNT ?? 0) || 0;
  return {
    ...env,
    ...Object.fromEntries(
      ['AUTHOR', 'COMMITTER'].flatMap((role) =>
        Object.entries(who).map(([key, value]) => [`GIT_${role}_${key}`, value]),
      ),
    ),
    ...(basic && {
      GIT_CONFIG_COUNT: String(at + 1),
      [`GIT_CONFIG_KEY_${at}`]: `http.${env.GITHUB_SERVER_URL || 'https://github.com'}/.extraheader`,
      [`GIT_CONFIG_VALUE_${at}`]: `AUTHORIZATION: basic ${basic}`,
    }),
  };
}

/** An issue that was made by none of these forms: it is left alone, unless it says that it is one. */
async function strange(
  { labels, title, body }: IssueEvent,
  forms: readonly Form[],
  forge: Forge,
  { tell }: Taking,
  report: TakenReport,
): Promise<{ code: number; report: TakenReport }> {
  const meant = labels.includes(LABEL) || forms.some(({ prefix }) => title.startsWith(prefix.trim()));
  if (!meant) {
    tell('This issue was made by none of the forms: it is left alone.');
    return { code: 0, report };
  }
  const [form] = forms as [Form];
  await forge.comment(
    problemsAsMarkdown([
      problemIn(
        { field: 'the issue' },
        {
          name: 'form-not-read',
          found: body,
          expected: `an issue as a form leaves it, which begins with "### ${form.sections[0]?.label}"`,
          remedy: `Open a new issue, and choose ${forms
            .slice(0, 3)
            .map(({ called }) => `"${called}"`)
            .join(', ')}.`,
        },
      ),
    ]),
  );
  return { code: 1, report: { ...report, outcome: 'refused' } };
}

/** Only where whoever wrote it and whoever changed it may write in the repository: the words are of both. */
async function mayPublish({ forge, event: { author, sender } }: Session): Promise<boolean> {
  return (await forge.mayWrite(author)) && (sender === author || (await forge.mayWrite(sender)));
}

/** A form that was written before: what a run left undone is done, and nothing else. */
async function again(session: Session, report: TakenReport): Promise<{ code: number; report: TakenReport }> {
  const { forge, event, tell } = session;
  tell(`Written before, by ${report.commit}: nothing is written twice.`);
  if (await forge.isOpen()) {
    await finish(session, `It is written, by ${report.commit}, and the page is being built.`);
    return { code: 0, report };
  }
  if (event.isEdited)
    await forge.comment(
      `This form was taken already (${report.commit}): what is changed here changes nothing on the page. Send an “Update” form for what is new, or one with the state for a correction.`,
    );
  return { code: 0, report };
}

/** Begins the build, says so, and closes the issue: in this order, so that a run that ends between does the rest again. */
async function finish({ forge, event }: Session, words: string): Promise<void> {
  await forge.publish(PUBLISHING, event.branch);
  await forge.comment(words);
  await forge.close();
}

function actOf({ form, typed, isDrill }: Taken): Act {
  if (form === 'notice') return isDrill ? 'drill' : 'new';
  if (form === 'maintenance') return 'maintenance';
  if (typed.state === 'withdrawn') return 'withdraw';
  return typed.state === 'resolved' || typed.state === 'completed' ? 'resolve' : 'update';
}

/** What the form leaves open and its sending answers: when it is said, when it ended, and that nothing was confirmed. */
function answersOf({ taken, event }: Session, act: Act): Typed {
  const { typed } = taken;
  const sent = printTimeRange(exactly(wholeMinute(event.at)));
  const said: Typed = { ...typed, at: sent };
  if (act === 'withdraw') return { ...said, state: undefined, text: undefined, because: typed.text };
  if (act === 'resolve') return { ...said, state: undefined, ended: typed.ended ?? sent };
  if (act === 'update') return { ...said, works: typed.works?.length ? typed.works : ['none'] };
  return said;
}

/** Writes it by the way that a person's call takes; with `publish` it is committed and pushed as well. */
async function writeIt(
  session: Session,
  { publish }: { publish: boolean },
): Promise<Written & { warned: string[] }> {
  const { env, io, place, flags, event, issue, taken, tell } = session;
  const warned: string[] = [...session.notes];
  const act = actOf(taken);
  const call = {
    ...{ env, tell, io: { ...io, terminal: undefined }, place: () => place, record: session.record },
    warn: (words: string) => warned.push(words),
    flags: {
      ...answersOf(session, act),
      publish,
      yes: true,
      'dry-run': flags['dry-run'],
      resume: false,
      wait: '0',
    },
    trailers: trailersOf(issue, event.author),
  };
  const isNew = act === 'new' || act === 'drill' || act === 'maintenance';
  const { report } = await write(act, call, isNew ? undefined : { id: taken.incident, among: 'any' });
  for (const words of warned) session.warn(words);
  return { ...report, warned };
}

async function publishIt(
  session: Session,
  report: TakenReport,
): Promise<{ code: number; report: TakenReport }> {
  const written = await writeIt(session, { publish: true });
  const { incident, commit, pushed, why, readers, warned } = written;
  // A branch that takes only what was reviewed: then it is proposed, as anybody's is.
  if (!pushed && commit !== null) return propose(session, { ...report, incident, commit }, written);
  if (!pushed) {
    await session.forge.comment(`Nothing is published: it could not be committed. ${asCode(why ?? '')}`);
    return { code: 3, report: { ...report, outcome: 'held up', incident } };
  }
  const words = [
    `It is written and pushed, and the page is being built: ${readers?.url ?? incident}`,
    ...longAgo(session),
    ...warned.filter((one) => !one.includes('\n')).map((one) => `Note: ${escaped(one)}`),
    readers && readersAsMarkdown(readers),
  ].filter(Boolean);
  await finish(session, words.join('\n\n'));
  return { code: 0, report: { ...report, outcome: 'published', incident, commit } };
}

/** A form that was mended much later says a time that people did not hear it at. */
function longAgo({ event, io, env }: Session): string[] {
  const now = currentInstant(env, io.now);
  if (now - event.at < LONG) return [];
  return [
    `Note: it says ${iso(wholeMinute(event.at))}, when this issue was opened, and is told only now. If that is too long ago, send another form for what is so by now.`,
  ];
}

async function proposeIt(
  session: Session,
  report: TakenReport,
): Promise<{ code: number; report: TakenReport }> {
  const { git, event, form, issue } = session;
  const branch = branchName(event);
  const made = await git(['switch', '--quiet', '--force-create', `${branch}-local`]);
  if (made.code !== 0) throw new UserError(`No branch could be made for it: ${made.err}`);
  const written = await writeIt(session, { publish: false });
  const path = join(session.place.site, written.file ?? '');
  const message = `${form.called} by a form: ${written.incident}\n\n${trailersOf(issue, event.author).join('\n')}`;
  const failed = await commitFile(git, path, message);
  if (failed) throw new UserError(`It could not be committed: ${failed}`);
  const commit = (await git(['rev-parse', 'HEAD'])).out.trim();
  return propose(session, { ...report, incident: written.incident, commit }, written);
}

function branchName({ number }: IssueEvent): string {
  return `notice-form-${number}`;
}

/** Pushes what is committed to a branch of its own, and opens a pull request for it, or says where one can be opened. */
async function propose(
  session: Session,
  report: TakenReport,
  { readers }: Written,
): Promise<{ code: number; report: TakenReport }> {
  const { git, event, forge, form, issue, env } = session;
  const branch = await branchFor(git, branchName(event), issue);
  const why = 'why' in branch ? branch.why : await pushBranch(git, branch);
  if (why !== undefined || 'why' in branch) {
    await forge.comment(
      `It was checked, and could not be proposed. ${asCode(why ?? '')} If somebody has gone on with it, say there what should be otherwise; else run the workflow again.`,
    );
    return { code: 3, report: { ...report, outcome: 'held up' } };
  }
  const seen = readers ? readersAsMarkdown(readers) : '';
  const open = await forge.pullOf(branch.name);
  const pull =
    open ??
    (await forge.openPull({
      title: `${form.called}: ${report.incident}`,
      head: branch.name,
      base: event.branch,
      body: [
        `Closes #${event.number}, which ${escaped(event.author)} sent. Nobody is told before this is merged.`,
        'It was checked as `nightlight check` does. No other workflow runs by itself for a pull request that a workflow opens.',
        seen,
      ].join('\n\n'),
    }));
  const server = env.GITHUB_SERVER_URL || 'https://github.com';
  const compare = `${server}/${event.repository}/compare/${event.branch}...${branch.name}?expand=1`;
  await forge.comment(
    [
      pull === undefined
        ? `Thank you. It is ready, and this repository lets no workflow open a pull request: whoever runs the page [opens it here](${compare}).`
        : `Thank you. It is ${open === undefined ? 'proposed' : 'proposed anew'}: ${pull}`,
      'Nobody is told before somebody who runs the page has merged it.',
      ...session.notes.map((note) => `Note: ${escaped(note)}`),
      seen,
    ].join('\n\n'),
  );
  return { code: 0, report: { ...report, outcome: 'proposed', pull: pull ?? compare } };
}
