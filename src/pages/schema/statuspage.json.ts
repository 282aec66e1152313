import { json } from '../../page.ts';
import { statuspageSchema } from '../../publications/schema/statuspage.ts';

export const GET = () => json(statuspageSchema);
