import { paths } from '../../../domain/addresses.ts';
import type { Language } from '../../../domain/site.ts';
import { feedIn, isYearChanged, pathsOf } from '../../../page.ts';
import { toAtom } from '../../../publications/feeds/atom.ts';
import { closedYears } from '../../../publications/feeds/entries.ts';
import { model } from '../../../snapshot.ts';

export const getStaticPaths = () =>
  pathsOf(closedYears(model.snapshot).filter(isYearChanged), (year) => ({ year: String(year) }));

export const GET = ({ props: { language, item: year } }: { props: { language: Language; item: number } }) =>
  new Response(toAtom(feedIn(language, paths.archive(year), { year })));
