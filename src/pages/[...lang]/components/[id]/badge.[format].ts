import type { ComponentStatus } from '../../../../domain/snapshot.ts';
import { currentModel } from '../../../../site/current.ts';
import { type ItemRoute, pathsOf } from '../../../../site/paths.ts';
import { badgeFile } from '../../../../site/responses.ts';
import { componentBadge } from '../../../../publications/badge.ts';

interface Item {
  entry: ComponentStatus;
  format: string;
}

export async function getStaticPaths() {
  const model = await currentModel();
  const { vouched } = model;
  const items = vouched.statuses.flatMap((entry) => ['svg', 'json'].map((format) => ({ entry, format })));
  return pathsOf(model, items, ({ entry, format }) => ({ id: entry.component.id, format }));
}

export const GET = ({ props: { language, item }, locals: { model } }: ItemRoute<Item>) =>
  badgeFile(componentBadge(model.vouched, item.entry, language), item.format, model, language);
