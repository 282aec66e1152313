import { paths } from '../../domain/addresses.ts';
import { inLanguage } from '../../domain/site.ts';
import { pageIn } from '../../site/page.ts';
import { languagePaths } from '../../site/current.ts';
import type { LanguageRoute } from '../../site/paths.ts';
import { json } from '../../site/responses.ts';

/** Lets the bedside page, or else the first one, be installed as an app (https://www.w3.org/TR/appmanifest/). */
export const getStaticPaths = languagePaths;

export const GET = ({ props: { language }, locals: { model } }: LanguageRoute) => {
  const { snapshot, words, to, base } = pageIn(model, language);
  const { site } = snapshot;
  const name = inLanguage(site.name, language);
  const { title, lead } = words.bedside;
  const night = site.parts.bedside;
  const start = to(night ? paths.bedside : paths.home);
  return json({
    id: start,
    lang: language,
    dir: words.direction,
    name: night ? `${words.labelled(name)} ${title}` : name,
    short_name: night ? title : name,
    ...(night && { description: lead }),
    start_url: start,
    scope: base,
    display: night ? 'fullscreen' : 'standalone',
    orientation: 'any',
    background_color: '#05060a',
    theme_color: '#05060a',
    icons: [
      { src: `${base}icon.svg`, sizes: 'any', type: 'image/svg+xml' },
      { src: `${base}icon-180.png`, sizes: '180x180', type: 'image/png' },
      { src: `${base}icon-512.png`, sizes: '512x512', type: 'image/png', purpose: 'any maskable' },
    ],
  });
};
