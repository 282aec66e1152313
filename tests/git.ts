const SETTINGS = {
  // Git looks after each fetch, commit and push whether there is something to tidy up: one of its processes in twelve.
  'gc.auto': '0',
  'maintenance.auto': 'false',
  'receive.autogc': 'false',
  // What a test writes need not outlive a power cut.
  'core.fsync': 'none',
};

/** Lets git leave out what no test looks at, in every repository that a process with these variables works in. */
export const QUICK_GIT: Record<string, string> = {
  GIT_CONFIG_COUNT: String(Object.keys(SETTINGS).length),
  ...Object.fromEntries(
    Object.entries(SETTINGS).flatMap(([key, value], at) => [
      [`GIT_CONFIG_KEY_${at}`, key],
      [`GIT_CONFIG_VALUE_${at}`, value],
    ]),
  ),
};
