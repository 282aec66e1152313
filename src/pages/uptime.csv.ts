import { uptimeCsv } from '../publications/uptime.ts';
import { model } from '../site/model.ts';

export const GET = () => new Response(uptimeCsv(model.snapshot));
