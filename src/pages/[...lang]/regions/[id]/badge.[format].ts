import type { Region } from '../../../../domain/site.ts';
import { currentModel } from '../../../../site/current.ts';
import { type ItemRoute, pathsOf } from '../../../../site/paths.ts';
import { badgeFile } from '../../../../site/responses.ts';
import { regionBadge } from '../../../../publications/badge.ts';

interface Item {
  region: Region;
  format: string;
}

export async function getStaticPaths() {
  const model = await currentModel();
  const { regions } = model.snapshot.site;
  const items = regions.flatMap((region) => ['svg', 'json'].map((format) => ({ region, format })));
  return pathsOf(model, items, ({ region, format }) => ({ id: region.id, format }));
}

export const GET = ({ props: { language, item }, locals: { model } }: ItemRoute<Item>) =>
  badgeFile(regionBadge(model.vouched, item.region, language), item.format, model, language);
