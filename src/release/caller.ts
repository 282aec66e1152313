/** The process of a build, as far as it is asked here. */
type Host = Pick<NodeJS.Process, 'once' | 'exit' | 'channel'>;

/**
 * Ends a build with the deploy that began it: one that is killed closes its channel, and a build that went on would meet
 * the next one. It keeps no build waiting that is done.
 */
export function endWithCaller(host: Host): void {
  host.once('disconnect', () => host.exit(1));
  host.channel?.unref();
}
