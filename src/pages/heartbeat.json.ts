import { heartbeatOf } from '../publications/heartbeat.ts';
import type { Route } from '../site/paths.ts';

export const GET = ({ locals: { model } }: Route) =>
  Response.json(heartbeatOf(model.vouched, model.build, model.source, model.snapshot.changesAt));
