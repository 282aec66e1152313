import { uptimeCsv } from '../publications/uptime.ts';
import { model } from '../snapshot.ts';

export const GET = () => new Response(uptimeCsv(model.snapshot));
