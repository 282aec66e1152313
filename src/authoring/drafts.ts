import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../domain/time.ts';
import type { Act } from './notice.ts';
import type { AnswerName } from './answers.ts';
import type { Typed } from './said.ts';

/** What somebody typed and did not publish yet. */
export interface TypedDraft {
  /** The name of its file, which is its own. */
  name: string;
  act: Act;
  /** The incident that it is about, if it is about one that there is. */
  incident: string | undefined;
  at: Instant;
  /** The process in which it is typed, on this machine. */
  by?: number | undefined;
  typed: Typed;
  /** What stood in a question that was not answered yet. */
  left?: { name: AnswerName; text: string } | undefined;
  /** The whole file as it was to be written, as soon as that was known. */
  file?: { id: string; text: string; update: string } | undefined;
  /** It was to be published as soon as it was written, and nobody knows whether that came to its end. */
  publishing?: boolean | undefined;
}

/** Where what was typed waits, until it is written. */
export class Drafts {
  readonly folder: string;
  /** One thing is written after the other, so that what is newer stays. */
  private last: Promise<void> = Promise.resolve();
  private soon: TypedDraft | undefined;

  /** @param folder that is never published, and that nothing tidies away. */
  constructor(folder: string) {
    this.folder = folder;
  }

  /** Keeps it; what was kept under that name before is replaced in one step. */
  async keep(draft: TypedDraft): Promise<void> {
    this.last = this.last.catch(() => undefined).then(() => this.write(draft));
    await this.last;
  }

  /** Keeps it as it is once there is time for it, at each key that somebody presses; that it cannot be, the next `keep` says. */
  keepSoon(draft: TypedDraft): void {
    const isDue = this.soon !== undefined;
    this.soon = draft;
    if (isDue) return;
    this.last = this.last
      .catch(() => undefined)
      .then(() => {
        const newest = this.soon ?? draft;
        this.soon = undefined;
        return this.write(newest);
      })
      .catch(() => undefined);
  }

  /** Waits until all that was given to be kept lies there. */
  async settled(): Promise<void> {
    await this.last;
  }

  private async write(draft: TypedDraft): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const path = this.pathOf(draft.name);
    const beside = `${path}.${randomUUID().slice(0, 8)}.new`;
    const file = await open(beside, 'wx', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(draft, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  }

  async drop(name: string): Promise<void> {
    await this.last.catch(() => undefined);
    await rm(this.pathOf(name), { force: true });
  }

  /** What waits for an act, and for an incident where it is about one; the newest first. What cannot be read is left there. */
  async waiting(act: Act, incident?: string): Promise<TypedDraft[]> {
    const names = await readdir(this.folder).catch(() => []);
    const kept = await Promise.all(
      names.filter((name) => name.endsWith('.json')).map((name) => this.read(name)),
    );
    return kept
      .filter((one) => one !== undefined)
      .filter((one) => one.act === act && (incident === undefined || one.incident === incident))
      .toSorted((one, other) => other.at - one.at);
  }

  pathOf(name: string): string {
    return join(this.folder, `${name}.json`);
  }

  private async read(file: string): Promise<TypedDraft | undefined> {
    try {
      const kept = JSON.parse(await readFile(join(this.folder, file), 'utf8')) as TypedDraft;
      return typeof kept.typed === 'object' && `${kept.name}.json` === file ? kept : undefined;
    } catch {
      return undefined;
    }
  }
}

/** A name for a draft that no other has. */
export function draftName(act: Act): string {
  return `${act}-${randomUUID().slice(0, 8)}`;
}
