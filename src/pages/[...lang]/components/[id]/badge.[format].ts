import type { Language } from '../../../../domain/site.ts';
import type { ComponentStatus } from '../../../../domain/snapshot.ts';
import { badgeFile, pathsOf } from '../../../../site/routes.ts';
import { componentBadge } from '../../../../publications/badge.ts';
import { model } from '../../../../site/model.ts';

interface Item {
  entry: ComponentStatus;
  format: string;
}

export function getStaticPaths() {
  const items = model.vouched.statuses.flatMap((entry) =>
    ['svg', 'json'].map((format) => ({ entry, format })),
  );
  return pathsOf(items, ({ entry, format }) => ({ id: entry.component.id, format }));
}

export const GET = ({ props: { language, item } }: { props: { language: Language; item: Item } }) =>
  badgeFile(componentBadge(model.vouched, item.entry, language), item.format, language);
