import { paths } from '../domain/addresses.ts';
import { RENEW_PATH } from '../domain/subscribe-form.ts';
import { inLanguage } from '../domain/site.ts';
import { bundle } from '../release/bundle.ts';
import { pageIn } from '../site/page.ts';
import type { Route } from '../site/paths.ts';

/** It moves with what the worker does: a rebuild alone does not throw away what was kept. */
const VERSION = '2';

export const GET = async ({ locals: { model } }: Route) => {
  const { languages, offline, name, telling } = model.snapshot.site;
  const [lang] = languages;
  const { base, words, to } = pageIn(model, lang);
  const { unread, ended } = words.subscribe.push;
  const subscribe = to(paths.subscribe);
  const { push, service } = telling?.signUp ?? {};
  const unsaid = { base, title: inLanguage(name, lang), unread, ended, subscribe, lang };
  const PUSH = push ? { ...unsaid, renewal: { address: `${service}${RENEW_PATH}`, key: push.key } } : null;
  return new Response(
    await bundle('service-worker.ts', { VERSION, BASE: base, KEEP: offline !== false, PUSH }),
  );
};
