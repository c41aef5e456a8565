/**
 * The CPU time in ms that some work takes at its best: other load on the machine makes single tries slow.
 * @param enough stops trying once a try took less than a third of this
 */
export function leastCpuMs(enough: number, work: () => unknown): number {
  let least = Infinity;
  for (let tries = 0; tries < 8 && least > enough / 3; tries += 1) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}
