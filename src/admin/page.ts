import type { Origin } from '../domain/addresses.ts';
import { type Forge, inLanguage, type Site } from '../domain/site.ts';
import { wordsOf } from '../i18n/index.ts';
import { apiRootOf, repositoryOf } from './config.ts';
import type { ForgeBranch, Said } from './guard.ts';

/** Where the forge of everybody keeps the pictures of people. */
const FACES: Readonly<Record<string, string>> = { 'github.com': 'https://avatars.githubusercontent.com' };

/**
 * What the page of the form may do: run our own files, and ask this site and the forge alone. The CMS writes its
 * styles into the page itself, so those may stand inline; scripts may not.
 */
export function adminPolicy(forge: Forge): string {
  const { origin, host } = new URL(forge.repository);
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self'",
    `img-src 'self' blob: data: ${FACES[host] ?? origin}`,
    `connect-src 'self' blob: data: ${new URL(apiRootOf(forge)).origin}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** The page of the form. It is for those who write: no search finds it, and no page leads to it. */
export function adminPage(site: Site, forge: Forge, { base }: Origin): string {
  const [language] = site.languages;
  const { admin, direction } = wordsOf(language);
  const kept: ForgeBranch = { kind: forge.kind, repo: repositoryOf(forge), branch: forge.branch };
  const said: Said = admin.refusals;
  const [title, noScript, guard, refusals] = [
    `${admin.title}: ${inLanguage(site.name, language)}`,
    admin.noScript,
    JSON.stringify(kept),
    JSON.stringify(said),
  ].map(escaped);
  return `<!doctype html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="${escaped(adminPolicy(forge))}">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="${base}icon.svg" type="image/svg+xml">
<link rel="cms-config-url" href="${base}admin/config.json" type="application/json">
<script defer src="${base}admin/admin.js" data-forge="${guard}" data-refusals="${refusals}"></script>
</head>
<body><noscript><p>${noScript}</p></noscript></body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
