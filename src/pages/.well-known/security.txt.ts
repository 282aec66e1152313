import { ORIGIN } from '../../site/routes.ts';
import { toSecurityTxt } from '../../publications/security.ts';
import { model } from '../../site/model.ts';

export const GET = () => new Response(toSecurityTxt(model.snapshot, ORIGIN));
