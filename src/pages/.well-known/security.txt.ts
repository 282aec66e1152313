import type { Route } from '../../site/paths.ts';
import { toSecurityTxt } from '../../publications/security.ts';

export const GET = ({ locals: { model } }: Route) =>
  new Response(toSecurityTxt(model.snapshot, model.origin));
