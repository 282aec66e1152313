/**
 * How long it takes until a text to each of many has left, in ms, at the rate that the sender is registered for.
 * Carriers count segments, not messages.
 */
export function timeToTell(subscribers: number, segments: number, perSecond: number): number {
  return ((subscribers * segments) / perSecond) * 1000;
}

/** How many segments a second a sender must be registered for, so that a text to each of many has left in some ms. */
export function rateToTell(subscribers: number, segments: number, within: number): number {
  return (subscribers * segments * 1000) / within;
}
