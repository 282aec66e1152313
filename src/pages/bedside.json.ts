import { bedsideFile } from '../publications/bedside.ts';
import type { Route } from '../site/paths.ts';

export const GET = ({ locals: { model } }: Route) =>
  Response.json(bedsideFile(model.snapshot, model.build, model.origin.base));
