import type { Status } from './status.ts';

/** How a status is drawn, in every drawing: its colour, and a shape that no colour is needed to tell from the others. */
export interface Look {
  /** The custom property of the sheets that holds its colour. */
  token: string;
  /** That colour at night, for pictures, which have no sheet. */
  night: string;
  /** A day, from the upper left corner of a cell of 1 by 1: in strips and years; a chart repeats it both ways. */
  day: string;
  /** A piece of a lane, 1 by 1, that is repeated sideways; absent where a lane is filled by one bar. */
  run?: string;
  /** The share of a lane's height, from below, that a bar of it fills. */
  level: number;
  /** Whether a word stands in the colour of the paper upon a lane of it. */
  bears: boolean;
}

/**
 * The one table of looks. The worse a status is, the more of its place is full: all of it, teeth, the lower half.
 * Work that was announced is hollow, and what nobody knows is dots. `site.css` gives the colours.
 */
export const LOOKS: Record<Status, Look> = {
  major_outage: {
    token: '--trouble',
    night: '#ff9b93',
    day: 'm.1 .04h.8v.92h-.8z',
    level: 1,
    bears: true,
  },
  partial_outage: {
    token: '--partial',
    night: '#ffb46e',
    day: 'm.1 .96l.4-.92 .4 .92z',
    run: 'M0 1V.22L.5 0 1 .22V1z',
    level: 1,
    bears: true,
  },
  degraded_performance: {
    token: '--degraded',
    night: '#f0cf6a',
    day: 'm.1 .54h.8v.42h-.8z',
    level: 0.5,
    bears: false,
  },
  not_known: {
    token: '--ink-quiet',
    night: '#a3abbd',
    day: 'm.2 .1h.6v.3h-.6zm0 .5h.6v.3h-.6z',
    run: 'M.25 .05h.5v.2h-.5zM.25 .75h.5v.2h-.5z',
    level: 1,
    bears: false,
  },
  under_maintenance: {
    token: '--maintenance',
    night: '#a9b6ff',
    day: 'm.1 .04h.8v.92h-.8zm.2 .2v.52h.4v-.52z',
    run: 'M0 0H1V.1H0zM0 .9H1V1H0z',
    level: 1,
    bears: false,
  },
  // A day on which an incident had no length.
  operational: {
    token: '--ink-quiet',
    night: '#a3abbd',
    day: 'm.5 .2l.4 .3-.4 .3-.4-.3z',
    level: 1,
    bears: true,
  },
};

/** A ground that words stand on, by day and at night. */
export interface Ground {
  /** As a person calls it. */
  called: string;
  day: string;
  night: string;
}

/** Every ground on which a link or another word in the accent may stand, by its custom property. `site.css` has the same. */
export const GROUNDS: Record<string, Ground> = {
  '--paper': { called: 'the page', day: '#fbfbf9', night: '#10131a' },
  '--card': { called: 'a card', day: '#ffffff', night: '#181c26' },
  '--neutral': { called: 'a grey ground', day: '#e9ecf3', night: '#202634' },
  '--calm-fill': { called: 'the ground of good news', day: '#e3f3e9', night: '#15291f' },
  '--trouble-fill': { called: 'the ground of an outage', day: '#fbe9e7', night: '#331a1b' },
  '--degraded-fill': { called: 'the ground of what is slow', day: '#faf2d9', night: '#2c2717' },
  '--maintenance-fill': { called: 'the ground of announced work', day: '#e9ecfa', night: '#1d2238' },
};
