import { paths } from '../../../domain/addresses.ts';
import { currentModel } from '../../../site/current.ts';
import { type ItemRoute, pathsOf } from '../../../site/paths.ts';
import { feedIn } from '../../../site/responses.ts';
import { toAtom } from '../../../publications/feeds/atom.ts';
import { type Archive, archivesOf } from '../../../publications/feeds/entries.ts';

export async function getStaticPaths() {
  const model = await currentModel();
  const { snapshot, changed } = model;
  return pathsOf(
    model,
    archivesOf(snapshot).filter(({ year }) => changed.years.has(year)),
    ({ year, part }) => ({ year: part === undefined ? String(year) : `${year}.${part}` }),
  );
}

export const GET = ({ props: { language, item: archive }, locals: { model } }: ItemRoute<Archive>) =>
  new Response(toAtom(feedIn(model, language, paths.archive(archive), archive)));
