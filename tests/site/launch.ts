/** How a browser is begun. */
export function launchOf(executablePath: string | undefined) {
  return { executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] };
}
