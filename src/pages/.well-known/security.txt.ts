import { ORIGIN } from '../../page.ts';
import { toSecurityTxt } from '../../publications/security.ts';
import { model } from '../../snapshot.ts';

export const GET = () => new Response(toSecurityTxt(model.snapshot, ORIGIN));
