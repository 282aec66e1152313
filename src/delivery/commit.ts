/**
 * Gathers what many ask at the same time and does it at once, so that a thousand messages a second are a few dozen
 * statements. While one is under way the next gathers.
 * @param work does it for all that were gathered, and answers each in their order.
 */
export function together<Asked, Answer>(
  work: (asked: Asked[]) => Promise<Answer[]>,
): (asked: Asked) => Promise<Answer> {
  let gathered: { asked: Asked; settle: PromiseWithResolvers<Answer> }[] = [];
  let isUnderWay = false;
  const run = async () => {
    isUnderWay = true;
    // All that is asked in this turn of the loop comes along.
    await new Promise((done) => setImmediate(done));
    while (gathered.length > 0) {
      const now = gathered;
      gathered = [];
      try {
        const answers = await work(now.map(({ asked }) => asked));
        for (const [index, { settle }] of now.entries()) settle.resolve(answers[index] as Answer);
      } catch (error) {
        for (const { settle } of now) settle.reject(error);
      }
    }
    isUnderWay = false;
  };
  return (asked) => {
    const settle = Promise.withResolvers<Answer>();
    gathered.push({ asked, settle });
    if (!isUnderWay) void run();
    return settle.promise;
  };
}
