import { announcementsAtom } from '../../publications/feeds/announcements.ts';
import { currentModel } from '../../site/current.ts';
import { announcementListPaths, type LanguageRoute } from '../../site/paths.ts';

export const getStaticPaths = async () => announcementListPaths(await currentModel());

export const GET = ({ props, locals: { model } }: LanguageRoute) =>
  new Response(announcementsAtom(model.snapshot, props.language, model.origin));
