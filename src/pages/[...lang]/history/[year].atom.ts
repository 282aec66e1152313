import { paths } from '../../../domain/addresses.ts';
import type { Language } from '../../../domain/site.ts';
import { feedIn, isYearChanged, pathsOf } from '../../../site/routes.ts';
import { toAtom } from '../../../publications/feeds/atom.ts';
import { type Archive, archivesOf } from '../../../publications/feeds/entries.ts';
import { model } from '../../../site/model.ts';

export const getStaticPaths = () =>
  pathsOf(
    archivesOf(model.snapshot).filter(({ year }) => isYearChanged(year)),
    ({ year, part }) => ({ year: part === undefined ? String(year) : `${year}.${part}` }),
  );

export const GET = ({
  props: { language, item: archive },
}: {
  props: { language: Language; item: Archive };
}) => new Response(toAtom(feedIn(language, paths.archive(archive), archive)));
