/** How long this process itself was busy with something, in ms: what else runs on the machine does not count. */
export function spentOn(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
