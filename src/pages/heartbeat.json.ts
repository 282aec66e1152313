import { heartbeatOf } from '../publications/heartbeat.ts';
import { model } from '../snapshot.ts';

export const GET = () => Response.json(heartbeatOf(model.snapshot, model.build));
