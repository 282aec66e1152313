import { bedsideFile } from '../publications/bedside.ts';
import { model } from '../site/model.ts';

export const GET = () => Response.json(bedsideFile(model.snapshot, model.build));
