/** Parts of a site that an operator may switch off, each with what stands on the site for it. */
export const PARTS = {
  bedside: 'The page for the night table, `/bedside/`, which makes a sound.',
  pledge:
    'The page that says what you promise and how it was kept, `/pledge/`, and how each incident was measured against it. When the next update is due is still said.',
  citation: 'How to cite an incident, on its page and as files.',
} as const;

/** Whether each part stands on the site. */
export type Parts = Record<keyof typeof PARTS, boolean>;

/** Files of a part that do not stand below its own address. */
const ELSEWHERE: Readonly<Record<string, keyof Parts>> = {
  'bedside.js': 'bedside',
  'bedside.json': 'bedside',
  'schema/bedside.json': 'bedside',
};

/** The part that an address of the site belongs to as a whole, without the folder of a language. */
export function partAt(address: string): keyof Parts | undefined {
  const [, folder] = /^(bedside|pledge)(?:\/|$)/.exec(address) ?? [];
  return (folder as 'bedside' | 'pledge' | undefined) ?? ELSEWHERE[address];
}
