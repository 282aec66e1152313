/**
 * A filter for one module, by which the bundler asks a plugin of ours for that alone: a question costs more than its
 * answer, and there are a thousand modules.
 */
export function is(id: string): RegExp {
  return new RegExp(`^${id.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}
