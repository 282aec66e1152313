import { uptimeCsv } from '../publications/uptime.ts';
import type { Route } from '../site/paths.ts';

export const GET = ({ locals: { model } }: Route) => new Response(uptimeCsv(model.snapshot));
