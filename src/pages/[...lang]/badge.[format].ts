import { currentModel } from '../../site/current.ts';
import { type ItemRoute, pathsOf } from '../../site/paths.ts';
import { badgeFile } from '../../site/responses.ts';
import { pageBadge } from '../../publications/badge.ts';

export const getStaticPaths = async () =>
  pathsOf(await currentModel(), ['svg', 'json'], (format) => ({ format }));

export const GET = ({ props: { language, item: format }, locals: { model } }: ItemRoute<string>) =>
  badgeFile(pageBadge(model.vouched, language), format, model, language);
