import { uptimeFile } from '../publications/uptime.ts';
import { model } from '../site/model.ts';

export const GET = () => Response.json(uptimeFile(model.snapshot));
