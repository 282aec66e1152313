import type { Commands } from './command.ts';

/** Every command of `nightlight`, in the order in which help names them. */
export const COMMANDS: Commands = {
  init: {
    says: 'Begins a status page of your own: a folder with a config, a git repository and no code.',
    load: () => import('./commands/init.ts'),
  },
  start: {
    says: 'Builds the site, serves it here, and builds it again when an incident file is saved or committed.',
    load: () => import('./commands/start.ts'),
  },
  new: {
    says: 'Writes the first notice of an incident: asks what is wrong, proposes the words, and shows what readers will see.',
    load: () => import('./commands/new.ts'),
  },
  update: {
    says: 'Writes what is new of an incident, below what was said of it.',
    load: () => import('./commands/update.ts'),
  },
  resolve: {
    says: 'Writes that an incident is over, and when it ended.',
    load: () => import('./commands/resolve.ts'),
  },
  maintenance: {
    says: 'Announces work, or moves what is announced.',
    load: () => import('./commands/maintenance.ts'),
  },
  drill: {
    says: 'Writes the first notice of a drill: all is told as it would be, and nothing is wrong.',
    load: () => import('./commands/drill.ts'),
  },
  withdraw: {
    says: 'Takes a notice back that was wrong, with the reason; the notice stays.',
    load: () => import('./commands/withdraw.ts'),
  },
  rehearse: {
    says: 'Tells a drill all the way to the public page and the messages, ends it, and says how long each step took.',
    load: () => import('./commands/rehearse.ts'),
  },
  form: {
    says: 'Makes the forms by which a notice is written on GitHub, from nightlight.yaml.',
    load: () => import('./commands/form.ts'),
  },
  'take-form': {
    says: 'Makes a notice of a form that somebody sent on GitHub: published, or proposed by a pull request.',
    load: () => import('./commands/take-form.ts'),
  },
  preview: {
    says: 'Shows what readers see of an incident file, committed or not.',
    load: () => import('./commands/preview.ts'),
  },
  list: {
    says: 'Lists what is open, and what was of late.',
    load: () => import('./commands/list.ts'),
  },
  check: {
    says: 'Reports every mistake in nightlight.yaml and the incident files, with its place and the way out.',
    load: () => import('./commands/check.ts'),
  },
  mend: {
    says: 'Puts right in incident files what a phone’s keyboard made of them: dashes, quotes and capitals.',
    load: () => import('./commands/mend.ts'),
  },
  comment: {
    says: 'Says on a pull request what its check said: one comment, written anew after each push.',
    load: () => import('./commands/comment.ts'),
  },
  build: {
    says: 'Builds the site into a folder.',
    load: () => import('./commands/build.ts'),
  },
  deploy: {
    says: 'Builds beside the live site, checks what was built, and switches in one step.',
    load: () => import('./commands/deploy.ts'),
  },
  beat: {
    says: 'Renews the heartbeat of the live site without a build, if what is live is still what the repository says.',
    load: () => import('./commands/beat.ts'),
  },
  verify: {
    says: 'Looks at the page from outside, at one address or two: whether it is fresh, whole, and tells the same.',
    load: () => import('./commands/verify.ts'),
  },
  watch: {
    says: 'Looks at the service all the time, says so where it fails, and vouches for it while all goes well.',
    load: () => import('./commands/watch.ts'),
  },
  guard: {
    says: 'Puts "unknown" in the place of the files that other programs read, once nobody has renewed them.',
    load: () => import('./commands/guard.ts'),
  },
  messages: {
    says: 'Prints an update as each channel would tell it, to look at it or to paste it; it sends nothing.',
    load: () => import('./commands/messages.ts'),
  },
  archive: {
    says: 'Asks the Internet Archive to keep the newest version of each incident, and records where the copies stand.',
    load: () => import('./commands/archive.ts'),
  },
  deliver: {
    says: 'Carries every update that is published to the people who asked to be told.',
    load: () => import('./commands/deliver.ts'),
  },
  import: {
    says: 'Brings along the record of another status page: cState, Statuspage, Upptime, Statusfy, or its feed.',
    load: () => import('./commands/import.ts'),
  },
  export: {
    says: 'Writes the whole record as Statuspage’s API has it, to take it elsewhere.',
    load: () => import('./commands/export.ts'),
  },
  completion: {
    says: 'Prints the lines by which a shell completes what you write.',
    load: () => import('./commands/completion.ts'),
  },
  help: {
    says: 'Says what the commands are for, or how one is called.',
    load: () => import('./commands/help.ts'),
  },
};
