import { heartbeatOf } from '../publications/heartbeat.ts';
import { model } from '../site/model.ts';

export const GET = () =>
  Response.json(heartbeatOf(model.vouched, model.build, model.source, model.next?.now));
