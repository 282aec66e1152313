/**
 * The repository. npm runs every script there; a build whose working folder is another one is told it by
 * `NIGHTLIGHT_ROOT`.
 */
export const ROOT = process.env.NIGHTLIGHT_ROOT ?? process.cwd();
