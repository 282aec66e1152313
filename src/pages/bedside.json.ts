import { bedsideFile } from '../publications/bedside.ts';
import { model } from '../snapshot.ts';

export const GET = () => Response.json(bedsideFile(model.snapshot, model.build));
