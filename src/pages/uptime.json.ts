import { uptimeFile } from '../publications/uptime.ts';
import { model } from '../snapshot.ts';

export const GET = () => Response.json(uptimeFile(model.snapshot));
