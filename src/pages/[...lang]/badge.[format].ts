import type { Language } from '../../domain/site.ts';
import { badgeFile, pathsOf } from '../../site/routes.ts';
import { pageBadge } from '../../publications/badge.ts';
import { model } from '../../site/model.ts';

export const getStaticPaths = () => pathsOf(['svg', 'json'], (format) => ({ format }));

export const GET = ({ props: { language, item: format } }: { props: { language: Language; item: string } }) =>
  badgeFile(pageBadge(model.vouched, language), format, language);
