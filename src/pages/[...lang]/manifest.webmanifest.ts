import { paths } from '../../domain/addresses.ts';
import { inLanguage } from '../../domain/site.ts';
import { pageIn } from '../../site/page.ts';
import { languagePaths } from '../../site/current.ts';
import type { LanguageRoute } from '../../site/paths.ts';
import { json } from '../../site/responses.ts';

/** Lets the bedside page be installed as an app (https://www.w3.org/TR/appmanifest/). */
export const getStaticPaths = languagePaths;

export const GET = ({ props: { language }, locals: { model } }: LanguageRoute) => {
  const { snapshot, words, to, base } = pageIn(model, language);
  return json({
    id: to(paths.bedside),
    lang: language,
    dir: words.direction,
    name: `${inLanguage(snapshot.site.name, language)}: ${words.bedside.title}`,
    short_name: words.bedside.title,
    description: words.bedside.lead,
    start_url: to(paths.bedside),
    scope: base,
    display: 'fullscreen',
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
