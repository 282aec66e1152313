import type { ProofRenewal } from '../../i18n/proof.ts';
import { renewProof } from './proof.ts';

/** What a page that speaks of telling people hands to its script. */
export interface TellingData {
  proof?: ProofRenewal | undefined;
}

const { proof } = JSON.parse(document.getElementById('_telling')?.textContent as string) as TellingData;

if (proof) void renewProof(proof);
