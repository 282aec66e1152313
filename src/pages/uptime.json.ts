import { uptimeFile } from '../publications/uptime.ts';
import type { Route } from '../site/paths.ts';

export const GET = ({ locals: { model } }: Route) => Response.json(uptimeFile(model.snapshot));
