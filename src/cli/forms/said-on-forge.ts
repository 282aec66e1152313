/** By this its comment is found again. Whoever reads it on the forge does not see it. */
export const MARK = '<!-- nightlight check -->';

/** The most letters of a report: GitHub takes 65,536, GitLab more. */
export const LONGEST = 60_000;

/** So many pages of a hundred comments are looked through. */
export const MOST_PAGES = 10;

/** What became of a comment. */
export interface Answered {
  pull: number | null;
  outcome: 'written' | 'written anew' | 'as before' | 'none needed';
}

export const NO_REPORT =
  'The check could not look at this: it ended before it came to the incident files. What kept it from that stands in its log, under “Checks”.';
