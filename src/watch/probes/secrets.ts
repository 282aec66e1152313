import { UserError } from '../../problems/errors.ts';

const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** Shorter texts stand in too much that is no secret. */
const SHORTEST = 4;

/**
 * Puts variables of the environment where `${NAME}` stands, without space around them, which is a slip of the hand.
 * @throws UserError where one is not set; it names the variable and nothing of its neighbours.
 */
export function withVariables(text: string, env: NodeJS.ProcessEnv): string {
  return text.replace(VARIABLE, (_, name: string) => {
    const value = env[name]?.trim();
    if (value === undefined || value === '')
      throw new UserError(
        `The variable ${name} is not set, and a check needs it. Set it where the watcher runs.`,
      );
    return value;
  });
}

/**
 * Looks, before a watcher begins, whether all variables of its checks are set.
 * @throws UserError that names every one that is not: at night nobody finds them one by one.
 */
export function mustBeSet(checks: object, env: NodeJS.ProcessEnv): void {
  const names = [...JSON.stringify(checks).matchAll(VARIABLE)].flatMap(([, name = '']) => name);
  const unset = [...new Set(names)].filter((name) => !env[name]?.trim());
  if (unset.length > 0)
    throw new UserError(
      `Checks need variables that are not set: ${unset.join(', ')}. Set them where the watcher runs.`,
    );
}

/** Takes what stands in the variables of a check out of a text: a service may say again what it was sent. */
export function concealing(check: object, env: NodeJS.ProcessEnv): (text: string) => string {
  const forms = [...JSON.stringify(check).matchAll(VARIABLE)]
    .flatMap(([, name = '']) => env[name]?.trim() ?? [])
    .flatMap((value) => [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)])
    .filter((form) => form.length >= SHORTEST)
    .toSorted((one, other) => other.length - one.length);
  return (text) => forms.reduce((shown, form) => shown.replaceAll(form, '•••'), text);
}
